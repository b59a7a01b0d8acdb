import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/* docs/semantics.md names the test that holds each rule; here is checked that there is one. */

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/semantics.md'), 'utf8');

const sources = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') || name.endsWith('.yaml'))
  .map((name) => readFileSync(join(root, 'test', name), 'utf8'))
  .join('\n');

const rows = [...text.matchAll(/^\| (S\d+) \|.*\| (.*) \|$/gm)].map((match) => ({
  rule: match[1] ?? '',
  tests: [...(match[2] ?? '').matchAll(/\*([^*]+)\*/g)].map((name) => name[1] ?? ''),
}));

describe.each(rows)('rule $rule', ({ tests }) => {
  test('names at least one test, and each of them exists', () => {
    expect(tests.length).toBeGreaterThan(0);
    expect(tests.filter((name) => !isName(name))).toEqual([]);
  });
});

/** Whether a quoted string of the tests is exactly the name. */
function isName(name: string): boolean {
  const claims = [`claim: ${name}\n`, `name: ${name}\n`];
  return [`'${name}'`, `"${name}"`, `\`${name}\``, ...claims].some((quoted) =>
    sources.includes(quoted),
  );
}

test('every rule has a number of its own', () => {
  const numbers = rows.map(({ rule }) => rule);
  expect(numbers.length).toBeGreaterThan(30);
  expect(new Set(numbers).size).toBe(numbers.length);
});
