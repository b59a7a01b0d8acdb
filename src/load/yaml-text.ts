import { parseRaw } from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { ReadError } from './read-error.ts';
import { parseIndented } from './yaml-indentation.ts';
import { columnOf, freeSpans, spanAt } from './yaml-spans.ts';
import type { Span } from './yaml-spans.ts';

/** Refused by kubectl anywhere in a document. */
const CONTROL = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

/** Line breaks of YAML 1.1 that YAML 1.2 no longer knows. */
const OLD_BREAK = /[\x85\u2028\u2029]/g;

/** Control characters and old line breaks in one test, since nearly no text has any. */
const RARE = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]/;

/** Tabs where kubectl wants spaces: in the indentation of a line, or after its dashes. */
const TAB_INDENT = /^ *(?:[-?:] +)*[-?:]?\t/gm;

/** A text and its events, whose offsets are also those of the text that was given. */
export interface ParsedYaml {
  readonly text: string;
  readonly events: readonly Event[];
}

/**
 * The events of a text that holds one or more YAML documents, as kubectl's parser would give
 * them. Throws a ReadError where kubectl would refuse the text.
 */
export function parseYaml(text: string): ParsedYaml {
  return checked(text, parseRaw);
}

/** The same for exactly one document, with the indentation that only kubectl accepts. */
export function parseYamlDocument(text: string): ParsedYaml {
  return checked(text, parseIndented);
}

function checked(text: string, parse: (input: string) => Event[]): ParsedYaml {
  let input = text;
  if (RARE.test(text)) {
    checkControl(text);
    input = text.replaceAll(OLD_BREAK, '\n');
  }
  const events = parse(input);
  if (input.includes('\t')) checkTabs(input, events);
  return { text: input, events };
}

/** Throws a ReadError where the text has a control character, even in a comment. */
export function checkControl(text: string): void {
  const control = CONTROL.exec(text);
  if (control === null) return;
  throw new ReadError('yaml-syntax', control.index, 'control characters are not allowed');
}

function checkTabs(text: string, events: readonly Event[]): void {
  let spans: ReturnType<typeof freeSpans> | undefined;
  for (const match of text.matchAll(TAB_INDENT)) {
    const tab = match.index + match[0].length - 1;
    spans ??= freeSpans(text, events);
    if (spanAt(spans, tab) === undefined && !endsPlain(text, spans, tab)) {
      const message = 'tab characters must not be used in indentation';
      throw new ReadError('yaml-syntax', tab, message, 'indent with spaces');
    }
  }
}

/** The space after a plain scalar may hold tabs where the scalar could go on. */
function endsPlain(text: string, spans: readonly Span[], tab: number): boolean {
  const before = spans.findLast(({ end }) => end <= tab);
  if (before?.kind !== 'plain' || text.slice(before.end, tab).trim() !== '') return false;
  return columnOf(text, tab) > before.column;
}
