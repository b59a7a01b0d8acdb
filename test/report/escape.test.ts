import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/explain/explanation.ts';
import { escapeForJson, visible, visibleData } from '../../src/report/escape.ts';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { explain } from '../explain/support.ts';
import { SITUATIONS } from './situations.ts';

describe('hidden characters', () => {
  test.each([
    ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
    ['a line break', 'a\nb\r', 'a\\x0ab\\x0d'],
    ['a one-byte control sequence introducer', '\u009b0m', '\\x9b0m'],
    ['right-to-left override', 'a\u202eb', 'a\\u202eb'],
    ['an isolate', '\u2066x\u2069', '\\u2066x\\u2069'],
    ['a zero width space', 'a\u200bb', 'a\\u200bb'],
    ['a line separator', '\u2028', '\\u2028'],
    ['half of a surrogate pair', '\ud83d', '\\ud83d'],
    ['a tag', '\u{e0041}', '\\u{e0041}'],
    ['nothing hidden', 'shop/web app=wéb 日本 😀', 'shop/web app=wéb 日本 😀'],
  ])('are shown escaped: %s', (_name, raw, shown) => {
    expect(visible(raw)).toBe(shown);
  });

  test('are escaped in JSON so that it reads as the same data', () => {
    const data = { 'a\u202e': ['\u001b[0m', '\u{e0041}', '\u0085', 'plain'] };
    const json = escapeForJson(JSON.stringify(data, null, 2));
    expect(json).not.toMatch(/[\u0080-\u009f\u202e]/u);
    expect(JSON.parse(json)).toEqual(data);
  });

  test('are escaped in keys and values at any depth', () => {
    expect(visibleData({ 'k\n': [{ a: '\u001b' }, 1, null] })).toEqual({
      'k\\x0a': [{ a: '\\x1b' }, 1, null],
    });
  });
});

const HOSTILE = '\u001b]8;;https://evil.example\u001b\\\u202e\n\u009b2J\u{e0041}';
// What is said by code, not by manifests: the code words and names that formats switch on.
const OWN_WORDS = new Set([
  ...['verdict', 'direction', 'reason', 'kind', 'matched', 'clause', 'code', 'end', 'selects'],
  ...['action', 'decidedAt', 'differing'],
]);

/** An explanation in which every string that may come from a manifest or a question is hostile. */
function poisoned<T>(data: T, key = ''): T {
  if (typeof data === 'string') return (OWN_WORDS.has(key) ? data : `${data}${HOSTILE}`) as T;
  if (Array.isArray(data)) return data.map((item: unknown) => poisoned(item, key)) as T;
  if (typeof data === 'object' && data !== null) {
    return Object.fromEntries(
      Object.entries(data).map(([own, value]) => [
        key === 'labels' ? own + HOSTILE : own,
        poisoned(value as unknown, own),
      ]),
    ) as T;
  }
  return data;
}

/** What a format itself may print: line breaks, colours and links. */
function withoutOwn(text: string): string {
  return text
    .replaceAll('\n', '')

    .replace(/\u001b\[[0-9;]*m/g, '')

    .replace(/\u001b\]8;;(?:file:\/\/[!-~]*)?\u001b\\/g, '');
}

const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]|[\u{e0000}-\u{e0fff}]/u;

describe('no field of an explanation reaches the output raw', () => {
  const explanations: (readonly [string, Explanation])[] = SITUATIONS.map(
    ({ name, files, ask }) => [name, poisoned(explain(files, ask, { everyRule: true }))],
  );

  test.each(
    Object.keys(FORMATS).flatMap((format) =>
      explanations.map(([name, own]) => [format, name, own] as const),
    ),
  )('as %s: %s', (format, _name, explanation) => {
    for (const color of [0, 3] as const) {
      const linkBase = color === 0 ? null : 'file:///repo';
      const view: View = { width: 80, color, ascii: false, verbosity: 2, linkBase, version: '1' };
      const text = FORMATS[format]!.render(explanation, view);
      expect(withoutOwn(text)).not.toMatch(HIDDEN);
      expect(text).toMatch(/evil\.example/);
    }
  });

  test('and an attack is found by this test', () => {
    expect(HOSTILE).toMatch(HIDDEN);
    expect(withoutOwn(HOSTILE)).toMatch(HIDDEN);
  });
});
