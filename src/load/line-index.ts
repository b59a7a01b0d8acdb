import type { Position } from '../model/source.ts';

/** A line and column are noted every so many bytes. */
const STEP = 1 << 16;

/** What can be read again. */
interface Bytes {
  bytes(start: number, end: number): Uint8Array;
}

/**
 * Finds lines in a file that is not kept: while it is scanned the line of every 65,536th byte is
 * noted, and from there it is read again. A line ends with `\n`, `\r\n` or a lone `\r`; columns
 * count UTF-16 code units.
 */
export class LineIndex {
  /** By step: the lines before it, and the units before it in its own line. */
  readonly #lines: number[] = [0];
  readonly #units: number[] = [0];
  /** Where the text starts: after a byte order mark. */
  readonly #start: number;
  #size: number;
  #line = 0;
  #unit = 0;
  #last = 0;

  constructor(start: number) {
    this.#start = start;
    this.#size = start;
  }

  /** Takes note of the next bytes of the file. */
  add(bytes: Uint8Array): void {
    for (let from = 0; from < bytes.length;) {
      const to = Math.min(bytes.length, from + STEP - (this.#size % STEP));
      this.#count(bytes.subarray(from, to));
      this.#size += to - from;
      if (this.#size % STEP === 0) {
        this.#lines.push(this.#line);
        this.#units.push(this.#unit);
      }
      from = to;
    }
  }

  /** The line and column of a byte, as far as the file was scanned. */
  positionOf(file: Bytes, offset: number): Position {
    const step = Math.min(Math.floor(offset / STEP), this.#lines.length - 1);
    const from = Math.max(step * STEP, this.#start);
    const part = new LineIndex(from);
    part.#line = this.#lines[step] ?? 0;
    part.#unit = this.#units[step] ?? 0;
    // Of `\r\n` the `\r` has ended the line.
    if (from > this.#start) part.#last = file.bytes(from - 1, from)[0] ?? 0;
    part.#count(file.bytes(from, Math.max(offset, from)));
    return { line: part.#line + 1, column: part.#unit + 1, offset };
  }

  #count(bytes: Uint8Array): void {
    const { length } = bytes;
    let start = 0;
    if (bytes.includes(0x0d) || this.#last === 0x0d) {
      start = this.#countReturns(bytes);
    } else {
      let lines = 0;
      for (let index = 0; index < length; index++) {
        if (bytes[index] === 0x0a) lines++;
      }
      this.#line += lines;
      if (lines > 0) start = bytes.lastIndexOf(0x0a) + 1;
    }
    if (start > 0) this.#unit = 0;
    let units = 0;
    for (let index = start; index < length; index++) {
      const byte = bytes[index] ?? 0;
      // Bytes 80..BF go on with a character; what starts with F0 or above is a surrogate pair.
      units += byte < 0x80 ? 1 : byte < 0xc0 ? 0 : byte < 0xf0 ? 1 : 2;
    }
    this.#unit += units;
    this.#last = bytes[length - 1] ?? this.#last;
  }

  /** Counts lines where some end in `\r`, and returns where the last one starts. */
  #countReturns(bytes: Uint8Array): number {
    let start = 0;
    let last = this.#last;
    for (const [index, byte] of bytes.entries()) {
      if (byte === 0x0d || byte === 0x0a) {
        if (byte === 0x0d || last !== 0x0d) this.#line++;
        start = index + 1;
      }
      last = byte;
    }
    return start;
  }
}
