import { loadPaths, type LoadPathsOptions } from '../load/load-paths.ts';
import { hasErrors, type Loaded, type LoadOptions } from '../load/load.ts';
import { findConfig } from './config.ts';
import { count, diagnosticsText } from './diagnostics.ts';
import { EXIT } from './exit-code.ts';
import { Failure } from './failure.ts';
import { writeText, type Io } from './io.ts';
import { showProgress } from './progress.ts';

export interface InputOptions extends LoadOptions {
  /** As given with `-f`; empty: what the configuration says, else the working directory. */
  readonly files: readonly string[];
  readonly quiet: boolean;
  /** Says what was read. */
  readonly counts: boolean;
}

const DEFAULT_WIDTH = 80;
const MISMATCH =
  'with -n, as with kubectl, every object must be in that namespace; without it, names are written namespace/name';

/**
 * Reads the manifests. What is wrong with them goes to stderr; with an error among it, no question
 * is answered: throws a Failure of code 3.
 */
export async function loadInput(io: Io, options: InputOptions): Promise<Loaded> {
  const paths = await inputPaths(io, options);
  const loaded = await loadWatched(io, paths, options);
  await tellDiagnostics(io, loaded, options);
  if (options.counts) await writeText(io.stderr, countsText(loaded));
  return loaded;
}

/** The paths to read: those of `-f`, else of the configuration, else the working directory. */
export async function inputPaths(
  io: Io,
  { files }: Pick<InputOptions, 'files'>,
): Promise<readonly string[]> {
  return files.length > 0 ? files : ((await findConfig(io.cwd))?.manifests ?? ['.']);
}

/** Says what is wrong with an input. Throws a Failure of code 3 where there is an error among it. */
export async function tellDiagnostics(
  io: Io,
  loaded: Pick<Loaded, 'diagnostics' | 'locator'>,
  options: Pick<InputOptions, 'quiet'>,
): Promise<void> {
  const { diagnostics } = loaded;
  const text = diagnosticsText(diagnostics, loaded.locator, {
    snippets: io.stderr.isTTY === true,
    warnings: !options.quiet,
    width: io.stderr.columns ?? DEFAULT_WIDTH,
  });
  if (text !== '') await writeText(io.stderr, text);
  if (hasErrors(loaded)) {
    const isMismatch = diagnostics.some(({ code }) => code === 'namespace-mismatch');
    throw new Failure(EXIT.failure, isMismatch ? MISMATCH : '');
  }
}

/** Loads paths, and shows how far that is where it takes long. Says nothing of what is wrong. */
export async function loadWatched(
  io: Io,
  paths: readonly string[],
  options: LoadOptions & Pick<InputOptions, 'quiet'> & Pick<LoadPathsOptions, 'fileSystem'>,
): Promise<Loaded> {
  const [first = ''] = paths;
  const what = paths.length > 1 ? 'manifests' : first === '-' ? 'stdin' : first;
  const { quiet } = options;
  const progress = showProgress(io, `reading ${what}`, { quiet, pauses: true });
  try {
    const { update: onProgress } = progress;
    const readStdin = () => io.stdin;
    return await loadPaths(paths, { ...options, cwd: io.cwd, readStdin, onProgress });
  } finally {
    progress.end();
  }
}

function countsText({ counts }: Loaded): string {
  const ignored = [...counts.ignored].map(([type, number]) => `${type} (${String(number)})`).sort();
  const parts = [
    `read ${count(counts.files, 'file')}: ${count(counts.documents, 'document')}`,
    `${count(counts.objects, 'object')}, ${String(counts.used)} of kinds that take part`,
  ];
  if (ignored.length > 0) parts.push(`ignored: ${ignored.join(', ')}`);
  if (counts.notObjects > 0) parts.push(`${String(counts.notObjects)} that are no object`);
  return `${parts.join('; ')}\n`;
}
