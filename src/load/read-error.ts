import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';

/** The diagnostics of reading text, before anything is known about kinds. */
export const READ_CODES = {
  'yaml-syntax': { severity: 'error', summary: 'The text is not YAML that kubectl can read.' },
  'json-syntax': { severity: 'error', summary: 'The text is not JSON.' },
  'yaml-separator': {
    severity: 'error',
    summary: 'A line starts with "---" but holds more than a comment after it.',
  },
  'yaml-alias': {
    severity: 'error',
    summary: 'An alias has no anchor in its document, contains itself, or repeats too much.',
  },
  'yaml-key': { severity: 'error', summary: 'A mapping key cannot become a JSON key.' },
  'yaml-value': { severity: 'error', summary: 'A YAML value cannot become a JSON value.' },
  'helm-template': {
    severity: 'error',
    summary: 'The document is a template that must be rendered before it is YAML.',
  },
  'document-rest-ignored': {
    severity: 'warning',
    summary: 'kubectl ignores what follows the first YAML document up to the next "---" line.',
  },
  'document-not-object': {
    severity: 'error',
    summary: 'A document is a scalar or a sequence, not an object.',
  },
  'object-kind-missing': { severity: 'error', summary: 'An object has no kind.' },
  'object-api-version-missing': { severity: 'error', summary: 'An object has no apiVersion.' },
  'list-items': { severity: 'error', summary: 'The items of a list are not objects.' },
  'list-nesting': { severity: 'error', summary: 'Lists are nested more than eight deep.' },
  'documents-joined': {
    severity: 'error',
    summary: 'Two objects run together, because the "---" line between them is missing.',
  },
  'duplicate-key': {
    severity: 'warning',
    summary: 'A key occurs twice in one mapping; kubectl silently takes the last one.',
  },
} as const satisfies Record<string, { severity: Severity; summary: string }>;

export type ReadCode = keyof typeof READ_CODES;

/** Thrown inside the reader and turned into a diagnostic where it is caught. */
export class ReadError extends Error {
  readonly code: ReadCode;
  /** Into the text that was being read, which may be a slice of the file. */
  readonly offset: number;
  readonly hint: string;

  constructor(code: ReadCode, offset: number, message: string, hint = '') {
    super(message);
    this.code = code;
    this.offset = offset;
    this.hint = hint;
  }
}

/** A diagnostic at an offset of a file. */
export function offsetDiagnostic(
  code: ReadCode,
  file: SourceFile,
  offset: number,
  message: string,
  hint = '',
  field = '',
): Diagnostic {
  const { severity } = READ_CODES[code];
  const location = {
    kind: 'offset',
    file,
    offset: Math.min(Math.max(offset, 0), file.text.length),
  } as const;
  return {
    severity,
    code,
    field,
    message: message.replaceAll(/\s*[\r\n]+\s*/g, ' '),
    hint,
    location,
  };
}
