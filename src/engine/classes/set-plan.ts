import type { IpRange } from '../../model/ip.ts';
import {
  policyDirection,
  type Direction,
  type Peer,
  type PortMatch,
  type Rule,
  type Tier,
} from '../../model/policy.ts';
import type { ContainerPort } from '../../model/port.ts';
import type { Selecting } from './policy-sets.ts';
import type { PortSet, PortSets } from './port-sets.ts';

/** A rule of a set of policies. */
export interface PlanRule {
  readonly action: Rule['action'];
  readonly peers: readonly Peer[] | null;
  /** The ports that it names by number; all where it names none. */
  readonly ports: PortSet;
  /** The ports that it names by name: what they stand for is up to the destination. */
  readonly named: readonly Extract<PortMatch, { kind: 'named' }>[];
}

/** The rules of one policy: positions `first` up to `end` of the plan's rules. */
export interface PlanPolicy {
  /** Whether it selects the pods for sure. */
  readonly isSure: boolean;
  readonly first: number;
  readonly end: number;
}

export interface PlanTier {
  readonly unmatched: Tier['unmatched'];
  /** Policies of equal priority, in the order in which they are asked. */
  readonly groups: readonly (readonly PlanPolicy[])[];
}

/** A set of policies, ready to be held against many peers. */
export interface SetPlan {
  readonly tiers: readonly PlanTier[];
  /** Those of all policies, in order. */
  readonly rules: readonly PlanRule[];
  /**
   * What any rule accepts is allowed and all else denied, as where there are NetworkPolicies only:
   * the order of rules does not count.
   */
  readonly isUnion: boolean;
  readonly hasNamedPorts: boolean;
  /** Some rule looks at addresses, so that families may differ. */
  readonly seesAddresses: boolean;
}

/** Lays out the rules of policies for a direction. */
export function createPlan(
  selecting: readonly Selecting[],
  direction: Direction,
  ports: PortSets,
): SetPlan {
  const tiers: { tier: Tier; groups: { priority: number; policies: PlanPolicy[] }[] }[] = [];
  const rules: PlanRule[] = [];
  for (const { policy, isSure } of selecting) {
    const first = rules.length;
    for (const rule of policyDirection(policy, direction).rules) rules.push(planRule(rule, ports));
    let tier = tiers.at(-1);
    if (tier?.tier.order !== policy.tier.order) {
      tier = { tier: policy.tier, groups: [] };
      tiers.push(tier);
    }
    const priority = policy.priority ?? 0;
    let group = tier.groups.at(-1);
    if (group?.priority !== priority) {
      group = { priority, policies: [] };
      tier.groups.push(group);
    }
    group.policies.push({ isSure, first, end: rules.length });
  }
  const [only] = tiers;
  return {
    tiers: tiers.map(({ tier, groups }) => ({
      unmatched: tier.unmatched,
      groups: groups.map(({ policies }) => policies),
    })),
    rules,
    isUnion:
      tiers.length === 1 &&
      only?.tier.unmatched === 'deny' &&
      rules.every(({ action }) => action === 'Accept') &&
      selecting.every(({ isSure }) => isSure),
    hasNamedPorts: rules.some(({ named }) => named.length > 0),
    seesAddresses: rules.some(
      ({ peers }) => peers?.some(({ kind }) => kind === 'ipBlock') === true,
    ),
  };
}

function planRule({ action, peers, ports: items }: Rule, ports: PortSets): PlanRule {
  if (items === null) return { action, peers, ports: ports.all, named: [] };
  const ranges = items.filter((item) => item.kind === 'range');
  const named = items.filter((item) => item.kind === 'named');
  return { action, peers, ports: ports.of(ranges, false), named };
}

/** The ports of a rule on a destination that declares these. */
export function rulePorts(
  { ports: numbers, named }: PlanRule,
  declared: readonly ContainerPort[],
  ports: PortSets,
): PortSet {
  if (named.length === 0 || declared.length === 0) return numbers;
  const ranges = named.flatMap((item) =>
    declared
      .filter(
        ({ name, protocol }) =>
          name === item.name && (item.protocol === null || item.protocol === protocol),
      )
      .map(({ protocol, containerPort }) => {
        return { protocol, first: containerPort, last: containerPort };
      }),
  );
  return ports.union(numbers, ports.of(ranges, false));
}

/** The blocks of a rule's peers, each as the range and what is taken out of it. */
export function ruleBlocks({
  peers,
}: Pick<PlanRule, 'peers'>): readonly { readonly range: IpRange; readonly cuts: IpRange[] }[] {
  return (peers ?? []).flatMap((peer) =>
    peer.kind === 'ipBlock'
      ? [{ range: peer.cidr.range, cuts: peer.except.map(({ range }) => range) }]
      : [],
  );
}
