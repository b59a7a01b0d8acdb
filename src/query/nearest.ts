import { editDistance } from '../model/edit-distance.ts';

/** The most suggestions that an error makes. */
const MAX_SUGGESTIONS = 5;

/**
 * The candidates that are most like a word, best first: those that begin with it or that it begins
 * with, and those that few typing errors turn into it. At most five; ties in order of code units.
 */
export function nearest(word: string, candidates: Iterable<string>): string[] {
  const limit = Math.max(1, Math.floor(word.length / 3));
  const scored: { readonly name: string; readonly score: number }[] = [];
  for (const name of new Set(candidates)) {
    const score = likeness(word.toLowerCase(), name.toLowerCase(), limit);
    if (score !== null) scored.push({ name, score });
  }
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, MAX_SUGGESTIONS).map(({ name }) => name);
}

/** `a, b or c`, ready to end a question. */
export function orList(names: readonly string[]): string {
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} or ${String(names.at(-1))}`;
}

/** The first few of a list, and how many more there are. */
export function someOf(names: readonly string[], most = MAX_SUGGESTIONS): string {
  if (names.length <= most) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${String(names.length - most)} more`;
}

/** 0 for the same word, the number of typing errors, a little more for a common beginning; or null. */
function likeness(word: string, name: string, limit: number): number | null {
  const errors = editDistance(word, name, limit);
  if (errors <= limit) return errors;
  const shorter = Math.min(word.length, name.length);
  const isPrefix = shorter >= 2 && (name.startsWith(word) || word.startsWith(name));
  return isPrefix ? limit + 0.5 : null;
}
