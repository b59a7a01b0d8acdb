import path from 'node:path';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { nearest, orList } from '../query/nearest.ts';
import type { View } from '../report/format.ts';
import { withValues } from './command.ts';
import { failure, reasonOf, usage } from './failure.ts';
import { writeText, type Io } from './io.ts';
import { writeWhole } from './output-file.ts';
import { fileView, terminalView, type ViewOptions } from './view.ts';

/** One `-o`: a format, and the file that it goes to (null: stdout). */
export interface Output<Format> {
  readonly format: Format;
  readonly file: string | null;
}

/** Adds `-o` with the formats of a command, by name. */
export function addOutput<Format>(
  command: Command,
  formats: Readonly<Record<string, Format>>,
): Command {
  const names = Object.keys(formats);
  return command.addOption(
    withValues(
      new Option(
        '-o, --output <format>',
        `${names.join(', ')}; FORMAT=FILE writes a file; may be repeated`,
      ).argParser((text: string, previous: readonly Output<Format>[] | undefined) => [
        ...(previous ?? []),
        parseOutput(text, formats),
      ]),
      names,
    ),
  );
}

/** Reads `json` or `json=out.json`. */
function parseOutput<Format>(
  text: string,
  formats: Readonly<Record<string, Format>>,
): Output<Format> {
  const equals = text.indexOf('=');
  const name = equals === -1 ? text : text.slice(0, equals);
  const file = equals === -1 ? null : text.slice(equals + 1);
  const names = Object.keys(formats);
  const format = formats[name];
  if (format === undefined) {
    const like = nearest(name, names);
    throw new InvalidArgumentError(
      like.length > 0 ? `Did you mean ${orList(like)}?` : `Write ${orList(names)}.`,
    );
  }
  if (file === '') throw new InvalidArgumentError(`A file must follow "${name}=".`);
  return { format, file };
}

/** Refuses two formats on stdout, which nobody could read. */
export function checkOutputs(outputs: readonly Output<unknown>[]): void {
  if (outputs.filter(({ file }) => file === null).length > 1) {
    throw usage('only one -o can go to stdout; write the others to files: -o json=FILE');
  }
}

/** Text is handed to a stream in pieces of this many characters. */
const PIECE = 1 << 16;

/**
 * Prints each format to where it goes; `quiet` leaves out stdout. What `render` makes is written
 * piece by piece, as fast as the reader takes it; where there is no reader any more, no more is made.
 * Throws a Failure of code 3 where a file cannot be written.
 */
export async function writeOutputs<Format>(
  io: Io,
  outputs: readonly Output<Format>[],
  options: ViewOptions & { readonly quiet: boolean },
  render: (format: Format, view: View) => Iterable<string>,
): Promise<void> {
  for (const { format, file } of outputs) {
    if (file !== null) {
      writeOutputFile(io, file, joined(render(format, fileView(options))));
    } else if (!options.quiet) {
      for (const piece of joined(render(format, terminalView(io, options)))) {
        if (!(await writeText(io.stdout, piece))) break;
      }
    }
  }
}

/** The same text in pieces that are worth a call. */
function* joined(pieces: Iterable<string>): Iterable<string> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

function writeOutputFile(io: Io, file: string, pieces: Iterable<string>): void {
  try {
    writeWhole(path.resolve(io.cwd, file), pieces);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw failure(`cannot write ${JSON.stringify(file)}: ${reasonOf(error)}`);
  }
}
