import { CommanderError } from 'commander';
import { FileChanged } from '../load/disk-file.ts';
import { visible } from '../report/escape.ts';
import type { Host } from './command.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { Failure } from './failure.ts';
import type { Io } from './io.ts';
import { createProgram } from './program.ts';

export type { Io } from './io.ts';

/**
 * Runs one command line and returns its exit code. The answer goes to stdout, everything else to
 * stderr. It never throws: what nobody foresaw is reported in one line as code 3, with the stack
 * where NETPOL_DEBUG is 1.
 */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const host: Host = { io, exitCode: EXIT.yes };
  try {
    await createProgram(host).parseAsync([...argv], { from: 'user' });
    return host.exitCode;
  } catch (error) {
    // Commander has printed its message. Its own 1 would read as "denied".
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.yes : EXIT.usage;
    if (error instanceof Failure) {
      if (error.message !== '') io.stderr.write(`netpol: ${visible(error.message)}\n`);
      return error.exitCode;
    }
    if (error instanceof FileChanged) {
      io.stderr.write(`netpol: ${visible(error.message)}\n`);
      return EXIT.failure;
    }
    const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
    io.stderr.write(`netpol: internal error, please report it: ${visible(message)}\n`);
    if (io.env['NETPOL_DEBUG'] === '1') io.stderr.write(`${stack}\n`);
    return EXIT.failure;
  }
}
