import type { CaseExplanation, EndExplanation } from '../explain/explanation.ts';
import { chainText } from '../explain/tiers.ts';
import { verdictGlyph } from './glyphs.ts';
import { fits, type Page } from './page.ts';
import type { TextParts } from './text.ts';
import { columns, padTo } from './wrap.ts';

interface Row {
  readonly item: CaseExplanation;
  readonly cells: readonly string[];
  readonly why: string;
}

const CELLS: Readonly<Record<TextParts['differing'][number], (item: CaseExplanation) => string>> = {
  source: ({ source }) => source.text,
  destination: ({ destination }) => destination.text,
  ports: ({ ports }) => ports.join(', '),
  family: ({ family }) => (family === null ? '' : `IPv${String(family)}`),
};

/** One row a case: what differs between the cases, the verdict and what decided. */
export function writeCases(page: Page, { cases, counts, differing }: TextParts): void {
  const { view, glyphs, paint } = page;
  const shown = cases.map((item): Row => ({
    item,
    cells: differing.map((field) => CELLS[field](item)),
    why: whyOf(page, item),
  }));
  // A long list of ports may not push the reasons of all other rows off the screen.
  const widths = differing.map((_cell, i) =>
    Math.min(
      34,
      shown.reduce((most, { cells }) => Math.max(most, columns(cells[i] ?? '')), 0),
    ),
  );
  page.line();
  for (const { item, cells, why } of shown) {
    const mark = verdictGlyph(glyphs, paint, item.verdict);
    const left = cells.map((cell, i) => padTo(cell, widths[i] ?? 0)).join('  ');
    const head = `  ${mark}  `;
    const isLong = cells.some((cell, i) => columns(cell) > (widths[i] ?? 0));
    if (!isLong && fits(view, columns(left) + 7, why)) {
      page.line(`${head}${left}  ${why}`);
    } else {
      page.prose(head, 5, left.trimEnd());
      page.prose('       ', 7, why);
    }
  }
  const left = counts.allowed + counts.denied + counts.unknown - shown.length;
  if (left > 0) page.line(`  and ${String(left)} more (-v)`);
}

/** What decided a case, in a few words. */
function whyOf(page: Page, item: CaseExplanation): string {
  const { verdict, egress, ingress, problem, decidedAt } = item;
  if (problem !== null) return problem.code;
  if (egress === null || ingress === null) return '';
  if (verdict !== 'allowed') {
    return decidedAt
      .map((end) => `${end}: ${shortReason(page, end === 'egress' ? egress : ingress)}`)
      .join('; ');
  }
  const rules = [egress, ingress].flatMap((end) =>
    end.isChain
      ? [`${end.direction.toLowerCase()}: ${chainText(end.tiers, page.glyphs.hint)}`]
      : end.deciding === null
        ? []
        : [end.deciding.text],
  );
  return rules.length === 0 ? 'no policy applies' : rules.join('; ');
}

function shortReason(page: Page, end: EndExplanation): string {
  if (end.isChain) return chainText(end.tiers, page.glyphs.hint);
  switch (end.reason) {
    case 'NO_RULES':
      return 'no rule';
    case 'NO_PEER_MATCH':
      return 'no peer matches';
    case 'NO_PORT_MATCH':
      return 'no port matches';
    case 'NO_CLAUSE_PAIR':
      return 'peer and port match only apart';
    case 'RULE_DENIED':
      return end.deciding?.text ?? 'a rule denies';
    case 'INPUT_INCOMPLETE':
      return 'depends on missing input';
    default:
      return end.reason;
  }
}
