import { readFileSync } from 'node:fs';
import { YAML11_SCHEMA, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { CASE_PROBLEMS } from '../../src/model/answer.ts';
import { CLAUSE_CODES, END_REASONS } from '../../src/model/decision.ts';
import { ASSUMPTION_CODES } from '../../src/explain/assumptions.ts';
import { HINT_CODES } from '../../src/explain/hints/hint.ts';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { jsonText, yamlText, type Json } from '../../src/report/data-text.ts';
import { explain } from '../explain/support.ts';
import { schemaErrors } from './json-schema.ts';
import { SITUATIONS } from './situations.ts';

const SCHEMA = JSON.parse(
  readFileSync(new URL('../../schema/check-v1.json', import.meta.url), 'utf8'),
) as Parameters<typeof schemaErrors>[0];

const VIEW: View = {
  width: 80,
  color: 0,
  ascii: false,
  verbosity: 0,
  linkBase: null,
  version: '1.2.3',
};

const EXPLAINED = SITUATIONS.map(
  ({ name, files, ask, engine }) =>
    [name, explain(files, ask, engine === undefined ? {} : { engine })] as const,
);

describe('JSON', () => {
  test.each(EXPLAINED)('is what the schema says: %s', (_name, explanation) => {
    const data: unknown = JSON.parse(FORMATS['json']!.render(explanation, VIEW));
    expect(schemaErrors(SCHEMA, data)).toEqual([]);
  });

  test('of a batch has the id of its question, whatever that is, and what was expected', () => {
    const data = JSON.parse(FORMATS['json']!.render(EXPLAINED[0]![1], VIEW)) as object;
    for (const id of ['q1', 7, null, { a: [1] }]) {
      expect(schemaErrors(SCHEMA, { id, ...data })).toEqual([]);
      const line = { id, expect: 'allowed', asExpected: true, ...data };
      expect(schemaErrors(SCHEMA, line)).toEqual([]);
    }
  });

  test('the schema lists every code', () => {
    const text = JSON.stringify(SCHEMA);
    const codes = [
      ...END_REASONS,
      ...CLAUSE_CODES,
      ...CASE_PROBLEMS,
      ...ASSUMPTION_CODES,
      ...HINT_CODES,
    ];
    expect(codes.filter((code) => !text.includes(`"${code}"`))).toEqual([]);
  });

  test('with a field that is not in the schema is refused', () => {
    const data = JSON.parse(FORMATS['json']!.render(EXPLAINED[0]![1], VIEW)) as object;
    expect(schemaErrors(SCHEMA, { ...data, extra: 1 })).toEqual(['/extra: not in the schema']);
    expect(schemaErrors(SCHEMA, { ...data, verdict: 'maybe' })).toEqual([
      '/verdict: "maybe" is not in the enum',
    ]);
  });

  test.each(EXPLAINED)('and YAML are the same data: %s', (_name, explanation) => {
    const json: unknown = JSON.parse(FORMATS['json']!.render(explanation, VIEW));
    const yaml = FORMATS['yaml']!.render(explanation, VIEW);
    expect(load(yaml)).toEqual(json);
    expect(load(yaml, { schema: YAML11_SCHEMA })).toEqual(json);
  });
});

describe('the YAML emitter', () => {
  const STRINGS = [
    ...[
      '',
      ' ',
      'a',
      'a b',
      ' a',
      'a ',
      'yes',
      'No',
      'n',
      'on',
      'null',
      '~',
      'true',
      '.inf',
      '.nan',
    ],
    ...[
      '1',
      '0x1f',
      '0o7',
      '1e3',
      '1_000',
      '12:30',
      '2020-01-01',
      '-',
      '- a',
      '-1',
      '=',
      '<<',
      '?',
    ],
    ...[
      'a: b',
      'a:',
      ':a',
      'a #b',
      '#a',
      '[a]',
      '{a}',
      '*a',
      '&a',
      '!a',
      '@a',
      '`a',
      '%a',
      '|',
      '>',
    ],
    ...[
      '"',
      "'",
      'a"b',
      '\\',
      'a\nb',
      '\n',
      '\t',
      '\u001b[31m',
      '\u202e',
      '\u2028',
      '\ufeff',
      '\ud800',
    ],
    ...[
      'é',
      '日本',
      '😀',
      '/',
      '//',
      'a/b',
      '6379/TCP',
      'TCP (all ports)',
      '---',
      '...',
      'a\u0000',
    ],
  ];

  test.each(STRINGS.map((text) => [JSON.stringify(text), text]))(
    'writes the string %s so that it is read as the same',
    (_name, text) => {
      for (const data of [text, [text], { a: text }, { [text]: [{ b: text }] }] as Json[]) {
        expect(load(yamlText(data))).toEqual(data);
        expect(load(yamlText(data), { schema: YAML11_SCHEMA })).toEqual(data);
        expect(JSON.parse(jsonText(data))).toEqual(data);
      }
    },
  );

  test.each([
    [null],
    [true],
    [0],
    [[]],
    [{}],
    [[[]]],
    [[{}]],
    [{ a: [], b: {}, c: [[1, [2]], { d: null }] }],
  ])('writes %j so that it is read as the same', (data: Json) => {
    expect(load(yamlText(data))).toEqual(data);
  });
});
