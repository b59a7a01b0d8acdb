import type { Explanation, Remedy } from '../explain/explanation.ts';
import { listing } from '../explain/names.ts';
import type { Page } from './page.ts';
import { columns } from './wrap.ts';

/** How many hints and assumptions are said without -v. */
const MOST_NOTES = 3;
/** Alternatives of one outcome that are written out. */
const MOST_ALTERNATIVES = 4;

/** What each value of the missing facts would give, and how to supply them. */
export function writeUnknown(page: Page, { unknown }: Explanation): void {
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
export function writeRemedies(page: Page, { remedies }: Explanation): void {
  for (const remedy of remedies) {
    page.line();
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

function sideEffect({ end, opens }: Remedy): string {
  const { pods, names, subjects } = opens;
  if (pods === null || subjects === null) return '';
  const rest = pods - names.length;
  const listed = rest > 0 ? [...names, `${String(rest)} more`] : names;
  const parts = [
    ...(pods === 0
      ? []
      : [`also ${end === 'ingress' ? 'lets in' : 'opens'} ${listing(listed, 4)}`]),
    ...(subjects === 0
      ? []
      : [`holds for ${String(subjects)} other ${subjects === 1 ? 'pod' : 'pods'} of that policy`]),
  ];
  return parts.length === 0 ? '' : ` (${parts.join('; ')})`;
}

/** The mistakes that are recognised by name. */
export function writeHints(page: Page, { hints }: Explanation): void {
  const { warning } = page.glyphs;
  writeNotes(page, page.paint('warning', warning), columns(warning), hints);
}

/** What the answer rests on. */
export function writeAssumptions(page: Page, { assumptions }: Explanation): void {
  const said = assumptions.filter(({ level }) => level <= page.view.verbosity);
  const mark = page.view.ascii ? '-' : '·';
  writeNotes(page, page.paint('dim', mark), 1, said);
}

function writeNotes(
  page: Page,
  mark: string,
  markWidth: number,
  notes: readonly { readonly code: string; readonly text: string }[],
): void {
  if (notes.length === 0) return;
  const most = page.view.verbosity > 0 ? notes.length : MOST_NOTES;
  page.line();
  for (const { code, text } of notes.slice(0, most)) {
    page.prose(`  ${mark} `, markWidth + 3, `${text} [${code}]`);
  }
  if (notes.length > most) page.line(`    and ${String(notes.length - most)} more (-v)`);
}
