import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Verdict } from '../../src/model/decision.ts';
import {
  TIERS,
  type Action,
  type PodScope,
  type PortMatch,
  type Tier,
} from '../../src/model/policy.ts';
import { connect, makeCluster, makePod } from '../support/builders.ts';
import { adminPolicy, ALL_PODS } from '../support/policies.ts';
import { RUNS, SEED, TIMEOUT } from './runs.ts';

// Tiers, priorities and actions alone: every rule matches for sure or cannot match, and every
// policy selects the pod for sure or cannot select it.

interface AbstractPolicy {
  readonly tier: 0 | 1 | 2;
  readonly priority: number;
  readonly selects: boolean;
  readonly rules: readonly { readonly action: Action; readonly matches: boolean }[];
}

const TIER_OF: readonly Tier[] = [TIERS.admin, TIERS.networkPolicy, TIERS.baseline];

const abstractPolicy = fc.record<AbstractPolicy>({
  tier: fc.constantFrom(0, 1, 2),
  priority: fc.nat({ max: 2 }),
  selects: fc.boolean(),
  rules: fc.array(
    fc.record({
      action: fc.constantFrom<Action[]>('Accept', 'Deny', 'Pass'),
      matches: fc.boolean(),
    }),
    { maxLength: 3 },
  ),
});

/** The middle tier is a union: no priorities, and rules can only accept. */
function normal(policy: AbstractPolicy): AbstractPolicy {
  if (policy.tier !== 1) return policy;
  return {
    ...policy,
    priority: 0,
    rules: policy.rules.map((rule) => ({ ...rule, action: 'Accept' })),
  };
}

/** What the tiers say, from top to bottom; of a tie, each of its actions may be taken. */
function expected(policies: readonly AbstractPolicy[]): Verdict {
  const verdicts = possible(policies, 0);
  const [only] = verdicts;
  return verdicts.size === 1 && only !== undefined ? only : 'unknown';
}

function possible(policies: readonly AbstractPolicy[], tier: number): Set<Verdict> {
  if (tier > 2) return new Set(['allowed']);
  const selecting = policies.filter((policy) => policy.tier === tier && policy.selects);
  const actions = actionsOf(selecting);
  if (actions.length === 0 && tier === 1 && selecting.length > 0) return new Set(['denied']);
  if (actions.length === 0) return possible(policies, tier + 1);
  return new Set(
    actions.flatMap((action): Verdict[] => {
      if (action === 'Pass') return [...possible(policies, tier + 1)];
      return action === 'Accept' ? ['allowed'] : ['denied'];
    }),
  );
}

/** The actions of the first priority at which a rule matches. */
function actionsOf(policies: readonly AbstractPolicy[]): Action[] {
  for (const priority of [0, 1, 2]) {
    const actions = policies
      .filter((policy) => policy.priority === priority)
      .flatMap((policy) => policy.rules.filter((rule) => rule.matches).slice(0, 1))
      .map((rule) => rule.action);
    if (actions.length > 0) return [...new Set(actions)];
  }
  return [];
}

const NO_POD: PodScope = { namespaces: { kind: 'own', namespace: 'nowhere' }, pods: null };
const OTHER_PORT: PortMatch = {
  kind: 'range',
  protocol: 'UDP',
  first: 1,
  last: 65535,
  protocolDefaulted: false,
  path: [],
};

describe(`tiers, priorities and actions (NETPOL_SEED=${String(SEED)})`, () => {
  test.each(['ingress', 'egress'] as const)(
    'combine as the API says, whatever the rules look at: %s',
    (direction) => {
      const pods = [
        makePod('a/x', { ip: '10.0.0.1', node: 'n1' }),
        makePod('a/y', { ip: '10.0.0.2', node: 'n2' }),
      ];
      const property = fc.property(fc.array(abstractPolicy, { maxLength: 8 }), (list) => {
        const policies = list.map(normal);
        const cluster = makeCluster({
          pods,
          policies: policies.map((policy, i) =>
            adminPolicy(`p${String(i)}`, {
              tier: TIER_OF[policy.tier]!,
              priority: policy.tier === 1 ? null : policy.priority,
              subject: policy.selects ? ALL_PODS : NO_POD,
              [direction]: policy.rules.map(({ action, matches }) => ({
                action,
                peers: null,
                ports: matches ? null : [OTHER_PORT],
              })),
            }),
          ),
        });
        const connection = connect(cluster, 'a/x', 'a/y', '80/TCP');
        expect(createEngine(cluster).verdict(connection)).toBe(expected(policies));
      });
      fc.assert(property, { seed: SEED, numRuns: RUNS });
    },
    TIMEOUT,
  );
});
