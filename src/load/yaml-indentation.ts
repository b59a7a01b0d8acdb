import { parseRaw } from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { ReadError } from './read-error.ts';
import { freeSpans, spanAt } from './yaml-spans.ts';

const REFUSED = 'deficient indentation';

/** Deeper than the column of any block that a flow collection can sit in. */
const PADDING = ' '.repeat(200);

/** How much text may be parsed again for the sake of indentation, in characters. */
const BUDGET = 8_000_000;

/**
 * Parses one document. kubectl ignores indentation inside flow collections and quoted scalars,
 * where the parser wants every line indented more than the block around it:
 *
 *     args: [
 *       a
 *     ]
 *
 * So the lines that it refuses are indented by spaces that are not in the text, and the offsets
 * of the events are moved back.
 */
export function parseIndented(text: string): Event[] {
  const padded = new Set<number>();
  let budget = BUDGET;
  for (;;) {
    const input = padded.size === 0 ? text : pad(text, padded);
    try {
      const events = parseRaw(input);
      if (padded.size > 0) unpad(text, events, padded);
      return events;
    } catch (error) {
      if (!(error instanceof ReadError)) throw error;
      const offset = original(error.offset, [...padded].sort(ascending));
      const before = padded.size;
      if (error.message === REFUSED && budget > 0)
        addLines(text, input, error.offset, offset, padded);
      if (padded.size === before)
        throw new ReadError(error.code, offset, error.message, error.hint);
      budget -= 2 * input.length;
    }
  }
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** Adds the starts of the refused line and of those that follow in the same flow or quotes. */
function addLines(
  text: string,
  input: string,
  refused: number,
  offset: number,
  padded: Set<number>,
): void {
  const first = lineStart(text, offset);
  const context = unfinished(input.slice(0, lineStart(input, refused)));
  const end =
    context === 'flow'
      ? flowEnd(text, offset)
      : context === 'other'
        ? offset
        : quoteEnd(text, offset, context);
  padded.add(first);
  for (let index = first; index < end; index++) {
    const code = text.charCodeAt(index);
    const isBreak = code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10);
    if (isBreak && index + 1 <= end) padded.add(index + 1);
  }
}

/** What the text is in the middle of where it stops. */
function unfinished(text: string): 'flow' | '"' | "'" | 'other' {
  try {
    parseRaw(text);
  } catch (error) {
    const reason = error instanceof ReadError ? error.message : '';
    if (reason.endsWith('a flow collection')) return 'flow';
    if (reason.endsWith('a double quoted scalar')) return '"';
    if (reason.endsWith('a single quoted scalar')) return "'";
  }
  return 'other';
}

function quoteEnd(text: string, from: number, quote: string): number {
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '\\' && quote === '"') index++;
    else if (character === quote) {
      if (quote === '"' || text.charAt(index + 1) !== quote) return index;
      index++;
    }
  }
  return text.length;
}

/** The bracket that closes the flow collection around `from`, which is between two of its tokens. */
function flowEnd(text: string, from: number): number {
  let depth = 0;
  let atToken = true;
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (atToken && (character === '"' || character === "'")) {
      index = quoteEnd(text, index + 1, character);
    } else if (atToken && character === '#') {
      const length = text.slice(index).search(/[\r\n]/);
      if (length === -1) return text.length;
      index += length;
      continue;
    } else if (character === '[' || character === '{') depth++;
    else if ((character === ']' || character === '}') && depth-- === 0) return index;
    atToken = ' \t\r\n,[{:'.includes(character);
  }
  return text.length;
}

function lineStart(text: string, offset: number): number {
  if (offset === 0) return 0;
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

function pad(text: string, padded: ReadonlySet<number>): string {
  let result = '';
  let from = 0;
  for (const at of [...padded].sort(ascending)) {
    result += text.slice(from, at) + PADDING;
    from = at;
  }
  return result + text.slice(from);
}

/** The offset in the text as it was, of an offset in the padded text. */
function original(offset: number, sorted: readonly number[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) + middle * PADDING.length < offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(offset - low * PADDING.length, low === 0 ? 0 : (sorted[low - 1] ?? 0));
}

const OFFSETS = [
  'start',
  'valueStart',
  'valueEnd',
  'anchorStart',
  'anchorEnd',
  'tagStart',
  'tagEnd',
];

/**
 * Moves the offsets of all events back, and makes sure that only lines inside flow collections
 * and quotes were padded: anywhere else, padding would change the meaning.
 */
function unpad(text: string, events: Event[], padded: ReadonlySet<number>): void {
  const sorted = [...padded].sort(ascending);
  for (const event of events) {
    const fields = event as unknown as Record<string, number>;
    for (const field of OFFSETS) {
      const offset = fields[field];
      if (offset !== undefined && offset !== -1) fields[field] = original(offset, sorted);
    }
  }
  const spans = freeSpans(text, events);
  for (const at of sorted) {
    const kind = spanAt(spans, at)?.kind;
    if (kind !== 'flow' && kind !== 'quoted') throw new ReadError('yaml-syntax', at, REFUSED);
  }
}
