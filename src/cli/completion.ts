import { Argument, type Command } from 'commander';
import { bashScript, fishScript, zshScript, type CommandShape } from './completion-scripts.ts';
import { takesPath, valuesOf, type Host } from './command.ts';
import { writeText } from './io.ts';

const SCRIPTS: Readonly<Record<string, (commands: readonly CommandShape[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

const EXAMPLE = `
Examples:
  $ source <(netpol completion bash)
  $ netpol completion zsh > "\${fpath[1]}/_netpol"
  $ netpol completion fish > ~/.config/fish/completions/netpol.fish

Exit codes: 0; 2 for a shell that is not known.
`;

/** `netpol completion`: a script that completes commands, flags, their values and paths. */
export function addCompletion(program: Command, host: Host): void {
  program
    .command('completion')
    .summary('print a script that completes netpol in a shell')
    .description('Prints a script that completes commands, flags, values and paths in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(Object.keys(SCRIPTS)))
    .addHelpText('after', EXAMPLE)
    .action(async (shell: string) => {
      const script = SCRIPTS[shell];
      if (script !== undefined) await writeText(host.io.stdout, script(shapesOf(program)));
    });
}

/** What can be completed, as commander knows it. */
export function shapesOf(program: Command): readonly CommandShape[] {
  return program.commands.map((command) => ({
    name: command.name(),
    summary: command.summary(),
    values: command.registeredArguments.flatMap(valuesOf),
    flags: [
      ...command.options.map((option) => ({
        names: [option.short, option.long].filter((name) => name !== undefined),
        description: option.description,
        takesValue: option.required,
        values: valuesOf(option),
        isPath: takesPath(option),
      })),
      {
        names: ['-h', '--help'],
        description: 'print help',
        takesValue: false,
        values: [],
        isPath: false,
      },
    ],
  }));
}
