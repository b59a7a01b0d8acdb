import type { Diagnostic } from '../model/diagnostic.ts';
import type { FieldPath, ObjectSource, SourceFile } from '../model/source.ts';
import type { Mapping } from './construct.ts';
import { joinedDocuments, listKeyWarnings, markDuplicateFree } from './duplicate-keys.ts';
import { readStream } from './json-stream.ts';
import { excerpt, jsonType, objectDiagnostic } from './object-diagnostic.ts';
import { isObject } from './plain-object.ts';
import type { ReadDocument } from './yaml-stream.ts';

export { duplicateKeyWarnings } from './duplicate-keys.ts';
export { READ_CODES } from './read-error.ts';
export type { ReadCode } from './read-error.ts';

/** One object of the input, items of lists already taken out. */
export interface RawObject {
  readonly value: Record<string, unknown>;
  readonly source: ObjectSource;
}

export interface ReadResult {
  readonly objects: readonly RawObject[];
  readonly diagnostics: readonly Diagnostic[];
  /** Documents that are not empty, whether they could be read or not. */
  readonly documents: number;
}

/** Lists in lists deeper than this are refused. */
const MAX_LISTS = 8;

/**
 * Reads a whole file as kubectl does: JSON where the text starts with `{`, else YAML documents
 * between `---` lines. Lists become their items. A document that cannot be read leaves a
 * diagnostic and does not stop the reading of the others. Never throws.
 */
export function readDocuments(file: SourceFile): ReadResult {
  const reader = new Reader(file);
  for (const entry of readStream(file)) {
    switch (entry.kind) {
      case 'diagnostic':
        reader.diagnostics.push(entry.diagnostic);
        break;
      case 'failed':
        reader.documents++;
        break;
      case 'document':
        reader.documents++;
        reader.add(entry.value, entry, []);
        break;
      case 'list': {
        reader.documents++;
        const list = reader.header(entry.header, entry);
        if (list === undefined) break;
        for (const piece of entry.pieces) reader.item(piece.value, piece, [0], list, 1);
      }
    }
  }
  return reader;
}

/** The kind and apiVersion that a list gives to items with neither. */
interface ListType {
  readonly kind: string;
  readonly apiVersion: string;
}

type Where = Omit<ReadDocument, 'value'>;

class Reader implements ReadResult {
  readonly objects: RawObject[] = [];
  readonly diagnostics: Diagnostic[] = [];
  documents = 0;
  private readonly file: SourceFile;

  constructor(file: SourceFile) {
    this.file = file;
  }

  /** A list or a single object. */
  add(value: unknown, where: Where, path: FieldPath, lists = 0): void {
    const source = this.source(where, path);
    if (!isObject(value)) {
      const message = `json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`;
      const hint = 'a document must be an object with apiVersion and kind';
      this.report('document-not-object', source, [], message, hint);
      return;
    }
    if (path.length === 0) this.diagnostics.push(...joinedDocuments(source));
    const items = Object.hasOwn(value, 'items') ? (value['items'] ?? undefined) : undefined;
    if (items === undefined) {
      if (this.hasType(value, source)) this.objects.push({ value, source });
      return;
    }
    const list = this.listType(value, source);
    if (list === undefined) return;
    if (!Array.isArray(items)) {
      const message = `json: cannot unmarshal ${jsonType(items)} into Go struct field .items of type []json.RawMessage`;
      const hint = 'an object with a field "items" is a list to kubectl, whatever its kind';
      this.report('list-items', source, ['items'], message, hint);
    } else if (lists === MAX_LISTS) {
      this.report(
        'list-nesting',
        source,
        [],
        `lists may be nested ${String(MAX_LISTS)} deep at most`,
      );
    } else {
      this.diagnostics.push(...listKeyWarnings(source));
      for (const [index, item] of items.entries()) {
        this.item(item, where, [...path, 'items', index], list, lists + 1);
      }
    }
  }

  /** The type of a list whose items are read apart. */
  header(value: Mapping, where: Omit<Where, 'duplicates'>): ListType | undefined {
    return this.listType(value, this.source({ ...where, duplicates: true }, []));
  }

  item(value: unknown, where: Where, path: FieldPath, list: ListType, lists: number): void {
    if (!isObject(value)) {
      const message = `json: cannot unmarshal ${jsonType(value)} into Go value of type map[string]interface {}`;
      const hint = 'every item of a list must be an object';
      this.report('list-items', this.source(where, path), [], message, hint);
      return;
    }
    const bare = nameOf(value, 'kind') === '' && nameOf(value, 'apiVersion') === '';
    this.add(bare && list.kind !== '' ? { ...value, ...list } : value, where, path, lists);
  }

  private listType(value: Mapping, source: ObjectSource): ListType | undefined {
    if (!this.hasType(value, source)) return undefined;
    const kind = nameOf(value, 'kind').replace(/List$/, '');
    return { kind, apiVersion: nameOf(value, 'apiVersion') };
  }

  /** Whether an object says its kind and apiVersion. */
  private hasType(value: Mapping, source: ObjectSource): boolean {
    if (nameOf(value, 'kind') === '') {
      const message = `Object 'Kind' is missing in '${excerpt(value)}'`;
      this.report('object-kind-missing', source, ['kind'], message);
      return false;
    }
    if (nameOf(value, 'apiVersion') === '') {
      this.report('object-api-version-missing', source, ['apiVersion'], 'apiVersion not set');
      return false;
    }
    return true;
  }

  private source({ start, end, duplicates }: Where, path: FieldPath): ObjectSource {
    const source = { file: this.file, start, end, document: this.documents, path };
    if (!duplicates) markDuplicateFree(source);
    return source;
  }

  private report(...args: Parameters<typeof objectDiagnostic>): void {
    this.diagnostics.push(objectDiagnostic(...args));
  }
}

/** A field that must be a string to count. */
function nameOf(value: Mapping, field: string): string {
  const name = Object.hasOwn(value, field) ? value[field] : undefined;
  return typeof name === 'string' ? name : '';
}
