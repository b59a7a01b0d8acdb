import type { Comparison, Place } from './points.ts';
import type { Checked, ReferenceResult } from './task-results.ts';

/** The realistic cluster at one size: medians; seconds on a processor, and bytes. */
export interface GrowthPoint {
  readonly place: Place;
  readonly file: number;
  readonly load: number;
  readonly compute: number;
  readonly whole: number;
  readonly classes: number;
  readonly blocks: number;
  readonly loadPeak: number;
  readonly wholePeak: number;
}

export interface ShapePoint {
  readonly comparison: Comparison;
  readonly compute: number;
  /** Beside the base, which was measured in turn with it. */
  readonly ratio: number;
  readonly classes: number;
  readonly blocks: number;
}

export interface DiffPoint {
  readonly place: Place;
  readonly both: number;
  readonly diff: number;
  readonly changes: number;
}

/** Everything that a run of the bench has measured: larger points may have been left out. */
export interface Report {
  readonly growth: readonly GrowthPoint[];
  readonly shapes: readonly ShapePoint[];
  readonly diffs: readonly DiffPoint[];
  readonly reference: ReferenceResult;
  readonly isSameShuffled: boolean;
  /** By the text of the place. */
  readonly checked: ReadonlyMap<string, Checked>;
}
