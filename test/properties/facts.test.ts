import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { nodeOf, type Cluster } from '../../src/model/cluster.ts';
import type { Connection, Endpoint } from '../../src/model/connection.ts';
import type { FactValue } from '../../src/model/decision.ts';
import type { Pod } from '../../src/model/objects.ts';
import { referenceVerdict } from '../oracle/reference.ts';
import { forRandomQuestions, RUNS, share, TIMEOUT } from './runs.ts';

// What an answer says of missing facts is what it would say if they were known.

/** The connection as it is if a fact has this value. */
function substitute(connection: Connection, fact: FactValue): Connection {
  const filled = { ...connection, [fact.end]: known(connection[fact.end], fact) };
  const { source, destination } = connection;
  if (source.kind === 'pod' && destination.kind === 'pod' && isSame(source.pod, destination.pod)) {
    // A pod that reaches itself through a Service: what is so at one end is so at the other.
    return { ...filled, source: known(source, fact), destination: known(destination, fact) };
  }
  if (fact.kind !== 'node') return filled;
  // Where a pod runs is said relative to the other end, which may not know its node either.
  const other = fact.end === 'source' ? 'destination' : 'source';
  const end = filled[other];
  if (end.kind !== 'pod' || end.pod.nodeName !== null) return filled;
  return { ...filled, [other]: known(end, { ...fact, end: other, pod: end.pod }) };
}

function isSame(a: Pod, b: Pod): boolean {
  return a.identity === 'exact' && a.namespace === b.namespace && a.name === b.name;
}

function known(end: Endpoint, fact: FactValue): Endpoint {
  if (end.kind === 'node' && fact.kind === 'address') {
    return { kind: 'node', node: { ...end.node, addresses: [firstOf(fact)] } };
  }
  if (end.kind !== 'pod') throw new Error(`a ${end.kind} lacks no ${fact.kind}`);
  return { kind: 'pod', pod: knownPod(end.pod, fact) };
}

function knownPod(pod: Pod, fact: FactValue): Pod {
  switch (fact.kind) {
    case 'label':
      return {
        ...pod,
        labels: new Map([...pod.labels, [fact.key, fact.value ?? 'no-policy-names-it']]),
      };
    case 'address':
      return { ...pod, addresses: [firstOf(fact)] };
    case 'node': {
      const unnamed = fact.sameNode ? 'an-unnamed-node' : `an-unnamed-node-of-the-${fact.end}`;
      return { ...pod, nodeName: fact.node ?? unnamed };
    }
  }
}

function firstOf(fact: FactValue & { kind: 'address' }): { family: 4 | 6; value: bigint } {
  const { family, first } = fact.ranges[0]!;
  return { family, value: first };
}

/** Whether every fact has a value once the enumerated ones have. */
function isComplete(cluster: Cluster, { source, destination }: Connection): boolean {
  return [source, destination].every((end) => {
    if (end.kind === 'hostname') return false;
    if (end.kind === 'node') return end.node.addresses !== null;
    return (
      end.kind !== 'pod' ||
      !end.pod.hostNetwork ||
      end.pod.addresses !== null ||
      (end.pod.nodeName !== null && nodeOf(cluster, end.pod.nodeName).addresses !== null)
    );
  });
}

describe('where facts are missing', () => {
  test(
    'each case is the verdict that these values give',
    () => {
      let cases = 0;
      forRandomQuestions('unions', RUNS, (engine, connection, { cluster, options }) => {
        const decision = engine.decide(connection);
        for (const { when, verdict } of decision.cases) {
          cases += 1;
          const filled = when.reduce(substitute, connection);
          expect(createEngine(cluster, options).verdict(filled)).toBe(verdict);
          expect(referenceVerdict(cluster, filled, options)).toBe(verdict);
        }
      });
      expect(cases).toBeGreaterThan(share(20));
    },
    TIMEOUT,
  );

  test(
    'the cases agree exactly where the answer is not unknown',
    () => {
      forRandomQuestions('unions', RUNS, (engine, connection, { cluster }) => {
        const decision = engine.decide(connection);
        const verdicts = new Set(decision.cases.map(({ verdict }) => verdict));
        if (decision.cases.length === 0 || !isComplete(cluster, connection)) return;
        const only = [...verdicts][0];
        expect(decision.verdict).toBe(verdicts.size === 1 ? only : 'unknown');
      });
    },
    TIMEOUT,
  );

  test(
    'an answer that is unknown names what is missing',
    () => {
      forRandomQuestions('tiers', RUNS, (engine, connection) => {
        const { verdict, egress, ingress } = engine.decide(connection);
        if (verdict === 'unknown') {
          expect([...egress.missing, ...ingress.missing]).not.toEqual([]);
        }
      });
    },
    TIMEOUT,
  );
});
