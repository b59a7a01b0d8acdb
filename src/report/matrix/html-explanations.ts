import type {
  CellExplanation,
  EndReasonText,
  MatrixData,
} from '../../explain/whole/matrix-data.ts';
import { glyphOf } from './html-marks.ts';
import { htmlText, htmlWithEnds } from './html-text.ts';

/** Why the cells are as they are, with what they have in common written once. */
export interface Explanations {
  /** Of each cell, by row and column. */
  readonly cells: readonly (readonly CellReason[])[];
  /** One article each. */
  readonly html: string;
  readonly count: number;
}

/** Which explanation a cell has, and the ends that it is told of. */
export interface CellReason {
  readonly id: string;
  readonly source: string;
  readonly destination: string;
}

/** One explanation for all cells that differ in nothing but the names of their ends. */
interface Shared {
  readonly id: string;
  readonly html: string;
  cells: number;
}

const ROLES = {
  deciding: 'decided by',
  closest: 'closest rule',
  isolating: 'isolated by',
} as const;

const STATES = { allowed: 'all', denied: 'none', unknown: 'unknown' } as const;

/** Explains every cell. Each explanation is written with the names of the first cell that has it. */
export function explanationsOf(data: MatrixData): Explanations {
  const shared = new Map<string, Shared>();
  const cells = data.rows.map((_, row) =>
    data.columns.map((__, column): CellReason => {
      const told = data.explain(row, column);
      const html = withEnds(told);
      // The names of the first cell are in the text: compared is the text without them.
      const key = html.replace(/(<span class="(?:from|to)">)[^<]*/g, '$1');
      let entry = shared.get(key);
      if (entry === undefined) {
        entry = { id: `e${String(shared.size)}`, html, cells: 0 };
        shared.set(key, entry);
      }
      entry.cells += 1;
      return { id: entry.id, source: told.row, destination: told.column };
    }),
  );
  return { cells, html: [...shared.values()].map(article).join('\n'), count: shared.size };
}

function article({ id, html, cells }: Shared): string {
  const others = cells - 1;
  const alike =
    others === 0
      ? ''
      : `\n<p class="alike muted">The same holds for ${String(others)} other ${others === 1 ? 'cell' : 'cells'}.</p>`;
  return `<article id="${id}">\n${html}${alike}\n</article>`;
}

function withEnds(told: CellExplanation): string {
  const text = (part: string): string => htmlWithEnds(part, told.row, told.column);
  const lines = [`<h3>${text(told.sentence)}</h3>`];
  if (told.allowed.text !== '') lines.push(`<p>Allowed: ${text(told.allowed.text)}</p>`);
  if (told.unknown.text !== '') lines.push(`<p>Unknown: ${text(told.unknown.text)}</p>`);
  if (told.ends.length > 0) {
    lines.push(`<p>Why, for ${text(told.explained)}:</p>`, '<ul>');
    for (const end of told.ends) lines.push(endHtml(end, text));
    lines.push('</ul>');
  }
  if (told.command !== null) {
    lines.push(`<p>More: <code>${text(told.command)}</code></p>`);
  }
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
  const list = items.length === 0 ? '' : `\n<ul>\n${items.join('\n')}\n</ul>`;
  return `<li>${said}${list}</li>`;
}
