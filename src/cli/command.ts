import { Option, type Argument, type Command } from 'commander';
import type { ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** What commands act in, and where they leave their exit code. */
export interface Host {
  readonly io: Io;
  exitCode: ExitCode;
}

/** One command: adds itself to the program. */
export type AddCommand = (program: Command, host: Host) => void;

const VALUES = new WeakMap<Option | Argument, readonly string[]>();

/** Gives an option or argument values that completion offers; others are not refused. */
export function withValues<T extends Option | Argument>(item: T, values: readonly string[]): T {
  VALUES.set(item, values);
  return item;
}

/** The values that an option or argument can have, as far as they can be listed. */
export function valuesOf(item: Option | Argument): readonly string[] {
  return VALUES.get(item) ?? item.argChoices ?? [];
}

/** Whether a value is a path, which is what its placeholder says. */
export function takesPath(item: Option): boolean {
  return /[<[](?:path|file)/i.test(item.flags);
}

/** An option that may be repeated. */
export function repeatable(flags: string, description: string): Option {
  return new Option(flags, description)
    .default([], 'none')
    .argParser((text: string, previous: readonly string[]) => [...previous, text]);
}
