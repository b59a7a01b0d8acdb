import { exponent } from './measure.ts';
import { BASE, LARGE, MIDDLE, placeText, type Place } from './points.ts';
import type { GrowthPoint, Report } from './report.ts';
import { LIMIT_ROWS } from './rows.ts';

/** Something that must hold. */
export interface Limit {
  readonly row: string;
  /** Null where it was not measured. */
  readonly value: number | null;
  readonly isLeast: boolean;
  readonly limit: number;
}

/** Whether a limit was held; null where that was not measured. */
export function isMet({ value, isLeast, limit }: Limit): boolean | null {
  if (value === null) return null;
  return isLeast ? value >= limit : value <= limit;
}

/** Everything that must hold, with what was measured. */
export function limitsOf(report: Report): readonly Limit[] {
  const point = ({ shape, pods }: Place): GrowthPoint | null =>
    report.growth.find(({ place }) => place.shape === shape && place.pods === pods) ?? null;
  const [base, middle, large] = [point(BASE), point(MIDDLE), point(LARGE)];
  const growth = (key: 'compute' | 'whole'): number | null => {
    if (base === null || large === null) return null;
    const at = (own: GrowthPoint) => ({ size: own.place.pods, value: own[key] });
    return exponent(at(base), at(large));
  };
  const slope =
    middle === null || large === null
      ? null
      : (large.loadPeak - middle.loadPeak) / (large.place.pods - middle.place.pods) / 1000;
  // A diff makes what it needs of both versions; what must be little is what it does beside that.
  const diffs = report.diffs.map(({ both, diff }) => (diff - both) / both);
  const pairs = BASE.pods * (BASE.pods - 1);
  const differences = [...report.checked.values()].map((own) => own.differences);
  const { reference } = report;
  return [
    least(
      LIMIT_ROWS.reference,
      base === null ? null : (reference.reference * pairs) / base.compute,
      1500,
    ),
    most(LIMIT_ROWS.compute, growth('compute'), 1.15),
    most(LIMIT_ROWS.whole, growth('whole'), 1.1),
    most(LIMIT_ROWS.share, large === null ? null : large.compute / large.load, 0.7),
    most(LIMIT_ROWS.slope, slope, 2.5),
    ...report.shapes.flatMap(({ comparison: { place, limit }, ratio }) =>
      limit === null ? [] : [most(placeText(place), ratio, limit)],
    ),
    most(LIMIT_ROWS.diff, diffs.length === 0 ? null : Math.max(...diffs), 0.5),
    most(LIMIT_ROWS.permuted, report.isSameShuffled ? 0 : 1, 0),
    most(
      LIMIT_ROWS.differences,
      differences.reduce((sum, own) => sum + own, reference.differences),
      0,
    ),
  ];
}

function most(row: string, value: number | null, limit: number): Limit {
  return { row, value, isLeast: false, limit };
}

function least(row: string, value: number | null, limit: number): Limit {
  return { row, value, isLeast: true, limit };
}
