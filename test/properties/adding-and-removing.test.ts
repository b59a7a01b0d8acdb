import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Verdict } from '../../src/model/decision.ts';
import { policyDirection, TIERS, type Policy, type Rule } from '../../src/model/policy.ts';
import { withPolicies } from '../oracle/generate.ts';
import { adminPolicy, networkPolicy } from '../support/policies.ts';
import { mapPolicies, mapRules } from './rewrite.ts';
import { forRandomQuestions, share, TIMEOUT } from './runs.ts';

// What may change when a policy or a rule comes or goes, and what may not.

const ANYTHING: Rule = {
  index: 9,
  name: null,
  action: 'Accept',
  peers: null,
  ports: null,
  path: [],
};

function allOf(cluster: { policies: ReadonlyMap<string, readonly Policy[]> }): Policy[] {
  return [...cluster.policies.values()].flat();
}

function isNetworkPolicy(policy: Policy): boolean {
  return policy.tier.order === TIERS.networkPolicy.order;
}

describe('NetworkPolicies', () => {
  test(
    'without any, every connection is allowed',
    () => {
      forRandomQuestions('unions', share(10), (_, connection, { cluster, options }) => {
        expect(createEngine(withPolicies(cluster, []), options).verdict(connection)).toBe(
          'allowed',
        );
      });
    },
    TIMEOUT,
  );

  test(
    'one more only takes away by isolating a pod that was not isolated',
    () => {
      forRandomQuestions('unions', share(4), (engine, connection, { cluster, options }) => {
        const [added, ...rest] = allOf(cluster);
        if (added === undefined) return;
        const before = createEngine(withPolicies(cluster, rest), options).decide(connection);
        const after = engine.decide(connection);
        for (const direction of ['egress', 'ingress'] as const) {
          const [was, is] = [before[direction], after[direction]];
          if (was.verdict !== 'allowed' || is.verdict === 'allowed') continue;
          expect(policyDirection(added, is.direction).applies).toBe(true);
          expect(engine.selects(added, is.subject)).not.toBe('no');
          // A pod that was isolated for sure cannot lose what a rule gave it.
          expect(was.reason).not.toBe('RULE_MATCHED');
        }
      });
    },
    TIMEOUT,
  );

  test(
    'one more rule in each of them never takes away',
    () => {
      const order: Readonly<Record<Verdict, number>> = { denied: 0, unknown: 1, allowed: 2 };
      forRandomQuestions('unions', share(4), (engine, connection, { cluster, options }) => {
        const fewer = mapPolicies(cluster, (policy) => mapRules(policy, (rules) => rules.slice(1)));
        const before = createEngine(withPolicies(cluster, fewer), options).verdict(connection);
        expect(order[engine.verdict(connection)]).toBeGreaterThanOrEqual(order[before]);
      });
    },
    TIMEOUT,
  );

  test(
    'with a rule for anything in each of them, every connection is allowed',
    () => {
      forRandomQuestions('unions', share(10), (_, connection, { cluster, options }) => {
        const open = mapPolicies(cluster, (policy) =>
          mapRules(policy, (rules) => [...rules, ANYTHING]),
        );
        expect(createEngine(withPolicies(cluster, open), options).verdict(connection)).toBe(
          'allowed',
        );
      });
    },
    TIMEOUT,
  );

  test(
    'one in a namespace that has no end of the connection changes nothing',
    () => {
      const elsewhere = networkPolicy('elsewhere/deny', { policyTypes: ['Ingress', 'Egress'] });
      forRandomQuestions('tiers', share(10), (engine, connection, { cluster, options }) => {
        const more = withPolicies(cluster, [...allOf(cluster), elsewhere]);
        expect(createEngine(more, options).verdict(connection)).toBe(engine.verdict(connection));
      });
    },
    TIMEOUT,
  );
});

describe('policies with actions', () => {
  test(
    'that only pass give the answer of the NetworkPolicies',
    () => {
      forRandomQuestions('tiers', share(4), (_, connection, { cluster, options }) => {
        const unions = allOf(cluster).filter(isNetworkPolicy);
        const passing = allOf(cluster)
          .filter((policy) => policy.tier.unmatched === 'next')
          .map((policy) =>
            mapRules(policy, (rules) => rules.map((rule) => ({ ...rule, action: 'Pass' }))),
          );
        const [alone, both] = [unions, [...passing, ...unions]].map((policies) =>
          createEngine(withPolicies(cluster, policies), options).verdict(connection),
        );
        expect(both).toBe(alone);
      });
    },
    TIMEOUT,
  );

  test(
    'without rules select pods and change nothing',
    () => {
      forRandomQuestions('tiers', share(4), (_, connection, { cluster, options }) => {
        const unions = allOf(cluster).filter(isNetworkPolicy);
        const empty = allOf(cluster)
          .filter((policy) => policy.tier.unmatched === 'next')
          .map((policy) => mapRules(policy, () => []));
        const [alone, both] = [unions, [...empty, ...unions]].map((policies) =>
          createEngine(withPolicies(cluster, policies), options).verdict(connection),
        );
        expect(both).toBe(alone);
      });
    },
    TIMEOUT,
  );

  test.each([
    ['Accept', 'allowed'],
    ['Deny', 'denied'],
  ] as const)(
    'a first one that says %s to everyone leaves nothing to the others',
    (action, verdict) => {
      const first = { name: 'First', order: -1, unmatched: 'next' } as const;
      const rules = [{ action, peers: null }];
      const all = adminPolicy('first', { tier: first, ingress: rules, egress: rules });
      forRandomQuestions('tiers', share(4), (engine, connection, { cluster, options }) => {
        const other = createEngine(withPolicies(cluster, [...allOf(cluster), all]), options);
        const before = engine.decide(connection);
        const after = other.decide(connection);
        for (const direction of ['egress', 'ingress'] as const) {
          // Where no policy was asked, none is asked now.
          const isFree = ['NOT_APPLICABLE', 'HOST_NETWORK', 'SELF', 'NODE_LOCAL'].includes(
            before[direction].reason,
          );
          const nodeIsOpen = after[direction].missing.some(({ kind }) => kind === 'node');
          if (!nodeIsOpen) expect(after[direction].verdict).toBe(isFree ? 'allowed' : verdict);
        }
      });
    },
    TIMEOUT,
  );
});
