import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { explainAnswer } from '../../src/explain/explain.ts';
import type { Answer } from '../../src/model/answer.ts';
import type { Connection } from '../../src/model/connection.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Locator } from '../../src/model/source.ts';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { scenarios } from '../oracle/generate.ts';
import { schemaErrors } from '../report/json-schema.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schema/check-v1.json', import.meta.url), 'utf8'),
) as Parameters<typeof schemaErrors>[0];

/** Random clusters have no text to point into. */
const nowhere: Locator = { locate: () => ({ line: 1, column: 1, offset: 0 }) };

const VIEW: View = {
  width: 80,
  color: 0,
  ascii: true,
  verbosity: 2,
  linkBase: null,
  version: '1.0.0',
};

function answerOf(connection: Connection, decision: Decision): Answer {
  const { source, destination, via, port, protocol, family } = connection;
  const question = { from: 'a', to: 'b', ports: ['1'], namespace: 'default', family };
  const ports = port === null || protocol === 'ICMP' ? [] : [{ protocol, first: port, last: port }];
  const { verdict } = decision;
  return {
    question,
    verdict,
    cases: [
      {
        source,
        destination,
        via,
        ports,
        icmp: protocol === 'ICMP',
        family,
        verdict,
        problem: null,
        sample: connection,
        decide: () => decision,
      },
    ],
  };
}

describe('for any cluster and connection', () => {
  test('the explanation says what the engine decided, in every format', () => {
    const reasons = new Set<string>();
    fc.assert(
      fc.property(scenarios('everything'), ({ cluster, connections, options }) => {
        const engine = createEngine(cluster, options);
        for (const connection of connections) {
          const decision = engine.decide(connection);
          const answer = answerOf(connection, decision);
          const explanation = explainAnswer(engine, answer, nowhere, { everyRule: true });
          const [own] = explanation.cases;
          expect(explanation.verdict).toBe(decision.verdict);
          expect(explanation.decidedAt).toEqual(decision.decidedAt);
          for (const end of ['egress', 'ingress'] as const) {
            reasons.add(decision[end].reason);
            expect(own?.[end]?.reason).toBe(decision[end].reason);
            expect(own?.[end]?.verdict).toBe(decision[end].verdict);
            expect(own?.[end]?.because).toMatch(/^[^.]/);
            expect(own?.[end]?.because).not.toMatch(/undefined|null|\[object|NaN| {2}|,,|by ?$/);
          }
          // What is unknown names what is missing.
          if (decision.verdict === 'unknown') {
            expect(explanation.unknown?.missing).not.toEqual([]);
          }
          const json = FORMATS['json']!.render(explanation, VIEW);
          expect(schemaErrors(SCHEMA, JSON.parse(json))).toEqual([]);
          const text = FORMATS['text']!.render(explanation, VIEW);
          expect(text.startsWith(decision.verdict.toUpperCase())).toBe(true);
          expect(FORMATS['name']!.render(explanation, VIEW).trim().split(' ')).toHaveLength(7);
        }
      }),
      { numRuns: 300, seed: 42 },
    );
    expect(reasons.size).toBeGreaterThan(12);
  });
});
