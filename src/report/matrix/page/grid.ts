export interface Cell {
  readonly element: HTMLTableCellElement;
  readonly row: End;
  readonly column: End;
  /** What it is found by, of allowed, denied and unknown; nothing for a pod and itself. */
  readonly verdicts: ReadonlySet<string>;
  /** What its explanation says of the connection. */
  readonly head: HTMLTemplateElement;
  /** What it says of each end: positions in the list of reasons. */
  readonly reasons: readonly number[];
}

/** A row or a column. */
export interface End {
  readonly header: HTMLTableCellElement;
  readonly name: string;
  /** Connections of any port that are surely open, with ends other than itself. */
  open: number;
}

export interface Row extends End {
  readonly element: HTMLTableRowElement;
  /** One a column, in the order of `Grid.columns`. */
  readonly cells: readonly Cell[];
}

/** The table as it was written: its order is by name. */
export interface Grid {
  readonly table: HTMLTableElement;
  readonly head: HTMLTableRowElement;
  readonly body: HTMLTableSectionElement;
  readonly rows: readonly Row[];
  readonly columns: readonly End[];
}

/** What the legend says of one mark. */
interface Mark {
  readonly label: string;
  readonly verdicts: ReadonlySet<string>;
}

/**
 * Reads the table, and makes a grid of it: each cell says in one sentence what it is, and is itself
 * what the keyboard moves between, in place of the link that it holds where no script runs.
 */
export function readGrid(table: HTMLTableElement): Grid {
  const [head] = table.tHead?.rows ?? [];
  const [body] = table.tBodies;
  if (head === undefined || body === undefined) throw new Error('the table has no rows');
  const marks = readMarks();
  const heads = document.querySelectorAll<HTMLTemplateElement>('#heads template');
  const columns = [...head.cells].slice(1).map(readEnd);
  table.setAttribute('role', 'grid');
  table.setAttribute('aria-readonly', 'true');
  table.setAttribute('aria-describedby', 'help');
  const rows = [...body.rows].map((element): Row => {
    const [header, ...rest] = element.cells;
    if (header === undefined) throw new Error('a row has no header');
    const row = { ...readEnd(header), element, cells: [] as Cell[] };
    for (const [i, cell] of rest.entries()) {
      const column = columns[i];
      const [number, ...reasons] = (cell.dataset['why'] ?? '').split(' ').map(Number);
      const template = heads[number ?? -1];
      const mark = marks[Number(template?.dataset['mark'])];
      if (column === undefined || template === undefined || mark === undefined)
        throw new Error('a cell is out of place');
      cell.setAttribute('aria-label', `${row.name} to ${column.name}: ${mark.label}`);
      cell.querySelector('a')?.removeAttribute('href');
      if (mark.verdicts.has('allowed')) {
        row.open += 1;
        column.open += 1;
      }
      row.cells.push({
        element: cell,
        row,
        column,
        verdicts: mark.verdicts,
        head: template,
        reasons,
      });
    }
    return row;
  });
  return { table, head, body, rows, columns };
}

function readMarks(): Mark[] {
  return [...document.querySelectorAll<HTMLElement>('#legend [data-label]')].map((item) => ({
    label: item.dataset['label'] ?? '',
    verdicts: new Set((item.dataset['verdicts'] ?? '').split(' ')),
  }));
}

function readEnd(header: HTMLTableCellElement): End {
  return { header, name: header.querySelector('.name')?.textContent ?? '', open: 0 };
}
