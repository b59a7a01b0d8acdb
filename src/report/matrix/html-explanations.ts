import type { CellExplanation, MatrixData } from '../../explain/whole/matrix-data.ts';
import type { EndReasonText } from '../../explain/whole/list-data.ts';
import { glyphOf } from './html-marks.ts';
import { htmlText, htmlWithEnds } from './html-text.ts';

/** Why the cells are as they are, with what they have in common written once. */
export interface Explanations {
  /** Of each cell, by row and column. */
  readonly cells: readonly (readonly CellReason[])[];
  /** What is said of a whole connection, as templates that only the script reads. */
  readonly heads: string;
  /** What is said of one end, as items of a list. */
  readonly reasons: string;
  readonly count: number;
}

/** What a cell's explanation is put together from, and the ends that it is told of. */
export interface CellReason {
  readonly head: number;
  /** Positions of reasons, as many as there are ends. */
  readonly reasons: readonly number[];
  /** The reason to read first: of the end that does not allow, else of the last one; null: none. */
  readonly first: number | null;
  readonly source: string;
  readonly destination: string;
}

const ROLES = {
  deciding: 'decided by',
  closest: 'closest rule',
  isolating: 'isolated by',
} as const;

const STATES = { allowed: 'all', denied: 'none', unknown: 'unknown' } as const;

/** Explains every cell. */
export function explanationsOf(data: MatrixData): Explanations {
  const heads = createShared();
  const reasons = createShared();
  const cells = data.rows.map((_, row) =>
    data.columns.map((__, column): CellReason => {
      const told = data.explain(row, column);
      const text = (part: string): string => htmlWithEnds(part, told.row, told.column);
      const mark = data.cells[row]?.[column] ?? 0;
      const found = told.ends.map((end) => reasons.place(endHtml(end, text), told));
      const deciding = told.ends.findIndex(({ verdict }) => verdict !== 'allowed');
      return {
        head: heads.place(`<template data-mark="${String(mark)}">${headHtml(told, text)}`, told),
        reasons: found,
        first: found.at(deciding) ?? null,
        source: told.row,
        destination: told.column,
      };
    }),
  );
  return {
    cells,
    heads: heads.all.map(({ html }) => `${html}</template>`).join('\n'),
    reasons: reasons.all.map(reasonHtml).join('\n'),
    count: reasons.all.length,
  };
}

/** A text that all cells share which differ in nothing but the names of their ends. */
interface Shared {
  /** With the names of the first cell. */
  readonly html: string;
  readonly told: CellExplanation;
  cells: number;
}

/** Texts without repetition, by their place in `all`. */
function createShared(): {
  readonly all: readonly Shared[];
  place(html: string, told: CellExplanation): number;
} {
  const all: Shared[] = [];
  const places = new Map<string, number>();
  return {
    all,
    place(html, told) {
      const key = html.replace(/(<span class="(?:from|to)">)[^<]*/g, '$1');
      const place = places.get(key) ?? all.push({ html, told, cells: 0 }) - 1;
      places.set(key, place);
      (all[place] as Shared).cells += 1;
      return place;
    },
  };
}

function headHtml(told: CellExplanation, text: (part: string) => string): string {
  const { sentence, allowed, unknown, explained, ends, command } = told;
  const lines = [`<h3>${text(sentence)}</h3>`];
  // The sentence says it where there is only one of them.
  if (allowed.text !== '' && unknown.text !== '') {
    lines.push(`<p>Allowed: ${htmlText(allowed.text)}</p>`);
    lines.push(`<p>Unknown: ${htmlText(unknown.text)}</p>`);
  }
  const isAll = explained === allowed.text || explained === unknown.text;
  if (ends.length > 0) lines.push(`<p>Why${isAll ? '' : `, for ${htmlText(explained)}`}:</p>`);
  lines.push('<ul></ul>');
  if (command !== null) lines.push(`<p>More: <code>${text(command)}</code></p>`);
  return lines.join('\n');
}

function endHtml(
  { end, verdict, because, rules }: EndReasonText,
  text: (part: string) => string,
): string {
  const state = STATES[verdict];
  const mark = `<span class="verdict ${state}">${glyphOf(state)} ${end}</span>`;
  const said = `${mark} <span class="unseen">${verdict}: </span>${text(because)}`;
  const items = rules.map(({ role, text: rule, place }) => {
    const where = `${place.file}:${String(place.line)}:${String(place.column)}`;
    return `<li>${ROLES[role]} ${text(rule)} <code>${htmlText(where)}</code></li>`;
  });
  return items.length === 0 ? said : `${said}\n<ul>\n${items.join('\n')}\n</ul>`;
}

function reasonHtml({ html, told, cells }: Shared, place: number): string {
  const others = cells - 1;
  const also =
    others === 0
      ? ''
      : `; the same holds for ${String(others)} other ${others === 1 ? 'cell' : 'cells'}`;
  const of = `${htmlText(told.row)} to ${htmlText(told.column)}${also}`;
  return `<li id="r${String(place)}">${html}\n<p class="alike muted">Told of ${of}.</p></li>`;
}
