import { ALIAS, FLOW, MAPPING, nodeStart, PLAIN, POP, SCALAR, SEQUENCE } from './yaml-events.ts';
import type { Event, MappingEvent, NodeEvent, ScalarEvent, SequenceEvent } from './yaml-events.ts';
import { anchorOf, isMergeKey, keyOf, tagOf, valueOf } from './yaml-nodes.ts';
import { ReadError } from './read-error.ts';

/** JSON as YAML gives it. */
export type Mapping = Record<string, unknown>;

interface Anchored {
  readonly event: NodeEvent;
  value: unknown;
  /** Nodes in the value with its aliases written out, or -1 while it is being read. */
  size: number;
}

/** An implicit key must end within this many characters. */
const LONGEST_KEY = 1024;

/**
 * Makes plain values of the events of one document, as kubectl does: a later key replaces an
 * earlier one, and a merge acts where it stands. Aliased values are shared, not copied; how
 * often they occur is bounded as in kubectl.
 */
export class Constructor {
  /** Whether any mapping had the same key twice. */
  duplicates = false;
  /** The index of the event after the last node read. */
  next: number;
  private readonly text: string;
  private readonly events: readonly Event[];
  private readonly anchors = new Map<string, Anchored>();
  private nodes = 0;
  private aliased = 0;

  constructor(text: string, events: readonly Event[], next: number) {
    this.text = text;
    this.events = events;
    this.next = next;
  }

  node(inFlow = false): unknown {
    const event = this.events[this.next++];
    this.nodes++;
    switch (event?.type) {
      case SCALAR: {
        if (inFlow && event.style === PLAIN) this.checkFlowScalar(event);
        const value = valueOf(this.text, event);
        if (event.anchorStart !== -1) this.anchor(event, value).size = 1;
        return value;
      }
      case MAPPING:
        return this.mapping(event);
      case SEQUENCE:
        return this.sequence(event);
      case ALIAS:
        return this.alias(event);
      default:
        throw new Error('events end within a node');
    }
  }

  private mapping(event: MappingEvent): Mapping {
    const value: Mapping = {};
    const before = this.nodes;
    if (event.tagStart !== -1) tagOf(this.text, event);
    const anchored = event.anchorStart === -1 ? undefined : this.anchor(event, value);
    const flow = event.style === FLOW;
    for (;;) {
      const keyEvent = this.events[this.next];
      if (keyEvent === undefined || keyEvent.type === POP) break;
      if (isMergeKey(this.text, keyEvent)) {
        this.next++;
        if (!flow) this.checkLine(keyEvent);
        this.merge(value);
        continue;
      }
      const key = this.key(keyEvent, event);
      if (flow) this.checkFlowKey(keyEvent);
      else this.checkLine(keyEvent);
      const item = this.node(flow);
      if (value[key] !== undefined && Object.hasOwn(value, key)) this.duplicates = true;
      set(value, key, item);
    }
    this.next++;
    if (anchored !== undefined) anchored.size = this.nodes - before + 1;
    return value;
  }

  private sequence(event: SequenceEvent): unknown[] {
    const value: unknown[] = [];
    const before = this.nodes;
    if (event.tagStart !== -1) tagOf(this.text, event);
    const anchored = event.anchorStart === -1 ? undefined : this.anchor(event, value);
    const flow = event.style === FLOW;
    for (;;) {
      const item = this.events[this.next];
      if (item === undefined || item.type === POP) break;
      value.push(this.node(flow));
    }
    this.next++;
    if (anchored !== undefined) anchored.size = this.nodes - before + 1;
    return value;
  }

  private key(event: Event, parent: MappingEvent): string {
    this.next++;
    this.nodes++;
    if (event.type === ALIAS) {
      const anchored = this.find(event);
      this.count(event, anchored);
      return keyOf(this.text, anchored.event, parent.start);
    }
    const key = keyOf(this.text, event, parent.start);
    if (event.type !== SCALAR) return key;
    if (parent.style === FLOW && event.style === PLAIN) this.checkFlowScalar(event);
    if (event.valueEnd - event.valueStart > LONGEST_KEY) {
      throw new ReadError('yaml-syntax', nodeStart(event), "could not find expected ':'");
    }
    if (event.anchorStart !== -1) this.anchor(event, valueOf(this.text, event)).size = 1;
    return key;
  }

  /** Copies the entries of a mapping, or of a list of mappings of which the first wins. */
  private merge(into: Mapping): void {
    const event = this.events[this.next];
    if (event?.type === SEQUENCE) {
      const sources: Mapping[] = [];
      for (this.next++; this.events[this.next]?.type !== POP;) sources.push(this.mergeSource());
      this.next++;
      for (const source of sources.reverse()) copy(source, into);
    } else {
      copy(this.mergeSource(), into);
    }
  }

  private mergeSource(): Mapping {
    const event = this.events[this.next];
    const target = event?.type === ALIAS ? this.find(event).event : event;
    if (target?.type !== MAPPING) {
      const message = 'map merge requires map or sequence of maps as the value';
      throw new ReadError('yaml-value', Math.max(nodeStart(event), 0), message);
    }
    return this.node() as Mapping;
  }

  private alias(event: Event & { type: typeof ALIAS }): unknown {
    const anchored = this.find(event);
    this.count(event, anchored);
    return anchored.value;
  }

  private find(event: Event & { type: typeof ALIAS }): Anchored {
    const name = anchorOf(this.text, event);
    const anchored = this.anchors.get(name);
    if (anchored === undefined) {
      const message = `unknown anchor '${name}' referenced`;
      const hint = 'an alias can only name an anchor that stands before it in the same document';
      throw new ReadError('yaml-alias', nodeStart(event), message, hint);
    }
    if (anchored.size === -1) {
      throw new ReadError('yaml-alias', nodeStart(event), `anchor '${name}' value contains itself`);
    }
    return anchored;
  }

  private count(event: Event & { type: typeof ALIAS }, { size }: Anchored): void {
    this.nodes += size;
    this.aliased += size;
    const excessive = this.aliased > 100 && this.nodes > 1000;
    if (excessive && this.aliased / this.nodes > allowedAliasRatio(this.nodes)) {
      throw new ReadError('yaml-alias', nodeStart(event), 'document contains excessive aliasing');
    }
  }

  private anchor(event: NodeEvent, value: unknown): Anchored {
    const anchored = { event, value, size: -1 };
    this.anchors.set(anchorOf(this.text, event), anchored);
    return anchored;
  }

  /** A block collection as the value of a key starts on a line of its own, even with a tag. */
  private checkLine(key: Event): void {
    const value = this.events[this.next];
    if (value?.type !== MAPPING && value?.type !== SEQUENCE) return;
    if (value.style === FLOW) return;
    const first = this.events[this.next + 1];
    if (!hasProperties(value) && !hasProperties(first)) return;
    if (key.type !== SCALAR || /[\r\n]/.test(this.text.slice(key.valueEnd, value.start))) return;
    const message = 'mapping values are not allowed in this context';
    throw new ReadError('yaml-syntax', value.start, message);
  }

  /** A key and its colon stand on one line, in flow collections too. */
  private checkFlowKey(event: Event): void {
    if (event.type !== SCALAR) return;
    const colon = /[\s"']*:/y;
    colon.lastIndex = event.valueEnd;
    if (event.valueStart === -1 || !colon.test(this.text)) return;
    if (!/[\r\n]/.test(this.text.slice(event.valueStart, colon.lastIndex))) return;
    throw new ReadError('yaml-syntax', nodeStart(event), "could not find expected ':'");
  }

  /**
   * In flow collections kubectl ends a plain scalar at `?`, starts none with `:`, and ends a key
   * only at a colon with a space after it.
   */
  private checkFlowScalar(event: ScalarEvent): void {
    const { valueStart, valueEnd } = event;
    if (valueStart === -1) return;
    const mark = this.text.indexOf('?', valueStart);
    const colonAtBracket = /^:[,[\]{}]/.test(this.text.slice(valueEnd, valueEnd + 2));
    if (
      this.text.startsWith(':', valueStart) ||
      (mark !== -1 && mark < valueEnd) ||
      colonAtBracket
    ) {
      const message = "did not find expected ',' or closing bracket";
      const hint = 'quote a value with ":" or "?" inside brackets';
      throw new ReadError('yaml-syntax', valueStart, message, hint);
    }
  }
}

/** The share of nodes that may come from aliases, by the number of nodes: kubectl's formula. */
function allowedAliasRatio(nodes: number): number {
  const [low, high] = [400_000, 4_000_000];
  if (nodes <= low) return 0.99;
  return nodes >= high ? 0.1 : 0.99 - (0.89 * (nodes - low)) / (high - low);
}

function hasProperties(event: Event | undefined): boolean {
  if (event === undefined || !('tagStart' in event)) return false;
  return event.tagStart !== -1 || event.anchorStart !== -1;
}

/** Sets an own property, whatever its name. */
function set(target: Mapping, key: string, value: unknown): void {
  if (key === '__proto__') {
    const property = { value, writable: true, enumerable: true, configurable: true };
    Object.defineProperty(target, key, property);
  } else target[key] = value;
}

function copy(source: Mapping, target: Mapping): void {
  for (const [key, value] of Object.entries(source)) set(target, key, value);
}
