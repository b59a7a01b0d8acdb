import type { FieldPath, ObjectSource, SourceFile } from './source.ts';

export type Severity = 'error' | 'warning';

/** Where a diagnostic points: a field of an object, an offset of a file, or a file as a whole. */
export type DiagnosticLocation =
  | {
      readonly kind: 'field';
      readonly source: ObjectSource;
      readonly path: FieldPath;
      readonly at: 'key' | 'value';
    }
  | { readonly kind: 'offset'; readonly file: SourceFile; readonly offset: number }
  | { readonly kind: 'file'; readonly name: string };

/**
 * Something wrong with the input, or worth a warning. An error means that no question can be
 * answered from this input; a warning never changes an answer.
 */
export interface Diagnostic {
  readonly severity: Severity;
  /** Stable kebab-case code, documented in docs/diagnostics.md. */
  readonly code: string;
  /** The field in the API's path syntax, or '' where the message concerns no field. */
  readonly field: string;
  /** The API server's or kubectl's own wording, without the field. */
  readonly message: string;
  /** What would be right, or '' where the message already says so. */
  readonly hint: string;
  readonly location: DiagnosticLocation;
}
