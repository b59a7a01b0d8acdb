import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import { type IpRange, joinIpRanges } from '../../model/ip.ts';
import { addressPieces } from '../atoms.ts';
import { groupsOf, type Group } from './groups.ts';
import type { RowEnd } from './list.ts';
import { outsidePassages, type OutsidePassage } from './outside.ts';
import { countPairs } from './pairs.ts';
import { Passages, type Passage } from './passages.ts';
import type { Selection } from './select.ts';

/** A grid: rows reach columns. */
export interface WholeMatrix {
  readonly selection: Selection;
  readonly passages: Passages;
  readonly rows: readonly RowEnd[];
  readonly columns: readonly RowEnd[];
  /** Addresses that were left out, because the policies tell too many lots of them apart. */
  readonly leftOutLots: number;
  /** What passes; null for a pod and itself, and for addresses among themselves. */
  cell(row: RowEnd, column: RowEnd): readonly Passage[] | null;
}

/** Rows and columns of addresses; more would drown those of pods. */
const MOST_LOTS = 24;

/**
 * The grid of a selection. Addresses that nobody known has are rows and columns of their own, in
 * lots that reach, or are reached, alike.
 *
 * @param engine one of the selection's cluster that knows its ends and ports: see `engineFor`
 */
export function matrixOf(engine: ClassEngine, selection: Selection): WholeMatrix {
  const passages = new Passages(engine, false);
  const { sources, destinations } = groupsOf(engine, selection, selection.question.by);
  const asked = selection.destinations.outside.map((one) => ({
    ...one,
    set: engine.ports.of(one.ports.ranges, one.ports.icmp),
  }));
  const from = selection.sources.outside.flatMap(({ ranges }) => {
    return lotsOf(ranges, null, destinations, (group, lot) =>
      outsidePassages(passages, group, lot, 'Ingress', engine.ports.none),
    );
  });
  const to = asked.flatMap(({ ranges, via, set }) => {
    return lotsOf(ranges, via, sources, (group, lot) =>
      outsidePassages(passages, group, lot, 'Egress', set),
    );
  });
  const kept = (lots: readonly RowEnd[]): readonly RowEnd[] =>
    lots.length > MOST_LOTS ? [] : lots;
  return {
    selection,
    passages,
    rows: [...sources.map(groupEnd), ...kept(from)],
    columns: [...destinations.map(groupEnd), ...kept(to)],
    leftOutLots: from.length - kept(from).length + to.length - kept(to).length,
    cell(row, column) {
      if (row.kind === 'group' && column.kind === 'group') {
        if (isAlone(row.group, column.group)) return null;
        return passages.between(row.group, column.group);
      }
      if (row.kind === 'group' && column.kind === 'outside') {
        const set = asked.find(({ ranges, via }) => {
          return via === column.via && ranges.some((range) => covers(range, column.ranges));
        })?.set;
        const ports = set ?? engine.ports.none;
        return outsidePassages(passages, row.group, column.ranges, 'Egress', ports).map(passageOf);
      }
      if (column.kind === 'group' && row.kind === 'outside') {
        const { none } = engine.ports;
        return outsidePassages(passages, column.group, row.ranges, 'Ingress', none).map(passageOf);
      }
      return null;
    },
  };
}

function groupEnd(group: Group): RowEnd {
  return { kind: 'group', group };
}

function passageOf({ passage }: OutsidePassage): Passage {
  return passage;
}

function covers(range: IpRange, inner: readonly IpRange[]): boolean {
  return inner.some(
    ({ family, first, last }) =>
      family === range.family && range.first <= first && last <= range.last,
  );
}

/** Nobody is left when a pod's connection to itself does not count. */
function isAlone(source: Group, destination: Group): boolean {
  return source.parts.every((from) => destination.parts.every((to) => countPairs(from, to) === 0));
}

/** Addresses in lots that are alike for every group. */
function lotsOf(
  ranges: readonly IpRange[],
  via: Extract<RowEnd, { kind: 'outside' }>['via'],
  groups: readonly Group[],
  passagesOf: (group: Group, ranges: readonly IpRange[]) => readonly OutsidePassage[],
): Extract<RowEnd, { kind: 'outside' }>[] {
  let lots: (readonly IpRange[])[] = [ranges];
  for (const group of groups) {
    const told = passagesOf(group, ranges).map((one) => one.ranges);
    const cuts = told.flat();
    lots = lots.flatMap((lot) => {
      const parts = new Map<number, IpRange[]>();
      for (const piece of addressPieces(lot, cuts)) {
        const at = told.findIndex((own) => own.some((range) => covers(range, [piece])));
        const part = parts.get(at);
        if (part === undefined) parts.set(at, [piece]);
        else part.push(piece);
      }
      return [...parts.values()].map(joined);
    });
  }
  return lots.filter((lot) => lot.length > 0).map((lot) => ({ kind: 'outside', ranges: lot, via }));
}

function joined(ranges: readonly IpRange[]): IpRange[] {
  return ([4, 6] as const).flatMap((family) =>
    joinIpRanges(ranges.filter((range) => range.family === family)),
  );
}
