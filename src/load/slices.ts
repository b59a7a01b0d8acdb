import type { ObjectSource, SourceFile } from '../model/source.ts';
import { documentEnd } from './chunks.ts';
import { skipJsonSpace } from './json-text.ts';
import { JsonTree } from './json-tree.ts';
import { ReadError } from './read-error.ts';
import { YamlTree } from './yaml-tree.ts';
import { parseYamlDocument } from './yaml-text.ts';

/** The text of a slice, parsed again to find places in it. */
export type Slice =
  | { readonly kind: 'json'; readonly root: number; readonly tree: JsonTree }
  | { readonly kind: 'yaml'; readonly root: number; readonly tree: YamlTree };

interface Kept {
  readonly start: number;
  readonly end: number;
  readonly slice: Slice;
}

/** The slices of each file that were asked for last: questions come in runs about one object. */
const kept = new WeakMap<SourceFile, Kept[]>();
const KEPT = 4;

/** Parses the slice that an object was read from once more. */
export function openSlice({ file, start, end }: ObjectSource): Slice {
  const known = kept.get(file) ?? [];
  const index = known.findIndex((entry) => entry.start === start && entry.end === end);
  const [entry = { start, end, slice: parse(file.text, start, end) }] =
    index === -1 ? [] : known.splice(index, 1);
  kept.set(file, [entry, ...known.slice(0, KEPT - 1)]);
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
