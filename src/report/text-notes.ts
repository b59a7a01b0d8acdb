import type { Remedy } from '../explain/explanation.ts';
import { listing } from '../explain/names.ts';
import type { Page } from './page.ts';
import type { TextParts } from './text.ts';
import { columns } from './wrap.ts';

/** How many assumptions are said without -v, and how many hints: the most telling one. */
const MOST_NOTES = 3;
const MOST_HINTS = 1;
/** Alternatives of one outcome that are written out. */
const MOST_ALTERNATIVES = 4;

/** What each value of the missing facts would give, and how to supply them. */
export function writeUnknown(page: Page, { unknown }: TextParts): void {
  if (unknown === null) return;
  page.line();
  for (const { when, verdict } of unknown.outcomes) {
    const facts = when.map((all) => all.join(' and '));
    const most = page.view.verbosity > 0 ? facts.length : MOST_ALTERNATIVES;
    const head = facts.length === 0 ? 'Otherwise' : `If ${alternatives(facts, most)}`;
    page.prose('  ', 2, `${head}: ${verdict.toUpperCase()}.`);
  }
  for (const text of unknown.supply) advice(page, text);
}

function alternatives(facts: readonly string[], most: number): string {
  if (facts.length <= most) return facts.join(', or ');
  return `${facts.slice(0, most).join(', or ')}, or one of ${String(facts.length - most)} more (-v)`;
}

function advice(page: Page, text: string): void {
  const { hint } = page.glyphs;
  page.prose(`  ${page.paint('hint', hint)} `, columns(hint) + 3, text);
}

/** The smallest edits, as YAML, with what else they would open. */
export function writeRemedies(page: Page, { remedies }: TextParts): void {
  for (const [i, remedy] of remedies.entries()) {
    if (i > 0) page.line();
    const at = remedies.length > 1 ? ` at ${remedy.end}` : '';
    if (remedy.replaces === null) {
      advice(page, `to allow it${at}, ${remedy.text}${sideEffect(remedy)}:`);
      for (const line of remedy.yaml) page.line(`      ${line}`);
    } else {
      const line = remedy.place === null ? '' : `in line ${String(remedy.place.line)} `;
      advice(page, `to allow it${at}, ${line}${remedy.text}${sideEffect(remedy)}:`);
      page.line(`      ${page.paint('denied', `- ${remedy.replaces}`)}`);
      for (const text of remedy.yaml) page.line(`      ${page.paint('allowed', `+ ${text}`)}`);
    }
  }
}

function sideEffect({ end, opens, isolates }: Remedy): string {
  const { names } = opens;
  const pods = opens.pods ?? 0;
  const subjects = opens.subjects ?? 0;
  const rest = pods - names.length;
  const listed = rest > 0 ? [...names, `${String(rest)} more`] : names;
  const parts = [
    ...(pods === 0
      ? []
      : [`also ${end === 'ingress' ? 'lets in' : 'opens'} ${listing(listed, 4)}`]),
    ...(subjects === 0
      ? []
      : [`holds for ${String(subjects)} other ${subjects === 1 ? 'pod' : 'pods'} of that policy`]),
    ...(isolates ? [`isolates for ${end}: what no rule allows is denied from then on`] : []),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** The mistakes that are recognised by name. */
export function writeHints(page: Page, { hints }: TextParts): void {
  const { warning } = page.glyphs;
  const said = hints.filter(({ level }) => level <= page.view.verbosity);
  writeNotes(page, page.paint('warning', warning), columns(warning), said, MOST_HINTS);
}

/** What the answer rests on. */
export function writeAssumptions(page: Page, { assumptions, isPart }: TextParts): void {
  const said = assumptions.filter(({ level }) => level <= page.view.verbosity);
  const mark = page.view.ascii ? '-' : '·';
  writeNotes(page, page.paint('dim', mark), 1, said, MOST_NOTES);
  if (isPart) page.prose(`  ${mark} `, 4, 'what the answers that are not shown rest on: -v tells');
}

function writeNotes(
  page: Page,
  mark: string,
  markWidth: number,
  notes: readonly { readonly code: string; readonly text: string }[],
  mostBrief: number,
): void {
  const most = page.view.verbosity > 0 ? notes.length : mostBrief;
  const shown = notes.slice(0, most);
  const left = notes.length - shown.length;
  for (const [i, { code, text }] of shown.entries()) {
    const more = left > 0 && i === shown.length - 1 ? ` (${String(left)} more: -v)` : '';
    page.prose(`  ${mark} `, markWidth + 3, `${text} [${code}]${more}`);
  }
}
