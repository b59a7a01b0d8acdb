import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { READ_CODES, readDocuments } from '../../src/load/documents.ts';
import { duplicateKeyWarnings } from '../../src/load/duplicate-keys.ts';
import { createLocator } from '../../src/load/locate.ts';
import { decodeText } from '../../src/load/decode-text.ts';
import { MANIFEST } from './fixtures/manifest.ts';

const RUNS = { numRuns: 500, seed: 20261122 };
const LIMIT = 2000;

/** Reads a text, asks everything that can be asked about it, and checks what must always hold. */
function readAnything(text: string): void {
  const file = { name: 'fuzz.yaml', text };
  const started = performance.now();
  const { objects, diagnostics } = readDocuments(file);
  const locator = createLocator();
  for (const { source, value, duplicates } of objects) {
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    const warnings = duplicates ? duplicateKeyWarnings(source) : [];
    for (const warning of warnings) expect(warning.code).toBe('duplicate-key');
    for (const at of ['key', 'value'] as const) {
      const position = locator.locate(source, ['metadata', 'name'], at);
      expect(position.line).toBeGreaterThan(0);
      expect(position.column).toBeGreaterThan(0);
      expect(position.offset).toBeLessThanOrEqual(text.length);
    }
  }
  for (const { code, message, severity, location } of diagnostics) {
    expect(READ_CODES).toHaveProperty(code, expect.objectContaining({ severity }));
    expect(message).not.toMatch(/[\r\n]/);
    if (location.kind === 'offset') {
      expect(location.offset).toBeGreaterThanOrEqual(0);
      expect(location.offset).toBeLessThanOrEqual(text.length);
    }
  }
  expect(performance.now() - started).toBeLessThan(LIMIT);
}

const TOKENS = [
  ...['a: ', 'b:', '- ', '-', '? ', ': ', ' ', '  ', '\t', '\n', '\n  ', '\n    ', '\r\n', '\r'],
  ...['[', ']', '{', '}', ', ', '"q"', "'s'", '"x\n  y"', '# c', '&x ', '*x', '|', '>', '|-\n'],
  ...['!!str ', '!t ', '<<: *x', '...\n', '---\n', '%', '@', '"\\/"', '\u0007', '\ufeff', '\u2028'],
  ...['__proto__: ', 'constructor: ', 'kind: Pod\n', 'apiVersion: v1\n', 'items:\n', '{{ .x }}'],
];

const mutated = fc
  .array(
    fc.record({ at: fc.nat(MANIFEST.length), drop: fc.nat(4), put: fc.constantFrom(...TOKENS) }),
    {
      maxLength: 4,
    },
  )
  .map((edits) =>
    edits.reduce(
      (text, { at, drop, put }) => text.slice(0, at) + put + text.slice(at + drop),
      MANIFEST,
    ),
  );

describe('always gives a result, in bounded time', () => {
  test('for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        readAnything(decodeText(bytes));
      }),
      RUNS,
    );
  });

  test('for any tokens of YAML', () => {
    const tokens = fc.array(fc.constantFrom(...TOKENS), { maxLength: 30 });
    fc.assert(
      fc.property(tokens, (parts) => {
        readAnything(parts.join(''));
      }),
      RUNS,
    );
  });

  test('for changed manifests', () => {
    fc.assert(
      fc.property(mutated, (text) => {
        readAnything(text);
      }),
      RUNS,
    );
  });

  test('for changed JSON', () => {
    const json = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [{ a: '\\é' }, 1e3] });
    const edit = fc.tuple(fc.nat(json.length), fc.constantFrom(...TOKENS, '"', '1', '\\u12'));
    fc.assert(
      fc.property(edit, ([at, put]) => {
        readAnything(json.slice(0, at) + put + json.slice(at));
        readAnything(json + json.slice(0, at) + put + json.slice(at + 1));
      }),
      RUNS,
    );
  });

  const lines = (count: number, line: (index: number) => string): string =>
    Array.from({ length: count }, (_, index) => line(index)).join('\n');

  test.each([
    ['deep flow sequences', '['.repeat(100_000)],
    ['deep flow mappings', '{a: '.repeat(100_000)],
    ['deep JSON', '{"a":'.repeat(100_000)],
    ['deep arrays in JSON', `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`],
    ['deep blocks', lines(2_000, (index) => `${' '.repeat(index)}a:`)],
    ['many dashes', '- '.repeat(50_000)],
    ['many separators', '---\n'.repeat(50_000)],
    ['many broken documents', '---\na: [\n'.repeat(1_000)],
    ['an alias bomb', `a0: &a0 [x]\n${lines(60, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`)}`],
    [
      'a merge bomb',
      `a0: &a0 {x: 1}\n${lines(60, (i) => `a${i + 1}: &a${i + 1} {<<: [*a${i}, *a${i}]}`)}`,
    ],
    ['a long key', `${'a'.repeat(1_000_000)}: 1`],
    ['long quotes at column 0', `a: "${'x\n'.repeat(50_000)}"`],
    ['a long flow at column 0', `a: [\n${'x,\n'.repeat(50_000)}]`],
    ['many flows that end at column 0', 'k: [\na\n]\n'.repeat(2_000)],
    ['nested flows that end at column 0', `a: ${'[\n'.repeat(200)}${']\n'.repeat(200)}`],
    ['tabs in flows', `a: [\t1,\n${'\t1,\n'.repeat(20_000)}]`],
    ['template actions', '{{ '.repeat(50_000)],
    ['quotes over item lines', `apiVersion: v1\nitems:\n${'- a: "x\n'.repeat(20_000)}`],
    ['equal keys', lines(20_000, () => 'a: 1')],
  ])('for %s', (_, text) => {
    readAnything(text);
  });
});

test('never changes Object.prototype', () => {
  const body = '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}';
  for (const text of [body, `a: &a ${body}\nb:\n  <<: *a`, `---\n${body}`]) readAnything(text);
  expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
});
