import { sharedFamilies, endpointFamilies } from '../../engine/families.ts';
import type { Connection, Endpoint } from '../../model/connection.ts';
import type { Decision } from '../../model/decision.ts';
import type { Family } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import type { PortRange } from '../../model/port.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import { portAtoms, type PortAtom } from '../../query/atoms.ts';
import { cutsFor, type Cuts } from '../../query/cuts.ts';
import type { Diff, PairChange, ReachChange } from '../../query/whole/diff-result.ts';
import type { UnitEnd, UnitSide } from '../../query/whole/diff-units.ts';

export type SideName = 'old' | 'new';
const SIDES = ['old', 'new'] as const;

/** Two ends of a connection in one version. */
interface Ends {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

/** The same connection, decided in both versions. */
export type Sample = Readonly<Record<SideName, Decision>>;

/**
 * One connection for each part of a set of ports that no rule of either version tells apart, between
 * two ends of a pair, decided in both versions. Empty where they have no family in common in one.
 */
export function samplesOf(diff: Diff, pair: PairChange, set: PortSet): readonly Sample[] {
  const ends = { old: endsOf(pair, 'old'), new: endsOf(pair, 'new') };
  const families = SIDES.map((side) => familiesOf(diff, side, ends[side]));
  const common = ([4, 6] as const).filter((family) =>
    families.every((own) => own.includes(family)),
  );
  if (common.length === 0) return [];
  return atomsOf(diff, ends, set).map((atom) => sampleOf(diff, ends, atom, common));
}

/** The family in which the versions differ, else the first. */
function sampleOf(
  diff: Diff,
  ends: Readonly<Record<SideName, Ends>>,
  [range]: PortAtom,
  families: readonly Family[],
): Sample {
  const samples = families.map((family): Sample => {
    const decide = (side: SideName): Decision => {
      const port =
        range === undefined
          ? ({ protocol: 'ICMP', port: null } as const)
          : { protocol: range.protocol, port: range.first };
      const connection: Connection = { ...ends[side], ...port, family, via: null };
      return diff[side].judge.decide(connection);
    };
    return { old: decide('old'), new: decide('new') };
  });
  const telling = samples.find((one) => one.old.verdict !== one.new.verdict);
  return telling ?? (samples[0] as Sample);
}

function familiesOf(diff: Diff, side: SideName, { source, destination }: Ends): readonly Family[] {
  const { cluster } = diff[side];
  return sharedFamilies(
    cluster,
    endpointFamilies(cluster, source),
    endpointFamilies(cluster, destination),
  );
}

function atomsOf(
  diff: Diff,
  ends: Readonly<Record<SideName, Ends>>,
  set: PortSet,
): readonly PortAtom[] {
  const { ports } = diff.new.engine;
  const wanted = { ranges: ports.ranges(set), icmp: ports.hasIcmp(set) };
  const cuts = (direction: Direction): Cuts => {
    const own = SIDES.map((side) => {
      const { source, destination } = ends[side];
      return cutsFor(diff[side].judge)(direction === 'Egress' ? source : destination, direction);
    });
    return {
      ports: [...own.flatMap((one) => one.ports), ...namedPorts(ends.old.destination)],
      hasNamedPorts: own.some(({ hasNamedPorts }) => hasNamedPorts),
      blocks: [],
      seesAddresses: false,
    };
  };
  return portAtoms(wanted, cuts('Egress'), cuts('Ingress'), ends.new.destination);
}

function namedPorts(end: Endpoint): PortRange[] {
  if (end.kind !== 'pod') return [];
  return end.pod.ports
    .filter(({ name }) => name !== null)
    .map(({ protocol, containerPort }) => {
      return { protocol, first: containerPort, last: containerPort };
    });
}

function endsOf({ source, destination, change }: PairChange, side: SideName): Ends {
  const [from] = source;
  const to = destination.find((unit) => unit !== from) ?? destination[0];
  if (from === undefined || to === undefined) {
    return {
      source: from === undefined ? addressOf(change.source) : firstOf(from[side]),
      destination: to === undefined ? addressOf(change.destination) : firstOf(to[side]),
    };
  }
  const onOneNode = change.onOneNode[side];
  for (const a of from[side].ends) {
    for (const b of to[side].ends) {
      if (isSame(a, b)) continue;
      const isApart = nodeOf(a) === null || nodeOf(a) !== nodeOf(b);
      if (onOneNode === null || onOneNode !== isApart) return { source: a, destination: b };
    }
  }
  // There is one pod in this version and there are several in the other: think of a second one.
  return { source: another(firstOf(from[side])), destination: firstOf(to[side]) };
}

function addressOf(end: ReachChange['source']): Endpoint {
  const range = end.kind === 'outside' ? end.ranges[0] : undefined;
  const { family, first } = range ?? { family: 4 as const, first: 0n };
  return { kind: 'address', address: { family, value: first } };
}

function firstOf({ ends }: UnitSide): UnitEnd {
  return ends[0] as UnitEnd;
}

function isSame(a: UnitEnd, b: UnitEnd): boolean {
  if (a.kind === 'node' || b.kind === 'node') {
    return a.kind === 'node' && b.kind === 'node' && a.node.name === b.node.name;
  }
  return a.pod === b.pod && a.pod.identity === 'exact';
}

function nodeOf(end: UnitEnd): string | null {
  return end.kind === 'node' ? end.node.name : end.pod.nodeName;
}

function another(end: UnitEnd): UnitEnd {
  return end.kind === 'pod' ? { kind: 'pod', pod: { ...end.pod, identity: 'replica' } } : end;
}
