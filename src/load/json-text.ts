import { ReadError } from './read-error.ts';

/** kubectl's own limit. */
export const MAX_DEPTH = 10_000;

/** Told about the parts of a JSON value while it is scanned, in the order of the text. */
export interface JsonVisitor {
  /** An object or array starts, or a scalar: at the offset of its first character. */
  value?(offset: number, isArray: boolean | undefined): void;
  /** A key, from its opening quote to after its closing one. */
  key?(start: number, end: number): void;
  /** The object or array opened last ends; `end` is after its bracket. */
  close?(end: number): void;
}

/** The offset of the first character from `from` on that is not JSON white space. */
export function skipJsonSpace(text: string, from: number): number {
  let index = from;
  for (;;) {
    const code = text.charCodeAt(index);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return index;
    index++;
  }
}

/**
 * Checks the JSON value that starts at or after `from`, and returns the offset after it. Throws a
 * ReadError with the position and the wording of kubectl's JSON parser. Never recurses, so that
 * depth cannot exhaust the stack.
 */
export function scanJson(text: string, from: number, visitor: JsonVisitor = {}): number {
  /** Which of the open brackets are objects. */
  const open: boolean[] = [];
  let index = skipJsonSpace(text, from);
  for (;;) {
    const first = text.charCodeAt(index);
    if (first === 0x7b || first === 0x5b) {
      const isObject = first === 0x7b;
      visitor.value?.(index, !isObject);
      index = skipJsonSpace(text, index + 1);
      const closing = isObject ? 0x7d : 0x5d;
      if (text.charCodeAt(index) !== closing) {
        open.push(isObject);
        if (open.length > MAX_DEPTH)
          throw new ReadError('json-syntax', index, 'exceeded max depth');
        if (isObject) index = scanKey(text, index, visitor);
        continue;
      }
      index++;
      visitor.close?.(index);
    } else {
      visitor.value?.(index, undefined);
      index = scanScalar(text, index);
    }
    for (;;) {
      const isObject = open.at(-1);
      if (isObject === undefined) return index;
      index = skipJsonSpace(text, index);
      const code = text.charCodeAt(index);
      if (code === 0x2c) {
        index = skipJsonSpace(text, index + 1);
        if (isObject) index = scanKey(text, index, visitor);
        break;
      }
      if (code !== (isObject ? 0x7d : 0x5d)) {
        throw unexpected(
          text,
          index,
          isObject ? 'after object key:value pair' : 'after array element',
        );
      }
      index++;
      open.pop();
      visitor.close?.(index);
    }
  }
}

/** A key and its colon; returns the offset of the value. */
function scanKey(text: string, index: number, visitor: JsonVisitor): number {
  if (text.charCodeAt(index) !== 0x22) {
    throw unexpected(text, index, 'looking for beginning of object key string');
  }
  const end = scanString(text, index);
  visitor.key?.(index, end);
  const colon = skipJsonSpace(text, end);
  if (text.charCodeAt(colon) !== 0x3a) throw unexpected(text, colon, 'after object key');
  return skipJsonSpace(text, colon + 1);
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

function scanScalar(text: string, index: number): number {
  const code = text.charCodeAt(index);
  if (code === 0x22) return scanString(text, index);
  for (const word of ['true', 'false', 'null']) {
    if (code === word.charCodeAt(0)) {
      if (text.startsWith(word, index)) return index + word.length;
      let at = 1;
      while (text[index + at] === word[at]) at++;
      const expected = `in literal ${word} (expecting '${word.charAt(at)}')`;
      throw unexpected(text, index + at, expected);
    }
  }
  NUMBER.lastIndex = index;
  if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
    const match = NUMBER.exec(text);
    if (match === null) throw unexpected(text, index + 1, 'in numeric literal');
    const end = NUMBER.lastIndex;
    const next = text.charAt(end);
    if (next !== '' && '.eE'.includes(next)) throw unexpected(text, end + 1, 'in numeric literal');
    return end;
  }
  throw unexpected(text, index, 'looking for beginning of value');
}

function scanString(text: string, start: number): number {
  for (let index = start + 1; ; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) return index + 1;
    if (code === 0x5c) {
      const escape = text.charAt(++index);
      if (escape === 'u') {
        for (let digit = 1; digit <= 4; digit++) {
          if (!/^[0-9a-fA-F]$/.test(text.charAt(index + digit))) {
            throw unexpected(text, index + digit, 'in \\u hexadecimal character escape');
          }
        }
        index += 4;
      } else if (escape === '' || !'"\\/bfnrt'.includes(escape)) {
        throw unexpected(text, index, 'in string escape code');
      }
    } else if (code < 0x20 || Number.isNaN(code)) {
      throw unexpected(text, index, 'in string literal');
    }
  }
}

/** What the parser says of a character that JSON does not have there. */
export function unexpected(text: string, index: number, context: string): ReadError {
  if (index >= text.length) {
    return new ReadError('json-syntax', text.length, 'unexpected end of JSON input');
  }
  const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
  const shown = character === "'" ? "\\'" : JSON.stringify(character).slice(1, -1);
  return new ReadError('json-syntax', index, `invalid character '${shown}' ${context}`);
}
