import type { FieldPath, ObjectSource, SourceFile } from '../model/source.ts';
import { documentEnd } from './chunks.ts';
import { FilePiece } from './disk-file.ts';
import { cutJsonItems, type JsonPiece } from './json-pieces.ts';
import { skipJsonSpace } from './json-text.ts';
import { JsonTree } from './json-tree.ts';
import { ReadError } from './read-error.ts';
import { YamlTree } from './yaml-tree.ts';
import { parseYamlDocument } from './yaml-text.ts';

/** The text of a slice, parsed again to find places in it. */
export type Slice =
  | { readonly kind: 'json'; readonly root: number; readonly tree: JsonTree }
  | { readonly kind: 'yaml'; readonly root: number; readonly tree: YamlTree };

/** A slice, and the steps from its root to the object that it was opened for. */
export interface OpenSlice {
  readonly slice: Slice;
  readonly path: FieldPath;
}

interface Kept {
  /** Where the text starts in its file. */
  readonly base: number;
  readonly start: number;
  readonly end: number;
  readonly slice: Slice;
}

/** The slices of each file that were asked for last: questions come in runs about one object. */
const kept = new WeakMap<SourceFile, Kept[]>();
const KEPT = 4;
/** A large file is asked about many objects. */
const KEPT_OF_LARGE = 16;

/** Shorter texts are read again as a whole just as fast. */
const LONG_JSON = 100_000;

/** Where the items of a long JSON list are in a file; null where it cannot be cut. */
const cuts = new WeakMap<SourceFile, readonly JsonPiece[] | null>();

/** Parses the slice that an object was read from once more, or only the item that it is. */
export function openSlice(source: ObjectSource): OpenSlice {
  const { file, path } = source;
  const item = itemOf(source);
  return item === undefined
    ? { slice: parseOnce(source), path }
    : { slice: parseOnce({ file, ...item }), path: path.slice(2) };
}

/** The offsets of an item of a long JSON list, where it can be told without reading the others. */
function itemOf({ file, start, end, path }: ObjectSource): JsonPiece | undefined {
  const [items, index] = path;
  if (items !== 'items' || typeof index !== 'number' || end - start < LONG_JSON) return undefined;
  // Only a file that is one list: start and end are then the file's own.
  if (skipJsonSpace(file.text, 0) !== skipJsonSpace(file.text, start)) return undefined;
  let pieces = cuts.get(file);
  if (pieces === undefined) {
    pieces = cutJsonItems(file.text) ?? null;
    cuts.set(file, pieces);
  }
  return pieces?.[index];
}

function parseOnce({ file, start, end }: Pick<ObjectSource, 'file' | 'start' | 'end'>): Slice {
  const [whole, base] = file instanceof FilePiece ? [file.whole, file.start] : [file, 0];
  const known = kept.get(whole) ?? [];
  const index = known.findIndex((entry) => {
    return entry.base === base && entry.start === start && entry.end === end;
  });
  const [entry = { base, start, end, slice: parse(file.text, start, end) }] =
    index === -1 ? [] : known.splice(index, 1);
  kept.set(whole, [entry, ...known.slice(0, (whole === file ? KEPT : KEPT_OF_LARGE) - 1)]);
  return entry.slice;
}

function parse(text: string, start: number, end: number): Slice {
  const root = skipJsonSpace(text, text.charCodeAt(start) === 0xfeff ? start + 1 : start);
  const tree = text.charAt(root) === '{' ? jsonTree(text, root, end) : undefined;
  if (tree !== undefined) return { kind: 'json', root, tree };
  const slice = parseYamlDocument(text.slice(start, documentEnd(text, start, end)));
  const yaml = new YamlTree(slice.text, slice.events, start);
  return { kind: 'yaml', root: yaml.root, tree: yaml };
}

/** The text as JSON, where it is JSON up to its end; flow-style YAML can start like JSON. */
function jsonTree(text: string, root: number, end: number): JsonTree | undefined {
  const tree = new JsonTree(text);
  try {
    return skipJsonSpace(text, tree.end(root)) >= end ? tree : undefined;
  } catch (error) {
    if (error instanceof ReadError) return undefined;
    throw error;
  }
}
