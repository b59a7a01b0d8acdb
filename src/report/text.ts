import type { CaseExplanation, Explanation } from '../explain/explanation.ts';
import { visibleData } from './escape.ts';
import type { Format, View } from './format.ts';
import { verdictRole } from './glyphs.ts';
import { createPage, fits, type Page } from './page.ts';
import { writeCases } from './text-cases.ts';
import { writeClosest, writeEnds, writeEveryRule, writeSnippets } from './text-ends.ts';
import { writeAssumptions, writeHints, writeRemedies, writeUnknown } from './text-notes.ts';
import { columns } from './wrap.ts';

/** The part of an explanation that is printed, with hidden characters made visible. */
export interface TextParts extends Pick<
  Explanation,
  'verdict' | 'headline' | 'counts' | 'remedies' | 'hints' | 'assumptions' | 'unknown'
> {
  /** All of them, or the first ones. */
  readonly cases: readonly CaseExplanation[];
  readonly told: CaseExplanation | null;
  readonly differing: Explanation['shown']['differing'];
  /** Assumptions are those of a part of the cases only. */
  readonly isPart: boolean;
}

function partsOf(explanation: Explanation, { verbosity }: View): TextParts {
  const { verdict, headline, counts, remedies, hints, unknown, shown } = explanation;
  const every = verbosity > 0;
  return visibleData({
    verdict,
    headline,
    counts,
    remedies,
    hints,
    unknown,
    cases: every ? explanation.cases : shown.cases,
    told: shown.told,
    differing: shown.differing,
    assumptions: every ? explanation.assumptions : shown.assumptions,
    isPart: shown.isPart && !every,
  });
}

function render(explanation: Explanation, view: View): string {
  const parts = partsOf(explanation, view);
  const page = createPage(view, policyNames(parts));
  writeHeadline(page, parts);
  const { told: item, counts } = parts;
  if (item === null) {
    page.line();
    page.prose('  ', 2, 'The question takes in no pod: there is nothing to judge.');
    return page.toString();
  }
  const many = counts.allowed + counts.denied + counts.unknown > 1;
  if (many) writeCases(page, parts);
  // Where every case is allowed the table has said it all.
  if (!many || item.verdict !== 'allowed' || view.verbosity > 0) {
    writeCase(page, item, many);
    writeUnknown(page, parts);
  }
  writeNotes(page, parts, item);
  return page.toString();
}

/** Hints, remedies and assumptions. They follow the closest rule at once: they are about it. */
function writeNotes(page: Page, parts: TextParts, item: CaseExplanation): void {
  const { hints, remedies, assumptions, unknown } = parts;
  const level = page.view.verbosity;
  const isSaid = (note: { readonly level: number }): boolean => note.level <= level;
  if (remedies.length === 0 && !hints.some(isSaid) && !assumptions.some(isSaid)) return;
  const follows = writesClosestLast(item, level) && unknown === null;
  if (!follows) page.line();
  writeHints(page, parts);
  writeRemedies(page, parts);
  writeAssumptions(page, parts);
}

function writesClosestLast(
  { egress, ingress, decidedAt }: CaseExplanation,
  level: number,
): boolean {
  if (level > 0 || egress === null || ingress === null) return false;
  const hasClosest = { egress: egress.closest !== null, ingress: ingress.closest !== null };
  return decidedAt.some((end) => hasClosest[end]);
}

function policyNames({ cases, told }: TextParts): Set<string> {
  const ends = [...cases, ...(told === null ? [] : [told])]
    .flatMap(({ egress, ingress }) => [egress, ingress])
    .filter((end) => end !== null);
  const mentions = ends.flatMap((end) => [
    ...end.isolatedBy,
    ...[end.deciding, end.closest].flatMap((rule) => (rule === null ? [] : [rule.policy])),
    ...end.alsoDeciding.map((rule) => rule.policy),
    ...end.tiers.flatMap(({ policies }) => policies),
  ]);
  return new Set(
    mentions.flatMap(({ text, name, namespace }) => (namespace === null ? [name] : [text])),
  );
}

/** On one line where that fits; else the note, then each step, on lines of their own. */
function writeHeadline(page: Page, { verdict, headline }: TextParts): void {
  const { from, to, via, port, note } = headline;
  const { view, glyphs, paint } = page;
  const indent = verdict.length + 2;
  const steps = [
    from,
    ...[via, to].filter((step) => step !== null).map((step) => `${glyphs.arrow} ${step}`),
  ];
  const lines: { parts: string[]; width: number }[] = [];
  const add = (text: string, gap: number, shown: string): void => {
    const last = lines.at(-1);
    if (last !== undefined && fits(view, last.width + gap, text)) {
      last.parts.push(' '.repeat(gap) + shown);
      last.width += gap + columns(text);
    } else {
      lines.push({ parts: [shown], width: indent + columns(text) });
    }
  };
  for (const step of steps) add(step, 1, paint('bold', step));
  add(port, 2, paint('bold', port));
  if (note !== '') add(note, 3, note);
  for (const [i, { parts }] of lines.entries()) {
    const head =
      i === 0 ? `${paint(verdictRole(verdict), verdict.toUpperCase())}  ` : ' '.repeat(indent);
    page.line(head + parts.join(''));
  }
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
