import type { FieldPath, Locator, ObjectSource, Position } from '../model/source.ts';
import { JsonTree } from './json-tree.ts';
import { positionAt } from './lines.ts';
import { openSlice } from './slices.ts';
import type { YamlTree } from './yaml-tree.ts';

/** How many slices are kept parsed. */
const KEPT = 4;

type Opened =
  | { readonly kind: 'json'; readonly root: number; readonly tree: JsonTree }
  | { readonly kind: 'yaml'; readonly tree: YamlTree };

interface Kept {
  readonly source: ObjectSource;
  readonly opened: Opened;
}

/**
 * Finds fields by parsing the slice that their object was read from once more. The last few
 * slices are kept, so that several questions about one object cost little more than one.
 *
 * `key` is the key of a field, and for an element of a block sequence its dash; `value` is the
 * value, or the key of a field without a written value. The value of a field that is an alias is
 * the alias; what lies below an alias or comes from a merge is where it is written.
 */
export function createLocator(): Locator {
  const kept: Kept[] = [];

  function open(source: ObjectSource): Opened {
    const found = kept.findIndex(
      ({ source: other }) =>
        other.file === source.file && other.start === source.start && other.end === source.end,
    );
    const [entry = { source, opened: read(source) }] = found === -1 ? [] : kept.splice(found, 1);
    kept.unshift(entry);
    kept.length = Math.min(kept.length, KEPT);
    return entry.opened;
  }

  return {
    locate(source: ObjectSource, path: FieldPath, at: 'key' | 'value'): Position {
      const opened = open(source);
      const full = [...source.path, ...path];
      const offset =
        opened.kind === 'json'
          ? locateJson(opened.tree, opened.root, full, at)
          : locateYaml(opened.tree, full, at);
      return positionAt(source.file, offset === -1 ? source.start : offset);
    },
  };
}

function read(source: ObjectSource): Opened {
  const slice = openSlice(source);
  if (slice.kind === 'yaml') return slice;
  return { kind: 'json', root: slice.root, tree: new JsonTree(source.file.text) };
}

function locateJson(tree: JsonTree, root: number, path: FieldPath, at: 'key' | 'value'): number {
  let found = { key: root, value: root };
  for (const step of path) {
    const child = tree.child(found.value, step);
    if (child === undefined) return found.key;
    found = child;
  }
  return found[at];
}

function locateYaml(tree: YamlTree, path: FieldPath, at: 'key' | 'value'): number {
  let value = tree.root;
  let key = tree.offset(value);
  for (const step of path) {
    const child = tree.child(value, step);
    if (child === undefined) return key;
    key = typeof step === 'number' ? tree.dash(value, step) : tree.offset(child.key);
    value = child.value;
  }
  const start = tree.offset(value);
  return at === 'value' && start !== -1 ? start : key;
}
