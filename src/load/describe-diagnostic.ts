import type { Severity } from '../model/diagnostic.ts';
import { ADMIN_POLICY_PAGES } from './code-pages/admin-policies.ts';
import { FILE_PAGES } from './code-pages/files.ts';
import type { DiagnosticPage, ManifestExample } from './code-pages/page.ts';
import { POD_PAGES, SERVICE_PAGES } from './code-pages/pods.ts';
import { POLICY_PAGES } from './code-pages/policies.ts';
import { READING_PAGES } from './code-pages/reading.ts';
import { DIAGNOSTIC_CODES, type LoadCode } from './codes.ts';
import { formatDiagnostic } from './format-diagnostic.ts';
import { loadFiles } from './load.ts';
import type { ReadCode } from './read-error.ts';

const LOAD_PAGES: Readonly<Record<LoadCode, DiagnosticPage>> = {
  ...FILE_PAGES,
  ...POLICY_PAGES,
  ...ADMIN_POLICY_PAGES,
  ...POD_PAGES,
  ...SERVICE_PAGES,
};

/** A page for every code: without one, this does not compile. */
const PAGES: Readonly<Record<LoadCode | ReadCode, DiagnosticPage>> = {
  ...LOAD_PAGES,
  ...READING_PAGES,
};

/** The codes by what they are about, in the order in which they are documented. */
export const DIAGNOSTIC_GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['Files and objects', Object.keys(FILE_PAGES)],
  ['YAML and JSON', Object.keys(READING_PAGES)],
  ['Policies', Object.keys(POLICY_PAGES)],
  ["Administrators' policies", Object.keys(ADMIN_POLICY_PAGES)],
  ['Pods and workloads', Object.keys(POD_PAGES)],
  ['Services', Object.keys(SERVICE_PAGES)],
];

/** All that there is to say about a diagnostic. */
export interface DiagnosticDescription {
  readonly severity: Severity;
  readonly means: string;
  /** Lines of a manifest that has the mistake; empty where it is in the command. */
  readonly manifest: readonly string[];
  readonly command: string;
  /** What the command prints about it, without the count of errors at the end. */
  readonly printed: readonly string[];
  readonly advice: string;
}

/** Describes a code of DIAGNOSTIC_CODES. */
export function describeDiagnostic(code: string): DiagnosticDescription {
  const entry = DIAGNOSTIC_CODES[code];
  const page = (PAGES as Readonly<Record<string, DiagnosticPage>>)[code];
  if (entry === undefined || page === undefined) throw new Error(`no diagnostic ${code}`);
  const { example } = page;
  const means = page.means === '' ? entry.summary : `${entry.summary} ${page.means}`;
  const rest = { severity: entry.severity, means, advice: page.advice };
  if ('command' in example) {
    return { ...rest, manifest: [], command: example.command, printed: [example.printed] };
  }
  const flags = example.flags === undefined ? '' : ` ${example.flags}`;
  const command = `netpol check${flags} -f ${example.file} …`;
  return { ...rest, manifest: example.lines, command, printed: printedFor(example) };
}

/** The manifest is loaded for it, so that a page never shows a message of the past. */
function printedFor({ file, lines, options }: ManifestExample): string[] {
  const text = `${lines.join('\n')}\n`;
  const { diagnostics, locator } = loadFiles(
    [{ file: { name: file, text }, explicit: true }],
    options,
  );
  return diagnostics.map((diagnostic) => {
    const formatted = formatDiagnostic(diagnostic, locator);
    return formatted.severity === 'warning' ? `warning: ${formatted.text}` : formatted.text;
  });
}
