import type { ObjectSource } from '../model/source.ts';
import { documentEnd } from './chunks.ts';
import { scanJson, skipJsonSpace } from './json-text.ts';
import { ReadError } from './read-error.ts';
import { YamlTree } from './yaml-tree.ts';
import { parseYamlDocument } from './yaml-text.ts';

/** The text of a slice, parsed again to find places in it. */
export type Slice =
  | { readonly kind: 'json'; readonly root: number }
  | { readonly kind: 'yaml'; readonly tree: YamlTree };

/** Parses the slice that an object was read from once more. */
export function openSlice({ file, start, end }: ObjectSource): Slice {
  const { text } = file;
  const root = skipJsonSpace(text, text.charCodeAt(start) === 0xfeff ? start + 1 : start);
  if (text.charAt(root) === '{' && isJson(text, root, end)) return { kind: 'json', root };
  const slice = text.slice(start, documentEnd(text, start, end));
  const parsed = parseYamlDocument(slice);
  return { kind: 'yaml', tree: new YamlTree(parsed.text, parsed.events, start) };
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
