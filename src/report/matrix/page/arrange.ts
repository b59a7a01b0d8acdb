import type { Cell, End, Grid, Row } from './grid.ts';

export type Order = 'name' | 'open';

/** What of the grid is wanted, in which order. */
export interface Wanted {
  /** Words that the name must contain, each of them; empty: every name. */
  readonly source: string;
  readonly destination: string;
  /** `all`, or what the cells must be. */
  readonly verdict: string;
  readonly rowOrder: Order;
  readonly columnOrder: Order;
}

/** What is shown: rows of cells, in order. */
export interface Arranged {
  readonly columns: readonly End[];
  readonly rows: readonly { readonly row: Row; readonly cells: readonly Cell[] }[];
}

/** Chooses and orders. A row or a column without a cell of the wanted verdict is left out. */
export function arrange(grid: Grid, wanted: Wanted): Arranged {
  const isWanted = (cell: Cell): boolean =>
    wanted.verdict === 'all' || cell.verdicts.has(wanted.verdict);
  const named = grid.rows.filter(({ name }) => contains(name, wanted.source));
  const places = grid.columns
    .map((column, at) => ({ column, at }))
    .filter(({ column }) => contains(column.name, wanted.destination))
    .filter(({ at }) => named.some(({ cells }) => has(cells[at], isWanted)));
  const columns = ordered(places, wanted.columnOrder, ({ column }) => column);
  const rows = named.filter(({ cells }) => columns.some(({ at }) => has(cells[at], isWanted)));
  return {
    columns: columns.map(({ column }) => column),
    rows: ordered(rows, wanted.rowOrder, (row) => row).map((row) => ({
      row,
      cells: columns.flatMap(({ at }) => row.cells[at] ?? []),
    })),
  };
}

/** All of the grid, as the page was written. */
export function whole({ columns, rows }: Grid): Arranged {
  return { columns, rows: rows.map((row) => ({ row, cells: row.cells })) };
}

/** Puts into the table what is shown, and nothing else. */
export function show(grid: Grid, { columns, rows }: Arranged, verdict: string): void {
  const [corner] = grid.head.cells;
  if (corner !== undefined) {
    grid.head.replaceChildren(corner, ...columns.map(({ header }) => header));
  }
  for (const { row, cells } of rows) {
    for (const { element, verdicts } of cells) {
      element.classList.toggle('off', verdict !== 'all' && !verdicts.has(verdict));
    }
    row.element.replaceChildren(row.header, ...cells.map(({ element }) => element));
  }
  grid.body.replaceChildren(...rows.map(({ row }) => row.element));
}

function contains(name: string, words: string): boolean {
  const lower = name.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

function has(cell: Cell | undefined, isWanted: (cell: Cell) => boolean): boolean {
  return cell !== undefined && isWanted(cell);
}

/** Ends with the same number stay in the order of their names. */
function ordered<T>(items: readonly T[], order: Order, end: (item: T) => End): readonly T[] {
  return order === 'name' ? items : items.toSorted((a, b) => end(b).open - end(a).open);
}
