import type { Cluster } from '../model/cluster.ts';
import type { IpRange } from '../model/ip.ts';
import type { LabelSelector } from '../model/labels.ts';
import {
  policyDirection,
  type Direction,
  type Policy,
  type PodScope,
  type Tier,
} from '../model/policy.ts';

/** Policies of one tier that may select pods of a namespace in a direction, by priority. */
export interface TierPolicies {
  readonly tier: Tier;
  /** Ascending by priority; the policies of one group have the same. */
  readonly groups: readonly (readonly Policy[])[];
}

/** What questions need to know of all policies, prepared once and as far as asked for. */
export interface PolicyIndex {
  /** The tiers with policies that might select a pod of the namespace, in the order asked. */
  tiersFor(namespace: string, direction: Direction): readonly TierPolicies[];
  /** Every value that some selector of some policy names for a label key of pods. */
  labelValues(key: string): ReadonlySet<string>;
  /** The CIDRs and excepts of the rules that might judge a pod of the namespace. */
  blocksFor(namespace: string, direction: Direction): readonly IpRange[];
}

export function createPolicyIndex(cluster: Cluster): PolicyIndex {
  const all = [...cluster.policies.values()].flat();
  const tiers = new Map<string, readonly TierPolicies[]>();
  const blocks = new Map<string, readonly IpRange[]>();
  let values: Map<string, Set<string>> | null = null;

  function applying(namespace: string, direction: Direction): Policy[] {
    return [...(cluster.policies.get('') ?? []), ...(cluster.policies.get(namespace) ?? [])].filter(
      (policy) => policyDirection(policy, direction).applies,
    );
  }

  return {
    tiersFor(namespace, direction) {
      const key = `${direction} ${namespace}`;
      let found = tiers.get(key);
      if (found === undefined) {
        found = groupByTier(applying(namespace, direction));
        tiers.set(key, found);
      }
      return found;
    },
    labelValues(key) {
      values ??= collectLabelValues(all);
      return values.get(key) ?? new Set();
    },
    blocksFor(namespace, direction) {
      const key = `${direction} ${namespace}`;
      let found = blocks.get(key);
      if (found === undefined) {
        found = applying(namespace, direction).flatMap((policy) => policyBlocks(policy, direction));
        blocks.set(key, found);
      }
      return found;
    },
  };
}

function groupByTier(policies: readonly Policy[]): TierPolicies[] {
  const byOrder = new Map<number, Policy[]>();
  for (const policy of policies) {
    const list = byOrder.get(policy.tier.order);
    if (list === undefined) byOrder.set(policy.tier.order, [policy]);
    else list.push(policy);
  }
  return [...byOrder.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, list]) => ({ tier: (list[0] as Policy).tier, groups: groupByPriority(list) }));
}

function groupByPriority(policies: readonly Policy[]): Policy[][] {
  const groups = new Map<number, Policy[]>();
  for (const policy of policies) {
    const priority = policy.priority ?? 0;
    const group = groups.get(priority);
    if (group === undefined) groups.set(priority, [policy]);
    else group.push(policy);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}

function policyBlocks(policy: Policy, direction: Direction): IpRange[] {
  return policyDirection(policy, direction).rules.flatMap((rule) =>
    (rule.peers ?? []).flatMap((peer) =>
      peer.kind === 'ipBlock'
        ? [peer.cidr.range, ...peer.except.map((except) => except.range)]
        : [],
    ),
  );
}

function podSelectors(policy: Policy): LabelSelector[] {
  const rules = [...policy.ingress.rules, ...policy.egress.rules];
  const scopes: PodScope[] = rules.flatMap((rule) =>
    (rule.peers ?? []).filter((peer) => peer.kind === 'pods'),
  );
  return [policy.subject, ...scopes].flatMap((scope) => (scope.pods === null ? [] : [scope.pods]));
}

function collectLabelValues(policies: readonly Policy[]): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const policy of policies) {
    for (const selector of podSelectors(policy)) {
      for (const requirement of selector.requirements) {
        const known = values.get(requirement.key) ?? new Set();
        for (const value of requirement.values) known.add(value);
        values.set(requirement.key, known);
      }
    }
  }
  return values;
}
