import type {
  CaseExplanation,
  ClauseExplanation,
  EndExplanation,
  Place,
  RuleExplanation,
} from '../explain/explanation.ts';
import { truthGlyph, verdictGlyph } from './glyphs.ts';
import { fits, type Page } from './page.ts';
import { writeSnippet } from './text-snippet.ts';
import { indentOf, placeOfStep, writeStep } from './text-tiers.ts';
import { columns, padTo } from './wrap.ts';

/** What the rows of a clause table are called. */
const CLAUSE_NAMES: Readonly<Record<ClauseExplanation['clause'], string>> = {
  namespace: 'namespace',
  namespaceSelector: 'namespace',
  podSelector: 'pod',
  ipBlock: 'address',
  nodes: 'node',
  domainNames: 'name',
  port: 'port',
};

function endsOf({ egress, ingress }: CaseExplanation): EndExplanation[] {
  return [egress, ingress].filter((end) => end !== null);
}

/** A row for the Service, and one for each end, in packet order. */
export function writeEnds(page: Page, item: CaseExplanation): void {
  const { glyphs, paint } = page;
  const row = (
    name: string,
    verdict: 'allowed' | 'denied' | 'unknown' | null,
    text: string,
    place: Place | null = null,
  ): void => {
    const plain = verdict === null ? ' '.repeat(columns(glyphs.yes)) : verdictWidth(page, verdict);
    const mark = verdict === null ? plain : verdictGlyph(glyphs, paint, verdict);
    const bare = `  ${padTo(name, 7)}  ${plain}  `;
    page.prose(`  ${padTo(name, 7)}  ${mark}  `, columns(bare), text, place);
  };
  if (item.service !== null && item.problem === null) row('service', 'allowed', item.service.text);
  if (item.problem !== null) row('problem', 'unknown', item.problem.text);
  for (const end of endsOf(item)) {
    const name = end.direction.toLowerCase();
    if (!end.isChain) row(name, end.verdict, end.because, placeToName(end));
    for (const [i, step] of end.tiers.entries()) {
      const isFirst = i === 0 && end.isChain;
      row(
        isFirst ? name : '',
        isFirst ? end.verdict : null,
        `${step.tier}: ${step.text}`,
        placeOfStep(step, placeToName(end)),
      );
      const own = end.direction === 'Egress' ? 'egress' : 'ingress';
      writeStep(page, step, item.verdict === 'allowed' || item.decidedAt.includes(own));
    }
    if (page.view.verbosity > 0) writeDetails(page, end);
  }
}

function verdictWidth(page: Page, verdict: 'allowed' | 'denied' | 'unknown'): string {
  return { allowed: page.glyphs.yes, denied: page.glyphs.no, unknown: page.glyphs.unknown }[
    verdict
  ];
}

/** The rule that decided; where policies isolate and have no rule, the first of them. */
function placeToName({ deciding, closest, verdict, isolatedBy }: EndExplanation): Place | null {
  if (deciding !== null) return deciding.place;
  return verdict === 'allowed' || closest !== null ? null : (isolatedBy[0]?.place ?? null);
}

function writeDetails(page: Page, end: EndExplanation): void {
  const indent = indentOf(page);
  if (end.isolatedBy.length > 0) {
    page.line(`${indent}isolated by:`);
    for (const policy of end.isolatedBy) {
      const perhaps = policy.selects === 'unknown' ? ' (perhaps)' : '';
      page.prose(`${indent}  `, indent.length + 2, `${policy.text}${perhaps}`, policy.place);
    }
  }
  for (const rule of end.alsoDeciding) {
    page.prose(`${indent}also: `, indent.length + 6, rule.text, rule.place);
  }
  const near = end.closestPolicy;
  if (near !== null) {
    const text = `closest: ${near.policy.text} selects ${near.wanted}; ${near.has}`;
    page.prose(indent, indent.length, text, near.policy.place);
  }
}

/** For each end that decided without a rule, the rule that comes nearest and what of it fails. */
export function writeClosest(page: Page, item: CaseExplanation): void {
  for (const end of endsOf(item)) {
    const decided = item.decidedAt.includes(end.direction === 'Egress' ? 'egress' : 'ingress');
    if (end.closest === null || !decided) continue;
    page.line();
    const head = end.closest.matched === 'unknown' ? 'undecided rule: ' : 'closest rule: ';
    writeRuleTable(page, head, end.closest);
  }
}

function writeRuleTable(page: Page, head: string, rule: RuleExplanation): void {
  const { paint } = page;
  const of =
    rule.peer !== null && rule.peer.of > 1
      ? `, peer ${String(rule.peer.index)} of ${String(rule.peer.of)}`
      : '';
  page.prose(`  ${head}`, 2 + head.length, `${rule.text}${of}`, rule.place);
  const brief = page.view.verbosity === 0;
  const listed = brief ? rule.clauses.filter(({ matched }) => matched !== 'yes') : rule.clauses;
  const matching = brief ? rule.clauses.filter(({ matched }) => matched === 'yes') : [];
  const width = Math.max(...listed.map(({ wanted }) => columns(wanted)), 0);
  for (const clause of listed) {
    const mark = truthGlyph(page.glyphs, paint, clause.matched);
    const name = `    ${padTo(CLAUSE_NAMES[clause.clause], 9)}  `;
    const indent = columns(name) + columns(page.glyphs[clause.matched]) + 2;
    const pad = ' '.repeat(width - columns(clause.wanted));
    const isWrong = clause.matched !== 'yes';
    const has = isWrong ? paint('actual', clause.has) : clause.has;
    const isSaid = !isWrong && clause.clause === 'port';
    if (fits(page.view, indent + 6 + width + 3, isSaid ? '' : clause.has)) {
      const left = `${name}${mark}  wants ${paint('wanted', clause.wanted)}`;
      page.line(isSaid ? left : `${left}${pad}   ${has}`);
    } else {
      page.prose(`${name}${mark}  `, indent, `wants ${clause.wanted}`);
      if (!isSaid) page.prose(' '.repeat(indent), indent, clause.has);
    }
  }
  if (matching.length > 0) writeMatching(page, matching);
}

/** What of a rule does match, on one line: `ok  namespace team=shop, port 6379/TCP`. */
function writeMatching(page: Page, clauses: readonly ClauseExplanation[]): void {
  const mark = truthGlyph(page.glyphs, page.paint, 'yes');
  const words = clauses.map(({ clause, wanted }) =>
    wanted.startsWith('any ') ? wanted : `${CLAUSE_NAMES[clause]} ${wanted}`,
  );
  const name = `    ${padTo('matches', 9)}  `;
  const indent = columns(name) + columns(page.glyphs.yes) + 2;
  page.prose(`${name}${mark}  `, indent, words.join(', '));
}

/** YAML of the deciding rule; with -v that of both ends and of the closest rules. */
export function writeSnippets(page: Page, item: CaseExplanation): void {
  const ends = endsOf(item);
  const rules = ends
    .flatMap(({ deciding, closest }) => [deciding, closest])
    .filter((rule) => rule !== null);
  const decisive =
    item.verdict === 'allowed'
      ? (ends.findLast(({ deciding }) => deciding !== null)?.deciding ?? null)
      : (ends.find(({ reason }) => reason === 'RULE_DENIED')?.deciding ?? null);
  const shown = page.view.verbosity > 0 ? rules : decisive === null ? [] : [decisive];
  for (const rule of shown) {
    if (rule.snippet.lines.length === 0) continue;
    page.line();
    if (shown.length > 1) page.prose('  ', 2, rule.text, rule.place);
    writeSnippet(page, rule.snippet);
  }
}

/** With -vv: every rule of every policy that was asked, clause by clause. */
export function writeEveryRule(page: Page, item: CaseExplanation): void {
  if (page.view.verbosity < 2) return;
  for (const end of endsOf(item)) {
    for (const rule of end.rules) {
      if (isSameRule(rule, end.closest)) continue;
      page.line();
      writeRuleTable(page, '', rule);
      if (rule.clauses.length === 0) page.line('    every peer, every port');
    }
  }
}

function isSameRule(a: RuleExplanation, b: RuleExplanation | null): boolean {
  return b !== null && a.text === b.text && a.path === b.path;
}
