import { COMPARISONS, DIFFS, GROWTH, placeText } from './points.ts';

/*
 * The rows of the tables in docs/performance.md, by their first cells: what the bench writes, and
 * what the document must have.
 */

export const BEGIN = '<!-- What follows is written by `npm run bench -- whole`. -->';
export const END = '<!-- Here ends what the bench has written. -->';

/** The realistic cluster, a column for each size. */
export const GROWTH_ROWS = {
  file: 'file, MB',
  load: 'reading, s',
  compute: 'all pairs, s',
  whole: '`netpol list`, s',
  classes: 'classes',
  blocks: 'blocks',
  loadPeak: 'peak memory of reading, MB',
  wholePeak: 'peak memory of `netpol list`, MB',
} as const;

export const GROWTH_COLUMNS = GROWTH.map(placeText);

/** What must hold; a limit that is missed fails the bench. */
export const LIMIT_ROWS = {
  reference: 'all pairs against the reference evaluator, times as fast',
  compute: 'growth of all pairs, exponent',
  whole: 'growth of `netpol list`, exponent',
  share: 'all pairs beside reading, share',
  slope: 'growth of the memory of reading, KB a pod',
  diff: 'diff beyond all pairs of both versions, share',
  permuted: 'objects in another order: other bytes of output',
  differences: 'connections of which the two engines differ',
} as const;

/** The other shapes. */
export const SHAPE_ROWS = COMPARISONS.map(({ place }) => placeText(place));

/** Those of them that have a limit. */
export const SHAPE_LIMIT_ROWS = COMPARISONS.filter(({ limit }) => limit !== null).map(({ place }) =>
  placeText(place),
);

/** Two versions of a cluster. */
export const DIFF_ROWS = DIFFS.map(placeText);

/** Where the class engine was held against the engine that decides one connection. */
export const CHECKED_ROWS = [...GROWTH_COLUMNS, ...SHAPE_ROWS];
