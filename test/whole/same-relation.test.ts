import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../src/model/connection.ts';
import type { Pod } from '../../src/model/objects.ts';
import { explainList } from '../../src/explain/whole/list.ts';
import { engineFor, listConnections } from '../../src/query/whole/list.ts';
import type { WholeQuestion } from '../../src/query/whole/question.ts';
import { select } from '../../src/query/whole/select.ts';
import { LIST_FORMATS } from '../../src/report/list/formats.ts';
import { addressOf } from '../oracle/addresses.ts';
import { PORT_NUMBERS } from '../oracle/alphabet.ts';
import { scenarios } from '../oracle/generate.ts';
import { bruteForce, outsideAddresses, podsByName, relationOf, type Port } from './brute-force.ts';
import {
  parseCsv,
  parseDot,
  parseJson,
  parseMarkdown,
  parseMermaid,
  parseNdjson,
  type Parsed,
} from './parse.ts';

// What a list says, read back by a program, is what the engine says of each connection.

const SEED = Number(process.env['NETPOL_SEED'] ?? 20260401);
const RUNS = Number(process.env['NETPOL_WHOLE_RUNS'] ?? 60);

const PARSERS: Readonly<Record<string, (text: string) => Parsed>> = {
  json: parseJson,
  ndjson: parseNdjson,
  csv: parseCsv,
  md: parseMarkdown,
  dot: parseDot,
  mermaid: parseMermaid,
};

const LOCATOR = { locate: () => ({ line: 1, column: 1, offset: 0 }) };
const VIEW = {
  width: 80,
  color: 0,
  ascii: false,
  verbosity: 0,
  linkBase: null,
  version: '0.0.0',
} as const;

const ALL: readonly Port[] = (['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) =>
  PORT_NUMBERS.map((port) => ({ protocol, port })),
);
const SOME: readonly Port[] = [
  { protocol: 'ICMP', port: null },
  { protocol: 'TCP', port: 80 },
  { protocol: 'TCP', port: 82 },
  { protocol: 'UDP', port: 53 },
];
/** Questions, and the ports that they ask for. */
const PORTS: readonly (readonly [readonly string[], readonly Port[]])[] = [
  [[], ALL],
  [['80'], [{ protocol: 'TCP', port: 80 }]],
  [['79-82', '53/UDP', 'ICMP'], SOME],
];

function question(changes: Partial<WholeQuestion>): WholeQuestion {
  return {
    from: null,
    to: null,
    ports: [],
    namespace: 'default',
    only: null,
    family: null,
    by: 'pod',
    ...changes,
  };
}

function rendered(
  cluster: Cluster,
  options: EngineOptions,
  asked: WholeQuestion,
  format: string,
  denied: boolean,
): string {
  const selected = select(cluster, asked);
  if (!selected.ok) throw new Error(selected.error.message);
  const { selection } = selected;
  const list = listConnections(engineFor(selection, options), selection, denied);
  const data = explainList(list, LOCATOR, { reasons: false });
  return [...LIST_FORMATS[format]!.render(data, VIEW)].join('');
}

/** Compares every pair, and returns how many connections were compared. */
function compare(
  cluster: Cluster,
  options: EngineOptions,
  parsed: Parsed,
  listed: 'allowed' | 'denied',
  ports: readonly Port[],
  family: 4 | 6 | null = null,
): number {
  const pods = [...podsByName(cluster)];
  const relation = relationOf(parsed, listed);
  const truth = bruteForce(cluster, options, family);
  const addresses = outsideAddresses(cluster).filter(
    (text) => family === null || addressOf(text).family === family,
  );
  let compared = 0;
  const check = (what: string, said: string, expected: string, port: Port): void => {
    compared++;
    // Between ends without a common family there is nothing to list.
    const wanted =
      expected === 'nothing' ? (listed === 'allowed' ? 'denied' : 'allowed') : expected;
    if (said === wanted) return;
    throw new Error(
      `${what} ${String(port.port)}/${port.protocol}: said ${said}, is ${expected}\n${JSON.stringify(parsed.statements, null, 1)}`,
    );
  };
  for (const [from, source] of pods) {
    for (const [to, destination] of pods) {
      if (source === destination && source.identity === 'exact') continue;
      const sameNode = source.nodeName !== null && source.nodeName === destination.nodeName;
      for (const port of ports) {
        // Two replicas are two pods, of which the engine is asked with two objects.
        const other = source === destination ? { ...destination, name: 'other' } : destination;
        const expected = truth(podEnd(source), podEnd(other), port);
        check(`${from} -> ${to}`, relation.pair(from, to, sameNode, port), expected, port);
      }
    }
    for (const text of addresses) {
      const address: Endpoint = { kind: 'address', address: addressOf(text) };
      for (const port of ports) {
        const out = truth(podEnd(source), address, port);
        check(`${from} -> ${text}`, relation.toOutside(from, text, port), out, port);
        const back = truth(address, podEnd(source), port);
        check(`${text} -> ${from}`, relation.fromOutside(text, from, port), back, port);
      }
    }
  }
  return compared;
}

function podEnd(pod: Pod): Endpoint {
  return { kind: 'pod', pod };
}

/** Gives every other pod of a namespace one workload, so that its pods differ in what policies see. */
function withWorkloads(cluster: Cluster): Cluster {
  const pods = [...cluster.pods].map(([namespace, own]) => {
    const changed = own.map((pod, i) =>
      pod.identity === 'exact' && i % 2 === 0
        ? { ...pod, workload: { kind: 'Deployment' as const, name: 'app' } }
        : pod,
    );
    return [namespace, changed] as const;
  });
  return { ...cluster, pods: new Map(pods) };
}

function forClusters(
  kinds: Parameters<typeof scenarios>[0],
  check: (cluster: Cluster, options: EngineOptions, run: number) => number,
): number {
  let [compared, run] = [0, 0];
  fc.assert(
    fc.property(scenarios(kinds, 1), ({ cluster, options }) => {
      compared += check(withWorkloads(cluster), options, run++);
    }),
    { seed: SEED, numRuns: RUNS },
  );
  return compared;
}

describe.each(['unions', 'everything'] as const)('random clusters with %s', (kinds) => {
  test.each(Object.keys(PARSERS))('as %s: each pod', { timeout: 120_000 }, (format) => {
    const compared = forClusters(kinds, (cluster, options, run) => {
      const [ports, asked] = PORTS[run % PORTS.length]!;
      const text = rendered(cluster, options, question({ ports }), format, false);
      return compare(cluster, options, PARSERS[format]!(text), 'allowed', asked);
    });
    expect(compared).toBeGreaterThan(RUNS * 100);
  });

  test.each(['json', 'csv'])('as %s: what is denied', { timeout: 120_000 }, (format) => {
    forClusters(kinds, (cluster, options, run) => {
      const [ports, asked] = PORTS[run % PORTS.length]!;
      const text = rendered(cluster, options, question({ ports }), format, true);
      return compare(cluster, options, PARSERS[format]!(text), 'denied', asked);
    });
  });

  test.each(['workload', 'class'] as const)('by %s', { timeout: 120_000 }, (by) => {
    forClusters(kinds, (cluster, options, run) => {
      const [ports, asked] = PORTS[run % PORTS.length]!;
      const text = rendered(cluster, options, question({ ports, by }), 'json', false);
      return compare(cluster, options, parseJson(text), 'allowed', asked);
    });
  });

  test.each([4, 6] as const)('in family %d only', { timeout: 120_000 }, (family) => {
    forClusters(kinds, (cluster, options) => {
      // Of an input without any address of the family, only ends without addresses are left.
      if (cluster.families.size === 1 && !cluster.families.has(family)) return 0;
      const text = rendered(cluster, options, question({ family }), 'json', false);
      return compare(cluster, options, parseJson(text), 'allowed', ALL, family);
    });
  });
});
