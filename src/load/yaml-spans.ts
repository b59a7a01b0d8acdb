import {
  ALIAS,
  DOUBLE_QUOTED,
  FLOW,
  MAPPING,
  POP,
  SCALAR,
  SEQUENCE,
  SINGLE_QUOTED,
} from './yaml-events.ts';
import type { Event } from './yaml-events.ts';

/** A stretch of text in which indentation means nothing or is content. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly kind: 'flow' | 'quoted' | 'block' | 'plain';
  /** The column of the block collection around it, or -1. */
  readonly column: number;
}

/** The outermost flow collections, and the scalars outside of them, in the order of the text. */
export function freeSpans(text: string, events: readonly Event[]): readonly Span[] {
  const spans: Span[] = [];
  let flowStart = -1;
  let flowDepth = 0;
  let last = 0;
  /** For each open node its start, and whether it has brackets. */
  const open: { readonly start: number; readonly bracketed: boolean }[] = [];
  const column = (): number => {
    const start = open.at(-1)?.start ?? -1;
    return start === -1 ? -1 : columnOf(text, start);
  };
  for (const event of events) {
    switch (event.type) {
      case MAPPING:
      case SEQUENCE: {
        const flow = event.style === FLOW;
        // The one-pair mapping `[a: b]` is flow without brackets of its own.
        const bracketed = flow && '[{'.includes(text.charAt(event.start));
        open.push({ start: event.start, bracketed });
        if (bracketed && flowDepth++ === 0) flowStart = event.start;
        last = Math.max(last, event.start + (flow ? 1 : 0));
        break;
      }
      case SCALAR: {
        const quoted = event.style === SINGLE_QUOTED || event.style === DOUBLE_QUOTED;
        last = Math.max(last, event.valueEnd + (quoted ? 1 : 0), event.tagEnd, event.anchorEnd);
        if (flowDepth === 0 && event.valueStart !== -1) {
          const kind = quoted ? 'quoted' : event.indent >= 0 ? 'block' : 'plain';
          spans.push({
            start: event.valueStart,
            end: event.valueEnd + (quoted ? 1 : 0),
            kind,
            column: column(),
          });
        }
        break;
      }
      case ALIAS:
        last = Math.max(last, event.anchorEnd);
        break;
      case POP:
        if (open.pop()?.bracketed === true) {
          last = closingBracket(text, last) + 1;
          if (--flowDepth === 0)
            spans.push({ start: flowStart, end: last, kind: 'flow', column: column() });
        }
        break;
      default:
        open.push({ start: -1, bracketed: false });
    }
  }
  return spans;
}

/** The bracket that closes a flow collection after its last node: only space may precede it. */
function closingBracket(text: string, from: number): number {
  for (let index = from; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === ']' || character === '}') return index;
    if (character === '#') {
      const rest = text.slice(index).search(/[\r\n]/);
      if (rest === -1) return text.length;
      index += rest;
    }
  }
  return text.length;
}

/** The span that holds an offset, if any. */
export function spanAt(spans: readonly Span[], offset: number): Span | undefined {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = spans[middle];
    if (span !== undefined && span.end <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start <= offset ? span : undefined;
}

/** The number of characters before an offset in its line. */
export function columnOf(text: string, offset: number): number {
  if (offset === 0) return 0;
  const lineBreak = Math.max(
    text.lastIndexOf('\n', offset - 1),
    text.lastIndexOf('\r', offset - 1),
  );
  return offset - lineBreak - 1;
}
