import type {
  ConnectionChange,
  DiffData,
  DiffPlace,
  LoneEnd,
} from '../../explain/whole/diff-data.ts';
import type { Place } from '../../explain/explanation.ts';
import { visibleData } from '../escape.ts';
import type { View } from '../format.ts';
import { createPage, type Page } from '../page.ts';
import type { DiffFormat } from './format.ts';
import {
  byCause,
  changedPorts,
  countsText,
  isSame,
  openText,
  peersText,
  toldCauses,
  wasIs,
  whereText,
} from './words.ts';

/** Names of peers in one line. */
const MOST_PEERS = 5;
const SECTIONS = [
  ['opened', 'Opened'],
  ['closed', 'Closed'],
  ['changed', 'Opened and closed'],
] as const;
const MARKS = { opened: '+', closed: '-', changed: '*' } as const;
const ROLES = { opened: 'denied', closed: 'allowed', changed: 'unknown' } as const;

function* render(data: DiffData, view: View): Iterable<string> {
  yield written(view, (page) => {
    const same = isSame(data);
    const head = same ? 'SAME' : 'DIFFERENT';
    const names = visibleData(`${data.old.text} ${page.glyphs.arrow} ${data.new.text}`);
    page.prose(`${page.paint(same ? 'allowed' : 'bold', head)}  `, head.length + 2, names);
    page.prose(' '.repeat(head.length + 2), head.length + 2, countsText(data.counts));
  });
  for (const [kind, title] of SECTIONS) {
    const changes = data.changes.filter((change) => change.kind === kind);
    if (changes.length === 0) continue;
    yield written(view, (page) => {
      page.line();
      page.line(page.paint('bold', title));
    });
    for (const group of byCause(changes)) {
      const { causes } = visibleData({ causes: toldCauses(group.causes) });
      for (const change of group.changes) {
        yield written(view, (page) => {
          writeChange(page, visibleData({ ...change, causes: [] }));
        });
      }
      yield written(view, (page) => {
        for (const { text, place } of causes) {
          page.prose('      ', 6, text, placeOf(place));
        }
      });
    }
  }
  for (const [title, ends] of [
    ['Added', data.added],
    ['Removed', data.removed],
  ] as const) {
    if (ends.length === 0) continue;
    yield written(view, (page) => {
      page.line();
      page.line(page.paint('bold', title));
    });
    for (const end of ends) {
      yield written(view, (page) => {
        writeLone(page, visibleData(end));
      });
    }
  }
  if (data.notes.length === 0) return;
  yield written(view, (page) => {
    page.line();
    for (const note of data.notes) page.prose(view.ascii ? '  - ' : '  · ', 4, visibleData(note));
  });
}

function written(view: View, write: (page: Page) => void): string {
  const page = createPage(view, new Set());
  write(page);
  return page.toString();
}

/** `+ shop/deploy/web -> data/postgres-0: 5432/TCP`. */
function writeChange(page: Page, change: ConnectionChange): void {
  const { kind, from, to, where, before, after, opened, closed } = change;
  const { arrow } = page.glyphs;
  const ports = kind === 'changed' ? changedPorts(change) : opened.text || closed.text;
  const isWhole =
    kind === 'opened'
      ? openText(before) === 'none' && openText(after) === opened.text
      : openText(after) === 'none' && openText(before) === closed.text;
  const told = isWhole && kind !== 'changed' ? '' : ` (${wasIs(change)})`;
  const mark = page.paint(ROLES[kind], MARKS[kind]);
  page.prose(
    `  ${mark} `,
    4,
    `${from.text} ${arrow} ${to.text}: ${ports}${whereText(where)}${told}`,
  );
}

/** A place with the revision before the file. */
function placeOf(place: DiffPlace | null): Place | null {
  if (place === null || place.revision === null) return place;
  return { ...place, file: `${place.revision}:${place.file}` };
}

function writeLone(page: Page, { end, place, to, from }: LoneEnd): void {
  page.prose('  ', 2, end.text, placeOf(place));
  for (const [word, list] of [
    ['from', from],
    ['to', to],
  ] as const) {
    for (const peers of list) {
      const text = `${peersText(peers, MOST_PEERS)}: ${openText(peers.ports)}${whereText(peers.where)}`;
      page.prose(`    ${word.padEnd(4)}  `, 10, text);
    }
  }
  if (to.length + from.length === 0) page.prose('    ', 4, 'nothing passes to it or from it');
}

/** For people: what was opened first, each with the edit that did it. */
export const TEXT_FORMAT: DiffFormat = { name: 'text', render };
