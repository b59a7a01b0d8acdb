import type { SourceFile } from '../model/source.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import { documentEnd, isBlank, splitChunks } from './chunks.ts';
import type { Chunk } from './chunks.ts';
import { Constructor } from './construct.ts';
import { readPieces } from './list-pieces.ts';
import type { CutList } from './list-pieces.ts';
import { offsetDiagnostic, ReadError } from './read-error.ts';
import { isTemplate, templateDiagnostic } from './template.ts';
import { ALIAS, DOCUMENT, nodeStart, skipNode } from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { checkControl, parseYaml, parseYamlDocument } from './yaml-text.ts';

/** A document as it was read, before it is known to be an object. */
export interface ReadDocument {
  /** Where it was read, if that is a piece of the file. */
  readonly file?: SourceFile;
  readonly value: unknown;
  readonly start: number;
  readonly end: number;
  /** Whether a mapping in it may have the same key twice. */
  readonly duplicates: boolean;
}

/** What a stream of documents is made of. Empty documents are left out. */
export type StreamEntry =
  | ({ readonly kind: 'document' } & ReadDocument)
  | ({ readonly kind: 'list' } & Omit<ReadDocument, 'value' | 'duplicates'> & CutList)
  | { readonly kind: 'failed' }
  | { readonly kind: 'diagnostic'; readonly diagnostic: Diagnostic };

/** Documents are parsed together up to this size: one call for each would be 3 times slower. */
const BATCH = 4_000_000;

/** Lists longer than this are read item by item. */
const LONG_LIST = 100_000;

/** Reads the YAML documents of a file from an offset on. */
export function* readYamlStream(file: SourceFile, from: number): Generator<StreamEntry> {
  const { text } = file;
  const chunks = splitChunks(text, from);
  for (let first = 0; first < chunks.length;) {
    const last = lastOfBatch(text, chunks, first);
    const together = last > first ? readTogether(text, chunks, first, last) : undefined;
    if (together !== undefined) yield* together;
    else for (const chunk of chunks.slice(first, last + 1)) yield* readChunk(file, chunk);
    first = last + 1;
  }
}

function lastOfBatch(text: string, chunks: readonly Chunk[], first: number): number {
  const start = chunks[first]?.start ?? 0;
  let last = first;
  for (let index = first; index < chunks.length; index++) {
    const chunk = chunks[index];
    // A byte order mark may only start a document that is parsed alone.
    if (chunk === undefined || text.charCodeAt(chunk.start) === 0xfeff) break;
    if (chunk.afterSeparator !== '' || chunk.end - start > BATCH) break;
    last = index;
  }
  return last;
}

/** Reads some chunks with one call, or returns undefined where that might differ from one by one. */
function readTogether(
  text: string,
  chunks: readonly Chunk[],
  first: number,
  last: number,
): StreamEntry[] | undefined {
  let from = first;
  const [head, tail] = [chunks[first], chunks[last]];
  if (head === undefined || tail === undefined) return undefined;
  if (head.separator === head.start && isBlank(text, head.start, head.end)) from++;
  const base = chunks[from]?.separator ?? head.start;
  // What follows `...` would be a document of its own here, but not to kubectl.
  if (documentEnd(text, base, tail.end) !== tail.end) return undefined;
  const entries: StreamEntry[] = [];
  try {
    const { text: slice, events } = parseYaml(text.slice(base, tail.end));
    let next = 0;
    for (const { start, end } of chunks.slice(from, last + 1)) {
      const event = events[next];
      if (event?.type !== DOCUMENT || event.explicitEnd || event.directives.length > 0) {
        return undefined;
      }
      const constructor = new Constructor(slice, events, next + 1);
      const value = constructor.node();
      next = constructor.next + 1;
      const { duplicates } = constructor;
      if (value !== null) entries.push({ kind: 'document', value, start, end, duplicates });
    }
    return next === events.length ? entries : undefined;
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}

function* readChunk(file: SourceFile, chunk: Chunk): Generator<StreamEntry> {
  const { text } = file;
  const { start, end } = chunk;
  if (chunk.afterSeparator !== '') {
    yield { kind: 'failed' };
    yield { kind: 'diagnostic', diagnostic: separatorDiagnostic(file, chunk) };
    return;
  }
  if (isBlank(text, start, end)) return;
  if (end - start > LONG_LIST) {
    const list = readPieces(text, start, end);
    if (list !== undefined) {
      yield { kind: 'list', start, end, ...list };
      return;
    }
  }
  const stop = documentEnd(text, start, end);
  const slice = text.slice(start, stop);
  try {
    checkControl(text.slice(start, end));
    if (stop < end && isBlank(text, start, stop)) {
      throw new ReadError('yaml-syntax', stop - start, 'did not find expected node content');
    }
    const parsed = parseYamlDocument(slice);
    const { events } = parsed;
    if (events.length === 0) return;
    const constructor = new Constructor(parsed.text, events, 1);
    const value = constructor.node();
    const { duplicates } = constructor;
    if (value !== null) yield { kind: 'document', value, start, end, duplicates };
    const rest = secondDocument(events);
    if (rest !== -1) yield restIgnored(file, start + rest);
    else if (stop < end && !isBlank(text, stop + 3, end)) yield restIgnored(file, stop);
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    const offset = start + error.offset;
    yield { kind: 'failed' };
    const diagnostic = isTemplate(slice)
      ? templateDiagnostic(file, offset)
      : offsetDiagnostic(error.code, file, offset, error.message, error.hint);
    yield { kind: 'diagnostic', diagnostic };
  }
}

/** The offset of a second document, which lone carriage returns can hide from the splitter. */
function secondDocument(events: readonly Event[]): number {
  const second = skipNode(events, 0);
  if (second >= events.length) return -1;
  for (const event of events.slice(second)) {
    const offset = event.type === ALIAS ? event.anchorStart : nodeStart(event);
    if (offset !== -1) return offset;
  }
  return -1;
}

function restIgnored(file: SourceFile, offset: number): StreamEntry {
  const message = 'kubectl ignores everything from here to the next "---" line';
  const hint = 'start each document with a "---" line';
  const diagnostic = offsetDiagnostic('document-rest-ignored', file, offset, message, hint);
  return { kind: 'diagnostic', diagnostic };
}

function separatorDiagnostic(file: SourceFile, chunk: Chunk): Diagnostic {
  const { afterSeparator, separator } = chunk;
  if (isTemplate(afterSeparator)) return templateDiagnostic(file, separator);
  const message = `invalid Yaml document separator: ${afterSeparator}`;
  const hint = 'only a comment may follow "---" on its line';
  return offsetDiagnostic('yaml-separator', file, separator, message, hint);
}
