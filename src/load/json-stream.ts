import type { SourceFile } from '../model/source.ts';
import { splitChunks } from './chunks.ts';
import { isProgramJson } from './duplicate-keys.ts';
import { readJsonPieces } from './json-pieces.ts';
import { scanJson, skipJsonSpace } from './json-text.ts';
import { offsetDiagnostic, ReadError } from './read-error.ts';
import { isTemplate } from './template.ts';
import { readYamlStream } from './yaml-stream.ts';
import type { StreamEntry } from './yaml-stream.ts';

/**
 * Reads the documents of a file: as JSON where its first character is `{`, else as YAML. With
 * `cut`, a long JSON list is read item by item, where a NotCut may be thrown.
 */
export function readStream(file: SourceFile, cut = false): Generator<StreamEntry> {
  const first = /[^\s\ufeff]/.exec(file.text);
  return first?.[0] === '{' ? readJsonStream(file, first.index, cut) : readYamlStream(file, 0);
}

/**
 * Reads a text that starts with `{`: one or more JSON objects, with or without line breaks
 * between them; after a `---` line YAML may follow. What is not JSON may still be YAML in flow
 * style, which newer versions of kubectl accept here too.
 */
function* readJsonStream(file: SourceFile, start: number, cut: boolean): Generator<StreamEntry> {
  const { text } = file;
  const list = cut && isProgramJson(text.length) ? readJsonPieces(text) : undefined;
  if (list !== undefined) {
    yield { kind: 'list', start, end: text.length, ...list };
    return;
  }
  const value = parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (value !== undefined && isTooDeep(text, start)) {
    yield* failed(file, new ReadError('json-syntax', start, 'exceeded max depth'));
    return;
  }
  if (value !== undefined) {
    yield { kind: 'document', value, start, end: text.length, duplicates: true };
    return;
  }
  let at = start;
  for (let count = 0; at < text.length; count++) {
    if (count > 0 && startsYaml(text, at)) {
      yield* readYamlStream(file, at);
      return;
    }
    let end: number;
    try {
      if (count > 0 && text.charAt(at) !== '{') {
        const shown = JSON.stringify(text.charAt(at)).slice(1, -1);
        throw new ReadError(
          'json-syntax',
          at,
          `invalid character '${shown}' after top-level value`,
        );
      }
      end = scanJson(text, at);
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      yield* count === 0 ? readFlowYaml(file, start, error) : failed(file, error);
      return;
    }
    const object: unknown = JSON.parse(text.slice(at, end));
    const duplicates = !isProgramJson(text.length);
    yield { kind: 'document', value: object, start: at, end, duplicates };
    at = skipJsonSpace(text, end);
  }
}

/** Longer texts come from a program that nests what the API nests. */
const MEASURED = 1_000_000;

/** Whether values are nested deeper than kubectl's own limit. */
function isTooDeep(text: string, start: number): boolean {
  if (text.length > MEASURED) return false;
  try {
    scanJson(text, start);
    return false;
  } catch (error) {
    if (error instanceof ReadError) return true;
    throw error;
  }
}

/** `undefined` is no JSON value, so it can stand for "not JSON". */
function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** A separator or a comment after JSON: what follows is YAML. */
function startsYaml(text: string, at: number): boolean {
  const atLineStart = at === 0 || '\r\n'.includes(text.charAt(at - 1));
  return text.charAt(at) === '#' || (atLineStart && text.startsWith('---', at));
}

/** Nobody writes more than this by hand, and as YAML it would take twenty times as much memory. */
const LONGEST_FLOW = 16_000_000;

/** Reads the text as YAML; where its first document is not YAML either, says why it is not JSON. */
function* readFlowYaml(file: SourceFile, start: number, error: ReadError): Generator<StreamEntry> {
  if (file.text.length > LONGEST_FLOW && looksLikeJson(file.text, start)) {
    yield* failed(file, error);
    return;
  }
  const first = splitChunks(file.text)[0];
  let isFirst = true;
  for (const entry of readYamlStream(file, 0)) {
    if (
      isFirst &&
      entry.kind === 'failed' &&
      first !== undefined &&
      looksLikeJson(file.text, start)
    ) {
      yield* failed(file, error);
      return;
    }
    isFirst = false;
    yield entry;
  }
}

function looksLikeJson(text: string, start: number): boolean {
  return /^\{\s*["}]/.test(text.slice(start, start + 1000)) && !isTemplate(text);
}

function* failed(file: SourceFile, error: ReadError): Generator<StreamEntry> {
  yield { kind: 'failed' };
  const diagnostic = offsetDiagnostic(error.code, file, error.offset, error.message, error.hint);
  yield { kind: 'diagnostic', diagnostic };
}
