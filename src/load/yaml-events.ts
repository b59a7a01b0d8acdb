import {
  COLLECTION_STYLE,
  EVENT_ID,
  getScalarValue,
  parseEvents,
  SCALAR_STYLE,
  YAMLException,
} from 'js-yaml';
import type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent } from 'js-yaml';
import { ReadError } from './read-error.ts';

export const { DOCUMENT, SEQUENCE, MAPPING, SCALAR, ALIAS, POP } = EVENT_ID;
export const { PLAIN, SINGLE_QUOTED, DOUBLE_QUOTED, LITERAL_BLOCK, FOLDED_BLOCK } = SCALAR_STYLE;
export const { FLOW } = COLLECTION_STYLE;
export { getScalarValue };
export type { AliasEvent, Event, MappingEvent, ScalarEvent, SequenceEvent };

/** A node that can carry an anchor and a tag. */
export type NodeEvent = MappingEvent | SequenceEvent | ScalarEvent | AliasEvent;

/** Nodes deeper than this are refused; real objects stay below 60. */
const MAX_DEPTH = 250;

/**
 * The events of a YAML text: a flat list of nodes with offsets into that text. Throws a ReadError
 * with the parser's own reason where it refuses the text.
 */
export function parseRaw(text: string): Event[] {
  try {
    return parseEvents(text, { maxDepth: MAX_DEPTH });
  } catch (error) {
    if (error instanceof YAMLException) {
      throw new ReadError('yaml-syntax', error.mark?.position ?? 0, error.reason);
    }
    if (error instanceof RangeError) {
      throw new ReadError('yaml-syntax', 0, 'the document is nested too deeply');
    }
    throw error;
  }
}

/** The index after the node that starts at `index`. */
export function skipNode(events: readonly Event[], index: number): number {
  let depth = 0;
  let next = index;
  do {
    const type = events[next++]?.type;
    if (type === MAPPING || type === SEQUENCE || type === DOCUMENT) depth++;
    else if (type === POP) depth--;
  } while (depth > 0 && next < events.length);
  return next;
}

/** Where a node's text starts, with its quotes, or -1 for a node without text. */
export function nodeStart(event: Event | undefined): number {
  switch (event?.type) {
    case SCALAR: {
      const quoted = event.style === SINGLE_QUOTED || event.style === DOUBLE_QUOTED;
      return quoted ? event.valueStart - 1 : event.valueStart;
    }
    case ALIAS:
      return event.anchorStart - 1;
    case MAPPING:
    case SEQUENCE:
      return event.start;
    default:
      return -1;
  }
}
