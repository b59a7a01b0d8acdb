import type { Diagnostic } from '../model/diagnostic.ts';
import type { FieldPath, ObjectSource, SourceFile } from '../model/source.ts';
import type { Mapping } from './construct.ts';
import { isProgramText, joinedDocuments, listKeyWarnings } from './duplicate-keys.ts';
import { readStream } from './json-stream.ts';
import { excerpt, jsonType, objectDiagnostic } from './object-diagnostic.ts';
import { isObject } from './plain-object.ts';
import type { ReadDocument, StreamEntry } from './yaml-stream.ts';

export { READ_CODES } from './read-error.ts';
export type { ReadCode } from './read-error.ts';

/** One object of the input, items of lists already taken out. */
export interface RawObject {
  readonly value: Record<string, unknown>;
  readonly source: ObjectSource;
  /** Whether a mapping in it may have the same key twice. */
  readonly duplicates: boolean;
}

/** What was read of a file besides its objects. */
export interface ReadSummary {
  readonly diagnostics: readonly Diagnostic[];
  /** Documents that are not empty, whether they could be read or not. */
  readonly documents: number;
  /** How many objects there were. */
  readonly count: number;
  /** Those of the diagnostics that are about items of lists. */
  readonly ofItems: ReadonlySet<Diagnostic>;
}

export interface ReadResult extends ReadSummary {
  readonly objects: readonly RawObject[];
}

/** Lists in lists deeper than this are refused. */
const MAX_LISTS = 8;

/**
 * Reads a whole file as kubectl does: JSON where the text starts with `{`, else YAML documents
 * between `---` lines. Lists become their items. A document that cannot be read leaves a
 * diagnostic and does not stop the reading of the others. Never throws.
 */
export function readDocuments(file: SourceFile): ReadResult {
  const objects: RawObject[] = [];
  const reader = new DocumentReader(file, (object) => objects.push(object));
  for (const entry of readStream(file)) Array.from(reader.read(entry));
  const { diagnostics, documents, count, ofItems } = reader;
  return { objects, diagnostics, documents, count, ofItems };
}

/** The kind and apiVersion that a list gives to items with neither. */
interface ListType {
  readonly kind: string;
  readonly apiVersion: string;
}

type Where = Omit<ReadDocument, 'value'>;

/** Makes objects of the entries of a stream, and hands over each as soon as it is read. */
export class DocumentReader implements ReadSummary {
  readonly diagnostics: Diagnostic[] = [];
  readonly ofItems = new Set<Diagnostic>();
  documents = 0;
  count = 0;
  private readonly file: SourceFile;
  private readonly each: (object: RawObject) => void;

  constructor(file: SourceFile, each: (object: RawObject) => void) {
    this.file = file;
    this.each = each;
  }

  /** Reads an entry; of a list one item at a time. */
  *read(entry: StreamEntry): Generator<undefined> {
    switch (entry.kind) {
      case 'diagnostic':
        this.diagnostics.push(entry.diagnostic);
        break;
      case 'failed':
        this.documents++;
        break;
      case 'document':
        this.documents++;
        this.add(entry.value, this.trusted(entry), []);
        break;
      case 'list': {
        this.documents++;
        const list = this.header(entry.header, entry);
        const { file = this.file } = entry;
        // Of a list without a kind too, since only its items show whether it could be cut.
        for (const piece of entry.pieces) {
          if (list !== undefined) {
            this.item(piece.value, { file, ...piece }, piece.path, list, 1);
          }
          yield;
        }
      }
    }
  }

  /** A list or a single object. */
  private add(value: unknown, where: Where, path: FieldPath, lists = 0): void {
    const source = this.source(where, path);
    let { duplicates } = where;
    if (!isObject(value)) {
      const message = `json: cannot unmarshal ${jsonType(value)} into Go value of type unstructured.detector`;
      const hint = 'a document must be an object with apiVersion and kind';
      this.report('document-not-object', source, [], message, hint);
      return;
    }
    if (lists === 0 && duplicates) {
      const joined = joinedDocuments(source);
      this.diagnostics.push(...joined);
      // The other keys that occur again do so for the same reason.
      if (joined.length > 0) duplicates = false;
    }
    const items = Object.hasOwn(value, 'items') ? (value['items'] ?? undefined) : undefined;
    if (items === undefined) {
      if (!this.hasType(value, source, lists)) return;
      this.count++;
      this.each({ value, source, duplicates });
      return;
    }
    const list = this.listType(value, source, lists);
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
      if (duplicates) this.diagnostics.push(...listKeyWarnings(source));
      for (const [index, item] of items.entries()) {
        this.item(item, where, [...path, 'items', index], list, lists + 1);
      }
    }
  }

  /** Long JSON need not be looked through for keys that occur again. */
  private trusted(where: Where): Where {
    const { file = this.file, start, end, duplicates } = where;
    return duplicates && isProgramText(file, start, end) ? { ...where, duplicates: false } : where;
  }

  /** The type of a list whose items are read apart. */
  private header(value: Mapping, where: Omit<Where, 'duplicates'>): ListType | undefined {
    return this.listType(value, this.source(where, []), 0);
  }

  private item(value: unknown, where: Where, path: FieldPath, list: ListType, lists: number): void {
    if (!isObject(value)) {
      const message = `json: cannot unmarshal ${jsonType(value)} into Go value of type map[string]interface {}`;
      const hint = 'every item of a list must be an object';
      this.report('list-items', this.source(where, path), [], message, hint);
      return;
    }
    const bare = nameOf(value, 'kind') === '' && nameOf(value, 'apiVersion') === '';
    this.add(bare && list.kind !== '' ? { ...value, ...list } : value, where, path, lists);
  }

  private listType(value: Mapping, source: ObjectSource, lists: number): ListType | undefined {
    if (!this.hasType(value, source, lists)) return undefined;
    const kind = nameOf(value, 'kind').replace(/List$/, '');
    return { kind, apiVersion: nameOf(value, 'apiVersion') };
  }

  /** Whether an object says its kind and apiVersion; `lists`: in how many lists it is. */
  private hasType(value: Mapping, source: ObjectSource, lists: number): boolean {
    const before = this.diagnostics.length;
    if (nameOf(value, 'kind') === '') {
      const message = `Object 'Kind' is missing in '${excerpt(value)}'`;
      this.report('object-kind-missing', source, ['kind'], message);
    } else if (nameOf(value, 'apiVersion') === '') {
      this.report('object-api-version-missing', source, ['apiVersion'], 'apiVersion not set');
    } else return true;
    if (lists > 0) {
      for (const diagnostic of this.diagnostics.slice(before)) this.ofItems.add(diagnostic);
    }
    return false;
  }

  private source(where: Omit<Where, 'duplicates'>, path: FieldPath): ObjectSource {
    const { file = this.file, start, end } = where;
    return { file, start, end, document: this.documents, path };
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
