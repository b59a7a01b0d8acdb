import type { Diagnostic } from '../model/diagnostic.ts';
import { formatFieldPath } from '../model/source.ts';
import type { FieldPath, ObjectSource, SourceFile } from '../model/source.ts';
import { scanJson, skipJsonSpace } from './json-text.ts';
import { lineOf } from './lines.ts';
import { offsetDiagnostic } from './read-error.ts';
import { openSlice } from './slices.ts';
import type { YamlTree } from './yaml-tree.ts';

/** JSON longer than this comes from a program, which writes no key twice: it is not read again. */
const LONG_JSON = 1_000_000;

/** Whether JSON of a length is trusted to have no key twice. */
export function isProgramJson(length: number): boolean {
  return length > LONG_JSON;
}

/** Whether a slice of a text is such JSON. */
export function isProgramText({ text }: SourceFile, start: number, end: number): boolean {
  return isProgramJson(end - start) && text.charAt(skipJsonSpace(text, start)) === '{';
}

/**
 * A warning for each key that occurs again in the same mapping of an object: kubectl takes the
 * last one in silence, the API server never sees the others.
 */
export function duplicateKeyWarnings(source: ObjectSource): readonly Diagnostic[] {
  return findDuplicates(source, Infinity);
}

/** The same for the keys of a list itself: a second `items` silently replaces the first. */
export function listKeyWarnings(source: ObjectSource): readonly Diagnostic[] {
  return findDuplicates(source, 1);
}

/**
 * An error where a document says its kind twice: it is two objects, joined by a tool that puts files
 * together as they are, and kubectl would read the last of them alone.
 */
export function joinedDocuments(source: ObjectSource): readonly Diagnostic[] {
  const { file } = source;
  const errors: Diagnostic[] = [];
  eachDuplicate(source, 1, (_, name, first, last) => {
    if (name !== 'kind') return;
    const [was, is] = [String(lineOf(file, first)), String(lineOf(file, last))];
    const message = `"kind" stands in line ${was} and again in line ${is}: two objects run together, of which only the last would be read`;
    const hint = 'put a line --- between them';
    errors.push(offsetDiagnostic('documents-joined', file, last, message, hint, name));
  });
  return errors;
}

function findDuplicates(source: ObjectSource, depth: number): readonly Diagnostic[] {
  const { file } = source;
  const warnings: Diagnostic[] = [];
  eachDuplicate(source, depth, (path, name, first, last) => {
    const [was, is] = [String(lineOf(file, first)), String(lineOf(file, last))];
    const message = `key "${name}" occurs again: line ${is} replaces line ${was}`;
    const hint = 'kubectl takes the last one in silence; remove one of them';
    const field = formatFieldPath([...path, name]);
    warnings.push(offsetDiagnostic('duplicate-key', file, last, message, hint, field));
  });
  return warnings;
}

function eachDuplicate(source: ObjectSource, depth: number, warn: Warn): void {
  const { slice, path } = openSlice(source);
  let root: number | undefined = slice.root;
  for (const step of path) {
    if (root !== undefined) root = slice.tree.child(root, step)?.value;
  }
  if (root === undefined) return;
  if (slice.kind === 'yaml') walkYaml(slice.tree, root, [], depth, warn);
  else if (depth === 1) checkNames(slice.tree.children(root), (child) => child.key, [], warn);
  else walkJson(source.file.text, root, warn);
}

type Warn = (path: FieldPath, name: string, first: number, last: number) => void;

function checkNames<Entry extends { readonly name: string }>(
  entries: readonly Entry[],
  offset: (entry: Entry) => number,
  path: FieldPath,
  warn: Warn,
): void {
  const seen = new Map<string, number>();
  for (const entry of entries) {
    const first = seen.get(entry.name);
    if (first !== undefined) warn(path, entry.name, first, offset(entry));
    seen.set(entry.name, offset(entry));
  }
}

function walkYaml(tree: YamlTree, index: number, path: FieldPath, depth: number, warn: Warn): void {
  if (depth === 0) return;
  if (tree.kind(index) === 'sequence') {
    for (const [at, { value }] of tree.elements(index).entries()) {
      walkYaml(tree, value, [...path, at], depth - 1, warn);
    }
  } else if (tree.kind(index) === 'mapping') {
    const entries = tree.entries(index);
    checkNames(entries, ({ key }) => tree.offset(key), path, warn);
    for (const { name, value } of entries) {
      walkYaml(tree, value, [...path, name], depth - 1, warn);
    }
  }
}

/** What is known of an open object or array while JSON is scanned. */
interface Open {
  /** The keys so far with their offsets; undefined in an array. */
  readonly seen: Map<string, number> | undefined;
  /** The key or index of the value being scanned. */
  step: string | number;
}

function walkJson(text: string, root: number, warn: Warn): void {
  const open: Open[] = [];
  scanJson(text, root, {
    key: (start, end) => {
      const last = open.at(-1);
      if (last?.seen === undefined) return;
      const name = JSON.parse(text.slice(start, end)) as string;
      const first = last.seen.get(name);
      const path = open.slice(0, -1).map(({ step }) => step);
      if (first !== undefined) warn(path, name, first, start);
      last.seen.set(name, start);
      last.step = name;
    },
    value: (_, isArray) => {
      const last = open.at(-1);
      if (typeof last?.step === 'number') last.step++;
      if (isArray !== undefined) {
        open.push(isArray ? { seen: undefined, step: -1 } : { seen: new Map(), step: '' });
      }
    },
    close: () => {
      open.pop();
    },
  });
}
