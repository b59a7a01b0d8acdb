import type { ObjectSource, SourceFile } from '../model/source.ts';
import { documentEnd } from './chunks.ts';
import { scanJson, skipJsonSpace } from './json-text.ts';
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
  if (text.charAt(root) === '{' && isJson(text, root, end)) {
    return { kind: 'json', root, tree: new JsonTree(text) };
  }
  const slice = parseYamlDocument(text.slice(start, documentEnd(text, start, end)));
  const tree = new YamlTree(slice.text, slice.events, start);
  return { kind: 'yaml', root: tree.root, tree };
}

/** Whether the text is JSON up to its end; flow-style YAML can start like JSON. */
function isJson(text: string, root: number, end: number): boolean {
  try {
    return skipJsonSpace(text, scanJson(text, root)) >= end;
  } catch (error) {
    if (error instanceof ReadError) return false;
    throw error;
  }
}
