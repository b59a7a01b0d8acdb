import type { SourceFile } from '../model/source.ts';
import { ByteWindow } from './byte-window.ts';
import { splitChunks } from './chunks.ts';
import { copyStrings } from './copy-strings.ts';
import type { Mapping } from './construct.ts';
import { FilePiece, type DiskFile } from './disk-file.ts';
import {
  batchFrom,
  findFirstItem,
  readBatch,
  readHeader,
  type ItemLines,
  type ListItem,
  type Piece,
} from './list-pieces.ts';
import { NotCut } from './not-cut.ts';
import { ReadError } from './read-error.ts';
import type { Scan } from './scan.ts';
import { findItemLines } from './yaml-cut.ts';
import { readYamlStream, type StreamEntry } from './yaml-stream.ts';

/** What stands before the items of a list is not longer, nor what follows them. */
const LONGEST_HEADER = 1 << 20;

/**
 * Reads the YAML documents of a file from an offset on, in pieces: some documents at a time, and a
 * long list as kubectl prints it item by item. Throws a NotCut where a document is long and no
 * such list, or where its items depend on each other.
 */
export function* readLargeYaml(file: DiskFile, from: number, scan: Scan): Generator<StreamEntry> {
  const { batch } = file.sizes;
  const window = new ByteWindow(file, from, scan);
  let start = from;
  for (let last = from; last < file.size;) {
    const next = separatorAfter(window, last);
    const isLong = next - last > 4 * batch;
    if (last > start && (isLong || next - start > batch)) {
      yield* readDocuments(file, start, last, scan);
      start = last;
    }
    if (isLong) {
      yield* readLong(file, last, next, scan);
      start = next;
    }
    last = next;
  }
  if (start < file.size) yield* readDocuments(file, start, file.size, scan);
}

const SEPARATOR = Buffer.from('\n---');

/** Where the next line with a separator starts, or the end of the file. */
function separatorAfter(window: ByteWindow, from: number): number {
  // Not the separator that stands there.
  const found = window.find(SEPARATOR, from);
  return found === -1 ? window.end : found + 1;
}

function* readDocuments(
  whole: DiskFile,
  start: number,
  end: number,
  scan: Scan,
): Generator<StreamEntry> {
  const file = new FilePiece(whole, start, end);
  const { text } = file;
  for (const entry of readYamlStream({ name: file.name, text, origin: file.origin }, 0)) {
    yield inFile(entry, file);
  }
  scan.read(end);
}

/** What was read from a text, as read from the piece of a file that has that text. */
function inFile(entry: StreamEntry, file: FilePiece): StreamEntry {
  switch (entry.kind) {
    case 'failed':
    case 'diagnostic':
      return entry;
    case 'document':
      copyStrings(entry.value);
      return { ...entry, file };
    case 'list':
      for (const { value } of entry.pieces) copyStrings(value);
      return { ...entry, file };
  }
}

function* readLong(
  whole: DiskFile,
  start: number,
  end: number,
  scan: Scan,
): Generator<StreamEntry> {
  const head = whole.bytes(start, Math.min(end, start + LONGEST_HEADER)).toString('utf8');
  const body = splitChunks(head)[0];
  const first = body?.afterSeparator === '' && findFirstItem(head, body.start, head.length);
  if (body === undefined || first === false || first === undefined) throw new NotCut(NO_LIST);
  // Bytes that are no UTF-8 would be miscounted.
  if (head.slice(0, first.line).includes('\ufffd')) throw new NotCut(NO_LIST);
  const firstStart = start + Buffer.byteLength(head.slice(0, first.line));
  const lines = findItemLines(whole, { start: firstStart, end, column: first.column });
  if (lines.starts[0] !== firstStart || end - lines.end > LONGEST_HEADER) {
    throw new NotCut(NO_LIST);
  }
  const before = head.slice(body.start, first.line);
  const after = whole.bytes(lines.end, end).toString('utf8');
  const header = headerOf(before, after, first.key - body.start);
  const text = head.slice(0, first.line) + after;
  const file: SourceFile = {
    name: whole.name,
    text,
    origin: new FilePiece(whole, start, start + 1).origin,
  };
  const pieces = readItems(whole, lines, scan);
  yield { kind: 'list', start: body.start, end: text.length, file, header, pieces };
}

const NO_LIST =
  'a YAML document of it is long, and is no list as kubectl prints one: "items:" at the first column, and below it a line with a dash for each item';

function headerOf(before: string, after: string, key: number): Mapping {
  try {
    const header = readHeader(before, after, key);
    if (header !== undefined) return header;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
  throw new NotCut(NO_LIST);
}

function* readItems(whole: DiskFile, lines: ItemLines, scan: Scan): Generator<Piece> {
  const { starts, end } = lines;
  const window = new ByteWindow(whole, starts[0] ?? end);
  for (let from = 0; from < starts.length;) {
    const batch = batchFrom(lines, from, whole.sizes.batch);
    const [start = end, stop = end] = [batch[0], batch.at(-1)];
    window.at(stop - 1, start);
    const items = itemsOf(window.text(start, stop), batch, whole);
    for (const [index, { value, duplicates }] of items.entries()) {
      copyStrings(value);
      const [itemStart = end, itemEnd = end] = batch.slice(index, index + 2);
      const file = new FilePiece(whole, itemStart, itemEnd);
      // An offset into UTF-16 is never more than one into UTF-8.
      yield { value, duplicates, file, start: 0, end: itemEnd - itemStart, path: [0] };
    }
    scan.read(stop);
    from += items.length;
  }
}

/** The items of a batch. Throws a NotCut that says which one is wrong, where one is. */
function itemsOf(text: string, offsets: readonly number[], whole: DiskFile): readonly ListItem[] {
  const count = offsets.length - 1;
  try {
    const items = readBatch(text, count);
    if (items !== undefined) return items;
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    if (count === 1) {
      if (error.code === 'yaml-alias') throw new NotCut('an alias leads out of its item');
      const file = new FilePiece(whole, offsets[0] ?? 0, offsets[1] ?? 0);
      throw new NotCut('an item of it cannot be read by itself', { file, error });
    }
  }
  for (let index = 0; count > 1 && index < count; index++) {
    const [start = 0, end = 0] = offsets.slice(index, index + 2);
    itemsOf(whole.bytes(start, end).toString('utf8'), [start, end], whole);
  }
  throw new NotCut('its items cannot be told apart by their lines');
}
