import type { Mapping } from './construct.ts';
import { skipJsonSpace } from './json-text.ts';
import type { CutList, Piece } from './list-pieces.ts';
import { NotCut } from './not-cut.ts';
import { isObject } from './plain-object.ts';

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
    const end = endOfLine(text, closing, start);
    if (end === -1) return undefined;
    pieces.push({ start, end });
    const next = skipJsonSpace(text, end);
    if (text[next] === ']') return pieces;
    start = skipJsonSpace(text, next + 1);
    if (text[next] !== ',' || text[start] !== '{') return undefined;
  }
}

/** After the next line that ends in `closing`. To look for its brace is much faster than for all of it. */
function endOfLine(text: string, closing: string, from: number): number {
  const { length } = closing;
  for (let brace = text.indexOf('}', from); brace !== -1; brace = text.indexOf('}', brace + 1)) {
    if (text.startsWith(closing, brace + 1 - length)) return brace + 1;
  }
  return -1;
}

/**
 * Reads a long list item by item, so that what was read of one can be forgotten before the next:
 * that takes less time than reading it at once. Undefined where it cannot be cut; its items throw a
 * NotCut where it turns out that it was no such list.
 */
export function readJsonPieces(text: string): CutList | undefined {
  const pieces = cutJsonItems(text);
  const [first, last] = [pieces?.[0], pieces?.at(-1)];
  if (pieces === undefined || first === undefined || last === undefined) return undefined;
  // In the place of the items, so that it shows whether they are those of the list itself.
  const mark = `items ${String(Math.random())}`;
  const header = parseObject(
    text.slice(text.startsWith('\ufeff') ? 1 : 0, first.start) +
      JSON.stringify(mark) +
      text.slice(last.end),
  );
  const items = header?.['items'];
  if (header === undefined || !Array.isArray(items) || items[0] !== mark || items.length > 1) {
    return undefined;
  }
  return { header: { ...header, items: [] }, pieces: readAll(text, pieces) };
}

function* readAll(text: string, pieces: readonly JsonPiece[]): Generator<Piece> {
  for (const { start, end } of pieces) {
    const value = parseObject(text.slice(start, end));
    if (value === undefined) throw new NotCut('an item of it is no JSON by itself');
    yield { value, start, end, duplicates: false, path: [] };
  }
}

function parseObject(text: string): Mapping | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
