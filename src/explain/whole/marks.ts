import type { OnProgress, RowEnd } from '../../query/whole/list.ts';
import type { Passage, PortsText } from './list-data.ts';
import type { CellState, MatrixMark } from './matrix-data.ts';

/** What is in a cell; null: a pod and itself. */
export interface CellContent {
  readonly passages: readonly Passage[] | null;
  /** The ports that are asked of the column. */
  readonly asked: PortsText;
}

interface Found extends Omit<MatrixMark, 'letter' | 'cells'> {
  cells: number;
}

const STATES: readonly CellState[] = ['all', 'some', 'unknown', 'none', 'self'];

/**
 * Gives every cell a mark. A mark says the same wherever it stands: in equal cells is an equal mark.
 *
 * @param whole the ports that are asked for in general: cells that have them all carry `*`
 */
export function createLegend(
  rows: readonly RowEnd[],
  columns: readonly RowEnd[],
  contentOf: (row: RowEnd, column: RowEnd) => CellContent,
  whole: PortsText,
  onProgress?: OnProgress,
): { readonly cells: readonly (readonly number[])[]; readonly legend: readonly MatrixMark[] } {
  const found: Found[] = [];
  const numbers = new Map<string, number>();
  const raw = rows.map((row, done) => {
    onProgress?.(done, rows.length);
    return columns.map((column) => {
      const content = contentOf(row, column);
      const state = stateOf(content);
      const text = state === 'self' ? 'itself' : state === 'none' ? 'none' : wordsOf(content);
      const key = `${state} ${text}`;
      let number = numbers.get(key);
      if (number === undefined) {
        number = found.push({ state, text, passages: content.passages ?? [], cells: 0 }) - 1;
        numbers.set(key, number);
      }
      (found[number] as Found).cells++;
      return number;
    });
  });
  const order = [...found.entries()].sort(
    ([, a], [, b]) =>
      STATES.indexOf(a.state) - STATES.indexOf(b.state) ||
      b.cells - a.cells ||
      (a.text < b.text ? -1 : 1),
  );
  const places = new Map(order.map(([number], place) => [number, place]));
  const letters = lettersFor(
    order.map(([, mark]) => mark),
    whole,
  );
  return {
    cells: raw.map((row) => row.map((number) => places.get(number) ?? 0)),
    legend: order.map(([, mark], place) => ({ letter: letters[place] ?? '', ...mark })),
  };
}

function stateOf({ passages, asked }: CellContent): CellState {
  if (passages === null) return 'self';
  if (passages.length === 0) return 'none';
  if (passages.some(({ unknown, some }) => hasUnknown(unknown, some))) return 'unknown';
  const [only] = passages;
  const isAll =
    passages.length === 1 &&
    only?.where === null &&
    only.some.length === 0 &&
    only.allowed.text === asked.text;
  return isAll ? 'all' : 'some';
}

function hasUnknown(unknown: PortsText, some: Passage['some']): boolean {
  return unknown.text !== '' || some.some(({ state }) => state === 'unknown');
}

const WHERE = { 'same-node': ' on the same node', 'other-nodes': ' on other nodes' } as const;

function wordsOf({ passages }: CellContent): string {
  return (passages ?? [])
    .map(({ where, allowed, unknown, some, of }) => {
      const parts = [
        allowed.text,
        unknown.text === '' ? '' : `? ${unknown.text}`,
        ...some.map(({ ports, state, pairs }) => {
          const mark = state === 'unknown' ? '? ' : '';
          return `some: ${mark}${ports.text} (${String(pairs)} of ${String(of)} pairs)`;
        }),
      ];
      const text = parts.filter((part) => part !== '').join('; ');
      return `${text}${where === null ? '' : WHERE[where]}`;
    })
    .join('; ');
}

/** `*` and `?` for all ports that were asked for; letters for all others. */
function lettersFor(marks: readonly Found[], whole: PortsText): string[] {
  let next = 0;
  return marks.map(({ state, text }) => {
    if (state === 'self') return '-';
    if (state === 'none') return '.';
    if (state === 'all' && text === whole.text) return '*';
    if (state === 'unknown' && text === `? ${whole.text}`) return '?';
    return `${letter(next++)}${state === 'unknown' ? '?' : ''}`;
  });
}

/** A, B, … Z, AA, AB, … */
function letter(number: number): string {
  const last = String.fromCharCode(65 + (number % 26));
  return number < 26 ? last : `${letter(Math.floor(number / 26) - 1)}${last}`;
}
