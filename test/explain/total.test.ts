import fc from 'fast-check';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { Policy } from '../../src/model/policy.ts';
import { judgeCase } from '../../src/explain/context.ts';
import { editsFor, type Edit } from '../../src/explain/remedy/edits.ts';
import { findRemedies } from '../../src/explain/remedy/remedies.ts';
import { endVerdicts } from '../../src/explain/one-way.ts';
import { podName } from '../../src/explain/names.ts';
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
          const brief = { ...VIEW, verbosity: 0, ascii: false } as const;
          for (const printed of [text, FORMATS['text']!.render(explanation, brief)]) {
            const wide = printed.split('\n').filter((line) => Array.from(line).length > 80);
            expect(wide).toEqual([]);
          }
          expect(FORMATS['name']!.render(explanation, VIEW).trim().split(' ')).toHaveLength(7);
        }
      }),
      { numRuns: 300, seed: 42 },
    );
    expect(reasons.size).toBeGreaterThan(12);
  });

  test('what each end says without evidence is what it says with it', () => {
    fc.assert(
      fc.property(scenarios('everything'), ({ cluster, connections, options }) => {
        const engine = createEngine(cluster, options);
        for (const connection of connections) {
          if (isSelf(connection)) continue;
          const { egress, ingress } = engine.decide(connection);
          expect(endVerdicts(engine, connection)).toEqual({
            egress: egress.verdict,
            ingress: ingress.verdict,
          });
        }
      }),
      { numRuns: 300, seed: 43 },
    );
  });

  test('what a remedy opens is what trying it on every pod shows', () => {
    let opened = 0;
    let found = 0;
    fc.assert(
      fc.property(scenarios('everything'), ({ cluster, connections, options }) => {
        const engine = createEngine(cluster, options);
        for (const connection of connections) {
          const answer = answerOf(connection, engine.decide(connection));
          const context = judgeCase(
            { engine, locator: nowhere },
            answer.question,
            answer.cases[0]!,
          );
          for (const remedy of findRemedies(context!)) {
            const judged = context![remedy.end];
            const edit = [...editsFor(context!, judged)].find(({ kind }) => kind === remedy.kind)!;
            const after = createEngine(edited(cluster, edit), options);
            expect(after.decide(connection)[remedy.end].verdict).toBe('allowed');
            const names = opensSlowly(remedy.end, connection, engine, after);
            found++;
            opened += names.length;
            expect(remedy.opens.pods).toBe(names.length);
            expect(remedy.opens.names).toEqual([...new Set(names)].sort().slice(0, 3));
          }
        }
      }),
      { numRuns: 400, seed: 44 },
    );
    expect(found).toBeGreaterThan(50);
    expect(opened).toBeGreaterThan(20);
  });
});

/** The slow twin: every pod of the cluster, with all the evidence. */
function opensSlowly(
  end: 'egress' | 'ingress',
  connection: Connection,
  before: ReturnType<typeof createEngine>,
  after: ReturnType<typeof createEngine>,
): string[] {
  const isEnd = (pod: Pod): boolean =>
    [connection.source, connection.destination].some(
      (own) =>
        own.kind === 'pod' && own.pod.namespace === pod.namespace && own.pod.name === pod.name,
    );
  return [...before.cluster.pods.values()].flat().flatMap((pod) => {
    if (pod.finished || isEnd(pod)) return [];
    const asked: Connection = {
      ...connection,
      [end === 'ingress' ? 'source' : 'destination']: { kind: 'pod', pod },
    };
    const gains =
      after.decide(asked)[end].verdict === 'allowed' &&
      before.decide(asked)[end].verdict !== 'allowed';
    return gains ? [podName(pod)] : [];
  });
}

function edited(cluster: Cluster, { after, isNew }: Edit): Cluster {
  const namespace = after.namespace ?? '';
  const own = cluster.policies.get(namespace) ?? [];
  const isSame = (policy: Policy): boolean =>
    !isNew && policy.kind === after.kind && policy.name === after.name;
  const policies = isNew ? [...own, after] : own.map((policy) => (isSame(policy) ? after : policy));
  return { ...cluster, policies: new Map([...cluster.policies, [namespace, policies]]) };
}

function isSelf({ source, destination, via }: Connection): boolean {
  return (
    via === null &&
    source.kind === 'pod' &&
    destination.kind === 'pod' &&
    source.pod.namespace === destination.pod.namespace &&
    source.pod.name === destination.pod.name
  );
}
