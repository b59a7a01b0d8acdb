import {
  formatPointer,
  type FieldPath,
  type Locator,
  type ObjectSource,
  type Position,
} from '../model/source.ts';
import type { JsonTree } from './json-tree.ts';
import { positionAt } from './lines.ts';
import { openSlice } from './slices.ts';
import type { YamlTree } from './yaml-tree.ts';

/**
 * Finds fields by parsing the slice that their object was read from once more.
 *
 * `key` is the key of a field, and for an element of a block sequence its dash; `value` is the
 * value, or the key of a field without a written value. The value of a field that is an alias is
 * the alias; what lies below an alias or comes from a merge is where it is written.
 *
 * What was found is kept: an answer about all pairs asks for the same rules again and again.
 */
export function createLocator(): Locator {
  const found = new WeakMap<ObjectSource, Map<string, Position>>();
  return {
    locate(source: ObjectSource, path: FieldPath, at: 'key' | 'value'): Position {
      let known = found.get(source);
      if (known === undefined) found.set(source, (known = new Map<string, Position>()));
      const key = `${at} ${formatPointer(path)}`;
      const position = known.get(key) ?? find(source, path, at);
      known.set(key, position);
      return position;
    },
  };
}

function find(source: ObjectSource, path: FieldPath, at: 'key' | 'value'): Position {
  const { slice, path: base } = openSlice(source);
  const full = [...base, ...path];
  const offset =
    slice.kind === 'json'
      ? locateJson(slice.tree, slice.root, full, at)
      : locateYaml(slice.tree, full, at);
  return positionAt(source.file, offset === -1 ? source.start : offset);
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
