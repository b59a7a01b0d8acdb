import type { Io } from './io.ts';
import type { Loaded } from '../load/load.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { VersionSource } from '../explain/whole/diff.ts';
import { failure, usage } from './failure.ts';
import { openRevision } from './git.ts';
import { inputPaths, loadWatched, tellDiagnostics, type InputOptions } from './input.ts';

/** One version of the manifests. */
export interface LoadedVersion extends VersionSource {
  readonly loaded: Loaded;
}

export interface LoadedVersions {
  readonly old: LoadedVersion;
  readonly new: LoadedVersion;
}

type Options = Omit<InputOptions, 'files' | 'counts'>;

/**
 * Reads two paths as two versions. What is wrong with them goes to stderr; with an error among it,
 * throws a Failure of code 3.
 */
export async function loadTwoPaths(
  io: Io,
  paths: readonly [string, string],
  options: Options,
): Promise<LoadedVersions> {
  if (paths.every((path) => path === '-')) throw usage('only one of OLD and NEW can be stdin');
  const load = async (path: string): Promise<LoadedVersion> => {
    const loaded = await loadWatched(io, [path], options);
    return { loaded, locator: loaded.locator, name: { text: path, revision: null } };
  };
  const [older, newer] = [await load(paths[0]), await load(paths[1])];
  await tellBoth(io, older, newer, options);
  return { old: older, new: newer };
}

/**
 * Reads paths as of a git revision and as they are in the work tree. A path that one of them lacks
 * is empty there: all of it is new, or gone. Throws a Failure of code 3 where both lack it, where
 * git or the revision is not there, and where an input is refused.
 */
export async function loadRevision(
  io: Io,
  revision: string,
  files: readonly string[],
  options: Options,
): Promise<LoadedVersions> {
  const paths = await inputPaths(io, { files });
  if (paths.includes('-')) throw usage('--base reads files of git: stdin is none of them');
  const opened = await openRevision(io, revision);
  try {
    const strange = paths.find((path) => !opened.contains(path));
    if (strange !== undefined) {
      throw failure(`--base: ${JSON.stringify(strange)} lies outside of the repository`);
    }
    const inside = { ...io, cwd: opened.cwd };
    const before = await loadWatched(inside, paths, { ...options, fileSystem: opened.files });
    const after = await loadWatched(io, paths, options);
    const older = { ...before, diagnostics: before.diagnostics.filter((one) => !isMissing(one)) };
    const newer = withoutMissing(after, before);
    const prefixed = older.diagnostics.map((one) => ofRevision(one, revision));
    const versions: LoadedVersions = {
      old: {
        loaded: { ...older, diagnostics: prefixed },
        locator: older.locator,
        name: { text: revision, revision },
      },
      new: {
        loaded: newer,
        locator: newer.locator,
        name: { text: 'the work tree', revision: null },
      },
    };
    await tellBoth(io, versions.old, versions.new, options);
    return versions;
  } finally {
    opened.close();
  }
}

async function tellBoth(
  io: Io,
  older: LoadedVersion,
  newer: LoadedVersion,
  options: Pick<Options, 'quiet'>,
): Promise<void> {
  const both = [...older.loaded.diagnostics, ...newer.loaded.diagnostics];
  // Either locator finds every place: it reads the text that the place is in.
  await tellDiagnostics(io, { diagnostics: both, locator: newer.locator }, options);
}

/** What says that a path is not there, or that nothing is in it. */
const MISSING: ReadonlySet<string> = new Set([
  'file-not-found',
  'glob-no-match',
  'directory-empty',
]);

/** Without what is wrong with a path that the other version has. */
function withoutMissing(own: Loaded, other: Loaded): Loaded {
  const lacking = new Set(other.diagnostics.filter(isMissing).map(pathOf));
  const diagnostics = own.diagnostics.filter((one) => !isMissing(one) || lacking.has(pathOf(one)));
  return { ...own, diagnostics };
}

function isMissing({ code }: Diagnostic): boolean {
  return MISSING.has(code);
}

function pathOf({ location }: Diagnostic): string {
  return location.kind === 'file' ? location.name : '';
}

/** The same diagnostic, with the revision before the names of files. */
function ofRevision(diagnostic: Diagnostic, revision: string): Diagnostic {
  const { location } = diagnostic;
  const named = (name: string): string => `${revision}:${name}`;
  switch (location.kind) {
    case 'file':
      return { ...diagnostic, location: { ...location, name: named(location.name) } };
    case 'offset': {
      const file = { ...location.file, name: named(location.file.name) };
      return { ...diagnostic, location: { ...location, file } };
    }
    case 'field': {
      const { source } = location;
      const file = { ...source.file, name: named(source.file.name) };
      return { ...diagnostic, location: { ...location, source: { ...source, file } } };
    }
  }
}
