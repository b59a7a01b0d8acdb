import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Answer, CaseEnd } from '../../src/model/answer.ts';
import { ownerOfAddress, type Cluster } from '../../src/model/cluster.ts';
import type { Endpoint } from '../../src/model/connection.ts';
import { rangeContains, type Family, type IpAddress } from '../../src/model/ip.ts';
import type { Pod } from '../../src/model/objects.ts';
import { PROTOCOLS, type Protocol } from '../../src/model/port.ts';
import { ask } from '../../src/query/ask.ts';
import { addressOf, blockOf } from '../oracle/addresses.ts';
import { ADDRESSES, NETWORKS, PORT_NUMBERS } from '../oracle/alphabet.ts';
import { scenarios, type Kinds } from '../oracle/generate.ts';

// Every connection that a question covers, asked one by one, comes out as the answer says. The
// random clusters have their edges at a few ports and addresses; the neighbours of those are here.

const PORTS = [...new Set(PORT_NUMBERS.flatMap((port) => [port - 1, port, port + 1]))].filter(
  (port) => port >= 1 && port <= 65535,
);
const RUNS = 300;
const SEED = 20260102;

function namedPods(cluster: Cluster): Pod[] {
  const pods = [...cluster.pods.values()].flat().filter((pod) => pod.identity === 'exact');
  return pods.filter(
    (pod) =>
      pods.filter((other) => other.name === pod.name && other.namespace === pod.namespace)
        .length === 1,
  );
}

/** An address as the model says it: who has it, or itself. */
function endOf(cluster: Cluster, address: IpAddress): Endpoint {
  const owner = ownerOfAddress(cluster, address);
  if (owner === null) return { kind: 'address', address };
  return 'identity' in owner ? { kind: 'pod', pod: owner } : { kind: 'node', node: owner, address };
}

function stands(end: CaseEnd, endpoint: Endpoint): boolean {
  if (end.kind === 'range' && endpoint.kind === 'address') {
    return end.ranges.some((range) => rangeContains(range, endpoint.address));
  }
  if (end.kind === 'pod' && endpoint.kind === 'pod') return end.pod === endpoint.pod;
  if (end.kind === 'node' && endpoint.kind === 'node') {
    return end.node === endpoint.node && end.address?.value === endpoint.address?.value;
  }
  return false;
}

function verdictIn(
  answer: Answer,
  source: Endpoint,
  destination: Endpoint,
  protocol: Protocol,
  port: number,
) {
  const holding = answer.cases.filter(
    (one) =>
      stands(one.source, source) &&
      stands(one.destination, destination) &&
      one.ports.some((own) => own.protocol === protocol && own.first <= port && port <= own.last),
  );
  expect(holding).toHaveLength(1);
  expect(holding[0]?.decide?.().verdict ?? 'unknown').toBe(holding[0]?.verdict);
  return holding[0];
}

describe.each(['unions', 'tiers'] as const)('with %s of rules', (kinds: Kinds) => {
  test('an answer about all ports is right at each of them', () => {
    fc.assert(
      fc.property(
        scenarios(kinds, 1),
        fc.constantFrom<Family>(4, 6),
        ({ cluster, options }, family) => {
          const engine = createEngine(cluster, options);
          const pods = namedPods(cluster);
          const [first, last] = [pods[0], pods.at(-1)];
          if (first === undefined || last === undefined) return;
          const [from, to] = [first, last].map((pod) => `${pod.namespace}/${pod.name}`);
          const asked = ask(engine, {
            from: from ?? '',
            to: to ?? '',
            ports: [],
            namespace: 'x',
            family,
          });
          if (!asked.ok) throw new Error(asked.error.message);
          if (asked.answer.cases.some(({ problem }) => problem !== null)) return;
          const ends = {
            source: { kind: 'pod', pod: first },
            destination: { kind: 'pod', pod: last },
          } as const;
          for (const protocol of PROTOCOLS) {
            for (const port of PORTS) {
              const found = verdictIn(asked.answer, ends.source, ends.destination, protocol, port);
              const verdict = engine.verdict({ ...ends, protocol, port, family, via: null });
              expect(`${protocol} ${String(port)} ${String(found?.verdict)}`).toBe(
                `${protocol} ${String(port)} ${verdict}`,
              );
            }
          }
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test.each(['source', 'destination'] as const)(
    'an answer about a block as the %s is right at each address',
    (role) => {
      const networks = NETWORKS.map(([network]) => network).filter(
        (network) => !network.endsWith('/32'),
      );
      fc.assert(
        fc.property(
          scenarios(kinds, 1),
          fc.constantFrom(...networks),
          ({ cluster, options }, block) => {
            const engine = createEngine(cluster, options);
            const [pod] = namedPods(cluster);
            if (pod === undefined) return;
            const range = blockOf(block);
            const { family } = range;
            const name = `${pod.namespace}/${pod.name}`;
            const [from, to] = role === 'source' ? [block, name] : [name, block];
            const asked = ask(engine, { from, to, ports: ['79-82'], namespace: 'x', family: null });
            if (!asked.ok) throw new Error(asked.error.message);
            if (asked.answer.cases.some(({ problem }) => problem !== null)) return;
            const self: Endpoint = { kind: 'pod', pod };
            for (const text of ADDRESSES[family]) {
              const address = addressOf(text);
              if (!rangeContains(range, address)) continue;
              const other = endOf(cluster, address);
              const [source, destination] = role === 'source' ? [other, self] : [self, other];
              for (const port of [79, 80, 81, 82]) {
                const found = verdictIn(asked.answer, source, destination, 'TCP', port);
                const verdict = engine.verdict({
                  source,
                  destination,
                  protocol: 'TCP',
                  port,
                  family,
                  via: null,
                });
                expect(`${text} ${String(port)} ${String(found?.verdict)}`).toBe(
                  `${text} ${String(port)} ${verdict}`,
                );
              }
            }
          },
        ),
        { seed: SEED, numRuns: RUNS },
      );
    },
  );
});
