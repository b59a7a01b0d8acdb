import type { OutsideReach } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import { joinIpRanges, type Family, type IpRange } from '../../model/ip.ts';

/** What passes in each version: ports that are surely open, and that may be. */
export interface BeforeAfter {
  readonly before: { readonly allowed: PortSet; readonly unknown: PortSet };
  readonly after: { readonly allowed: PortSet; readonly unknown: PortSet };
}

/** Addresses for which the same changes: ascending, IPv4 first. */
export interface OutsideChange extends BeforeAfter {
  readonly ranges: readonly IpRange[];
}

interface Segment {
  readonly first: bigint;
  readonly last: bigint;
  readonly reach: BeforeAfter['before'];
}

/**
 * Where two versions say something different to addresses outside.
 *
 * @param masked the reach with only the ports that are asked for
 */
export function outsideChanges(
  older: readonly OutsideReach[],
  newer: readonly OutsideReach[],
  masked: (side: 'old' | 'new', reach: OutsideReach['reach']) => BeforeAfter['before'],
): readonly OutsideChange[] {
  const groups = new Map<string, BeforeAfter & { ranges: IpRange[] }>();
  for (const family of [4, 6] as const) {
    const before = segments(older, family, (reach) => masked('old', reach));
    const after = segments(newer, family, (reach) => masked('new', reach));
    for (let i = 0, j = 0; i < before.length && j < after.length;) {
      const [a, b] = [before[i] as Segment, after[j] as Segment];
      const first = a.first > b.first ? a.first : b.first;
      const last = a.last < b.last ? a.last : b.last;
      const [x, y] = [a.reach, b.reach];
      const isSame = x.allowed === y.allowed && x.unknown === y.unknown;
      if (first <= last && !isSame) {
        const key = [x.allowed, x.unknown, y.allowed, y.unknown].join();
        const known = groups.get(key) ?? { before: x, after: y, ranges: [] };
        known.ranges.push({ family, first, last });
        groups.set(key, known);
      }
      if (a.last <= b.last) i++;
      if (b.last <= a.last) j++;
    }
  }
  return [...groups.values()].map(({ ranges, ...own }) => ({ ...own, ranges: inOrder(ranges) }));
}

/** Ranges with those that touch put together, IPv4 first. */
export function inOrder(ranges: readonly IpRange[]): IpRange[] {
  return ([4, 6] as const).flatMap((family) =>
    joinIpRanges(ranges.filter((range) => range.family === family)),
  );
}

function segments(
  list: readonly OutsideReach[],
  family: Family,
  masked: (reach: OutsideReach['reach']) => BeforeAfter['before'],
): Segment[] {
  return list
    .flatMap(({ ranges, reach }) => {
      const own = ranges.filter((range) => range.family === family);
      const shown = own.length === 0 ? null : masked(reach);
      return shown === null ? [] : own.map(({ first, last }) => ({ first, last, reach: shown }));
    })
    .sort((a, b) => (a.first < b.first ? -1 : 1));
}
