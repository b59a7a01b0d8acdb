import type {
  EndReasonText,
  EndText,
  ListData,
  ListRow,
  OpenData,
} from '../../explain/whole/list-data.ts';
import { painter, type Paint } from '../color.ts';
import { visible, visibleData } from '../escape.ts';
import type { View } from '../format.ts';
import { createPage, type Page } from '../page.ts';
import { columns, padTo } from '../wrap.ts';
import type { ListFormat } from './format.ts';
import { isOpenQuestion, openNames, openWords, portsWords } from './words.ts';

/** Names of sources and destinations are set in columns up to this width. */
const MOST_COLUMNS = 48;
/** Names that are listed of those that no policy restricts. */
const MOST_NAMES = 12;

/** For people: one line a row, then what no policy restricts, then notes. */
export const TEXT_LIST: ListFormat = {
  name: 'text',
  *render(data, view) {
    const widths = { from: widest(data.sources), to: widest(data.destinations) };
    const paint = painter(view.color);
    const counts = { rows: 0, unknown: 0 };
    for (const row of data.rows()) {
      counts.rows++;
      if (isOpenQuestion(row)) counts.unknown++;
      yield rowText(row, widths, paint, view);
    }
    yield rest(data, counts, view);
  },
};

interface Counts {
  readonly rows: number;
  readonly unknown: number;
}

function widest(ends: readonly EndText[]): number {
  return ends.reduce((most, { text }) => {
    const width = columns(text);
    return width > most && width <= MOST_COLUMNS ? width : most;
  }, 0);
}

function rowText(
  row: ListRow,
  widths: { readonly from: number; readonly to: number },
  paint: Paint,
  view: View,
): string {
  const via = row.to.via === null ? '' : `${visible(row.to.via)} -> `;
  const to = padTo(visible(row.to.text), widths.to);
  const ends = `${padTo(visible(row.from.text), widths.from)} -> ${via}${to}`;
  const role = row.ports.text === '' ? 'unknown' : row.state;
  const line = `${ends}  ${paint(role, visible(portsWords(row)))}\n`;
  if (row.reasons.length === 0) return line;
  const page = createPage(view, new Set());
  for (const reason of row.reasons) writeReason(page, visibleData(reason));
  return line + page.toString();
}

function writeReason(page: Page, { end, because, rules }: EndReasonText): void {
  const head = `    ${end.padEnd(7)}  `;
  const [first, ...others] = rules;
  page.prose(head, head.length, because, first?.place ?? null);
  for (const { text, place } of others) {
    page.prose(' '.repeat(head.length), head.length, `also ${text}`, place);
  }
}

function rest(data: ListData, { rows, unknown }: Counts, view: View): string {
  const { open, question } = data;
  const page = createPage(view, new Set());
  if (rows === 0 && open === null) {
    page.line(`No connection is ${question.denied ? 'denied' : 'allowed'}.`);
  }
  if (open !== null) {
    if (rows > 0) page.line();
    writeOpen(page, open);
  }
  const notes = data.notes().map(visible);
  if (unknown > 0 || notes.length > 0) page.line();
  if (unknown > 0) {
    const lines = unknown === 1 ? '1 line' : `${String(unknown)} lines`;
    const hint = `what depends on facts that the input lacks (${lines}): netpol check --from … --to … tells which`;
    page.prose(`  ${page.glyphs.unknown} `, columns(page.glyphs.unknown) + 3, ascii(hint, view));
  }
  const mark = view.ascii ? '-' : '·';
  for (const note of notes) page.prose(`  ${mark} `, 4, ascii(note, view));
  const text = page.toString();
  return text === '\n' ? '' : text;
}

function ascii(text: string, view: View): string {
  return view.ascii ? text.replaceAll('…', '...') : text;
}

function writeOpen(page: Page, open: OpenData): void {
  const [from, to] = [openWords(open, 'sources'), openWords(open, 'destinations')];
  page.line(`${visible(from)} -> ${visible(to)}  ${page.paint('allowed', open.ports.text)}`);
  for (const side of ['sources', 'destinations'] as const) {
    const names = openNames(open, side).map(({ text }) => visible(text));
    const shown = names.slice(0, MOST_NAMES);
    const more = names.length - shown.length;
    const text = [...shown, ...(more > 0 ? [`and ${String(more)} more`] : [])].join(', ');
    page.prose(`  ${side.padEnd(13)}`, 15, text);
  }
}
