import type { OutsideReach } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import { joinIpRanges, type Family, type IpRange } from '../../model/ip.ts';

/** What passes in each version: ports that are surely open, and that may be. */
export interface BeforeAfter {
  readonly before: { readonly allowed: PortSet; readonly unknown: PortSet };
  readonly after: { readonly allowed: PortSet; readonly unknown: PortSet };
}

/** Addresses for which the same changes, of one family and ascending. */
export interface OutsideChange extends BeforeAfter {
  readonly ranges: readonly IpRange[];
  /** They are all the addresses of the family that nobody has in either version. */
  readonly isWhole: boolean;
}

interface Segment {
  readonly first: bigint;
  readonly last: bigint;
  readonly reach: BeforeAfter['before'];
}

/**
 * Where two versions say something different to addresses outside. Only addresses that nobody has
 * in either version count: a pod that comes or goes takes its address along, which is no news here.
 *
 * @param masked the reach with only the ports that are asked for
 */
export function outsideChanges(
  older: readonly OutsideReach[],
  newer: readonly OutsideReach[],
  masked: (side: 'old' | 'new', reach: OutsideReach['reach']) => BeforeAfter['before'],
): readonly OutsideChange[] {
  return ([4, 6] as const).flatMap((family) => {
    const before = segments(older, family, (reach) => masked('old', reach));
    const after = segments(newer, family, (reach) => masked('new', reach));
    const groups = new Map<string, { own: BeforeAfter; ranges: IpRange[] }>();
    let all = 0n;
    let changed = 0n;
    for (let i = 0, j = 0; i < before.length && j < after.length;) {
      const [a, b] = [before[i] as Segment, after[j] as Segment];
      const first = a.first > b.first ? a.first : b.first;
      const last = a.last < b.last ? a.last : b.last;
      if (first <= last) {
        all += last - first + 1n;
        const [x, y] = [a.reach, b.reach];
        if (x.allowed !== y.allowed || x.unknown !== y.unknown) {
          changed += last - first + 1n;
          const key = [x.allowed, x.unknown, y.allowed, y.unknown].join();
          const known = groups.get(key) ?? { own: { before: x, after: y }, ranges: [] };
          known.ranges.push({ family, first, last });
          groups.set(key, known);
        }
      }
      if (a.last <= b.last) i++;
      if (b.last <= a.last) j++;
    }
    return [...groups.values()].map(({ own, ranges }) => ({
      ...own,
      ranges: joinIpRanges(ranges),
      isWhole: groups.size === 1 && changed === all,
    }));
  });
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
