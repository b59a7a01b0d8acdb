import { Command } from 'commander';
import { addCheck } from './check.ts';
import type { AddCommand, Host } from './command.ts';
import { addCompletion } from './completion.ts';
import { addDiff } from './diff.ts';
import { EXIT_CODE_HELP } from './exit-code.ts';
import { addExplain } from './explain.ts';
import { addList } from './list.ts';
import { addMatrix } from './matrix.ts';
import { VERSION } from './view.ts';

/** Every command. A new one is a file and a line here. */
const COMMANDS: readonly AddCommand[] = [
  addCheck,
  addList,
  addMatrix,
  addDiff,
  addExplain,
  addCompletion,
];

const EXAMPLE = `
Example:
  $ netpol check --from shop/cart --to data/redis --port 6379

${EXIT_CODE_HELP}`;

/** The command line as commander sees it. It throws instead of ending the process. */
export function createProgram(host: Host): Command {
  const { stdout, stderr } = host.io;
  const program = new Command('netpol')
    .description('Would this Kubernetes connection be allowed, and why? Answers from manifests.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      outputError: (text, write) => {
        write(text.replace(/^error: /, 'netpol: '));
      },
      getOutHelpWidth: () => stdout.columns ?? 80,
      getErrHelpWidth: () => stderr.columns ?? 80,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText('after', EXAMPLE);
  for (const addCommand of COMMANDS) addCommand(program, host);
  return program;
}
