import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readStream } from '../../src/load/json-stream.ts';

/*
 * The fixture holds texts with what kubectl's libraries make of them. What remains different, as
 * far as it is known, from some 100,000 generated texts:
 *
 * | text                                             | kubectl            | netpol              |
 * | ------------------------------------------------ | ------------------ | ------------------- |
 * | a document that stops making sense at its top    | reads the part     | error               |
 * |   level, such as one whose first line alone is   | before, drops the  |                     |
 * |   indented                                       | rest in silence    |                     |
 * | `{a:}`, `[b:]`                                   | the key `a:`       | error               |
 * | `{? a : b}` on several lines                     | reads it           | error               |
 * | `"a"#c`, `|#c`, `*x: 1` (a space is missing)     | reads it           | error               |
 * | properties before an alias used as a key         | drops them         | error               |
 * | !!binary of bytes that are no UTF-8              | U+FFFD             | error               |
 * | nesting of more than 250 and up to 10,000        | reads it           | error               |
 * | U+2028 and U+2029 within a scalar                | keeps them         | folds them as `\n`  |
 * | a top-level block scalar (no object either way)  | may be empty       | its text            |
 * | two keys that only become equal as JSON keys     | any of them        | the last            |
 * | two JSON objects, then `---`                     | error              | reads all           |
 * | one JSON object, then YAML without `---`         | reads both         | error               |
 */

interface Answer {
  readonly text: string;
  readonly documents?: readonly unknown[];
  readonly error?: string;
}

interface Fixture {
  readonly same: readonly Answer[];
  readonly different: readonly (Answer & { readonly netpol: { readonly refuses: string } })[];
}

const fixture = JSON.parse(
  readFileSync(new URL('fixtures/kubectl-answers.json', import.meta.url), 'utf8'),
) as Fixture;

function read(text: string): { documents: unknown[]; errors: string[] } {
  const documents: unknown[] = [];
  const errors: string[] = [];
  for (const entry of readStream({ name: 'test.yaml', text })) {
    if (entry.kind === 'document') documents.push(entry.value);
    if (entry.kind === 'diagnostic' && entry.diagnostic.severity === 'error') {
      errors.push(`${entry.diagnostic.code}: ${entry.diagnostic.message}`);
    }
  }
  return { documents, errors };
}

function named(rows: readonly Answer[]): [string, Answer][] {
  return rows.map((row) => [JSON.stringify(row.text).slice(0, 100), row]);
}

describe('reads as kubectl does', () => {
  test.each(named(fixture.same.filter(({ error }) => error === undefined)))(
    'the value of %s',
    (_, { text, documents }) => {
      const result = read(text);
      expect(result.errors).toEqual([]);
      // JSON text compares own keys such as __proto__, and knows no negative zero.
      expect(JSON.parse(JSON.stringify(result.documents))).toEqual(documents);
    },
  );

  test.each(named(fixture.same.filter(({ error }) => error !== undefined)))(
    'the refusal of %s',
    (_, { text }) => {
      expect(read(text).errors).not.toEqual([]);
    },
  );
});

test.each(fixture.different.map((row) => [JSON.stringify(row.text), row] as const))(
  'is stricter than kubectl with %s',
  (_, { text, netpol }) => {
    expect(read(text).errors.join()).toBe(netpol.refuses);
  },
);
