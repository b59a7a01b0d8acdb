import { ASSUMPTION_PAGES } from './codes/assumptions.ts';
import { CLAUSE_PAGES } from './codes/clauses.ts';
import { END_REASON_PAGES } from './codes/end-reasons.ts';
import { HINT_PAGES } from './codes/hints.ts';
import type { CodePage } from './codes/page.ts';
import { PROBLEM_PAGES } from './codes/problems.ts';

/** The pages of all codes that an answer may carry, by what the codes tell. */
export const CODE_GROUPS: readonly (readonly [string, Readonly<Record<string, CodePage>>])[] = [
  ['why an end came to its verdict', END_REASON_PAGES],
  ['why a clause did not match', CLAUSE_PAGES],
  ['why there is no connection to judge', PROBLEM_PAGES],
  ['what an answer rests on', ASSUMPTION_PAGES],
  ['a mistake that is recognised', HINT_PAGES],
];

/** Every code that an answer may carry, by group, in the order in which it is documented. */
export const CODES: readonly string[] = CODE_GROUPS.flatMap(([, pages]) => Object.keys(pages));

/**
 * The page of a code: what it means, an example, what to do. Null for an unknown code. Upper and
 * lower case are taken as the same.
 */
export function explainCode(code: string): string | null {
  const wanted = code.toLowerCase();
  for (const [group, pages] of CODE_GROUPS) {
    for (const [name, page] of Object.entries(pages)) {
      if (name.toLowerCase() !== wanted) continue;
      const example = page.example.map((line) => `    ${line}`);
      return [`${name} (${group})`, '', page.means, '', ...example, '', page.advice, ''].join('\n');
    }
  }
  return null;
}
