import type { SourceFile } from '../model/source.ts';
import { DiskFile } from './disk-file.ts';
import type { Scan } from './scan.ts';

export interface ProgressOptions {
  /** Told how many bytes of how many have been read, at most ten times a second. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Milliseconds between two reports. */
const INTERVAL = 100;

/** Finding out what the pieces are takes so much of the time of reading them. */
const FIRST_PASS = 1 / 8;

/** How far reading has come. Sizes of texts stand for their bytes. */
export class Progress implements Scan {
  readonly #total: number;
  readonly #report: ProgressOptions['onProgress'];
  #before = 0;
  #size = 0;
  #scanned = 0;
  #read = 0;
  #reported = 0;
  #next = 0;

  constructor(files: readonly SourceFile[], { onProgress }: ProgressOptions) {
    this.#report = onProgress;
    this.#total = files.reduce((total, file) => total + sizeOf(file), 0);
  }

  /** The next file begins; those before it are done. */
  begin(file: SourceFile): void {
    this.#before += this.#size;
    this.#size = sizeOf(file);
    this.#scanned = this.#read = 0;
    this.#tell();
  }

  seen(count: number): void {
    this.#scanned += count;
    this.#tell();
  }

  read(end: number): void {
    this.#read = end;
    this.#tell();
  }

  #tell(): void {
    if (this.#report === undefined) return;
    const now = Date.now();
    if (now < this.#next) return;
    this.#next = now + INTERVAL;
    const own = FIRST_PASS * this.#scanned + (1 - FIRST_PASS) * this.#read;
    // Another way to read a file starts again: nothing is taken back.
    this.#reported = Math.max(this.#reported, Math.round(this.#before + Math.min(own, this.#size)));
    this.#report(this.#reported, this.#total);
  }
}

function sizeOf(file: SourceFile): number {
  return file instanceof DiskFile ? file.size : file.text.length;
}
