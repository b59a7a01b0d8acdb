import type { ByteWindow } from './byte-window.ts';
import { MAX_DEPTH } from './json-text.ts';
import { NotCut } from './not-cut.ts';

/** Where a JSON document stands in a file, and the items of it, if it is a list. */
export interface CutDocument {
  readonly start: number;
  readonly end: number;
  readonly items: CutItems | null;
}

/** The value of `items`: from its bracket to after the closing one, and each element of it. */
export interface CutItems {
  readonly open: number;
  readonly close: number;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Where a byte was not what JSON has there. */
export class BadByte extends NotCut {
  readonly offset: number;
  readonly context: string;

  constructor(offset: number, context: string) {
    super('it is not JSON');
    this.offset = offset;
    this.context = context;
  }
}

const NEWLINE = 0x0a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/**
 * Finds where JSON documents and their items start and end, by strings and brackets alone: whether
 * a piece is JSON shows when it is read, and since no JSON object starts with another one, pieces
 * that are JSON are the right ones.
 */
export class JsonCutter {
  readonly #window: ByteWindow;
  /** Whether lines are to be trusted: an item ends at a line with a lone brace below its own. */
  readonly #byLines: boolean;
  #at = 0;

  constructor(window: ByteWindow, byLines: boolean) {
    this.#window = window;
    this.#byLines = byLines;
  }

  /** The offset of the first byte from `from` on that is not JSON white space; what is before stays. */
  skipSpace(from: number): number {
    this.#at = from;
    this.#space(from - 1);
    return this.#at;
  }

  /** Cuts the document that starts at an opening brace. Throws a NotCut. */
  document(start: number): CutDocument {
    let items: CutItems | null = null;
    const keys = new Set<string>();
    this.#at = start + 1;
    for (let next = this.#space(); next !== CLOSE;) {
      const key = this.#key();
      if (keys.has(key) || key.includes('\\')) throw new NotCut('a key of it occurs twice');
      keys.add(key);
      if (this.#space() !== COLON) throw new BadByte(this.#at, 'after object key');
      this.#at++;
      if (this.#space() === OPEN_LIST && key === 'items') items = this.#items();
      else this.#value();
      next = this.#space();
      if (next === COMMA) {
        this.#at++;
        if (this.#space() === CLOSE) {
          throw new BadByte(this.#at, 'looking for beginning of object key string');
        }
      } else if (next !== CLOSE) throw new BadByte(this.#at, 'after object key:value pair');
    }
    return { start, end: ++this.#at, items };
  }

  #key(): string {
    const start = this.#at;
    if (this.#byte() !== QUOTE) {
      throw new BadByte(start, 'looking for beginning of object key string');
    }
    this.#string(start);
    return this.#window.text(start + 1, this.#at - 1);
  }

  #items(): CutItems {
    const open = this.#at;
    const [starts, ends]: [number[], number[]] = [[], []];
    this.#at++;
    const first = this.#space(open);
    const closing = this.#byLines && first === OPEN ? this.#closingLine(open) : null;
    for (let next = first; next !== CLOSE_LIST;) {
      starts.push(this.#at);
      if (closing !== null && next === OPEN) this.#line(closing);
      else this.#value();
      ends.push(this.#at);
      next = this.#space();
      if (next === COMMA) {
        this.#at++;
        next = this.#space();
        if (next === CLOSE_LIST) throw new BadByte(this.#at, 'looking for beginning of value');
      } else if (next !== CLOSE_LIST) throw new BadByte(this.#at, 'after array element');
    }
    return { open, close: ++this.#at, starts, ends };
  }

  /** The line before the brace that ends an item: as long as before the one here. Null: not alone. */
  #closingLine(open: number): Buffer | null {
    const before = this.#window.text(open + 1, this.#at);
    const indent = /\n[ \t]*$/.exec(before)?.[0];
    return indent === undefined ? null : Buffer.from(indent);
  }

  /** Goes after the next brace that has such a line before it. */
  #line(closing: Buffer): void {
    const { length } = closing;
    for (;;) {
      const brace = this.#window.find(CLOSE, this.#at, length);
      if (brace === -1) throw new NotCut('its items are not indented alike');
      this.#at = brace + 1;
      const { bytes, base } = this.#window;
      const end = brace - base;
      if (bytes[end - length] !== NEWLINE) continue;
      if (closing.compare(bytes, end - length, end) === 0) return;
    }
  }

  /** Goes to the end of a value. */
  #value(): void {
    const first = this.#byte();
    if (first === QUOTE) this.#string(this.#at);
    else if (first === OPEN || first === OPEN_LIST) this.#container();
    else this.#scalar();
  }

  #scalar(): void {
    const start = this.#at;
    for (;;) {
      const byte = this.#byte();
      if (byte <= 0x20 || byte === COMMA || byte === CLOSE || byte === CLOSE_LIST) break;
      this.#at++;
    }
    if (this.#at === start) throw new BadByte(start, 'looking for beginning of value');
  }

  /** Goes after the closing quote; what is from `keep` on stays in the window. */
  #string(keep: number): void {
    for (this.#at++; ; this.#at++) {
      const byte = this.#window.at(this.#at, keep);
      if (byte === -1) throw new BadByte(this.#at, 'in string literal');
      if (byte === QUOTE) break;
      if (byte === BACKSLASH) this.#at++;
    }
    this.#at++;
  }

  #container(): void {
    let depth = 0;
    let inString = false;
    do {
      const { bytes, base, length } = this.#window;
      let index = this.#at - base;
      while (index < length) {
        const byte = bytes[index++] ?? 0;
        if (inString) {
          if (byte === QUOTE) inString = false;
          else if (byte === BACKSLASH) index++;
        } else if (byte === QUOTE) {
          inString = true;
        } else if ((byte | 0x20) === OPEN) {
          if (++depth > MAX_DEPTH) throw new NotCut('it is nested too deep');
        } else if ((byte | 0x20) === CLOSE && --depth === 0) {
          this.#at = base + index;
          return;
        }
      }
      this.#at = base + index;
    } while (this.#window.more(this.#at));
    throw new BadByte(this.#at, 'in a value');
  }

  /** Passes white space, and returns the byte after it, or -1 at the end. */
  #space(keep = this.#at): number {
    for (; ; this.#at++) {
      const byte = this.#window.at(this.#at, keep);
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return byte;
    }
  }

  #byte(): number {
    return this.#window.at(this.#at, this.#at);
  }
}
