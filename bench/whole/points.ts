import { SHAPES, type ShapeName } from '../cluster.ts';

/** A cluster that is measured. */
export interface Place {
  readonly shape: ShapeName;
  readonly pods: number;
  readonly policies: number;
}

/** `realistic 10k/1k` */
export function placeText({ shape, pods, policies }: Place): string {
  return `${shape} ${short(pods)}/${short(policies)}`;
}

function short(count: number): string {
  return count % 1000 === 0 ? `${String(count / 1000)}k` : String(count);
}

function realistic(pods: number, policies: number): Place {
  return { shape: 'realistic', pods, policies };
}

function usual(shape: ShapeName): Place {
  return { shape, ...SHAPES[shape].usual };
}

/** The realistic cluster as it grows. */
export const SMALL = realistic(1000, 100);
export const BASE = realistic(10_000, 1000);
export const MIDDLE = realistic(50_000, 5000);
export const LARGE = realistic(150_000, 10_000);
export const GROWTH: readonly Place[] = [SMALL, BASE, MIDDLE, LARGE];

/** Other shapes: `limit` is how much their computing may take beside that of `base`. */
export interface Comparison {
  readonly place: Place;
  readonly base: Place;
  readonly limit: number | null;
}

export const COMPARISONS: readonly Comparison[] = [
  { place: { shape: 'dual-stack', pods: 10_000, policies: 1000 }, base: BASE, limit: null },
  { place: { shape: 'admin-tiers', pods: 10_000, policies: 1000 }, base: BASE, limit: null },
  { place: usual('unique-narrow'), base: BASE, limit: 6 },
  { place: usual('unique-wide'), base: BASE, limit: 25 },
  { place: usual('cidr-heavy'), base: BASE, limit: 4 },
  { place: usual('antrea-c'), base: BASE, limit: null },
  { place: usual('per-pod-policy'), base: BASE, limit: null },
  { place: usual('antrea-a'), base: LARGE, limit: 1.5 },
];

/** Two versions, of which every hundredth policy differs. */
export const DIFFS: readonly Place[] = [BASE, MIDDLE];

/** How often a point is measured: often where that is cheap. */
export function runsOf({ pods }: Place): number {
  return pods <= 10_000 ? 3 : 1;
}
