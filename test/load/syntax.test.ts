import { describe, expect, test } from 'vitest';
import {
  checkDnsLabel,
  checkDnsSubdomain,
  checkLabelKey,
  checkLabelValue,
  checkNamespace,
  checkPortName,
  checkPortNumber,
  labelName,
  subdomainName,
} from '../../src/load/syntax.ts';

const x = (count: number): string => 'x'.repeat(count);

/** The first words of each message: the corpus of diagnostics has them whole. */
const start = (messages: readonly string[]): string[] =>
  messages.map(
    (message) => /^(?:must|a|name part|prefix part)( [-\w]+){3}/.exec(message)?.[0] ?? message,
  );

describe('names', () => {
  test.each([
    [x(63), []],
    [x(64), ['must be no more than 63 characters']],
    ['a.b', ['must not contain dots']],
    ['-', ['a lowercase RFC 1123']],
    ['é', ['a lowercase RFC 1123']],
  ])('the label %s: %j', (text, expected) => {
    const short = expected.map((message) => message.split(' ').slice(0, 4).join(' '));
    for (const check of [checkDnsLabel, checkNamespace]) {
      expect(check(text).map((message) => message.split(' ').slice(0, 4).join(' '))).toEqual(short);
    }
  });

  test.each([
    [x(253), []],
    [x(254), ['must be no more than 253 characters']],
  ])('the subdomain %s: %j', (text, expected) => {
    expect(checkDnsSubdomain(text)).toEqual(expected);
  });

  test('a generateName may end in a dash, unless it is one', () => {
    expect([subdomainName('web-', true), labelName('web-', true)]).toEqual([[], []]);
    expect([subdomainName('web', true), subdomainName('WEB', true).length]).toEqual([[], 1]);
    for (const prefix of ['-', '--', '-a-']) {
      expect(subdomainName(prefix, true)).toEqual(prefix === '--' ? [] : [expect.any(String)]);
    }
    expect(subdomainName('web-', false)).toHaveLength(1);
    expect(labelName('web-', false)).toHaveLength(1);
  });
});

describe('labels', () => {
  test.each([
    [x(63), []],
    [x(64), ['name part must be no']],
    [`${x(253)}/a`, []],
    [`${x(254)}/a`, ['prefix part must be no']],
    ['a/', ['name part must be non-empty', 'name part must consist of']],
    ['/a', ['prefix part must be non-empty']],
    ['a/b/c', ['a valid label key']],
    ['-a', ['name part must consist of']],
    ['a_B.c-1', []],
  ])('the key %s: %j', (key, expected) => {
    expect(start(checkLabelKey(key)), key).toEqual(expected);
    // A second time it is remembered.
    expect(start(checkLabelKey(key))).toEqual(expected);
  });

  test('the limits of keys and values are in bytes', () => {
    expect(checkLabelKey(x(64))).toEqual(['name part must be no more than 63 bytes']);
    expect(checkLabelKey(`${x(254)}/a`)).toEqual(['prefix part must be no more than 253 bytes']);
    expect(checkLabelValue(x(64))).toEqual(['must be no more than 63 bytes']);
    expect(checkLabelValue('é'.repeat(32))).toHaveLength(2);
  });

  test.each([
    ['', []],
    [x(63), []],
    ['A_b.c-1', []],
    ['-', ['a valid label must']],
    ['a.', ['a valid label must']],
    ['a b', ['a valid label must']],
  ])('the value %j: %j', (value, expected) => {
    expect(start(checkLabelValue(value))).toEqual(expected);
    expect(start(checkLabelValue(value))).toEqual(expected);
  });
});

describe('ports', () => {
  test.each([
    [-1, false],
    [0, false],
    [1, true],
    [65535, true],
    [65536, false],
  ])('the number %d is one: %s', (port, isOne) => {
    expect(checkPortNumber(port)).toEqual(isOne ? [] : ['must be between 1 and 65535, inclusive']);
  });

  const LETTERS = 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)';
  const LETTER = 'must contain at least one letter (a-z)';
  const EDGE = 'must not begin or end with a hyphen';

  test.each([
    ['http', []],
    ['a', []],
    ['8-a', []],
    [x(15), []],
    [x(16), ['must be no more than 15 characters']],
    ['', [LETTERS, LETTER]],
    ['80', [LETTER]],
    ['_http', [LETTERS]],
    ['http_', [LETTERS]],
    ['Http', [LETTERS]],
    ['a--b', ['must not contain consecutive hyphens']],
    ['-a', [EDGE]],
    ['a-', [EDGE]],
  ])('the name %j: %j', (name, expected) => {
    expect(checkPortName(name)).toEqual(expected);
  });
});
