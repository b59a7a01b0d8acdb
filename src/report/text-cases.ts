import type { CaseExplanation, EndExplanation, Explanation } from '../explain/explanation.ts';
import { verdictGlyph } from './glyphs.ts';
import { fits, type Page } from './page.ts';
import { columns, padTo } from './wrap.ts';

/** Rows of the table without -v. */
const MOST_ROWS = 20;

interface Row {
  readonly item: CaseExplanation;
  readonly cells: readonly string[];
  readonly why: string;
}

/** One row a case: what differs between the cases, the verdict and what decided. */
export function writeCases(page: Page, { cases }: Explanation): void {
  const { view, glyphs, paint } = page;
  const columnsOf: readonly ((item: CaseExplanation) => string)[] = [
    ({ source }) => source.text,
    ({ destination }) => destination.text,
    ({ ports }) => ports.join(', '),
    ({ family }) => (family === null ? '' : `IPv${String(family)}`),
  ];
  const differing = columnsOf.filter((cell) => new Set(cases.map(cell)).size > 1);
  const rows = cases.map((item): Row => ({
    item,
    cells: differing.map((cell) => cell(item)),
    why: whyOf(item),
  }));
  const shown = view.verbosity > 0 ? rows : rows.slice(0, MOST_ROWS);
  // A long list of ports may not push the reasons of all other rows off the screen.
  const widths = differing.map((_cell, i) =>
    Math.min(34, Math.max(...shown.map(({ cells }) => columns(cells[i] ?? '')))),
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
      page.line(`       ${why}`);
    }
  }
  const left = rows.length - shown.length;
  if (left > 0) page.line(`  and ${String(left)} more (-v)`);
}

/** What decided a case, in a few words. */
function whyOf(item: CaseExplanation): string {
  const { verdict, egress, ingress, problem, decidedAt } = item;
  if (problem !== null) return problem.code;
  if (egress === null || ingress === null) return '';
  if (verdict !== 'allowed') {
    return decidedAt
      .map((end) => `${end}: ${shortReason(end === 'egress' ? egress : ingress)}`)
      .join('; ');
  }
  const rules = [egress, ingress].flatMap(({ deciding }) =>
    deciding === null ? [] : [deciding.text],
  );
  return rules.length === 0 ? 'no policy applies' : rules.join('; ');
}

function shortReason(end: EndExplanation): string {
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
