import { InvalidArgumentError } from 'commander';
import type { Answer, Question } from '../model/answer.ts';
import type { Family } from '../model/ip.ts';
import { isNamespaceName } from '../query/names.ts';
import { nearest, orList } from '../query/nearest.ts';

type Expectation = Answer['verdict'];

const EXPECTATIONS: ReadonlyMap<string, Expectation> = new Map([
  ['allowed', 'allowed'],
  ['allow', 'allowed'],
  ['denied', 'denied'],
  ['deny', 'denied'],
  ['unknown', 'unknown'],
  ['mixed', 'mixed'],
]);

/** Reads the value of `--expect`. */
export function parseExpectation(text: string): Expectation {
  const expectation = EXPECTATIONS.get(text.toLowerCase());
  if (expectation !== undefined) return expectation;
  throw new InvalidArgumentError('Write allowed, denied, unknown or mixed.');
}

/** What a line of a batch does not say. */
export interface BatchDefaults {
  readonly namespace: string;
  readonly family: Family | null;
  readonly expect: Expectation | null;
}

/** A line of a batch. */
export interface BatchQuestion {
  readonly id: unknown;
  readonly question: Question;
  readonly expect: Expectation | null;
}

/** What a batch says of its own lines, beside the codes of questions. Codes are API. */
export const BATCH_ERROR_CODES = {
  'bad-line':
    'A line of a batch is no question: it is no JSON object, lacks "from" or "to", or has a key or a value that a question does not have. The keys are id, from, to, port, namespace, family and expect.',
} as const;

/** Why a line is no question. */
export class BadLine extends Error {
  readonly id: unknown;
  readonly hint: string;

  constructor(id: unknown, message: string, hint = '') {
    super(message);
    this.id = id;
    this.hint = hint;
  }
}

const KEYS = ['id', 'from', 'to', 'port', 'namespace', 'family', 'expect'];
const SHAPE = 'write {"id":1,"from":"shop/web","to":"data/redis","port":"6379/TCP"}';

/** Reads a line of a batch: a JSON object with `from` and `to`. Throws a BadLine. */
export function parseBatchLine(line: string, defaults: BatchDefaults): BatchQuestion {
  const value = parseObject(line);
  const id = value['id'] ?? null;
  const unknown = Object.keys(value).find((key) => !KEYS.includes(key));
  if (unknown !== undefined) {
    const like = nearest(unknown, KEYS);
    const hint = like.length > 0 ? `did you mean ${orList(like)}?` : `known: ${KEYS.join(', ')}`;
    throw new BadLine(id, `unknown key ${JSON.stringify(unknown)}`, hint);
  }
  const { from, to, namespace = defaults.namespace, family = defaults.family, expect } = value;
  if (typeof from !== 'string') throw new BadLine(id, '"from" must be a string', SHAPE);
  if (typeof to !== 'string') throw new BadLine(id, '"to" must be a string', SHAPE);
  if (typeof namespace !== 'string' || !isNamespaceName(namespace)) {
    throw new BadLine(id, '"namespace" must be the name of a namespace');
  }
  if (family !== null && family !== 4 && family !== 6) {
    throw new BadLine(id, '"family" must be 4 or 6');
  }
  const expectation = expect === undefined ? defaults.expect : expectationOf(expect);
  if (expectation === undefined) {
    throw new BadLine(id, '"expect" must be allowed, denied, unknown or mixed');
  }
  const ports = portsOf(value['port']);
  if (ports === null) {
    throw new BadLine(id, '"port" must be a string, a number or a list of them', SHAPE);
  }
  return { id, question: { from, to, ports, namespace, family }, expect: expectation };
}

function parseObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new BadLine(null, `no JSON: ${error instanceof Error ? error.message : ''}`, SHAPE);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadLine(null, 'a question is a JSON object', SHAPE);
  }
  return value as Record<string, unknown>;
}

function expectationOf(value: unknown): Expectation | null | undefined {
  if (value === null) return null;
  return typeof value === 'string' ? EXPECTATIONS.get(value.toLowerCase()) : undefined;
}

function portsOf(value: unknown): readonly string[] | null {
  if (value === undefined || value === null) return [];
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const ports = list.filter((item) => typeof item === 'string' || typeof item === 'number');
  return ports.length === list.length ? ports.map(String) : null;
}
