import type { Place, TierStep } from '../explain/explanation.ts';
import type { Page } from './page.ts';
import { columns } from './wrap.ts';

/** The tier whose rules are a union, so that none is asked before another. */
const UNION = 'NetworkPolicy';

/** Rules that were asked before the one that decided, without -v. */
const MOST_SKIPPED = 2;

/** As deep as the sentences of the ends stand. */
export function indentOf({ glyphs }: Page): string {
  return ' '.repeat(13 + columns(glyphs.yes));
}

/**
 * The rule that a tier's sentence names; several of equal priority have lines of their own.
 *
 * @param isolating where the policy stands that isolates without a rule
 */
export function placeOfStep(
  { rules, tier, outcome }: TierStep,
  isolating: Place | null,
): Place | null {
  const [first] = rules;
  if (first === undefined) return tier === UNION && outcome === 'deny' ? isolating : null;
  return rules.length === 1 || tier === UNION ? first.place : null;
}

/**
 * The rules that a tie is between, and what the rules before the one that decided want, which the
 * connection does not have; with -v what it has, and every policy that was asked.
 *
 * @param isTold the end decided, or nothing denied
 */
export function writeStep(page: Page, step: TierStep, isTold: boolean): void {
  const { rules, skipped, policies, tier } = step;
  if (tier === UNION) return;
  const brief = page.view.verbosity === 0;
  const indent = `${indentOf(page)}  `;
  const write = (text: string, place: Place | null): void => {
    page.prose(indent, indent.length, text, place);
  };
  if (rules.length > 1) {
    for (const rule of rules) write(`${rule.action} by ${rule.short}`, rule.place);
  }
  const shown = brief ? skipped.slice(0, isTold ? MOST_SKIPPED : 0) : skipped;
  for (const { rule, why, wanted } of shown) {
    const name = policies.length > 1 ? rule.short : rule.bare;
    write(`not ${name}: ${brief ? `wants ${wanted}` : why}`, brief ? null : rule.place);
  }
  const left = skipped.length - shown.length;
  if (left > 0 && isTold) write(`nor ${String(left)} more (-v)`, null);
  if (brief) return;
  for (const policy of policies) {
    const perhaps = policy.selects === 'unknown' ? ' (perhaps)' : '';
    const priority = policy.priority === null ? '' : `, priority ${String(policy.priority)}`;
    write(`asked: ${policy.text}${priority}${perhaps}`, policy.place);
  }
}
