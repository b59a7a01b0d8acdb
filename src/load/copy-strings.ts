/** Shorter parts of a string are copies already. */
const SHORTEST_PART = 13;

/**
 * Gives the strings in a value memory of their own. A part of a string keeps the whole of it in
 * memory, so that one name would keep all the text that was parsed with it.
 */
export function copyStrings(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  for (const key of Object.keys(fields)) {
    const field = fields[key];
    if (typeof field === 'string') {
      if (field.length >= SHORTEST_PART) fields[key] = copyOf(field);
    } else copyStrings(field);
  }
}

/** Joining makes a new string, where adding would only refer to both. */
function copyOf(text: string): string {
  return [text.slice(0, SHORTEST_PART - 1), text.slice(SHORTEST_PART - 1)].join('');
}
