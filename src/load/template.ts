import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';
import { offsetDiagnostic } from './read-error.ts';

/**
 * An action of a Go template where YAML would have a value: at the start of a line, after dashes,
 * or as the value of a key. Inside quotes and comments such braces are ordinary text.
 */
const ACTION = /^[ \t]*(?:- +){0,9}(?:[^\s:'"#{][^:'"#\n{]{0,200}:[ \t]{1,9})?[[{]{0,9}\{\{/m;

/** An action anywhere in a line, before which nothing is quoted or commented. */
const INLINE_ACTION = /^[^'"#\n]{0,500}\{\{-?[ \t]+[.$(a-zA-Z]/m;

/** Whether a text that is no YAML looks like a template, such as the source of a Helm chart. */
export function isTemplate(text: string): boolean {
  return ACTION.test(text) || INLINE_ACTION.test(text);
}

export function templateDiagnostic(file: SourceFile, offset: number): Diagnostic {
  const message = 'this is a template, not YAML: it must be rendered first';
  const hint = 'check the output of `helm template` (or of the tool that the template is for)';
  return offsetDiagnostic('helm-template', file, offset, message, hint);
}
