import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { EndDecision, EndReason, RuleEvidence, Verdict } from '../../src/model/decision.ts';
import { policyDirection } from '../../src/model/policy.ts';
import type { Truth } from '../../src/model/truth.ts';
import { forRandomQuestions, RUNS, TIMEOUT } from './runs.ts';

// The evidence of a decision carries its verdict.

const VERDICTS_OF: Readonly<Record<EndReason, readonly Verdict[]>> = {
  NOT_APPLICABLE: ['allowed'],
  HOST_NETWORK: ['allowed'],
  SELF: ['allowed'],
  NODE_LOCAL: ['allowed'],
  NOT_ISOLATED: ['allowed'],
  RULE_MATCHED: ['allowed'],
  CASES_AGREE: ['allowed', 'denied'],
  RULE_DENIED: ['denied'],
  NO_RULES: ['denied'],
  NO_PEER_MATCH: ['denied'],
  NO_PORT_MATCH: ['denied'],
  NO_CLAUSE_PAIR: ['denied'],
  INPUT_INCOMPLETE: ['unknown'],
  PRIORITY_TIE: ['unknown'],
  CNI_SPECIFIC: ['unknown'],
};

function forEachEnd(
  check: (end: EndDecision, engine: Engine, connection: Connection) => void,
): void {
  for (const kinds of ['unions', 'tiers'] as const) {
    forRandomQuestions(kinds, RUNS / 4, (engine, connection) => {
      const { egress, ingress } = engine.decide(connection);
      check(egress, engine, connection);
      check(ingress, engine, connection);
    });
  }
}

/** Every rule of every policy that the end reports, held against the connection. */
function rulesOf(end: EndDecision, engine: Engine, connection: Connection): RuleEvidence[] {
  return end.tiers.flatMap(({ policies }) =>
    policies.flatMap(({ policy, rules }) =>
      rules.map(({ rule }) => engine.ruleEvidence({ policy, rule }, end.direction, connection)),
    ),
  );
}

function all(list: readonly Truth[]): Truth {
  if (list.includes('no')) return 'no';
  return list.includes('unknown') ? 'unknown' : 'yes';
}

function any(list: readonly Truth[]): Truth {
  if (list.includes('yes')) return 'yes';
  return list.includes('unknown') ? 'unknown' : 'no';
}

describe('the evidence of a decision', () => {
  test(
    'has a reason that fits the verdict of the end',
    () => {
      forEachEnd((end) => {
        expect(VERDICTS_OF[end.reason]).toContain(end.verdict);
      });
    },
    TIMEOUT,
  );

  test(
    'names the ends that decided',
    () => {
      for (const kinds of ['unions', 'tiers'] as const) {
        forRandomQuestions(kinds, RUNS / 4, (engine, connection) => {
          const decision = engine.decide(connection);
          const ends = (['egress', 'ingress'] as const).filter(
            (end) => decision[end].verdict === decision.verdict,
          );
          if (decision.verdict === 'allowed') {
            expect(decision.decidedAt).toEqual([]);
            expect(ends).toEqual(['egress', 'ingress']);
          } else {
            // Together the ends may deny for sure what neither of them denies for sure.
            const together = ends.length === 0 ? ['egress', 'ingress'] : ends;
            expect(decision.decidedAt).toEqual(together);
          }
        });
      }
    },
    TIMEOUT,
  );

  test(
    'names rules that match and have the action, where rules decided',
    () => {
      forEachEnd((end, engine, connection) => {
        if (end.reason !== 'RULE_MATCHED' && end.reason !== 'RULE_DENIED') return;
        expect(end.deciding).not.toEqual([]);
        for (const ref of end.deciding) {
          expect(engine.ruleEvidence(ref, end.direction, connection).matched).toBe('yes');
          expect(engine.selects(ref.policy, end.subject)).toBe('yes');
          expect(ref.rule.action).toBe(end.reason === 'RULE_MATCHED' ? 'Accept' : 'Deny');
        }
      });
    },
    TIMEOUT,
  );

  test(
    'names no rule where isolation denied, and none of the last tier matches',
    () => {
      forEachEnd((end, engine, connection) => {
        if (
          end.verdict !== 'denied' ||
          end.reason === 'RULE_DENIED' ||
          end.reason === 'CASES_AGREE'
        )
          return;
        expect(end.deciding).toEqual([]);
        const last = { ...end, tiers: end.tiers.slice(-1) };
        expect(last.tiers[0]?.outcome).toBe('deny');
        expect(last.tiers[0]?.policies.some(({ selects }) => selects === 'yes')).toBe(true);
        const rules = rulesOf(last, engine, connection);
        expect(rules.every(({ matched }) => matched === 'no')).toBe(true);
        expect(rules.length === 0).toBe(end.reason === 'NO_RULES');
        if (end.reason === 'NO_PEER_MATCH') {
          expect(rules.some(({ peersMatched }) => peersMatched === 'yes')).toBe(false);
        }
        if (end.reason === 'NO_PORT_MATCH') {
          expect(rules.some(({ portsMatched }) => portsMatched === 'yes')).toBe(false);
        }
        if (end.reason === 'NO_CLAUSE_PAIR') {
          expect(rules.some(({ peersMatched }) => peersMatched !== 'no')).toBe(true);
          expect(rules.some(({ portsMatched }) => portsMatched !== 'no')).toBe(true);
        }
      });
    },
    TIMEOUT,
  );

  test(
    'reports policies that select the subject and apply, and no others',
    () => {
      forEachEnd((end, engine) => {
        for (const { policies } of end.tiers) {
          for (const { policy, selects, rules } of policies) {
            expect(engine.selects(policy, end.subject)).toBe(selects);
            expect(policyDirection(policy, end.direction).applies).toBe(true);
            expect(policyDirection(policy, end.direction).rules).toEqual(
              expect.arrayContaining(rules.map(({ rule }) => rule)),
            );
          }
        }
      });
    },
    TIMEOUT,
  );

  test(
    'says of each rule what its clauses say: all clauses of a peer, any peer, any port',
    () => {
      forEachEnd((end, engine, connection) => {
        for (const rule of rulesOf(end, engine, connection)) {
          for (const { matched, clauses } of rule.peers ?? []) {
            expect(matched).toBe(all(clauses.map((clause) => clause.matched)));
            for (const clause of clauses)
              expect(clause.code === null).toBe(clause.matched === 'yes');
          }
          for (const { matched, clause } of rule.ports ?? []) {
            expect(matched).toBe(clause.matched);
            expect(clause.code === null).toBe(clause.matched === 'yes');
          }
          expect(rule.peersMatched).toBe(
            rule.peers === null ? 'yes' : any(rule.peers.map(({ matched }) => matched)),
          );
          expect(rule.portsMatched).toBe(
            rule.ports === null ? 'yes' : any(rule.ports.map(({ matched }) => matched)),
          );
          expect(rule.matched).toBe(all([rule.peersMatched, rule.portsMatched]));
        }
      });
    },
    TIMEOUT,
  );

  test(
    'says the same of a rule in the list of a policy and clause by clause',
    () => {
      forEachEnd((end, engine, connection) => {
        for (const { policies } of end.tiers) {
          for (const { policy, rules } of policies) {
            for (const { rule, matched } of rules) {
              expect(engine.ruleEvidence({ policy, rule }, end.direction, connection).matched).toBe(
                matched,
              );
            }
          }
        }
      });
    },
    TIMEOUT,
  );
});
