import type { ClassIds, EndClass } from '../../engine/classes/class-engine.ts';
import type { Group, Part } from './groups.ts';
import type { Open } from './open.ts';
import { nodesOf } from './pairs.ts';
import type { Passages } from './passages.ts';

/** Up to this many pairs of groups, each is looked at. */
export const MOST_PAIRS = 200_000;

/** The destinations of which something may be told to a source, in their order. */
export type CandidatesOf = (source: Group) => Iterable<Group>;

/**
 * Destinations for sources, so that not every pair of a large cluster has to be looked at: where
 * nothing passes nothing is told. Pairs that `open` stands for are left out.
 *
 * @param mostPairs up to this many, each is looked at: Infinity where all of them are told of
 */
export function candidates(
  passages: Passages,
  sources: readonly Group[],
  destinations: readonly Group[],
  open: Open,
  mostPairs: number,
): CandidatesOf {
  const closed = destinations.filter((group) => !open.destinations.has(group));
  const isFew = sources.length * closed.length <= mostPairs;
  const reached = isFew ? null : reachedGroups(passages, destinations, open);
  return (source) => {
    const isOpen = open.sources.has(source);
    if (reached === null || source.parts.some((part) => part.class === null)) {
      return isOpen ? closed : destinations;
    }
    const found = new Set<number>();
    for (const part of source.parts) reached(part, isOpen, found);
    return [...found].sort((a, b) => a - b).map((at) => destinations[at] as Group);
  };
}

/** Destinations that the sources of a list of classes reach, by class. */
interface Lot {
  readonly open: EndClass[];
  readonly closed: { readonly own: EndClass; readonly except: ClassIds }[];
}

/** Collects what the blocks of the engine say, by source. */
function reachedGroups(
  { engine }: Passages,
  destinations: readonly Group[],
  open: Open,
): (source: Part, withoutOpen: boolean, found: Set<number>) => void {
  const groupsOf = new Map<EndClass, number[]>();
  const always: number[] = [];
  for (const [at, { parts }] of destinations.entries()) {
    for (const { class: own } of parts) {
      if (own === null) always.push(at);
      else groupsOf.set(own, [...(groupsOf.get(own) ?? []), at]);
    }
  }
  const isOpen = (own: EndClass): boolean =>
    (groupsOf.get(own) ?? []).every((at) => open.destinations.has(destinations[at] as Group));
  const single = new Map<number, EndClass[]>();
  const lots = new Map<readonly EndClass[], Lot>();
  const lotsOf = new Map<number, Lot[]>();
  engine.blocks(({ classes, except, destination }) => {
    if (!groupsOf.has(destination)) return;
    const [first] = classes;
    if (classes.length === 1 && first !== undefined) {
      append(single, first.id, destination);
      return;
    }
    let lot = lots.get(classes);
    if (lot === undefined) {
      lot = { open: [], closed: [] };
      lots.set(classes, lot);
      for (const { id } of classes) append(lotsOf, id, lot);
    }
    if (isOpen(destination) && except.isEmpty) lot.open.push(destination);
    else lot.closed.push({ own: destination, except });
  });
  const near = groupsByNode(destinations);
  return (part, withoutOpen, found) => {
    const source = part.class;
    if (source === null) return;
    const add = (own: EndClass): void => {
      for (const at of groupsOf.get(own) ?? []) {
        if (!withoutOpen || !open.destinations.has(destinations[at] as Group)) found.add(at);
      }
    };
    for (const at of always) found.add(at);
    for (const own of single.get(source.id) ?? []) add(own);
    for (const lot of lotsOf.get(source.id) ?? []) {
      for (const { own, except } of lot.closed) if (!except.has(source.id)) add(own);
      if (!withoutOpen) lot.open.forEach(add);
    }
    // Blocks take nodes to differ: a pod and its own node always reach each other.
    for (const node of nodesOf(part)) {
      for (const at of (source.isHost ? near.pods : near.hosts).get(node) ?? []) {
        if (!withoutOpen || !open.destinations.has(destinations[at] as Group)) found.add(at);
      }
    }
  };
}

/** Groups of pods, and those of hosts, by the nodes that they run on. */
function groupsByNode(
  groups: readonly Group[],
): Readonly<Record<'pods' | 'hosts', ReadonlyMap<string, readonly number[]>>> {
  const near = { pods: new Map<string, number[]>(), hosts: new Map<string, number[]>() };
  for (const [at, { parts }] of groups.entries()) {
    for (const part of parts) {
      const own = part.class?.isHost === true ? near.hosts : near.pods;
      for (const node of nodesOf(part)) append(own, node, at);
    }
  }
  return near;
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
