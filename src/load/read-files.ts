import path from 'node:path';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { SourceFile } from '../model/source.ts';
import type { LoadCode } from './codes.ts';
import { decodeText } from './decode-text.ts';
import { isGlob, splitGlob } from './glob.ts';
import type { InputFile } from './load.ts';
import { DiskFile, SIZES, type Sizes } from './disk-file.ts';
import { DISK, stat, type FileEntry, type FileSystem } from './file-system.ts';
import { readBlocks, readPipe } from './spool.ts';

/** What reading needs of the world. */
export interface InputWorld {
  readonly cwd: string;
  /** All of standard input, or what comes of it one after the other, which may be more. */
  readStdin(): Promise<Uint8Array> | AsyncIterable<Uint8Array | string>;
  /** Where files are read; the disk where it is left out. */
  readonly files?: FileSystem;
}

/** The files that were found, in the order in which they were named, and what could not be read. */
export interface Input {
  readonly files: InputFile[];
  readonly diagnostics: Diagnostic[];
}

/** What kubectl reads in a directory (cli-runtime pkg/resource/builder.go), in this spelling. */
const MANIFEST = /\.(ya?ml|json)$/;

const STDIN_NAME = '<stdin>';

/**
 * Reads the arguments of `-f`: files, directories with all their subfolders, patterns, and `-`
 * for standard input. A file that is reached twice is read once.
 */
export async function readInput(
  args: readonly string[],
  world: InputWorld,
  sizes: Sizes = SIZES,
): Promise<Input> {
  const reader = new InputReader(world, sizes);
  for (const argument of args) {
    if (argument === '-') await reader.readStdin();
    else await reader.readArgument(argument);
  }
  return reader;
}

class InputReader implements Input {
  readonly files: InputFile[] = [];
  readonly diagnostics: Diagnostic[] = [];
  readonly #world: InputWorld;
  readonly #sizes: Sizes;
  readonly #disk: FileSystem;
  /** By real path, so that links and two spellings of a name are one file: its index in `files`. */
  readonly #seen = new Map<string, number>();

  constructor(world: InputWorld, sizes: Sizes) {
    this.#world = world;
    this.#sizes = sizes;
    this.#disk = world.files ?? DISK;
  }

  async readStdin(): Promise<void> {
    if (this.#seen.has(STDIN_NAME)) return;
    this.#seen.set(STDIN_NAME, this.files.length);
    try {
      const file = await readPipe(STDIN_NAME, this.#world.readStdin(), this.#sizes);
      this.files.push({ file, explicit: true });
    } catch (error) {
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      this.#fail('file-unreadable', STDIN_NAME, reasonOf(error));
    }
  }

  async readArgument(argument: string): Promise<void> {
    const name = toSlashes(argument);
    const kind = await this.#kindOf(name);
    if (kind === 'file') await this.#readFile(name, true);
    else if (kind === 'directory') await this.#readDirectory(name);
    else if (isGlob(name)) await this.#readGlob(name);
    else if (kind === 'missing') {
      this.#fail('file-not-found', name, `the path "${name}" does not exist`);
    } else this.#fail('file-unreadable', name, 'this is neither a file nor a directory');
  }

  async #readGlob(pattern: string): Promise<void> {
    const steps = splitGlob(pattern);
    const root = pattern.startsWith('/') ? '/' : '';
    const matches = new Set<string>();
    await this.#expand(root, root === '' ? steps : steps.slice(1), matches);
    let found = false;
    for (const name of [...matches].sort()) {
      const kind = await this.#kindOf(name);
      if (kind !== 'file') continue;
      found = true;
      await this.#readFile(name, false);
    }
    if (!found) this.#fail('glob-no-match', pattern, 'the pattern matches no file');
  }

  async #expand(
    base: string,
    [step, ...rest]: readonly (string | RegExp)[],
    matches: Set<string>,
  ): Promise<void> {
    if (step === undefined) {
      matches.add(base);
      return;
    }
    if (typeof step === 'string' && step !== '**') {
      const name = join(base, step);
      if ((await this.#kindOf(name)) !== 'missing') await this.#expand(name, rest, matches);
      return;
    }
    if (step === '**') await this.#expand(base, rest, matches);
    for (const entry of await this.#list(base === '' ? '.' : base)) {
      const name = join(base, entry.name);
      if (step === '**') {
        // Links are not followed here, as by shells: they may lead round in circles.
        if (entry.isDirectory() && !isSkipped(entry.name)) {
          await this.#expand(name, [step, ...rest], matches);
        }
      } else if (step instanceof RegExp && step.test(entry.name)) {
        await this.#expand(name, rest, matches);
      }
    }
  }

  async #readDirectory(directory: string): Promise<void> {
    const names: string[] = [];
    const errorsBefore = this.diagnostics.length;
    await this.#walk(directory.replace(/(?<=.)\/+$/, ''), new Set(), names);
    for (const name of names) await this.#readFile(name, false);
    if (names.length === 0 && this.diagnostics.length === errorsBefore) {
      const message = 'no file in this directory ends in .yaml, .yml or .json';
      this.#fail('directory-empty', directory, message);
    }
  }

  /** Collects manifests in lexical order, entering each directory once however links lead to it. */
  async #walk(directory: string, entered: Set<string>, names: string[]): Promise<void> {
    const real = await this.#disk.realpath(this.#resolve(directory)).catch(() => directory);
    if (entered.has(real)) return;
    entered.add(real);
    for (const entry of await this.#list(directory)) {
      const name = directory === '.' ? entry.name : join(directory, entry.name);
      const kind = entry.isSymbolicLink() ? await this.#kindOf(name) : kindOfEntry(entry);
      if (kind === 'directory') {
        if (!isSkipped(entry.name)) await this.#walk(name, entered, names);
      } else if (kind !== 'other' && MANIFEST.test(entry.name)) names.push(name);
    }
  }

  async #list(directory: string): Promise<FileEntry[]> {
    try {
      const entries = await this.#disk.readEntries(this.#resolve(directory));
      return [...entries].sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      this.#fail('file-unreadable', directory, reasonOf(error));
      return [];
    }
  }

  async #readFile(name: string, explicit: boolean): Promise<void> {
    try {
      const real = await this.#disk.realpath(this.#resolve(name));
      const index = this.#seen.get(real);
      if (index !== undefined) {
        if (explicit) this.#nameExplicitly(index);
        return;
      }
      const file = await this.#open(name, real);
      this.#seen.set(real, this.files.length);
      this.files.push({ file, explicit });
    } catch (error) {
      this.#fail('file-unreadable', name, reasonOf(error));
    }
  }

  async #open(name: string, real: string): Promise<SourceFile> {
    if (this.#disk === DISK) {
      const stats = await stat(real);
      if (!stats.isFile()) return readPipe(name, readBlocks(real), this.#sizes);
      if (stats.size > this.#sizes.large) return DiskFile.open(name, real, this.#sizes);
    }
    return { name, text: decodeText(await this.#disk.readFile(real)) };
  }

  /** A file that was found in a directory and is named as well must hold objects. */
  #nameExplicitly(index: number): void {
    const input = this.files[index];
    if (input !== undefined) this.files[index] = { ...input, explicit: true };
  }

  async #kindOf(name: string): Promise<'file' | 'directory' | 'missing' | 'other'> {
    try {
      const stats = await this.#disk.stat(this.#resolve(name));
      if (stats.isDirectory()) return 'directory';
      // A pipe of the shell, such as <(helm template …), is read like a file.
      return stats.isFile() || stats.isFIFO() || stats.isCharacterDevice() ? 'file' : 'other';
    } catch {
      return 'missing';
    }
  }

  #resolve(name: string): string {
    return path.resolve(this.#world.cwd, name);
  }

  #fail(code: LoadCode, name: string, message: string): void {
    this.diagnostics.push({
      severity: 'error',
      code,
      field: '',
      message,
      hint: '',
      location: { kind: 'file', name },
    });
  }
}

function kindOfEntry(entry: FileEntry): 'file' | 'directory' | 'other' {
  if (entry.isDirectory()) return 'directory';
  return entry.isFile() ? 'file' : 'other';
}

/** Hidden folders and those of npm packages are not searched. */
function isSkipped(folder: string): boolean {
  return folder === 'node_modules' || folder.startsWith('.');
}

function join(base: string, name: string): string {
  return base === '' || base.endsWith('/') ? base + name : `${base}/${name}`;
}

/** Names are shown with forward slashes on every machine. */
function toSlashes(name: string): string {
  return path.sep === '/' ? name : name.replaceAll(path.sep, '/');
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOSPC') return 'no space is left for the copy of it that is read in pieces';
  return error instanceof Error
    ? error.message.replace(/^[A-Z]+: |, \w+ '.*'$/g, '')
    : String(error);
}
