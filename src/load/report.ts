import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import {
  formatFieldPath,
  type FieldPath,
  type Locator,
  type ObjectSource,
} from '../model/source.ts';
import type { LoadCode } from './codes.ts';
import { goJson, goQuote } from './go-text.ts';
import type { Shared } from './shared.ts';

/** How input is judged where the API server, or its versions, leave a choice. */
export interface LoadOptions {
  /** kubectl's `-n`: the namespace of objects without one; objects of another one are refused. */
  readonly namespace?: string;
  /** Accept CIDRs as Kubernetes up to 1.35 did, with a warning. */
  readonly lenientCidr?: boolean;
  /** Drop unknown fields with a warning, as `kubectl --validate=warn` does. */
  readonly ignoreUnknownFields?: boolean;
}

/** Where a diagnostic points, where that is not the field that its message names. */
export interface Pointer {
  readonly path?: FieldPath;
  readonly at?: 'key' | 'value';
  readonly hint?: string;
}

/**
 * Collects what is wrong with one object, in the API server's words
 * (apimachinery pkg/util/validation/field/errors.go).
 */
export class Report {
  readonly diagnostics: Diagnostic[] = [];
  /** Fields and list elements that were written as null. */
  readonly nulls: FieldPath[] = [];
  readonly source: ObjectSource;
  readonly options: LoadOptions;
  /** What objects before this one have alike with it. */
  readonly shared: Shared;
  readonly #locator: Locator;
  /** Structs with a field that the server does not know: errors beside it are its consequence. */
  readonly #misspelt = new Set<string>();
  #wrongTypes = false;
  #usesSchema = false;
  #errors = 0;

  constructor(source: ObjectSource, options: LoadOptions, locator: Locator, shared: Shared) {
    this.source = source;
    this.shared = shared;
    this.options = options;
    this.#locator = locator;
  }

  /** Something could not be decoded, so that the server would not go on to validation. */
  get hasWrongTypes(): boolean {
    return this.#wrongTypes;
  }

  /** The object is a custom resource: the server holds it against a schema, not a Go struct. */
  get usesSchema(): boolean {
    return this.#usesSchema;
  }

  useSchemaWording(): void {
    this.#usesSchema = true;
  }

  get hasErrors(): boolean {
    return this.#errors > 0;
  }

  /** Counts errors so far: to tell whether reading a part of the object found any. */
  get errors(): number {
    return this.#errors;
  }

  /** A value of a type that Go cannot decode into the field. */
  wrongType(path: FieldPath, message: string, hint: string): void {
    this.#wrongTypes = true;
    this.#add('error', 'type-mismatch', path, message, { hint });
  }

  /** A field that strict decoding refuses; it is dropped where `ignoreUnknownFields` says so. */
  unknownField(path: FieldPath, hint: string): void {
    const severity = this.options.ignoreUnknownFields === true ? 'warning' : 'error';
    if (severity === 'error') this.#misspelt.add(formatFieldPath(path.slice(0, -1)));
    const message = `strict decoding error: unknown field ${goQuote(formatFieldPath(path))}`;
    this.#add(severity, 'unknown-field', path, message, { at: 'key', hint });
  }

  /** `Invalid value: "x": detail` */
  invalid(
    code: LoadCode,
    path: FieldPath,
    value: unknown,
    detail: string,
    pointer: Pointer = {},
  ): void {
    this.error(code, path, bodyOf('Invalid value', value, detail), pointer);
  }

  /** `Required value: detail` */
  required(code: LoadCode, path: FieldPath, detail = '', pointer: Pointer = {}): void {
    this.error(code, path, detail === '' ? 'Required value' : `Required value: ${detail}`, pointer);
  }

  /** `Forbidden: detail` */
  forbidden(code: LoadCode, path: FieldPath, detail: string, pointer: Pointer = {}): void {
    this.error(code, path, `Forbidden: ${detail}`, pointer);
  }

  /** `Duplicate value: "x"` */
  duplicate(code: LoadCode, path: FieldPath, value: unknown, pointer: Pointer = {}): void {
    this.error(code, path, bodyOf('Duplicate value', value, ''), pointer);
  }

  /** `Unsupported value: "x": supported values: "A", "B"` */
  unsupported(
    code: LoadCode,
    path: FieldPath,
    value: string,
    supported: readonly string[],
    pointer: Pointer = {},
  ): void {
    const detail = `supported values: ${supported.map(goQuote).join(', ')}`;
    // Fields with a set of values have types of their own, which Go prints as JSON.
    this.error(code, path, `Unsupported value: ${goJson(value)}: ${detail}`, pointer);
  }

  /** An error in words of its own. */
  error(code: LoadCode, path: FieldPath, message: string, pointer: Pointer = {}): void {
    if (this.#isConsequence(path)) return;
    this.#add('error', code, path, message, pointer);
  }

  /** Legal, but perhaps not meant. */
  warn(code: LoadCode, path: FieldPath, message: string, pointer: Pointer = {}): void {
    this.#add('warning', code, path, message, pointer);
  }

  /** The text of a plain scalar as it was written, for hints; '' where there is none. */
  spelling(path: FieldPath): string {
    const { offset } = this.#locator.locate(this.source, path, 'value');
    const rest = this.source.file.text.slice(offset, offset + 80);
    return /^[^\s,#[\]{}"'|>&*!%@`][^\s,[\]{}]*/.exec(rest)?.[0] ?? '';
  }

  #isConsequence(path: FieldPath): boolean {
    if (this.#misspelt.size === 0) return false;
    return (
      this.#misspelt.has(formatFieldPath(path)) ||
      this.#misspelt.has(formatFieldPath(path.slice(0, -1)))
    );
  }

  #add(
    severity: Severity,
    code: LoadCode,
    path: FieldPath,
    message: string,
    { path: pointed = path, at = 'value', hint = '' }: Pointer,
  ): void {
    if (severity === 'error') this.#errors++;
    this.diagnostics.push({
      severity,
      code,
      field: formatFieldPath(path),
      message,
      hint,
      location: { kind: 'field', source: this.source, path: pointed, at },
    });
  }
}

function bodyOf(type: string, value: unknown, detail: string): string {
  const shown = typeof value === 'string' ? goQuote(value) : goJson(value);
  return detail === '' ? `${type}: ${shown}` : `${type}: ${shown}: ${detail}`;
}
