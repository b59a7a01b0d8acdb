import { createClassEngine } from '../../engine/classes/create.ts';
import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import type { IpRange } from '../../model/ip.ts';
import type { Endpoint, EngineOptions } from '../../model/connection.ts';
import type { Service } from '../../model/objects.ts';
import { candidates, MOST_PAIRS } from './candidates.ts';
import { groupsOf, type Group } from './groups.ts';
import { findOpen, openPairs, type Open } from './open.ts';
import { outsidePassages } from './outside.ts';
import { Passages, type Passage } from './passages.ts';
import { addedEnds, askedRanges, type SelectedAddresses, type Selection } from './select.ts';

/** One end of a row: a group, or addresses that nobody known has. */
export type RowEnd =
  | { readonly kind: 'group'; readonly group: Group }
  | {
      readonly kind: 'outside';
      readonly ranges: readonly IpRange[];
      /** The Service that leads to them. */
      readonly via: Service | null;
    };

export interface Row {
  readonly source: RowEnd;
  readonly destination: RowEnd;
  readonly passage: Passage;
}

/** Is told how many sources of how many are done. */
export type OnProgress = (done: number, total: number) => void;

/** Connections of all pairs that a selection takes in. */
export interface WholeList {
  readonly selection: Selection;
  readonly denied: boolean;
  readonly passages: Passages;
  readonly sources: readonly Group[];
  readonly destinations: readonly Group[];
  /** What no policy restricts, where it is more than one pair; `rows` leave it out. */
  readonly open: Open | null;
  /** Sorted by source, then by destination; made one by one, anew for each reader. */
  rows(onProgress?: OnProgress): Iterable<Row>;
}

/** A class engine for a selection: it knows the ends and can tell the ports apart that it asks for. */
export function engineFor(selection: Selection, engine: EngineOptions): ClassEngine {
  return createClassEngine(selection.cluster, {
    engine,
    ports: askedRanges(selection),
    ends: addedEnds(selection),
  });
}

/**
 * Lists the connections of a selection that are allowed, or with `denied` those that are denied, and
 * in either case what is unknown. A pod's connection to itself is no row.
 *
 * @param engine one of the selection's cluster that knows its ends and ports: see `engineFor`
 * @param mostPairs with more pairs of groups, the engine is asked which of them have anything
 */
export function listConnections(
  engine: ClassEngine,
  selection: Selection,
  denied: boolean,
  mostPairs = MOST_PAIRS,
): WholeList {
  const passages = new Passages(engine, denied);
  const { sources, destinations } = groupsOf(engine, selection, selection.question.by);
  const found = findOpen(engine, selection, sources, destinations);
  // One pair is a row like any other. Of what is denied there is nothing in it.
  const open = denied || openPairs(found) > 1 ? found : NOTHING_OPEN;
  const candidatesOf = candidates(
    passages,
    sources,
    destinations,
    open,
    denied ? Infinity : mostPairs,
  );
  return {
    selection,
    denied,
    passages,
    sources,
    destinations,
    open: denied || open === NOTHING_OPEN ? null : open,
    *rows(onProgress) {
      for (const [done, source] of sources.entries()) {
        onProgress?.(done, sources.length);
        for (const destination of candidatesOf(source)) {
          for (const passage of passages.between(source, destination)) {
            yield { source: groupEnd(source), destination: groupEnd(destination), passage };
          }
        }
        yield* outgoing(passages, selection, open, source);
      }
      for (const asked of selection.sources.outside) {
        for (const destination of destinations) {
          yield* incoming(passages, open, asked, destination);
        }
      }
      if (!denied) yield* betweenAddresses(passages, selection);
    },
  };
}

const NOTHING_OPEN: Open = {
  sources: new Set(),
  destinations: new Set(),
  from: [],
  to: [],
  ports: 0,
  asked: new Set(),
};

function groupEnd(group: Group): RowEnd {
  return { kind: 'group', group };
}

function* outgoing(
  passages: Passages,
  { destinations }: Selection,
  open: Open,
  source: Group,
): Iterable<Row> {
  for (const asked of destinations.outside) {
    if (open.sources.has(source) && open.asked.has(asked)) continue;
    const { via } = asked;
    const ports = passages.engine.ports.of(asked.ports.ranges, asked.ports.icmp);
    for (const { ranges, passage } of outsidePassages(
      passages,
      source,
      asked.ranges,
      'Egress',
      ports,
    )) {
      const destination: RowEnd = { kind: 'outside', ranges, via };
      yield { source: groupEnd(source), destination, passage };
    }
  }
}

function* incoming(
  passages: Passages,
  open: Open,
  asked: SelectedAddresses,
  destination: Group,
): Iterable<Row> {
  if (open.destinations.has(destination) && open.asked.has(asked)) return;
  for (const { ranges, passage } of outsidePassages(
    passages,
    destination,
    asked.ranges,
    'Ingress',
    passages.engine.ports.none,
  )) {
    const source: RowEnd = { kind: 'outside', ranges, via: null };
    yield { source, destination: groupEnd(destination), passage };
  }
}

/** Addresses that were asked for on both sides: no policy sees what passes between them. */
function* betweenAddresses(
  { engine }: Passages,
  { sources, destinations }: Selection,
): Iterable<Row> {
  if (!sources.isAsked || !destinations.isAsked) return;
  for (const from of sources.outside) {
    for (const to of destinations.outside) {
      const told = engine.ports.of(to.ports.ranges, to.ports.icmp);
      for (const family of [4, 6] as const) {
        const own = (ranges: readonly IpRange[]) => ranges.filter((one) => one.family === family);
        const [a, b] = [own(from.ranges), own(to.ranges)];
        const [first, second] = [a[0], b[0]];
        if (first === undefined || second === undefined) continue;
        const address = ({ first: value }: IpRange): Endpoint => {
          return { kind: 'address', address: { family, value } };
        };
        yield {
          source: { kind: 'outside', ranges: a, via: null },
          destination: { kind: 'outside', ranges: b, via: to.via },
          passage: {
            where: null,
            told,
            sampled: told,
            unknown: engine.ports.none,
            some: [],
            pairs: 1,
            sample: { source: address(first), destination: address(second) },
          },
        };
      }
    }
  }
}
