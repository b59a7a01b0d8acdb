import type { Cause, ConnectionChange, DiffData, LoneEnd } from '../../explain/whole/diff-data.ts';
import { visible } from '../escape.ts';
import { markdownText } from '../markdown.ts';
import type { DiffFormat } from './format.ts';
import {
  changedPorts,
  countsText,
  diffPlaceText,
  isSame,
  openText,
  peersText,
  toldCauses,
  whereText,
} from './words.ts';

/** A comment on GitHub has room for 65,536 characters. */
const MOST_ROWS = 60;
const MOST_PEERS = 10;

const SECTIONS = [
  ['opened', 'Opened'],
  ['closed', 'Closed'],
  ['changed', 'Opened and closed'],
] as const;

/** For a comment on a pull request: a line that says it all, then what is behind it, folded. */
function* render(data: DiffData): Iterable<string> {
  yield `### netpol diff: ${countsText(data.counts)}\n\n`;
  yield `${code(data.old.text)} → ${code(data.new.text)}\n`;
  if (isSame(data)) yield '\nNo connection differs.\n';
  for (const [kind, title] of SECTIONS) {
    const changes = data.changes.filter((change) => change.kind === kind);
    if (changes.length > 0)
      yield* section(title, changes, ['from', 'to', 'ports', 'was', 'is', 'because'], changeCells);
  }
  for (const [title, ends] of [
    ['Added', data.added],
    ['Removed', data.removed],
  ] as const) {
    if (ends.length > 0)
      yield* section(title, ends, ['workload', 'from', 'to', 'place'], loneCells);
  }
  if (data.notes.length > 0)
    yield `\n${data.notes.map((note) => `* ${markdownText(note)}\n`).join('')}`;
}

function* section<T>(
  title: string,
  items: readonly T[],
  columns: readonly string[],
  cellsOf: (item: T) => readonly string[],
): Iterable<string> {
  const open = title.startsWith('Opened') ? ' open' : '';
  yield `\n<details${open}><summary><b>${title}</b> (${String(items.length)})</summary>\n\n`;
  yield `| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}\n`;
  for (const item of items.slice(0, MOST_ROWS)) yield `| ${cellsOf(item).join(' | ')} |\n`;
  const rest = items.length - MOST_ROWS;
  if (rest > 0) yield `\n… and ${String(rest)} more: \`netpol diff -o csv\` lists all.\n`;
  yield '\n</details>\n';
}

function changeCells(change: ConnectionChange): string[] {
  const { from, to, where, before, after, causes } = change;
  return [
    code(from.text),
    code(to.text),
    code(changedPorts(change)) + markdownText(whereText(where)),
    markdownText(openText(before)),
    markdownText(openText(after)),
    toldCauses(causes).map(causeCell).join('<br>'),
  ];
}

function causeCell({ text, place }: Cause): string {
  return place === null
    ? markdownText(text)
    : `${markdownText(text)} (${code(diffPlaceText(place))})`;
}

function loneCells({ end, place, from, to }: LoneEnd): string[] {
  const cell = (list: LoneEnd['to']): string =>
    list
      .map((peers) => {
        const names = markdownText(peersText(peers, MOST_PEERS));
        return `${names}: ${markdownText(openText(peers.ports) + whereText(peers.where))}`;
      })
      .join('<br>') || 'nothing';
  return [code(end.text), cell(from), cell(to), place === null ? '' : code(diffPlaceText(place))];
}

/** Text between backticks, which nothing in it can end; a bar would end the cell. */
function code(text: string): string {
  return `\`${visible(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

export const MD_FORMAT: DiffFormat = { name: 'md', render };
