import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanJson } from '../../src/load/json-text.ts';
import { ReadError } from '../../src/load/read-error.ts';
import { readDocuments } from '../../src/load/documents.ts';

function refusal(text: string): string {
  try {
    scanJson(text, 0);
    return '';
  } catch (error) {
    return error instanceof ReadError ? `${String(error.offset)}: ${error.message}` : 'thrown';
  }
}

test.each([
  ['{"a" 1}', "5: invalid character '1' after object key"],
  ['{"a":1 "b"}', "7: invalid character '\\\"' after object key:value pair"],
  ['{"a":1,}', "7: invalid character '}' looking for beginning of object key string"],
  ['{a:1}', "1: invalid character 'a' looking for beginning of object key string"],
  ['[1 2]', "3: invalid character '2' after array element"],
  ['[1,]', "3: invalid character ']' looking for beginning of value"],
  ['{"a":tru}', "8: invalid character '}' in literal true (expecting 'e')"],
  ['{"a":nulx}', "8: invalid character 'x' in literal null (expecting 'l')"],
  ['{"a":-}', "6: invalid character '}' in numeric literal"],
  ['{"a":01}', "6: invalid character '1' after object key:value pair"],
  ['{"a":"\\q"}', "7: invalid character 'q' in string escape code"],
  ['{"a":"\\u12x4"}', "10: invalid character 'x' in \\u hexadecimal character escape"],
  ['{"a":"x\ny"}', "7: invalid character '\\n' in string literal"],
  ["{'a':1}", "1: invalid character '\\'' looking for beginning of object key string"],
  ['{"a":1', '6: unexpected end of JSON input'],
  ['{"a', '3: unexpected end of JSON input'],
  ['', '0: unexpected end of JSON input'],
])('%s is refused where kubectl refuses it', (text, expected) => {
  expect(refusal(text)).toBe(expected);
});

describe('the scanner and JSON.parse', () => {
  test('accept the same values', () => {
    fc.assert(
      fc.property(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', ',', '"', '}', '1', 'e', '\\'),
        (text, at, put) => {
          const index = at % (text.length + 1);
          const changed = text.slice(0, index) + put + text.slice(index);
          let parses = true;
          try {
            JSON.parse(changed);
          } catch {
            parses = false;
          }
          let scans: boolean;
          try {
            scans = changed.slice(scanJson(changed, 0)).trim() === '';
          } catch {
            scans = false;
          }
          expect(scans).toBe(parses);
        },
      ),
      { numRuns: 500, seed: 1 },
    );
  });
});

test('a JSON error has a position', () => {
  const text = '{\n  "apiVersion": "v1",\n  "kind" "Pod"\n}\n';
  expect(readDocuments({ name: 'a.json', text }).diagnostics).toMatchObject([
    { code: 'json-syntax', location: { kind: 'offset', offset: text.indexOf('"Pod"') } },
  ]);
});
