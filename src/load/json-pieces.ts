import { skipJsonSpace } from './json-text.ts';

/** An item of a list by its offsets in the text. */
export interface JsonPiece {
  readonly start: number;
  readonly end: number;
}

const FIRST_ITEM = /"items":[ \t]*\[\r?\n([ \t]*)\{\r?\n/;

/**
 * Cuts a list that a program printed, one item after the other at the same indentation, into its
 * items, so that a position in one can be found by reading that one alone. A string of JSON holds
 * no line break, so lines with a lone brace at that indentation are the items' own.
 *
 * @returns the items in order, or undefined where the text is not of that form
 */
export function cutJsonItems(text: string): readonly JsonPiece[] | undefined {
  const first = FIRST_ITEM.exec(text);
  if (first === null) return undefined;
  const indent = first[1] ?? '';
  const closing = `\n${indent}}`;
  const pieces: JsonPiece[] = [];
  for (let start = text.indexOf('{', first.index); ;) {
    const close = text.indexOf(closing, start);
    if (close === -1) return undefined;
    const end = close + closing.length;
    pieces.push({ start, end });
    const next = skipJsonSpace(text, end);
    if (text[next] === ']') return pieces;
    start = skipJsonSpace(text, next + 1);
    if (text[next] !== ',' || text[start] !== '{') return undefined;
  }
}
