import { writeFile } from '../load/file-system.ts';
import path from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { Explanation } from '../explain/explanation.ts';
import { nearest, orList } from '../query/nearest.ts';
import type { Format } from '../report/format.ts';
import { FORMATS } from '../report/formats.ts';
import { failure, reasonOf, usage } from './failure.ts';
import { writeText, type Io } from './io.ts';
import { fileView, terminalView, type ViewOptions } from './view.ts';

/** One `-o`: a format, and the file that it goes to (null: stdout). */
export interface Output {
  readonly format: Format;
  readonly file: string | null;
}

export const FORMAT_NAMES: readonly string[] = Object.keys(FORMATS);

/** Reads `json` or `json=out.json`, after those that came before. */
export function collectOutput(text: string, previous: readonly Output[] = []): readonly Output[] {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const file = equals === -1 ? null : text.slice(equals + 1);
  const format = FORMATS[name];
  if (format === undefined) {
    const like = nearest(name, FORMAT_NAMES);
    throw new InvalidArgumentError(
      like.length > 0 ? `Did you mean ${orList(like)}?` : `Write ${orList(FORMAT_NAMES)}.`,
    );
  }
  if (file === '') throw new InvalidArgumentError(`A file must follow "${name}=".`);
  return [...previous, { format, file }];
}

/** Refuses two formats on stdout, which nobody could read. */
export function checkOutputs(outputs: readonly Output[]): void {
  if (outputs.filter(({ file }) => file === null).length > 1) {
    throw usage('only one -o can go to stdout; write the others to files: -o json=FILE');
  }
}

/** Prints an explanation in each format to where it goes; `quiet` leaves out stdout. */
export async function writeOutputs(
  io: Io,
  explanation: Explanation,
  outputs: readonly Output[],
  options: ViewOptions & { readonly quiet: boolean },
): Promise<void> {
  for (const { format, file } of outputs) {
    if (file !== null) {
      await writeOutputFile(io, file, format.render(explanation, fileView(options)));
    } else if (!options.quiet) {
      await writeText(io.stdout, format.render(explanation, terminalView(io, options)));
    }
  }
}

async function writeOutputFile(io: Io, file: string, text: string): Promise<void> {
  try {
    await writeFile(path.resolve(io.cwd, file), text);
  } catch (error) {
    throw failure(`cannot write ${JSON.stringify(file)}: ${reasonOf(error)}`);
  }
}
