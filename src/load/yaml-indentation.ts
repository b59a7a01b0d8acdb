import { parseRaw } from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { ReadError } from './read-error.ts';
import { columnOf, freeSpans, spanAt } from './yaml-spans.ts';

const REFUSED = 'deficient indentation';

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
  try {
    return parseRaw(text);
  } catch (error) {
    if (!(error instanceof ReadError) || error.message !== REFUSED) throw error;
  }
  try {
    return new PaddedText(text, flowLines(text)).parse();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
  }
  return new PaddedText(text, []).parse();
}

/** A text of which some lines are indented further than they are. */
class PaddedText {
  private readonly text: string;
  /** The text with tabs as spaces but for leading ones, which are all that kubectl minds. */
  private readonly spaced: string;
  private readonly padding: string;
  private readonly lines: Set<number>;

  constructor(text: string, lines: readonly number[]) {
    this.text = text;
    this.spaced = text.replaceAll(/[^\s][^\r\n]*/g, (line) => line.replaceAll('\t', ' '));
    this.padding = ' '.repeat(deepestIndent(text) + 2);
    this.lines = new Set(lines);
  }

  parse(): Event[] {
    let budget = BUDGET;
    for (;;) {
      const input = this.pad();
      try {
        return this.unpad(parseRaw(input));
      } catch (error) {
        if (!(error instanceof ReadError)) throw error;
        const offset = this.original(error.offset, this.sorted());
        const before = this.lines.size;
        if (error.message === REFUSED && budget > 0) {
          const context = unfinished(input.slice(0, error.offset - columnOf(input, error.offset)));
          this.addLines(offset, context);
        }
        if (this.lines.size === before) {
          throw new ReadError(error.code, offset, error.message, error.hint);
        }
        budget -= 2 * input.length;
      }
    }
  }

  /** Adds the refused line, and those that follow it in the same brackets or quotes. */
  private addLines(offset: number, context: Context): void {
    const first = offset - columnOf(this.text, offset);
    this.lines.add(first);
    if (context === 'other') return;
    const end =
      context === 'flow' ? flowEnd(this.text, offset) : quoteEnd(this.text, offset, context);
    for (const line of lineStarts(this.text, first, end)) this.lines.add(line);
  }

  private pad(): string {
    let result = '';
    let from = 0;
    for (const at of this.sorted()) {
      result += this.spaced.slice(from, at) + this.padding;
      from = at;
    }
    return result + this.spaced.slice(from);
  }

  /**
   * Moves the offsets of all events back, and makes sure that only lines inside flow collections
   * and quotes were padded: anywhere else, padding would change the meaning.
   */
  private unpad(events: Event[]): Event[] {
    const sorted = this.sorted();
    for (const event of events) {
      const fields = event as unknown as Record<string, number>;
      for (const field of OFFSETS) {
        const offset = fields[field];
        if (offset !== undefined && offset !== -1) fields[field] = this.original(offset, sorted);
      }
    }
    const spans = freeSpans(this.text, events);
    for (const at of sorted) {
      const kind = spanAt(spans, at)?.kind;
      if (kind !== 'flow' && kind !== 'quoted') throw new ReadError('yaml-syntax', at, REFUSED);
    }
    return events;
  }

  /** The offset in the text as it is, of an offset in the padded text. */
  private original(offset: number, sorted: readonly number[]): number {
    const width = this.padding.length;
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] ?? 0) + middle * width < offset) low = middle + 1;
      else high = middle;
    }
    return Math.max(offset - low * width, low === 0 ? 0 : (sorted[low - 1] ?? 0));
  }

  private sorted(): number[] {
    return [...this.lines].sort((a, b) => a - b);
  }
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

/** More than the column of any block that a flow collection can be in. */
function deepestIndent(text: string): number {
  let deepest = 0;
  for (const [indent] of text.matchAll(/^[ \-?:]*/gm)) deepest = Math.max(deepest, indent.length);
  return Math.min(deepest, 1000);
}

/** The lines that are probably in brackets: after a line that ends with an opening one. */
function flowLines(text: string): number[] {
  const lines: number[] = [];
  let done = 0;
  for (const match of text.matchAll(/(?:^|[ \t])[[{][ \t]*(?:\r\n?|\n)/g)) {
    const start = match.index + match[0].length;
    if (start <= done) continue;
    done = flowEnd(text, start);
    lines.push(start, ...lineStarts(text, start, done));
  }
  return lines;
}

/** The starts of the lines after `from`, up to the one of `end`. */
function lineStarts(text: string, from: number, end: number): number[] {
  const lines: number[] = [];
  for (let index = from; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code === 10 || (code === 13 && text.charCodeAt(index + 1) !== 10)) lines.push(index + 1);
  }
  return lines;
}

type Context = 'flow' | '"' | "'" | 'other';

/** What the text is in the middle of where it stops. */
function unfinished(text: string): Context {
  try {
    parseRaw(text.trimEnd());
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
