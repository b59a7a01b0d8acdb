import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Position, SourceFile } from '../model/source.ts';
import { decodeText, encodingOf } from './decode-text.ts';
import { LineIndex } from './line-index.ts';

/** From which sizes on, and in what portions, inputs are read in pieces; in bytes. */
export interface Sizes {
  /** Larger files are read in pieces. */
  readonly large: number;
  /** Larger ones are never read as a whole: a parser takes twenty times as much memory as the text. */
  readonly whole: number;
  /** Read from the disk at once. */
  readonly block: number;
  /** Text that is parsed at once where objects are small. */
  readonly batch: number;
}

export const SIZES: Sizes = { large: 64 << 20, whole: 128 << 20, block: 4 << 20, batch: 1 << 20 };

/** Thrown where a file is no longer what it was when it was first read. */
export class FileChanged extends Error {
  readonly file: string;

  constructor(file: string) {
    super(`${file} was changed while it was read: try again`);
    this.file = file;
  }
}

/** A file is closed when nothing that was read from it is left. */
const closing = new FinalizationRegistry<number>(closeSync);

/** Texts of pieces that are kept: questions come in runs about one object. */
const KEPT = 16;

interface KeptText {
  readonly piece: FilePiece;
  readonly text: string;
  /** Where it starts, once that was asked for. */
  origin?: Position;
}

/**
 * A file that is read in pieces. It stays open, so that one that is replaced meanwhile is still
 * what was loaded; one that is written to is noticed by its size and time.
 */
export class DiskFile implements SourceFile {
  readonly name: string;
  readonly size: number;
  readonly sizes: Sizes;
  /** Where its text starts: after a byte order mark. */
  readonly start: number;
  readonly lines: LineIndex;
  readonly encoding: string;
  readonly #fd: number;
  readonly #modified: number;
  readonly #kept: KeptText[] = [];

  /** Takes over an open file. */
  constructor(name: string, fd: number, sizes: Sizes) {
    closing.register(this, fd);
    const { size, mtimeMs } = fstatSync(fd);
    this.name = name;
    this.#fd = fd;
    this.size = size;
    this.sizes = sizes;
    this.#modified = mtimeMs;
    const mark = this.bytes(0, Math.min(3, size));
    this.encoding = encodingOf(mark);
    this.start = mark.equals(BYTE_ORDER_MARK) ? mark.length : 0;
    this.lines = new LineIndex(this.start);
  }

  /** Opens a file that is there. Throws a system error where it cannot. */
  static open(name: string, path: string, sizes: Sizes): DiskFile {
    return new DiskFile(name, openSync(path, 'r'), sizes);
  }

  /** The whole text. Throws where that does not fit into a string. */
  get text(): string {
    return decodeText(this.bytes(0, this.size));
  }

  /** The bytes from `start` to `end`. Throws a FileChanged. */
  bytes(start: number, end: number): Buffer {
    const into = Buffer.allocUnsafe(end - start);
    this.readInto(into, 0, start, end - start);
    return into;
  }

  /** Reads `length` bytes at `position` to `offset` of a buffer. Throws a FileChanged. */
  readInto(into: Buffer, offset: number, position: number, length: number): void {
    const { size, mtimeMs } = fstatSync(this.#fd);
    if (size !== this.size || mtimeMs !== this.#modified) throw new FileChanged(this.name);
    for (let done = 0; done < length;) {
      const count = readSync(this.#fd, into, offset + done, length - done, position + done);
      if (count === 0) throw new FileChanged(this.name);
      done += count;
    }
  }

  /** Whether a predicate holds of any stretch of the text; stretches overlap by some characters. */
  some(predicate: (text: string) => boolean): boolean {
    const { block } = this.sizes;
    for (let start = 0; start < this.size; start += block) {
      const end = Math.min(start + block + OVERLAP, this.size);
      if (predicate(this.bytes(start, end).toString('latin1'))) return true;
    }
    return false;
  }

  /** The text of a piece, read again unless it was asked for lately. */
  textOf(piece: FilePiece): string {
    return this.#recent(piece).text;
  }

  /** Where a piece starts. */
  originOf(piece: FilePiece): Position {
    const known = this.#recent(piece);
    return (known.origin ??= this.lines.positionOf(this, piece.start));
  }

  #recent(piece: FilePiece): KeptText {
    const index = this.#kept.findIndex(({ piece: { start, end } }) => {
      return start === piece.start && end === piece.end;
    });
    const [
      known = { piece, text: this.bytes(piece.start, piece.end).toString('utf8') },
    ]: KeptText[] = index === -1 ? [] : this.#kept.splice(index, 1);
    this.#kept.unshift(known);
    if (this.#kept.length > KEPT) this.#kept.pop();
    return known;
  }
}

const OVERLAP = 100;

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** A piece of a file: an item of a list, or some documents. Its text is read when it is asked for. */
export class FilePiece implements SourceFile {
  readonly whole: DiskFile;
  readonly start: number;
  readonly end: number;

  constructor(whole: DiskFile, start: number, end: number) {
    this.whole = whole;
    this.start = start;
    this.end = end;
  }

  get name(): string {
    return this.whole.name;
  }

  get text(): string {
    return this.whole.textOf(this);
  }

  get origin(): Position {
    return this.whole.originOf(this);
  }
}
