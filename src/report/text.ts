import type { CaseExplanation, Explanation } from '../explain/explanation.ts';
import { visibleData } from './escape.ts';
import type { Format, View } from './format.ts';
import { verdictRole } from './glyphs.ts';
import { createPage, type Page } from './page.ts';
import { writeCases } from './text-cases.ts';
import { writeClosest, writeEnds, writeEveryRule, writeSnippets } from './text-ends.ts';
import { writeAssumptions, writeHints, writeRemedies, writeUnknown } from './text-notes.ts';
import { columns } from './wrap.ts';

function render(raw: Explanation, view: View): string {
  const explanation = visibleData(raw);
  const page = createPage(view, policyNames(explanation));
  writeHeadline(page, explanation);
  const { cases, told } = explanation;
  const item = told === null ? undefined : cases[told];
  if (item === undefined) {
    page.line();
    page.prose('  ', 2, 'The question takes in no pod: there is nothing to judge.');
    return page.toString();
  }
  const many = cases.length > 1;
  if (many) writeCases(page, explanation);
  // Where every case is allowed the table has said it all.
  if (!many || item.verdict !== 'allowed' || view.verbosity > 0) {
    writeCase(page, item, many);
    writeUnknown(page, explanation);
  }
  writeHints(page, explanation);
  writeRemedies(page, explanation);
  writeAssumptions(page, explanation);
  return page.toString();
}

function policyNames({ cases }: Explanation): Set<string> {
  const ends = cases
    .flatMap(({ egress, ingress }) => [egress, ingress])
    .filter((end) => end !== null);
  const mentions = ends.flatMap((end) => [
    ...end.isolatedBy,
    ...[end.deciding, end.closest].flatMap((rule) => (rule === null ? [] : [rule.policy])),
    ...end.alsoDeciding.map((rule) => rule.policy),
  ]);
  return new Set(mentions.map(({ text }) => text));
}

function writeHeadline(page: Page, { verdict, headline }: Explanation): void {
  const { from, to, via, port, note } = headline;
  const { arrow } = page.glyphs;
  const steps = [from, ...(via === null ? [] : [via]), to];
  const path = steps.join(` ${arrow} `);
  const parts = [
    page.paint(verdictRole(verdict), verdict.toUpperCase()),
    page.paint('bold', path),
    page.paint('bold', port),
  ];
  page.line(`${parts.join('  ')}${note === '' ? '' : `   ${note}`}`);
}

function writeCase(page: Page, item: CaseExplanation, named: boolean): void {
  page.line();
  if (named) {
    const { arrow } = page.glyphs;
    const name = `${item.source.text} ${arrow} ${item.destination.text}  ${item.ports.join(', ')}`;
    const at = item.decidedAt.map((end) => `at ${end}`).join(' and ');
    const family = item.family === null ? '' : `  IPv${String(item.family)}`;
    const verdict = item.verdict.toUpperCase();
    const rest = `${name}${family}${at === '' ? '' : `   ${at}`}`;
    page.prose(`${page.paint(verdictRole(item.verdict), verdict)}  `, columns(verdict) + 2, rest);
    page.line();
  }
  writeEnds(page, item);
  writeClosest(page, item);
  writeSnippets(page, item);
  writeEveryRule(page, item);
}

/** For people: the verdict first, then why, then what to do. */
export const TEXT_FORMAT: Format = { name: 'text', render };
