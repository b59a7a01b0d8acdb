import type { FieldPath, SourceFile } from '../model/source.ts';
import { Constructor } from './construct.ts';
import type { Mapping } from './construct.ts';
import { ReadError } from './read-error.ts';
import { ALIAS, DOCUMENT, FLOW, MAPPING, POP, SCALAR, SEQUENCE, skipNode } from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { isMergeKey, keyOf } from './yaml-nodes.ts';
import { parseYaml } from './yaml-text.ts';

/** One item of a list that was cut into its items. */
export interface Piece extends ListItem {
  /** Where it was read, if that is not the file of the list. */
  readonly file?: SourceFile;
  readonly start: number;
  readonly end: number;
  /** From the root of its text to the item. */
  readonly path: FieldPath;
}

export interface CutList {
  /** The list without its items. */
  readonly header: Mapping;
  readonly pieces: Iterable<Piece>;
}

/** The value of an item, and whether a mapping in it has the same key twice. */
export interface ListItem {
  readonly value: unknown;
  readonly duplicates: boolean;
}

/** How much text is parsed at once, in characters. */
const BATCH = 4_000_000;

/**
 * Reads a document of the form that `kubectl get -o yaml` prints, a long block sequence under a
 * top-level `items:`, in pieces: so that the memory it takes is bounded, and a position in it can
 * be found by reading one item. Returns undefined unless it is certain that the pieces mean the
 * same as the whole: each must parse to exactly one element and need nothing of the others.
 */
export function readPieces(text: string, start: number, end: number): CutList | undefined {
  const lines = findItems(text, start, end);
  if (lines === undefined) return undefined;
  try {
    const [first = end] = lines.starts;
    const [before, after] = [text.slice(start, first), text.slice(lines.end, end)];
    const header = readHeader(before, after, lines.key - start);
    if (header === undefined) return undefined;
    const pieces: Piece[] = [];
    for (let from = 0; from < lines.starts.length;) {
      const batch = batchFrom(lines, from, BATCH);
      const items = readBatch(text.slice(batch[0], batch.at(-1)), batch.length - 1);
      if (items === undefined) return undefined;
      for (const [index, item] of items.entries()) {
        const [itemStart = 0, itemEnd = 0] = batch.slice(index, index + 2);
        pieces.push({ ...item, start: itemStart, end: itemEnd, path: [0] });
      }
      from += items.length;
    }
    return { header, pieces };
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

/** Where the items of a list start, as offsets or as positions in a file. */
export interface ItemLines {
  /** Where the lines with the items' dashes start. */
  readonly starts: readonly number[];
  /** After the last item. */
  readonly end: number;
}

/** The line `items:`, and the first item below it. */
export interface FirstItem {
  /** Where the line `items:` starts. */
  readonly key: number;
  /** Where the line of the first item's dash starts. */
  readonly line: number;
  /** The column of the dashes, from 0. */
  readonly column: number;
}

const ITEMS = /items:[ \t]*(?:#[^\r\n]*)?\r?\n/y;
const BLANK_LINE = /[ ]*(?:#[^\r\n]*)?\r?\n/y;

/** Finds the first item of a block sequence under a top-level `items:`. */
export function findFirstItem(text: string, start: number, end: number): FirstItem | undefined {
  const key = start + text.slice(start, end).search(/^items:/m);
  ITEMS.lastIndex = key;
  if (key < start || key >= end || !ITEMS.test(text)) return undefined;
  let line = ITEMS.lastIndex;
  for (BLANK_LINE.lastIndex = line; BLANK_LINE.test(text);) line = BLANK_LINE.lastIndex;
  let column = 0;
  while (text.charCodeAt(line + column) === 0x20) column++;
  return { key, line, column };
}

function findItems(
  text: string,
  start: number,
  end: number,
): (ItemLines & { readonly key: number }) | undefined {
  const first = findFirstItem(text, start, end);
  if (first === undefined) return undefined;
  const { key, column } = first;
  const starts: number[] = [];
  let { line } = first;
  for (; line < end; line = nextLine(text, line, end)) {
    let indent = 0;
    while (indent < column && text.charCodeAt(line + indent) === 0x20) indent++;
    const code = text.charCodeAt(line + indent);
    if (indent === column && code === 0x2d && isSpace(text.charCodeAt(line + indent + 1))) {
      starts.push(line);
    } else if (code === 0x09) {
      return undefined;
    } else if (!(isSpace(code) || code === 0x23)) {
      break;
    }
  }
  return starts.length === 0 ? undefined : { key, starts, end: Math.min(line, end) };
}

function nextLine(text: string, line: number, end: number): number {
  const lineEnd = text.indexOf('\n', line);
  return lineEnd === -1 ? end : lineEnd + 1;
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d;
}

/** The offsets of some item lines, of no more than `size`, and the end of the last of these items. */
export function batchFrom({ starts, end }: ItemLines, from: number, size: number): number[] {
  const first = starts[from] ?? end;
  const batch: number[] = [];
  for (let index = from; ; index++) {
    const start = starts[index] ?? end;
    batch.push(start);
    if (index >= starts.length || (index > from && start - first > size)) return batch;
  }
}

/** Reads what is left without the items, and makes sure that they were at its top level. */
export function readHeader(before: string, after: string, itemsKey: number): Mapping | undefined {
  const parsed = parseYaml(before + after);
  const { text: rest, events } = parsed;
  if (events[0]?.type !== DOCUMENT || skipNode(events, 0) !== events.length) return undefined;
  // An alias after the items would mean an anchor in them.
  if (events.some(({ type }) => type === ALIAS)) return undefined;
  const root = events[1];
  if (root?.type !== MAPPING || root.style === FLOW || root.anchorStart !== -1) return undefined;
  let found = 0;
  for (let index = 2; index < events.length && events[index]?.type !== POP;) {
    const key = events[index];
    if (key?.type !== SCALAR || isMergeKey(rest, key)) return undefined;
    if (keyOf(rest, key) === 'items') {
      const value = events[index + 1];
      if (key.valueStart !== itemsKey || !isEmpty(value)) return undefined;
      found++;
    }
    index = skipNode(events, index + 1);
  }
  if (found !== 1) return undefined;
  const constructor = new Constructor(rest, events, 1);
  const header = constructor.node() as Mapping;
  // Two objects run together, perhaps.
  return constructor.duplicates ? undefined : { ...header, items: [] };
}

function isEmpty(event: Event | undefined): boolean {
  return (
    event?.type === SCALAR &&
    event.valueStart === -1 &&
    event.anchorStart === -1 &&
    event.tagStart === -1
  );
}

/** Reads a text of `count` items, or returns undefined where they are not one element each. */
export function readBatch(text: string, count: number): ListItem[] | undefined {
  const { text: slice, events } = parseYaml(text);
  const root = events[1];
  if (events[0]?.type !== DOCUMENT || root?.type !== SEQUENCE || root.style === FLOW) {
    return undefined;
  }
  const items: ListItem[] = [];
  let next = 2;
  while (items.length < count) {
    const event = events[next];
    if (event === undefined || event.type === POP) return undefined;
    // A new one for each item: so an alias to another item is unknown, and nothing is cut.
    const constructor = new Constructor(slice, events, next);
    const value = constructor.node();
    next = constructor.next;
    items.push({ value, duplicates: constructor.duplicates });
  }
  // The sequence and the document end, and nothing follows.
  return events[next]?.type === POP && next + 2 === events.length ? items : undefined;
}
