import type { ClassIds, EndClass } from '../../engine/classes/class-engine.ts';
import type { Group } from './groups.ts';
import type { Open } from './open.ts';
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
    for (const part of source.parts) {
      if (part.class !== null) reached(part.class, isOpen, found);
    }
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
): (source: EndClass, withoutOpen: boolean, found: Set<number>) => void {
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
  const hosts = [...groupsOf.keys()].filter(({ isHost }) => isHost);
  return (source, withoutOpen, found) => {
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
    for (const own of source.isHost ? groupsOf.keys() : hosts) {
      if (engine.nodesCount(source, own)) add(own);
    }
  };
}

function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
