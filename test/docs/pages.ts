import { CODE_GROUPS } from '../../src/explain/codes.ts';
import { QUESTION_CODES } from '../../src/cli/explain.ts';
import { DIAGNOSTIC_CODES } from '../../src/load/codes.ts';
import { describeDiagnostic, DIAGNOSTIC_GROUPS } from '../../src/load/describe-diagnostic.ts';

/* What docs/diagnostics.md and docs/codes.md hold below their marks: made from what
 * `netpol explain` prints. */

/** The generated part of docs/diagnostics.md. */
export function diagnosticsPages(): string {
  return DIAGNOSTIC_GROUPS.map(([title, codes]) => {
    const rows = codes.map((code) => {
      const { severity, summary } = DIAGNOSTIC_CODES[code]!;
      return `| [${code}](#${code}) | ${severity} | ${cell(summary)} |`;
    });
    const table = ['| code | | |', '|---|---|---|', ...rows].join('\n');
    return [`## ${title}`, table, ...codes.map(diagnosticPage)].join('\n\n');
  }).join('\n\n');
}

function diagnosticPage(code: string): string {
  const { severity, means, manifest, command, printed, advice } = describeDiagnostic(code);
  const fence = command.includes('.json') ? 'json' : 'yaml';
  return [
    `### ${code}`,
    `*${severity}* · ${prose(means)}`,
    ...(manifest.length > 0 ? [fenced(fence, manifest)] : []),
    fenced('text', [`$ ${command}`, ...printed]),
    prose(advice),
  ].join('\n\n');
}

/** The generated part of docs/codes.md. */
export function codesPages(): string {
  const groups = CODE_GROUPS.map(([title, pages]) => {
    const list = Object.entries(pages).map(([code, { means, example, advice }]) =>
      [`### ${code}`, prose(means), fenced('text', example), prose(advice)].join('\n\n'),
    );
    return [`## ${title[0]!.toUpperCase()}${title.slice(1)}`, ...list].join('\n\n');
  });
  const rows = Object.entries(QUESTION_CODES).map(
    ([code, means]) => `| ${code} | ${cell(means)} |`,
  );
  const questions = [
    '## Why a question has no answer',
    ['| code | |', '|---|---|', ...rows].join('\n'),
  ];
  return [...groups, ...questions].join('\n\n');
}

function fenced(language: string, lines: readonly string[]): string {
  return ['```' + language, ...lines, '```'].join('\n');
}

/** Prose as Markdown: what stands for itself is escaped, but not between backticks. */
function prose(text: string): string {
  return text
    .split('`')
    .map((part, index) => (index % 2 === 0 ? part.replace(/[*_<[\]]/g, '\\$&') : `\`${part}\``))
    .join('');
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}
