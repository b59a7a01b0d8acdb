import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createClassEngine } from '../../src/engine/classes/create.ts';
import type { ClassEngine, Reach } from '../../src/engine/classes/class-engine.ts';
import type { PortSet } from '../../src/engine/classes/port-sets.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { endpointFamilies, sharedFamilies } from '../../src/engine/families.ts';
import type { Connection, Endpoint } from '../../src/model/connection.ts';
import type { Verdict } from '../../src/model/decision.ts';
import type { Family } from '../../src/model/ip.ts';
import { formatAddress } from '../../src/model/ip-text.ts';
import { ADDRESSES } from '../oracle/alphabet.ts';
import { addressOf } from '../oracle/addresses.ts';
import { describeScenario } from '../oracle/describe.ts';
import { scenarios, type Kinds, type Scenario } from '../oracle/generate.ts';
import { referenceVerdict } from '../oracle/reference.ts';
import { RUNS, SEED } from './runs.ts';

// The class engine answers for all pairs what the one-connection engine answers for each, and
// what the reference evaluator does. Every pair of every cluster is compared, on every port that
// some rule tells apart, in every family.

/** Connections that are compared with the one-connection engine; NETPOL_RUNS makes it a hunt. */
const CONNECTIONS = 100 * RUNS;
/** Every so many of them are put to the reference evaluator, too. */
const REFERENCE_EVERY = 5;
const TIMEOUT = 120_000 + CONNECTIONS;

interface Tally {
  connections: number;
  readonly verdicts: Set<Verdict>;
}

function verdictOf(reach: Reach, classes: ClassEngine, port: PortSet): Verdict {
  const { none } = classes.ports;
  if (classes.ports.intersection(reach.allowed, port) !== none) return 'allowed';
  return classes.ports.intersection(reach.unknown, port) === none ? 'denied' : 'unknown';
}

/** What the one-connection engine says in all families: they may differ. */
function expected(
  engine: Engine,
  scenario: Scenario,
  pair: Pick<Connection, 'source' | 'destination'>,
  families: readonly Family[],
  classes: ClassEngine,
  port: PortSet,
  tally: Tally,
): Verdict {
  const verdicts = families.map((family) => {
    const connection = { ...pair, ...classes.ports.sample(port), family, via: null };
    const verdict = engine.verdict(connection);
    tally.connections += 1;
    if (tally.connections % REFERENCE_EVERY === 0) {
      expect(referenceVerdict(scenario.cluster, connection, scenario.options)).toBe(verdict);
    }
    return verdict;
  });
  const [first = 'unknown'] = verdicts;
  return verdicts.every((verdict) => verdict === first) ? first : 'unknown';
}

function nameOf(end: Endpoint): string {
  if (end.kind === 'pod') return end.pod.name;
  if (end.kind === 'node') return `node ${end.node.name}`;
  return end.kind === 'address' ? formatAddress(end.address) : end.name;
}

function compareAll(scenario: Scenario, tally: Tally): void {
  const { cluster, options } = scenario;
  const engine = createEngine(cluster, options);
  const nodes = [...cluster.nodes.values()].map((node): Endpoint => ({ kind: 'node', node }));
  const hypothetical = scenario.connections
    .flatMap(({ source, destination }) => [source, destination])
    .filter((end) => end.kind === 'pod' && end.pod.identity === 'hypothetical')
    .slice(0, 1);
  const classes = createClassEngine(cluster, {
    engine: options,
    ends: [...nodes, ...hypothetical],
  });
  const pods = [...cluster.pods.values()].flat().map((pod): Endpoint => ({ kind: 'pod', pod }));
  const ends = [...pods, ...nodes, ...hypothetical];
  const parts = classes.ports.parts(classes.ports.all);
  const fail = (what: string): never => {
    throw new Error(`${what}\n${describeScenario(scenario, scenario.connections[0]!)}`);
  };
  for (const source of ends) {
    const from = classes.classOf(source)!;
    for (const destination of ends) {
      if (source === destination) continue;
      const to = classes.classOf(destination)!;
      const families = sharedFamilies(
        cluster,
        endpointFamilies(cluster, source),
        endpointFamilies(cluster, destination),
      );
      expect(classes.canMeet(from, to)).toBe(families.length > 0);
      if (families.length === 0) continue;
      const isSame = nodeName(source) === nodeName(destination);
      const reach = classes.between(from, to, isSame ? 'same-node' : 'elsewhere');
      for (const port of parts) {
        const pair = { source, destination };
        const verdict = expected(engine, scenario, pair, families, classes, port, tally);
        tally.verdicts.add(verdict);
        if (verdictOf(reach, classes, port) !== verdict) {
          const { protocol, port: number } = classes.ports.sample(port);
          fail(
            `${nameOf(source)} to ${nameOf(destination)} ${String(number)}/${protocol}: ${verdict}, but the class engine says ${verdictOf(reach, classes, port)}`,
          );
        }
      }
    }
    compareOutside(scenario, engine, classes, source, tally, fail);
  }
  compareBlocks(classes, fail);
}

function nodeName(end: Endpoint): string | null {
  if (end.kind === 'pod') return end.pod.nodeName;
  return end.kind === 'node' ? end.node.name : null;
}

function compareOutside(
  scenario: Scenario,
  engine: Engine,
  classes: ClassEngine,
  own: Endpoint,
  tally: Tally,
  fail: (what: string) => never,
): void {
  const end = classes.classOf(own)!;
  const families = endpointFamilies(scenario.cluster, own) ?? [4, 6];
  for (const direction of ['to', 'from'] as const) {
    const outside = direction === 'to' ? classes.toOutside(end) : classes.fromOutside(end);
    for (const family of families) {
      const edges = outside
        .flatMap(({ ranges }) => ranges)
        .filter((range) => range.family === family)
        .flatMap(({ first, last }) => [first, last]);
      const known = ADDRESSES[family].map((text) => addressOf(text).value);
      for (const value of new Set([...edges, ...known])) {
        const address: Endpoint = { kind: 'address', address: { family, value } };
        const found = outside.filter(({ ranges }) =>
          ranges.some(
            (range) => range.family === family && range.first <= value && value <= range.last,
          ),
        );
        expect(found).toHaveLength(1);
        const pair =
          direction === 'to'
            ? { source: own, destination: address }
            : { source: address, destination: own };
        for (const port of classes.ports.parts(classes.ports.all)) {
          const verdict = expected(engine, scenario, pair, [family], classes, port, tally);
          const got = verdictOf(found[0]!.reach, classes, port);
          if (got !== verdict) {
            fail(`${nameOf(own)} ${direction} ${nameOf(address)}: ${verdict}, but ${got}`);
          }
        }
      }
    }
  }
}

/** The blocks say of every pair of classes what asking about it says, and say it once. */
function compareBlocks(classes: ClassEngine, fail: (what: string) => never): void {
  const told = new Map<string, Reach>();
  classes.blocks(({ classes: sources, except, destination, reach }) => {
    for (const source of sources) {
      if (except.has(source.id)) continue;
      const key = `${String(source.id)} to ${String(destination.id)}`;
      if (told.has(key)) fail(`class ${key} is in two blocks`);
      told.set(key, reach);
    }
  });
  const { none } = classes.ports;
  for (const source of classes.classes) {
    for (const destination of classes.classes) {
      const key = `${String(source.id)} to ${String(destination.id)}`;
      const reach = classes.between(source, destination);
      const isNothing = reach.allowed === none && reach.unknown === none;
      const block = told.get(key);
      if (
        isNothing
          ? block !== undefined
          : block?.allowed !== reach.allowed || block.unknown !== reach.unknown
      ) {
        fail(`class ${key}: ${JSON.stringify(block)} in blocks, but ${JSON.stringify(reach)}`);
      }
    }
  }
}

describe(`on random clusters (NETPOL_SEED=${String(SEED)} NETPOL_RUNS=${String(RUNS)})`, () => {
  test.each<Kinds>(['unions', 'tiers'])(
    'all pairs at once come out as one by one: %s',
    (kinds) => {
      const tally: Tally = { connections: 0, verdicts: new Set() };
      for (let batch = 0; tally.connections < CONNECTIONS / 2; batch += 1) {
        fc.assert(
          fc.property(scenarios(kinds), (scenario) => {
            compareAll(scenario, tally);
          }),
          { seed: SEED + batch, numRuns: Math.min(50, RUNS) },
        );
      }
      console.log(`${kinds}: ${String(tally.connections)} connections compared`);
      expect([...tally.verdicts].sort()).toEqual(['allowed', 'denied', 'unknown']);
    },
    TIMEOUT,
  );
});
