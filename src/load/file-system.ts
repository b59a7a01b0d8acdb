import {
  accessSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  writeFileSync,
} from 'node:fs';

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
export const writeFile = (file: string, text: string) =>
  settled(() => {
    writeFileSync(file, text);
  });
