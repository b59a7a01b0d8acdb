import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { Decision } from '../../src/model/decision.ts';
import { TIERS, type Action, type Policy, type Rule } from '../../src/model/policy.ts';
import { withPolicies } from '../oracle/generate.ts';
import { adminPolicy, peerOf, type AdminRule } from '../support/policies.ts';
import { mapRules } from './rewrite.ts';
import { forRandomQuestions, share, TIMEOUT } from './runs.ts';

// What the tiers before and after the NetworkPolicies may change, and what not.

function allOf(cluster: { policies: ReadonlyMap<string, readonly Policy[]> }): Policy[] {
  return [...cluster.policies.values()].flat();
}

function isNetworkPolicy(policy: Policy): boolean {
  return policy.tier.order === TIERS.networkPolicy.order;
}

/** A label that nothing has. */
const NOBODY = peerOf('none', {
  namespaceSelector: {},
  podSelector: { matchExpressions: [{ key: 'nobody-has-this', operator: 'Exists' }] },
});

const NOBODY_RULES: readonly Rule[] = (['Accept', 'Deny', 'Pass'] satisfies Action[]).map(
  (action, index) => ({ index, name: null, action, peers: [NOBODY], ports: null, path: [] }),
);

/** Both directions of a policy that is asked before every other of the Admin tier. */
function foremost(rule: AdminRule): Policy {
  return adminPolicy('foremost', { priority: -1, ingress: [rule], egress: [rule] });
}

/** Whether no tier but that of the NetworkPolicies had any part in the answer. */
function isLeftToNetworkPolicies({ egress, ingress }: Decision): boolean {
  return [egress, ingress].every(
    ({ tiers, missing }) =>
      missing.length === 0 &&
      tiers.every(
        ({ tier, outcome }) =>
          tier.order === TIERS.networkPolicy.order || outcome === 'next' || outcome === 'pass',
      ),
  );
}

describe('policies with actions and priorities', () => {
  test(
    'an Accept of a higher priority shadows all below it',
    () => {
      const accept = foremost({ action: 'Accept', peers: null });
      forRandomQuestions('tiers', share(4), (_, connection, { cluster, options }) => {
        const [alone, before] = [[accept], [...allOf(cluster), accept]].map((policies) =>
          createEngine(withPolicies(cluster, policies), options).verdict(connection),
        );
        expect(before).toBe(alone);
        expect(before).toBe('allowed');
      });
    },
    TIMEOUT,
  );

  test(
    'a Deny of a higher priority shadows all below it',
    () => {
      const deny = foremost({ action: 'Deny', peers: null });
      forRandomQuestions('tiers', share(4), (_, connection, { cluster, options }) => {
        const [alone, before] = [[deny], [...allOf(cluster), deny]].map((policies) =>
          createEngine(withPolicies(cluster, policies), options).verdict(connection),
        );
        expect(before).toBe(alone);
      });
    },
    TIMEOUT,
  );

  test(
    'a Pass of a higher priority is as good as no Admin policy, and never allows by itself',
    () => {
      const pass = foremost({ action: 'Pass', peers: null });
      forRandomQuestions('tiers', share(4), (_, connection, { cluster, options }) => {
        const others = allOf(cluster).filter(({ tier }) => tier.order !== TIERS.admin.order);
        const [without, passed] = [others, [...allOf(cluster), pass]].map((policies) =>
          createEngine(withPolicies(cluster, policies), options).verdict(connection),
        );
        expect(passed).toBe(without);
      });
    },
    TIMEOUT,
  );

  test(
    'removing those that decide nothing gives back the answer of the NetworkPolicies',
    () => {
      let compared = 0;
      forRandomQuestions('tiers', share(2), (engine, connection: Connection, scenario) => {
        const { cluster, options } = scenario;
        const decision = engine.decide(connection);
        if (!isLeftToNetworkPolicies(decision)) return;
        compared += 1;
        const unions = withPolicies(cluster, allOf(cluster).filter(isNetworkPolicy));
        expect(createEngine(unions, options).verdict(connection)).toBe(decision.verdict);
      });
      expect(compared).toBeGreaterThan(share(20));
    },
    TIMEOUT,
  );

  test(
    'a rule that matches nobody changes nothing, wherever it stands',
    () => {
      forRandomQuestions('tiers', share(4), (engine, connection, { cluster, options }) => {
        // Nobody knows who is behind a host name, so that every rule may match it.
        if (connection.destination.kind === 'hostname') return;
        const more = allOf(cluster).map((policy) =>
          isNetworkPolicy(policy)
            ? policy
            : mapRules(policy, (rules) => [
                ...NOBODY_RULES,
                ...rules.flatMap((rule) => [rule, ...NOBODY_RULES]),
              ]),
        );
        expect(createEngine(withPolicies(cluster, more), options).verdict(connection)).toBe(
          engine.verdict(connection),
        );
      });
    },
    TIMEOUT,
  );

  test(
    'a policy that selects nobody changes nothing, whatever its priority',
    () => {
      const rules: readonly AdminRule[] = [{ action: 'Deny', peers: null }];
      const nobody = (priority: number, name: string): Policy =>
        adminPolicy(name, {
          priority,
          subject: {
            namespaces: { kind: 'selected', selector: { requirements: [], path: [] } },
            pods: NOBODY.kind === 'pods' ? NOBODY.pods : null,
          },
          ingress: rules,
          egress: rules,
        });
      const added = [nobody(-1, 'nobody-first'), nobody(1, 'nobody-among-others')];
      forRandomQuestions('tiers', share(4), (engine, connection, { cluster, options }) => {
        const more = withPolicies(cluster, [...allOf(cluster), ...added]);
        expect(createEngine(more, options).verdict(connection)).toBe(engine.verdict(connection));
      });
    },
    TIMEOUT,
  );
});
