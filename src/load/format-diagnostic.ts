import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import type { Locator, Position } from '../model/source.ts';
import { positionAt } from './lines.ts';

/** A diagnostic as it is printed. */
export interface FormattedDiagnostic {
  readonly severity: Severity;
  readonly file: string;
  /** 1-based; null where the file as a whole is meant. */
  readonly line: number | null;
  readonly column: number | null;
  /** `path:line:column: field: message; hint [code]` */
  readonly text: string;
}

/** Where a diagnostic points; null for a file as a whole. */
export function positionOf({ location }: Diagnostic, locator: Locator): Position | null {
  switch (location.kind) {
    case 'field':
      return locator.locate(location.source, location.path, location.at);
    case 'offset':
      return positionAt(location.file, location.offset);
    case 'file':
      return null;
  }
}

/** The name of the file that a diagnostic is about. */
export function fileOf({ location }: Diagnostic): string {
  switch (location.kind) {
    case 'field':
      return location.source.file.name;
    case 'offset':
      return location.file.name;
    case 'file':
      return location.name;
  }
}

/** One diagnostic on one line, with its place. */
export function formatDiagnostic(diagnostic: Diagnostic, locator: Locator): FormattedDiagnostic {
  const { severity, code, field, message, hint } = diagnostic;
  const file = fileOf(diagnostic);
  const position = positionOf(diagnostic, locator);
  const place =
    position === null ? file : `${file}:${String(position.line)}:${String(position.column)}`;
  const parts = [place, field, hint === '' ? message : `${message}; ${hint}`];
  const text = `${parts.filter((part) => part !== '').join(': ')} [${code}]`;
  return {
    severity,
    file,
    line: position?.line ?? null,
    column: position?.column ?? null,
    text: escapeControls(text),
  };
}

/** Text of manifests is data: what would steer a terminal is shown, not sent. */
function escapeControls(text: string): string {
  return text.replace(
    /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
