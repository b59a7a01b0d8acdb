import {
  ALIAS,
  FLOW,
  FOLDED_BLOCK,
  LITERAL_BLOCK,
  MAPPING,
  nodeStart,
  POP,
  SCALAR,
  SEQUENCE,
  skipNode,
} from './yaml-events.ts';
import type { Event } from './yaml-events.ts';
import { columnOf } from './yaml-spans.ts';
import { anchorOf, isMergeKey, keyOf } from './yaml-nodes.ts';

/** An entry of a mapping or an element of a sequence, by the indexes of its events. */
export interface Child {
  /** The event of the key, or -1 for an element of a sequence. */
  readonly key: number;
  readonly value: number;
}

/** Walks the events of one document, which is known to be constructible. */
export class YamlTree {
  /** The event of the document's root node. */
  readonly root = 1;
  /** Where the text of the events starts in its file. */
  readonly base: number;
  private readonly text: string;
  private readonly events: readonly Event[];

  constructor(text: string, events: readonly Event[], base: number) {
    this.text = text;
    this.events = events;
    this.base = base;
  }

  /** The offset in the file of a node's text, or -1 for a node without text. */
  offset(index: number): number {
    const event = this.events[index];
    const isBlock =
      event?.type === SCALAR && (event.style === LITERAL_BLOCK || event.style === FOLDED_BLOCK);
    const start = isBlock ? blockHeader(this.text, event.valueStart) : nodeStart(event);
    return start === -1 ? -1 : this.base + start;
  }

  /** The child of a node that a step of a path leads to, through aliases and merges. */
  child(parent: number, step: string | number): Child | undefined {
    const index = this.resolve(parent);
    const event = this.events[index];
    if (event?.type === SEQUENCE && typeof step === 'number') return this.elements(index)[step];
    if (event?.type === MAPPING && typeof step === 'string') return this.entry(index, step);
    return undefined;
  }

  /** The entries of a mapping as they are written, merges left out. */
  entries(index: number): (Child & { readonly name: string })[] {
    const entries: (Child & { readonly name: string })[] = [];
    for (let key = index + 1; this.isOpen(key);) {
      const value = skipNode(this.events, key);
      if (!isMergeKey(this.text, this.events[key]))
        entries.push({ key, value, name: this.name(key) });
      key = skipNode(this.events, value);
    }
    return entries;
  }

  elements(index: number): Child[] {
    const elements: Child[] = [];
    for (let value = index + 1; this.isOpen(value); value = skipNode(this.events, value)) {
      elements.push({ key: -1, value });
    }
    return elements;
  }

  /**
   * The dash of an element of a block sequence, or the text of an element of a flow sequence; -1
   * for one without text.
   */
  dash(sequence: number, element: number): number {
    const index = this.resolve(sequence);
    const event = this.events[index];
    if (event?.type !== SEQUENCE) return -1;
    const elements = this.elements(index);
    const { value } = elements[element] ?? { value: index };
    if (event.style === FLOW) return this.offset(value);
    if (element === 0) return this.base + event.start;
    const column = columnOf(this.text, event.start) + 1;
    // All dashes of a sequence are in one column, and the elements before have ended.
    for (let line = this.textEnd(index, value); ;) {
      const next = this.text.slice(line).search(/[\r\n]/);
      if (next === -1) return this.offset(value);
      line += next + 1;
      if (/^ *-\s/.test(`${this.text.slice(line, line + column + 1)} `)) {
        return this.base + line + column - 1;
      }
    }
  }

  /** Where the text of the nodes ends that stand between two events. */
  private textEnd(from: number, to: number): number {
    let end = 0;
    for (const event of this.events.slice(from, to)) {
      if ('valueEnd' in event) end = Math.max(end, event.valueEnd, event.anchorEnd, event.tagEnd);
      else if ('start' in event) end = Math.max(end, event.start);
      else if (event.type === ALIAS) end = Math.max(end, event.anchorEnd);
    }
    // The last line of a block scalar includes its line break.
    return Math.max(end - 1, 0);
  }

  kind(index: number): 'mapping' | 'sequence' | 'other' {
    const type = this.events[index]?.type;
    return type === MAPPING ? 'mapping' : type === SEQUENCE ? 'sequence' : 'other';
  }

  /** The last thing that sets a key: an entry, or an entry of a mapping merged after it. */
  private entry(mapping: number, name: string): Child | undefined {
    let found: Child | undefined;
    for (let key = mapping + 1; this.isOpen(key);) {
      const value = skipNode(this.events, key);
      if (isMergeKey(this.text, this.events[key])) found = this.merged(value, name) ?? found;
      else if (this.name(key) === name) found = { key, value };
      key = skipNode(this.events, value);
    }
    return found;
  }

  /** Of a list of merged mappings the first one wins. */
  private merged(index: number, name: string): Child | undefined {
    const isList = this.events[index]?.type === SEQUENCE;
    const sources = isList ? this.elements(index).map(({ value }) => value) : [index];
    for (const source of sources) {
      const found = this.entry(this.resolve(source), name);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private name(key: number): string {
    return keyOf(this.text, this.events[this.resolve(key)]);
  }

  /** The node that an alias names: the last one before it with that anchor. */
  private resolve(index: number): number {
    const alias = this.events[index];
    if (alias?.type !== ALIAS) return index;
    const name = anchorOf(this.text, alias);
    for (let before = index - 1; before > 0; before--) {
      const event = this.events[before];
      if (event === undefined || !('anchorStart' in event) || event.type === ALIAS) continue;
      if (event.anchorStart !== -1 && anchorOf(this.text, event) === name) return before;
    }
    return index;
  }

  private isOpen(index: number): boolean {
    const event = this.events[index];
    return event !== undefined && event.type !== POP;
  }
}

/** Where the `|` or `>` of a block scalar stands, whose content starts at an offset. */
function blockHeader(text: string, content: number): number {
  const line = content - 1 - columnOf(text, content - 1);
  const header = /[|>][-+0-9]*(?:[ \t]+#.*|[ \t]*)$/m.exec(text.slice(line, content));
  return header === null ? content : line + header.index;
}
