import type { MatrixData, MatrixMark } from '../../explain/whole/matrix-data.ts';

/** `9 sources, 9 destinations: 12 cells all, 5 some, 60 none, 4 unknown`. */
export function countsWords({ counts }: MatrixData): string {
  const { rows, columns, all, some, none, unknown } = counts;
  const cells = [
    `${String(all)} all`,
    `${String(some)} some`,
    `${String(none)} none`,
    ...(unknown > 0 ? [`${String(unknown)} unknown`] : []),
  ];
  return `${plural(rows, 'source')}, ${plural(columns, 'destination')}; cells: ${cells.join(', ')}`;
}

function plural(count: number, noun: string): string {
  return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** What a mark says, in the legend. */
export function markWords({ state, text }: MatrixMark): string {
  switch (state) {
    case 'none':
      return 'no port';
    case 'self':
      return 'a pod and itself, or addresses among themselves';
    default:
      return text;
  }
}

/** Whether rows and columns are the same ends in the same order. */
export function isSquare({ rows, columns }: MatrixData): boolean {
  return rows.length === columns.length && rows.every(({ text }, i) => text === columns[i]?.text);
}
