import path from 'node:path';
import type { FileEntry, FileSystem } from '../load/file-system.ts';

/** What a git tree holds at a path. */
export interface TreeItem {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly kind: 'file' | 'link' | 'submodule';
  readonly oid: string;
}

type Found = TreeItem | Directory;
type Followed = (TreeItem & { readonly kind: 'file' | 'submodule' }) | Directory;

interface Directory {
  readonly kind: 'directory';
  readonly path: string;
  readonly entries: Map<string, Found>;
}

/** As many links as Linux follows. */
const MOST_LINKS = 40;

/**
 * A git tree as a file system whose paths begin with the root of the work tree. Links are followed
 * within the tree, as the disk's are.
 */
export function createTreeFiles(
  root: string,
  items: readonly TreeItem[],
  read: (oid: string) => Promise<Uint8Array>,
): FileSystem {
  const top = buildTree(items);

  /** What stands at a path, with the links on the way followed. */
  async function find(name: string): Promise<Followed> {
    let steps = stepsOf(root, name);
    let links = 0;
    let at: Directory = top;
    while (steps.length > 0) {
      const [step = '', ...rest] = steps;
      const found: Found | undefined = at.entries.get(step);
      if (found === undefined) throw new Error('no such file or directory');
      if (found.kind === 'link') {
        if (++links > MOST_LINKS) throw new Error('too many links');
        const target = Buffer.from(await read(found.oid)).toString();
        const resolved = path.resolve(root, path.dirname(found.path), target);
        steps = [...stepsOf(root, resolved), ...rest];
        at = top;
      } else if (found.kind === 'directory') {
        at = found;
        steps = rest;
      } else if (rest.length > 0) {
        throw new Error(found.kind === 'file' ? 'not a directory' : SUBMODULE);
      } else {
        return { ...found, kind: found.kind };
      }
    }
    return at;
  }

  return {
    async readFile(name) {
      const found = await find(name);
      if (found.kind !== 'file') throw new Error('it is a directory');
      return read(found.oid);
    },
    async realpath(name) {
      return path.join(root, (await find(name)).path);
    },
    async stat(name) {
      const { kind } = await find(name);
      return {
        isFile: () => kind === 'file',
        isDirectory: () => kind !== 'file',
        isFIFO: () => false,
        isCharacterDevice: () => false,
      };
    },
    async readEntries(name) {
      const found = await find(name);
      if (!('entries' in found)) {
        throw new Error(found.kind === 'file' ? 'not a directory' : SUBMODULE);
      }
      return [...found.entries].map(([own, { kind }]) => entryOf(own, kind));
    },
  };
}

const SUBMODULE = 'this is a submodule, whose files are in another repository';

function entryOf(name: string, kind: Found['kind']): FileEntry {
  return {
    name,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'directory' || kind === 'submodule',
    isSymbolicLink: () => kind === 'link',
  };
}

/** The steps from the root to a path. Throws where it lies elsewhere. */
function stepsOf(root: string, name: string): string[] {
  const relative = path.relative(root, name);
  const steps = relative === '' ? [] : relative.split(path.sep);
  if (path.isAbsolute(relative) || steps[0] === '..') {
    throw new Error('this lies outside of the repository');
  }
  return steps;
}

function buildTree(items: readonly TreeItem[]): Directory {
  const top: Directory = { kind: 'directory', path: '', entries: new Map() };
  for (const item of items) {
    const steps = item.path.split('/');
    const last = steps.pop() ?? '';
    let at = top;
    for (const [index, step] of steps.entries()) {
      let next = at.entries.get(step);
      if (next?.kind !== 'directory') {
        const own = steps.slice(0, index + 1).join('/');
        next = { kind: 'directory', path: own, entries: new Map() };
        at.entries.set(step, next);
      }
      at = next;
    }
    at.entries.set(last, item);
  }
  return top;
}
