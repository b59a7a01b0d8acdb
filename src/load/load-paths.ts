import path from 'node:path';
import { DISK, type FileSystem } from './file-system.ts';
import { loadInSteps, type Loaded } from './load.ts';
import type { ProgressOptions } from './progress.ts';
import { readInput, type InputWorld } from './read-files.ts';
import type { LoadOptions } from './report.ts';

/** Options of loading, and what of the world is not the process's own. */
export interface LoadPathsOptions extends LoadOptions, ProgressOptions {
  /** What paths are relative to; the working directory where it is left out. */
  readonly cwd?: string;
  /** What `-` stands for; nothing where it is left out. */
  readonly readStdin?: InputWorld['readStdin'];
  /** Where files are read; the disk where it is left out. */
  readonly fileSystem?: FileSystem;
}

/**
 * Reads and loads files, directories with their subfolders, patterns, and `-`, as `-f` does. The
 * diagnostics are those of finding the files and of what is in them: where `hasErrors` says so, the
 * cluster lacks something and must not be asked.
 */
export async function loadPaths(
  paths: readonly string[],
  options: LoadPathsOptions = {},
): Promise<Loaded> {
  const { cwd = path.resolve(), readStdin = nothing, fileSystem = DISK } = options;
  const input = await readInput(paths, { cwd, readStdin, files: fileSystem });
  const loaded = await unhurried(loadInSteps(input.files, options));
  return { ...loaded, diagnostics: [...input.diagnostics, ...loaded.diagnostics] };
}

function nothing(): Promise<Uint8Array> {
  return Promise.resolve(new Uint8Array());
}

/**
 * Milliseconds of work after which others, such as signals, get their turn. They are measured with
 * Date: to load what has a better clock costs a small question 4 of its 50 ms.
 */
const TURN = 100;

async function unhurried<T>(steps: Generator<undefined, T>): Promise<T> {
  let turn = Date.now() + TURN;
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    if (Date.now() < turn) continue;
    await new Promise((resolve) => setImmediate(resolve));
    turn = Date.now() + TURN;
  }
}
