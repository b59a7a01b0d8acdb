import type { SourceFile } from '../model/source.ts';
import { ByteWindow } from './byte-window.ts';
import type { Mapping } from './construct.ts';
import { FilePiece, type DiskFile } from './disk-file.ts';
import { isProgramJson } from './duplicate-keys.ts';
import { BadByte, JsonCutter, type CutDocument, type CutItems } from './json-cut.ts';
import { scanJson, unexpected } from './json-text.ts';
import type { Piece } from './list-pieces.ts';
import { NotCut } from './not-cut.ts';
import { isObject } from './plain-object.ts';
import { offsetDiagnostic, ReadError } from './read-error.ts';
import type { Scan } from './scan.ts';
import { readLargeYaml } from './large-yaml.ts';
import type { StreamEntry } from './yaml-stream.ts';

/**
 * Reads a file that starts with `{` in pieces: each document, and of a list each item. Throws a
 * NotCut where that might not mean the same as reading it as a whole.
 */
export function* readLargeJson(
  file: DiskFile,
  start: number,
  scan: Scan,
  byLines: boolean,
): Generator<StreamEntry> {
  const window = new ByteWindow(file, start, scan);
  const cutter = new JsonCutter(window, byLines);
  for (let at = start, count = 0; ; count++) {
    let document: CutDocument;
    try {
      document = cutter.document(at);
    } catch (error) {
      throw error instanceof BadByte ? atByte(file, error) : error;
    }
    yield* readCut(file, document, scan);
    at = cutter.skipSpace(document.end);
    const next = window.at(at, at - 1);
    if (next === -1) return;
    if (startsYaml(window, at)) {
      yield* readLargeYaml(file, at, scan);
      return;
    }
    if (next !== 0x7b) {
      const bad = new BadByte(at, 'after top-level value');
      yield* failed(atByte(file, bad));
      return;
    }
  }
}

/** A separator or a comment after JSON: what follows is YAML. */
function startsYaml(window: ByteWindow, at: number): boolean {
  window.at(at + 2, at - 1);
  const [before = '', ...text] = window.text(at - 1, Math.min(at + 3, window.end));
  return text[0] === '#' || ('\r\n'.includes(before) && text.join('') === '---');
}

function* failed({ problem }: NotCut): Generator<StreamEntry> {
  if (problem === null) return;
  const { file, error } = problem;
  yield { kind: 'failed' };
  const diagnostic = offsetDiagnostic(error.code, file, error.offset, error.message);
  yield { kind: 'diagnostic', diagnostic };
}

function atByte(file: DiskFile, bad: BadByte): NotCut {
  // After a last backslash it is beyond the end.
  const offset = Math.min(bad.offset, file.size);
  const piece = new FilePiece(file, offset, Math.min(offset + 8, file.size));
  return new NotCut('it is not JSON', {
    file: piece,
    error: unexpected(piece.text, 0, bad.context),
  });
}

function* readCut(
  file: DiskFile,
  { start, end, items }: CutDocument,
  scan: Scan,
): Generator<StreamEntry> {
  const duplicates = !isProgramJson(file.size);
  if (items === null) {
    const piece = new FilePiece(file, start, end);
    const value = parse(piece.text, piece);
    yield { kind: 'document', value, start: 0, end: piece.text.length, duplicates, file: piece };
    scan.read(end);
    return;
  }
  const header = readHeader(file, start, end, items);
  const pieces = readItems(file, items, duplicates, scan);
  yield { kind: 'list', ...header, pieces };
}

/** A list without its items but the first, which shows what the list is made of. */
function readHeader(
  whole: DiskFile,
  start: number,
  end: number,
  { open, close, starts, ends }: CutItems,
): { header: Mapping; file: SourceFile; start: number; end: number } {
  const [firstStart = open + 1, firstEnd = open + 1] = [starts[0], ends[0]];
  const before = new FilePiece(whole, start, firstEnd);
  const after = new FilePiece(whole, close - 1, end);
  const text = before.text + after.text;
  const file: SourceFile = { name: whole.name, text, origin: before.origin };
  try {
    const header: unknown = JSON.parse(text);
    if (isObject(header)) return { header, file, start: 0, end: text.length };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  // Either half may be what is wrong.
  if (firstEnd > firstStart) parse(whole.bytes(firstStart, firstEnd).toString('utf8'), before);
  throw problemOf(text, file);
}

function* readItems(
  file: DiskFile,
  { starts, ends }: CutItems,
  duplicates: boolean,
  scan: Scan,
): Generator<Piece> {
  const window = new ByteWindow(file, starts[0] ?? 0);
  for (const [index, start] of starts.entries()) {
    const end = ends[index] ?? start;
    window.at(end - 1, start);
    const piece = new FilePiece(file, start, end);
    const text = window.text(start, end);
    const value = parse(text, piece);
    yield { value, start: 0, end: text.length, duplicates, file: piece, path: [] };
    scan.read(end);
  }
}

function parse(text: string, piece: FilePiece): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw problemOf(text, piece);
  }
}

/** What JSON lacks in a text that is none, or that is more than one value. */
function problemOf(text: string, file: SourceFile): NotCut {
  try {
    const end = scanJson(text, 0);
    return new NotCut('it is not JSON', { file, error: unexpected(text, end, 'after a value') });
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    return new NotCut('it is not JSON', { file, error });
  }
}
