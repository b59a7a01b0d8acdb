import {
  DOUBLE_QUOTED,
  FOLDED_BLOCK,
  getScalarValue,
  LITERAL_BLOCK,
  nodeStart,
  PLAIN,
  SCALAR,
} from './yaml-events.ts';
import type { Event, NodeEvent, ScalarEvent } from './yaml-events.ts';
import { ReadError } from './read-error.ts';
import {
  isPlainString,
  resolvePlain,
  resolveTagged,
  scalarKey,
  scalarValue,
} from './yaml-scalars.ts';
import type { Scalar } from './yaml-scalars.ts';

const YAML_TAGS = 'tag:yaml.org,2002:';

/** The value of a scalar. Throws a ReadError where kubectl refuses it. */
export function valueOf(text: string, event: ScalarEvent): string | number | boolean | null {
  if (event.fast && event.style === PLAIN && event.tagStart === -1) {
    const plain = text.slice(event.valueStart, event.valueEnd);
    if (isPlainString(plain.charCodeAt(0))) return plain;
  }
  const value = scalarValue(scalarOf(text, event));
  if (value === undefined) {
    const written = getScalarValue(text, event);
    const hint = `JSON has no ${written}; quote it if it is meant to be a string`;
    throw new ReadError('yaml-value', event.valueStart, `unsupported value: ${written}`, hint);
  }
  return value;
}

/**
 * The JSON key of a scalar: `1`, `yes` and `1.0` become `"1"`, `"true"` and `"1"`. An error in a
 * key without text is shown at `parent`, the start of its mapping.
 */
export function keyOf(text: string, event: Event | undefined, parent = 0): string {
  if (event?.type !== SCALAR) {
    const message = 'invalid map key: a mapping or sequence cannot be a key';
    throw new ReadError('yaml-key', startOf(event, parent), message);
  }
  if (event.fast && event.style === PLAIN && event.tagStart === -1) {
    const plain = text.slice(event.valueStart, event.valueEnd);
    if (isPlainString(plain.charCodeAt(0))) return plain;
  }
  const scalar = scalarOf(text, event);
  const key = scalarKey(scalar);
  if (key === undefined) {
    const type = scalar.kind === 'null' ? 'null' : 'uint64';
    throw new ReadError('yaml-key', startOf(event, parent), `unsupported map key of type: ${type}`);
  }
  return key;
}

/** Whether a key is the merge key `<<`, which must be unquoted. */
export function isMergeKey(text: string, event: Event | undefined): boolean {
  if (event?.type !== SCALAR || event.valueEnd - event.valueStart !== 2) return false;
  if (!text.startsWith('<<', event.valueStart)) return false;
  if (event.tagStart === -1) return event.style === PLAIN;
  return tagOf(text, event) === 'merge' || event.tagEnd - event.tagStart === 1;
}

/** The name of the anchor on a node, or of the anchor that an alias names. */
export function anchorOf(text: string, event: NodeEvent): string {
  const name = text.slice(event.anchorStart, event.anchorEnd);
  if (!/^[0-9A-Za-z_-]+$/.test(name)) {
    const message = 'did not find expected alphabetic or numeric character in an anchor or alias';
    throw new ReadError('yaml-syntax', event.anchorStart, message);
  }
  return name;
}

function startOf(event: Event | undefined, fallback: number): number {
  const start = nodeStart(event);
  return start === -1 ? fallback : start;
}

function scalarOf(text: string, event: ScalarEvent): Scalar {
  const value = getScalarValue(text, event);
  if (event.style === DOUBLE_QUOTED && !event.fast) checkEscapes(text, event);
  if (event.style === LITERAL_BLOCK || event.style === FOLDED_BLOCK) checkBlockTabs(text, event);
  if (event.tagStart === -1) {
    return event.style === PLAIN ? resolvePlain(value) : { kind: 'string', value };
  }
  const tag = tagOf(text, event);
  if (tag === undefined) return { kind: 'string', value };
  const scalar = resolveTagged(tag, value);
  if (typeof scalar === 'string') throw new ReadError('yaml-value', event.tagStart, scalar);
  return scalar;
}

/**
 * The name of a node's tag among YAML's own, `int` for `!!int`; undefined for any other tag.
 * Throws a ReadError where no space follows the tag.
 */
export function tagOf(
  text: string,
  event: { readonly tagStart: number; readonly tagEnd: number },
): string | undefined {
  const tag = text.slice(event.tagStart, event.tagEnd);
  if (/^[^\s]/.test(text.slice(event.tagEnd, event.tagEnd + 1))) {
    const message = 'did not find expected whitespace or line break after a tag';
    throw new ReadError('yaml-syntax', event.tagEnd, message);
  }
  if (tag.startsWith('!!')) return tag.slice(2);
  if (tag.startsWith(`!<${YAML_TAGS}`)) return tag.slice(2 + YAML_TAGS.length, -1);
  return undefined;
}
/** Escapes of YAML 1.2 and half characters, which kubectl refuses. */
const BAD_ESCAPE = /\\(?:\/|u[dD][89a-fA-F]|U(?!000[0-9a-fA-F]|0010))/;

function checkEscapes(text: string, event: ScalarEvent): void {
  const written = text.slice(event.valueStart, event.valueEnd);
  for (const match of written.matchAll(/\\(?:\r\n|[^])/g)) {
    const bad = BAD_ESCAPE.exec(written.slice(match.index, match.index + 10));
    if (bad?.index !== 0) continue;
    const message =
      match[0] === '\\/'
        ? 'found unknown escape character'
        : 'found invalid Unicode character escape code';
    throw new ReadError('yaml-syntax', event.valueStart + match.index, message);
  }
}

/** A tab is content of a block scalar only after the indentation of its first line is known. */
function checkBlockTabs(text: string, event: ScalarEvent): void {
  const written = text.slice(event.valueStart, event.valueEnd);
  if (!written.includes('\t')) return;
  const header = /[|>]([-+0-9]*)[^\r\n]*(?:\r\n?|\n)$/.exec(text.slice(0, event.valueStart))?.[1];
  let known = /[0-9]/.test(header ?? '');
  for (const match of written.matchAll(/^( *)(.?)/gm)) {
    const [, { length: indent } = '', first] = match;
    if (first === '\t' && (!known || indent < event.indent)) {
      const message = 'found a tab character where an indentation space is expected';
      throw new ReadError('yaml-syntax', event.valueStart + match.index + indent, message);
    }
    known ||= first !== '';
  }
}
