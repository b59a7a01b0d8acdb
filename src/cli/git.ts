import path from 'node:path';
import { realpath, type FileSystem } from '../load/file-system.ts';
import { failure, usage } from './failure.ts';
import { BlobReader, runGit, type GitWorld } from './git-process.ts';
import { createTreeFiles, type TreeItem } from './git-tree.ts';

/** The files of a git revision. The work tree and the index are never looked at. */
export interface Revision {
  readonly files: FileSystem;
  /** The working directory as `files` knows it: without links. */
  readonly cwd: string;
  /** Whether a path, relative to the working directory, lies in the repository. */
  contains(name: string): boolean;
  /** Ends the process that reads contents. */
  close(): void;
}

/**
 * Opens a revision of the repository that the working directory is in. Throws a Failure: of code 2
 * where the name cannot be a revision, of code 3 where git, the repository or the revision is not
 * there.
 */
export async function openRevision(world: GitWorld, revision: string): Promise<Revision> {
  if (revision === '' || revision.startsWith('-')) {
    throw usage(`--base: ${JSON.stringify(revision)} is no git revision`);
  }
  const root = await rootOf(world);
  const commit = await commitOf(world, revision);
  const tree = await runGit(world, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (tree.code !== 0) throw failed('ls-tree', tree.stderr);
  const blobs = new BlobReader(world);
  const cwd = await realpath(world.cwd);
  return {
    files: createTreeFiles(root, itemsOf(tree.stdout.toString()), (oid) => blobs.read(oid)),
    cwd,
    contains(name) {
      const inside = path.relative(root, path.resolve(cwd, name));
      return !path.isAbsolute(inside) && inside.split(path.sep)[0] !== '..';
    },
    close: () => {
      blobs.close();
    },
  };
}

async function rootOf(world: GitWorld): Promise<string> {
  const { code, stdout, stderr } = await runGit(world, ['rev-parse', '--show-toplevel']);
  if (code === 0) return realpath(stdout.toString().replace(/\r?\n$/, ''));
  if (/not a git repository/.test(stderr)) {
    throw failure('--base reads a git repository, and the working directory is in none');
  }
  throw failed('rev-parse', stderr);
}

async function commitOf(world: GitWorld, revision: string): Promise<string> {
  const args = ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`];
  const { code, stdout, stderr } = await runGit(world, args);
  if (code === 0) return stdout.toString().trim();
  if (stderr.trim() !== '' && !/unknown revision|Needed a single revision/.test(stderr)) {
    throw failed('rev-parse', stderr);
  }
  throw failure(
    `--base: git knows no commit ${JSON.stringify(revision)}; a shallow clone must fetch it first`,
  );
}

/** The entries of `git ls-tree -r -z`: `<mode> <type> <oid>\t<path>`, each ended by a NUL. */
function itemsOf(listing: string): TreeItem[] {
  return listing
    .split('\0')
    .filter((entry) => entry !== '')
    .map((entry) => {
      const tab = entry.indexOf('\t');
      const [mode = '', , oid = ''] = entry.slice(0, tab).split(' ');
      const kind = mode === '120000' ? 'link' : mode === '160000' ? 'submodule' : 'file';
      return { path: entry.slice(tab + 1), kind, oid };
    });
}

function failed(command: string, stderr: string): Error {
  return failure(`git ${command}: ${stderr.trim().split('\n')[0] ?? ''}`);
}
