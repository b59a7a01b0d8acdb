import { Argument, type Command } from 'commander';
import { CODES, explainCode } from '../explain/codes.ts';
import { DIAGNOSTIC_CODES } from '../load/codes.ts';
import { describeDiagnostic } from '../load/describe-diagnostic.ts';
import { nearest, orList } from '../query/nearest.ts';
import { QUESTION_ERROR_CODES } from '../query/question-error.ts';
import { wrapProse } from '../report/wrap.ts';
import { withValues, type Host } from './command.ts';
import { EXIT } from './exit-code.ts';
import { usage } from './failure.ts';
import { writeText } from './io.ts';
import { BATCH_ERROR_CODES } from './question.ts';

/** The codes of questions that have no answer, and what they mean. */
export const QUESTION_CODES: Readonly<Record<string, string>> = {
  ...QUESTION_ERROR_CODES,
  ...BATCH_ERROR_CODES,
};

/** Every code that can be explained, by what carries it. */
const GROUPS: readonly (readonly [string, readonly string[]])[] = [
  ['in answers', CODES],
  ['of questions that have no answer', Object.keys(QUESTION_CODES)],
  ['of what is wrong with the input', Object.keys(DIAGNOSTIC_CODES)],
];

const ALL = [...new Set(GROUPS.flatMap(([, codes]) => codes))];

const PAGE_WIDTH = 80;

const EXAMPLE = `
Example:
  $ netpol explain NO_PEER_MATCH

Exit codes: 0; 2 for a code that does not exist.
`;

/** `netpol explain`: the page of a code, or the list of all codes. */
export function addExplain(program: Command, host: Host): void {
  program
    .command('explain')
    .summary('tell what a code in an answer or an error means')
    .description('Tells what a code in an answer or an error means; without one, lists them all.')
    .addArgument(withValues(new Argument('[code]', 'such as NO_PEER_MATCH'), ALL))
    .addHelpText('after', EXAMPLE)
    .action(async (code?: string) => {
      const text = code === undefined ? listText() : pageOf(code);
      if (text === null) {
        const like = nearest(code ?? '', ALL);
        const hint = like.length > 0 ? `did you mean ${orList(like)}?` : 'netpol explain lists all';
        throw usage(`no code ${JSON.stringify(code)}; ${hint}`);
      }
      await writeText(host.io.stdout, text);
      host.exitCode = EXIT.yes;
    });
}

/** Every page of a code: one in an answer and one of the input may have the same name. */
function pageOf(code: string): string | null {
  const name = code.toLowerCase();
  const pages: string[] = [];
  const page = explainCode(code);
  if (page !== null) pages.push(page);
  if (Object.hasOwn(DIAGNOSTIC_CODES, name)) pages.push(diagnosticPage(name));
  const summary = Object.hasOwn(QUESTION_CODES, name) ? QUESTION_CODES[name] : undefined;
  if (summary !== undefined) {
    pages.push(`${name} (a question without an answer)\n\n${summary}\n`);
  }
  return pages.length === 0 ? null : wrapped(pages.join('\n'));
}

function diagnosticPage(code: string): string {
  const { severity, means, manifest, command, printed, advice } = describeDiagnostic(code);
  const title = `${code} (${severity === 'error' ? 'an error' : 'a warning'} in the input)`;
  const example = [...manifest, ...(manifest.length > 0 ? [''] : []), `$ ${command}`, ...printed];
  const indented = example.map((line) => (line === '' ? '' : `    ${line}`));
  return [title, '', means, '', ...indented, '', advice, ''].join('\n');
}

/** Prose is wrapped, lines of examples are not. */
function wrapped(text: string): string {
  const lines = text.split('\n');
  return lines
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapProse(line, PAGE_WIDTH, 0)))
    .join('\n');
}

function listText(): string {
  return GROUPS.map(([title, codes]) => {
    return `Codes ${title}:\n${codes.map((code) => `  ${code}\n`).join('')}`;
  }).join('\n');
}
