/** The text between two separator lines, which is one document to kubectl. */
export interface Chunk {
  /** Where its separator line starts; equal to `start` for a chunk without one. */
  readonly separator: number;
  readonly start: number;
  readonly end: number;
  /** What follows `---` on the separator line, where that is neither blank nor a comment. */
  readonly afterSeparator: string;
}

/**
 * Splits a text at the lines that start with `---`, as kubectl does: it looks at lines only, so
 * such a line also ends a document in the middle of a block or quoted scalar.
 */
export function splitChunks(text: string, from = 0): Chunk[] {
  const chunks: Chunk[] = [];
  let separator = from;
  let start = from;
  let afterSeparator = '';
  const startsWithSeparator = text.startsWith('---', from);
  let next = startsWithSeparator ? from : nextSeparator(text, from);
  for (;;) {
    const end = next === -1 ? text.length : next;
    if (end > separator || start > separator)
      chunks.push({ separator, start, end, afterSeparator });
    if (next === -1) return chunks;
    const lineEnd = text.indexOf('\n', next);
    const lineStop = lineEnd === -1 ? text.length : lineEnd;
    const rest = text.slice(next + 3, lineStop).trim();
    afterSeparator = rest.startsWith('#') ? '' : rest;
    separator = next;
    start = lineEnd === -1 ? text.length : lineEnd + 1;
    next = text.startsWith('---', start) ? start : nextSeparator(text, start);
  }
}

function nextSeparator(text: string, from: number): number {
  const found = text.indexOf('\n---', from);
  return found === -1 ? -1 : found + 1;
}

/**
 * Whether a stretch of text certainly holds nothing but spaces, line breaks and comments. A
 * comment with characters beyond ASCII is left to the parser: some of them end a line.
 */
export function isBlank(text: string, start: number, end: number): boolean {
  let inComment = false;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x0a || code === 0x0d) inComment = false;
    else if (code === 0x23) inComment = true;
    else if (code !== 0x20 && !(inComment && code > 0x20 && code < 0x7f)) return false;
  }
  return true;
}

/** Where the document of a chunk ends: at a line with `...`, even inside a scalar. */
export function documentEnd(text: string, start: number, end: number): number {
  const found = /^\.\.\.(?!\S)/m.exec(text.slice(start, end));
  return found === null ? end : start + found.index;
}
