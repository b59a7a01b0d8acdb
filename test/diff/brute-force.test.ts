import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PortSet } from '../../src/engine/classes/port-sets.ts';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { endpointFamilies, sharedFamilies } from '../../src/engine/families.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { ownerOfAddress } from '../../src/model/cluster.ts';
import type { Endpoint } from '../../src/model/connection.ts';
import { explainDiff } from '../../src/explain/whole/diff.ts';
import type { Locator } from '../../src/model/source.ts';
import type { IpAddress } from '../../src/model/ip.ts';
import { rangeContains } from '../../src/model/ip.ts';
import { diffClusters } from '../../src/query/whole/diff.ts';
import type { Diff, LoneReach, OutsideEnd } from '../../src/query/whole/diff-result.ts';
import type { UnitSide } from '../../src/query/whole/diff-units.ts';
import { ADDRESSES, PORT_NUMBERS } from '../oracle/alphabet.ts';
import { addressOf } from '../oracle/addresses.ts';
import { describeScenario } from '../oracle/describe.ts';
import type { Kinds } from '../oracle/generate.ts';
import { RUNS, SEED } from '../properties/runs.ts';
import { versions, type Versions } from './mutate.ts';

// A diff is what is found by asking about every pair, on both sides, one connection at a time.
// NETPOL_RUNS makes it a hunt.

type End = Extract<Endpoint, { kind: 'pod' | 'node' | 'address' }>;
type Verdict = 'allowed' | 'denied' | 'unknown';

const PORTS = [
  { protocol: 'ICMP', port: null } as const,
  ...(['TCP', 'UDP', 'SCTP'] as const).flatMap((protocol) =>
    PORT_NUMBERS.map((port) => ({ protocol, port })),
  ),
];
const ASKED = ['ICMP', '1-65535/TCP', '1-65535/UDP', '1-65535/SCTP'];

let pairs = 0;

/** The verdict of each port: `unknown` where families differ. Null: the ends cannot meet. */
function verdictsOf(engine: Engine, source: End, destination: End): Verdict[] {
  const families = sharedFamilies(
    engine.cluster,
    endpointFamilies(engine.cluster, source),
    endpointFamilies(engine.cluster, destination),
  );
  return PORTS.map((port) => {
    const said = families.map((family) =>
      engine.verdict({ source, destination, ...port, family, via: null }),
    );
    const [first = 'denied'] = said;
    return said.every((verdict) => verdict === first) ? first : 'unknown';
  });
}

function endsOf(cluster: Cluster): Map<string, End> {
  const pods = [...cluster.pods.values()].flat().map((pod): End => ({ kind: 'pod', pod }));
  const nodes = [...cluster.nodes.values()].map((node): End => ({ kind: 'node', node }));
  return new Map([...pods, ...nodes].map((end) => [nameOf(end), end]));
}

function nameOf(end: End): string {
  if (end.kind === 'address')
    return JSON.stringify([end.address.family, String(end.address.value)]);
  return end.kind === 'pod' ? `${end.pod.namespace}/${end.pod.name}` : `node ${end.node.name}`;
}

/** Addresses that nobody has in either version. */
function strangers({ older, newer }: Versions): End[] {
  const all = ([4, 6] as const).flatMap((family) => ADDRESSES[family].map(addressOf));
  return all
    .filter((address) => [older, newer].every((own) => ownerOfAddress(own, address) === null))
    .map((address) => ({ kind: 'address', address }));
}

function mayConnect(source: End, destination: End, own: Cluster): boolean {
  if (source.kind === 'address' && destination.kind === 'address') return false;
  const address =
    source.kind === 'address' ? source : destination.kind === 'address' ? destination : null;
  if (address === null) return source !== destination || isReplica(source);
  // An end reaches addresses of its own families; addresses that it lacks are not known.
  const other = source === address ? destination : source;
  const families = endpointFamilies(own, other);
  return families === null || families.includes(address.address.family);
}

function isReplica(end: End): boolean {
  return end.kind === 'pod' && end.pod.identity === 'replica';
}

/** Every pair that both versions have and that differs: its verdicts before and after. */
function expectedChanges(given: Versions): Map<string, string> {
  const { older, newer, options } = given;
  const [before, after] = [createEngine(older, options), createEngine(newer, options)];
  const outside = strangers(given);
  const all = (cluster: Cluster): Map<string, End> =>
    new Map([...endsOf(cluster), ...outside.map((end) => [nameOf(end), end] as const)]);
  const [old, young] = [all(older), all(newer)];
  const changes = new Map<string, string>();
  for (const [from, source] of old) {
    const newSource = young.get(from);
    for (const [to, destination] of old) {
      const newDestination = young.get(to);
      if (newSource === undefined || newDestination === undefined) continue;
      if (!mayConnect(source, destination, older)) continue;
      if (!mayConnect(newSource, newDestination, newer)) continue;
      pairs++;
      const [x, y] = [
        verdictsOf(before, source, destination),
        verdictsOf(after, newSource, newDestination),
      ];
      if (x.join() !== y.join()) changes.set(`${from} -> ${to}`, `${x.join()} => ${y.join()}`);
    }
  }
  return changes;
}

function verdictsIn(diff: Diff, reach: { allowed: PortSet; unknown: PortSet }): Verdict[] {
  const { ports } = diff.old.engine;
  const holds = (set: PortSet, { protocol, port }: (typeof PORTS)[number]): boolean =>
    protocol === 'ICMP'
      ? ports.hasIcmp(set)
      : ports
          .ranges(set)
          .some((one) => one.protocol === protocol && one.first <= port && port <= one.last);
  return PORTS.map((port) =>
    holds(reach.allowed, port) ? 'allowed' : holds(reach.unknown, port) ? 'unknown' : 'denied',
  );
}

function sideNames({ ends }: UnitSide): string[] {
  return ends.map(nameOf);
}

function within(end: Pick<OutsideEnd, 'ranges'>, outside: readonly End[]): readonly End[] {
  return outside
    .filter((one): one is Extract<End, { kind: 'address' }> => one.kind === 'address')
    .filter(({ address }) => end.ranges.some((range) => rangeContains(range, address)));
}

function actualChanges(given: Versions, diff: Diff): Map<string, string> {
  const outside = strangers(given);
  const changes = new Map<string, string>();
  for (const { source, destination, change } of diff.pairs) {
    const endsIn = (units: typeof source, end: typeof change.source): readonly End[] =>
      end.kind === 'outside' ? within(end, outside) : units.flatMap((unit) => unit.new.ends);
    const [x, y] = [verdictsIn(diff, change.before), verdictsIn(diff, change.after)];
    const isApart = change.onOneNode.old === false || change.onOneNode.new === false;
    for (const from of endsIn(source, change.source)) {
      for (const to of endsIn(destination, change.destination)) {
        if (from === to && !isReplica(from)) continue;
        if (isApart && isSameNode(from, to)) continue;
        const key = `${nameOf(from)} -> ${nameOf(to)}`;
        const value = `${x.join()} => ${y.join()}`;
        if (x.join() === y.join()) continue;
        expect(changes.get(key) ?? value).toBe(value);
        changes.set(key, value);
      }
    }
  }
  return changes;
}

function addedReach(given: Versions, diff: Diff): void {
  const { newer, options } = given;
  const engine = createEngine(newer, options);
  const ends = endsOf(newer);
  const outside = strangers(given);
  for (const { side, to, from } of diff.added) {
    for (const own of side.ends) {
      for (const [list, isTo] of [
        [to, true],
        [from, false],
      ] as const) {
        for (const [name, peer] of [
          ...ends,
          ...outside.map((end) => [nameOf(end), end] as const),
        ]) {
          const other = peer.kind === 'address' ? peer : (ends.get(name) ?? peer);
          const [source, destination] = isTo ? [own, other] : [other, own];
          if (nameOf(own) === name && !isReplica(own)) continue;
          if (!mayConnect(source, destination, newer) || isSameNode(source, destination)) continue;
          pairs++;
          const said = verdictsOf(engine, source, destination).join();
          const found = list.filter((one) => holdsPeer(one, name, diff, outside));
          const shown = found.map(({ reach }) => verdictsIn(diff, reach).join());
          const nothing = PORTS.map(() => 'denied').join();
          expect(shown, `${nameOf(own)} ${isTo ? 'to' : 'from'} ${name}`).toEqual(
            said === nothing ? [] : [said],
          );
        }
      }
    }
  }
}

const NOWHERE: Locator = { locate: () => ({ line: 1, column: 1, offset: 0 }) };

/** Every change is some edit's doing, and nearly always one that can be named. */
function everyCause(diff: Diff, kinds: Map<string, number>): void {
  const version = { name: { text: '', revision: null }, locator: NOWHERE };
  for (const { causes } of explainDiff(diff, { old: version, new: version }).changes) {
    expect(causes.length).toBeGreaterThan(0);
    for (const { kind } of causes) kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
}

/** Told apart by nodes: only what passes between different ones is listed. */
function isSameNode(a: End, b: End): boolean {
  const [x, y] = [a, b].map((end) =>
    end.kind === 'pod' ? end.pod.nodeName : end.kind === 'node' ? end.node.name : null,
  );
  return x === y && x !== null;
}

function holdsPeer(reach: LoneReach, name: string, diff: Diff, outside: readonly End[]): boolean {
  if (within({ ranges: reach.outside }, outside).map(nameOf).includes(name)) return true;
  if (name.startsWith('[')) return false;
  const isListed = reach.peers.some((peer) => sideNames(peer).includes(name));
  return reach.isEveryBut ? !isListed : isListed;
}

function report({ older, newer, options }: Versions, error: unknown): Error {
  const reason = error instanceof Error ? error.message : String(error);
  const texts = [older, newer].map((cluster) => {
    const address: IpAddress = { family: 4, value: 0n };
    const end: Endpoint = { kind: 'address', address };
    const pods = [...cluster.pods.values()].flat().map((pod) => ({ kind: 'pod' as const, pod }));
    return [end, ...pods]
      .map((source, at) => {
        const connection = {
          source,
          destination: end,
          protocol: 'TCP',
          port: 1,
          family: 4,
          via: null,
        } as const;
        const text = describeScenario({ cluster, connections: [], options }, connection);
        return at === 0 ? text : text.split('\n').find((line) => line.startsWith('from'));
      })
      .join('\n');
  });
  return new Error(`${reason}\n--- before\n${String(texts[0])}\n--- after\n${String(texts[1])}`, {
    cause: error,
  });
}

describe(`on random pairs of clusters (NETPOL_SEED=${String(SEED)} NETPOL_RUNS=${String(RUNS)})`, () => {
  test.each<Kinds>(['unions', 'tiers'])(
    'a diff is what asking about every pair finds: %s',
    (kinds) => {
      pairs = 0;
      let changed = 0;
      const kindsSeen = new Map<string, number>();
      for (let batch = 0; pairs < 2 * RUNS; batch += 1) {
        fc.assert(
          fc.property(versions(kinds), (given) => {
            const question = { ports: ASKED, family: null };
            const { older, newer, options } = given;
            const diffed = diffClusters(older, newer, question, options);
            if (!diffed.ok) throw new Error(diffed.error.message);
            try {
              const expected = expectedChanges(given);
              changed += expected.size;
              const actual = actualChanges(given, diffed.diff);
              expect(Object.fromEntries([...actual].sort())).toEqual(
                Object.fromEntries([...expected].sort()),
              );
              addedReach(given, diffed.diff);
              everyCause(diffed.diff, kindsSeen);
            } catch (error) {
              throw report(given, error);
            }
          }),
          { seed: SEED + batch, numRuns: 50 },
        );
      }
      console.log(
        `${JSON.stringify([...kindsSeen])} ${kinds}: ${String(pairs)} pairs compared, ${String(changed)} of them changed`,
      );
      expect(changed).toBeGreaterThan(pairs / 100);
      const told = [...kindsSeen.values()].reduce((sum, count) => sum + count, 0);
      expect(kindsSeen.get('input') ?? 0).toBeLessThan(told / 100);
    },
    60_000 + RUNS * 20,
  );
});
