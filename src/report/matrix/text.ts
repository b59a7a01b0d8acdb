import type { MatrixData, MatrixMark } from '../../explain/whole/matrix-data.ts';
import { painter, type Role } from '../color.ts';
import { visible } from '../escape.ts';
import type { View } from '../format.ts';
import { createPage } from '../page.ts';
import { columns, padTo } from '../wrap.ts';
import type { MatrixFormat } from './format.ts';
import { countsWords, isSquare, markWords } from './words.ts';

/**
 * For people: rows reach columns, which carry the numbers of the names beside the rows; then the
 * legend of the marks. Where it does not fit the terminal it says what to narrow.
 */
export const TEXT_MATRIX: MatrixFormat = {
  name: 'text',
  render(data, view) {
    const isShort = data.rows.length === 0 || data.columns.length === 0;
    if (isShort) return [`${visible(data.title)}: there is no pair to tell of\n`];
    const grid = gridOf(data, view);
    return grid === null ? tooWide(data, view) : drawn(data, view, grid);
  },
};

interface Grid {
  /** Columns of the numbers and of the names of rows. */
  readonly digits: number;
  readonly names: number;
  /** Columns of one cell, without the blank before it. */
  readonly cell: number;
  readonly width: number;
}

function measure({ rows, columns: to, legend }: MatrixData): Grid {
  const digits = String(Math.max(rows.length, to.length)).length;
  const names = Math.max(...rows.map(({ text }) => columns(visible(text))));
  const letters = legend.map(({ letter }) => columns(letter));
  const cell = Math.max(String(to.length).length, ...letters);
  return { digits, names, cell, width: digits + 2 + names + 1 + to.length * (cell + 1) };
}

function gridOf(data: MatrixData, { width }: View): Grid | null {
  const grid = measure(data);
  return grid.width <= width ? grid : null;
}

function* tooWide(data: MatrixData, view: View): Iterable<string> {
  const { width } = measure(data);
  const page = createPage(view, new Set());
  page.line(visible(data.title));
  page.line(countsWords(data));
  page.line();
  const needs = `The grid needs ${String(width)} columns, and the terminal has ${String(view.width)}.`;
  const namespaces = new Set(data.rows.flatMap(({ namespace }) => namespace ?? []));
  const ways = [
    ...(data.question.namespace === null && namespaces.size > 1 ? ['--namespace NAME'] : []),
    ...(data.question.by === 'namespace' ? [] : ['--by namespace']),
    '--from and --to',
  ];
  page.prose('', 0, `${needs} Narrow it with ${ways.join(', ')}; or write a page: -o html=FILE`);
  yield page.toString();
}

const ROLES: Readonly<Record<MatrixMark['state'], Role>> = {
  all: 'allowed',
  some: 'allowed',
  none: 'denied',
  unknown: 'unknown',
  self: 'dim',
};

function* drawn(data: MatrixData, view: View, grid: Grid): Iterable<string> {
  const paint = painter(view.color);
  const { digits, names, cell } = grid;
  const numbers = data.columns.map((_, i) => ` ${String(i + 1).padStart(cell)}`).join('');
  yield `${paint('bold', visible(data.title))}\n\n`;
  yield `${' '.repeat(digits + 2 + names + 1)}${numbers}\n`;
  for (const [row, marks] of data.cells.entries()) {
    const name = padTo(visible(data.rows[row]?.text ?? ''), names);
    const cells = marks.map((number) => {
      const mark = data.legend[number];
      const letter = (mark?.letter ?? '').padStart(cell);
      return ` ${mark === undefined ? letter : paint(ROLES[mark.state], letter)}`;
    });
    yield `${String(row + 1).padStart(digits)}  ${name} ${cells.join('')}\n`;
  }
  const page = createPage(view, new Set());
  if (!isSquare(data)) {
    page.line();
    page.line('Columns:');
    for (const [i, { text }] of data.columns.entries()) {
      page.line(`  ${String(i + 1).padStart(digits)}  ${visible(text)}`);
    }
  }
  page.line();
  const widest = Math.max(...data.legend.map(({ letter }) => columns(letter)));
  for (const mark of data.legend) {
    const head = `  ${paint(ROLES[mark.state], mark.letter.padEnd(widest))}  `;
    page.prose(head, widest + 4, visible(markWords(mark)));
  }
  page.line();
  page.prose('  ', 2, `Rows reach columns. ${countsWords(data)}`);
  const mark = view.ascii ? '-' : '·';
  for (const note of data.notes) page.prose(`  ${mark} `, 4, visible(note));
  yield page.toString();
}
