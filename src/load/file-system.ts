import {
  accessSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';

/** An entry of a directory, as far as reading looks at it. */
export type FileEntry = Pick<Dirent, 'name' | 'isFile' | 'isDirectory' | 'isSymbolicLink'>;

/**
 * What reading manifests needs of a file system: the disk's, or that of a git revision. Paths are
 * absolute. A method rejects where there is no such file; the message says why.
 */
export interface FileSystem {
  readFile(file: string): Promise<Uint8Array>;
  /** The path without links, which is the same for two names of one file. */
  realpath(file: string): Promise<string>;
  stat(
    file: string,
  ): Promise<Pick<Stats, 'isFile' | 'isDirectory' | 'isFIFO' | 'isCharacterDevice'>>;
  readEntries(directory: string): Promise<readonly FileEntry[]>;
}

/*
 * The file system, one call after the other: a command that reads before it answers has nothing to
 * do meanwhile, and to load node:fs/promises alone costs it 2 of 50 ms.
 */

function settled<T>(call: () => T): Promise<T> {
  return new Promise((resolve) => {
    resolve(call());
  });
}

export const readFile = (file: string) => settled(() => readFileSync(file));
export const realpath = (file: string) => settled(() => realpathSync(file));
export const stat = (file: string) => settled(() => statSync(file));
export const access = (file: string) =>
  settled(() => {
    accessSync(file);
  });
export const readEntries = (directory: string) =>
  settled(() => readdirSync(directory, { withFileTypes: true }));

/** The disk of this machine. */
export const DISK: FileSystem = { readFile, realpath, stat, readEntries };
