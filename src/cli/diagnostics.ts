import { fileOf, formatDiagnostic, positionOf } from '../load/format-diagnostic.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Locator, SourceFile } from '../model/source.ts';
import { visible } from '../report/escape.ts';

export interface DiagnosticView {
  /** The line of the file is shown below each diagnostic. */
  readonly snippets: boolean;
  readonly warnings: boolean;
  readonly width: number;
}

/**
 * What stderr says of the input: one line for each diagnostic, and where something forbids to
 * answer, how much it was. '' where there is nothing to say.
 */
export function diagnosticsText(
  diagnostics: readonly Diagnostic[],
  locator: Locator,
  view: DiagnosticView,
): string {
  const lines: string[] = [];
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  for (const diagnostic of diagnostics) {
    const isWarning = diagnostic.severity === 'warning';
    if (isWarning && !view.warnings) continue;
    const { text } = formatDiagnostic(diagnostic, locator);
    lines.push(isWarning ? `warning: ${text}` : text);
    if (view.snippets) lines.push(...snippet(diagnostic, locator, view.width));
  }
  if (errors.length > 0) {
    const files = new Set(errors.map(fileOf)).size;
    lines.push(`${count(errors.length, 'error')} in ${count(files, 'file')}; nothing was answered`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** `1 error`, `2 errors`. */
export function count(number: number, what: string): string {
  return `${String(number)} ${what}${number === 1 ? '' : 's'}`;
}

/** The line that a diagnostic points at, and a caret below the place. */
function snippet(diagnostic: Diagnostic, locator: Locator, width: number): string[] {
  const file = sourceOf(diagnostic);
  const position = positionOf(diagnostic, locator);
  if (file === null || position === null) return [];
  const { line, column, offset } = position;
  // A piece of a file may start within the line.
  const start = Math.max(0, offset - (column - 1));
  const text = /^[^\r\n]*/.exec(file.text.slice(start))?.[0] ?? '';
  const head = `  ${String(line)} | `;
  const before = visible(text.slice(0, offset - start));
  const shown = before + visible(text.slice(offset - start));
  const room = Math.max(20, width - head.length);
  // A long line is shown from a little before the place.
  const from = before.length < room ? 0 : before.length - Math.floor(room / 2);
  return [
    `${head}${shown.slice(from, from + room)}`.trimEnd(),
    `${' '.repeat(head.length + before.length - from)}^`,
  ];
}

function sourceOf({ location }: Diagnostic): SourceFile | null {
  switch (location.kind) {
    case 'field':
      return location.source.file;
    case 'offset':
      return location.file;
    case 'file':
      return null;
  }
}
