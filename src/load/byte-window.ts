import type { DiskFile } from './disk-file.ts';
import type { Scan } from './scan.ts';

/** A part of a file in memory that moves on through it. Positions are those in the file. */
export class ByteWindow {
  /** Valid up to `length`. */
  bytes: Buffer;
  /** Where the first byte stands in the file. */
  base: number;
  length = 0;
  readonly #file: DiskFile;
  readonly #scan: Scan | null;

  /** A window at `start`; of the first one that goes through a file, `scan` is told. */
  constructor(file: DiskFile, start: number, scan: Scan | null = null) {
    this.#file = file;
    this.#scan = scan;
    this.base = start;
    this.bytes = Buffer.allocUnsafe(2 * file.sizes.block);
  }

  get end(): number {
    return this.base + this.length;
  }

  /** Reads on, and may forget what is before `keep`. False at the end of the file. */
  more(keep: number): boolean {
    const count = Math.min(this.#file.sizes.block, this.#file.size - this.end);
    if (count === 0) return false;
    if (this.length + count > this.bytes.length) this.#makeRoom(keep, count);
    this.#file.readInto(this.bytes, this.length, this.end, count);
    if (this.#scan !== null) {
      this.#file.lines.add(this.end, this.bytes.subarray(this.length, this.length + count));
      this.#scan.seen(count);
    }
    this.length += count;
    return true;
  }

  /** The byte at a position, or -1 after the end of the file. */
  at(position: number, keep: number): number {
    while (position >= this.end) {
      if (!this.more(keep)) return -1;
    }
    return this.bytes[position - this.base] ?? -1;
  }

  /** Where `wanted` stands from `from` on, or -1; of what is before it only `before` bytes stay. */
  find(wanted: Buffer | number, from: number, before = 0): number {
    const width = typeof wanted === 'number' ? 1 : wanted.length;
    for (let start = from; ;) {
      // What is beyond the length is left of earlier bytes.
      const index = this.bytes.indexOf(wanted, start - this.base);
      if (index !== -1 && index + width <= this.length) return this.base + index;
      start = Math.max(from, this.end - width + 1);
      if (!this.more(start - before)) return -1;
    }
  }

  /** What stands between two positions, which must be in the window. */
  text(start: number, end: number): string {
    return this.bytes.toString('utf8', start - this.base, end - this.base);
  }

  #makeRoom(keep: number, count: number): void {
    const from = Math.max(0, Math.min(keep - this.base, this.length));
    const rest = this.length - from;
    const target =
      rest + count > this.bytes.length ? Buffer.allocUnsafe(2 * (rest + count)) : this.bytes;
    this.bytes.copy(target, 0, from, this.length);
    this.bytes = target;
    this.base += from;
    this.length = rest;
  }
}
