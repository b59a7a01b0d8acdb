import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import schema from '../../schema/diff-v1.json' with { type: 'json' };
import { CAUSE_KINDS } from '../../src/explain/whole/diff-data.ts';
import { DIFF_FORMATS } from '../../src/report/diff/formats.ts';
import { DIFF_SCHEMA_VERSION } from '../../src/report/diff/json.ts';
import type { View } from '../../src/report/format.ts';
import { undescribed, type SchemaNode } from '../docs/schema-tables.ts';
import { schemaErrors } from '../report/json-schema.ts';
import { SITUATIONS } from './situations.ts';

// UPDATE_GOLDEN=1 writes the files anew: read the difference as someone in a hurry would.
const UPDATE = process.env['UPDATE_GOLDEN'] === '1';
const FOLDER = join(import.meta.dirname, 'golden');
const ENDINGS: Readonly<Record<string, string>> = {
  text: 'txt',
  github: 'github.txt',
  mermaid: 'mmd',
};

const VIEW: View = {
  width: 80,
  color: 0,
  ascii: false,
  verbosity: 0,
  linkBase: null,
  version: '0.0.0',
};

function render(situation: string, format: string, view = VIEW): string {
  return [...DIFF_FORMATS[format]!.render(SITUATIONS[situation]!(), view)].join('');
}

const ALL = Object.keys(SITUATIONS).flatMap((situation) =>
  Object.keys(DIFF_FORMATS).map((format) => [situation, format] as const),
);

describe('what is printed is what was read and found good', () => {
  test.each(ALL)('%s as %s', (situation, format) => {
    const text = render(situation, format);
    const file = join(FOLDER, `${situation}.${ENDINGS[format] ?? format}`);
    if (UPDATE) {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, text);
    }
    expect(text).toBe(existsSync(file) ? readFileSync(file, 'utf8') : '(no golden file)');
  });
});

describe('whatever the format', () => {
  test.each(ALL)(
    '%s as %s holds no character that a terminal would not show',
    (...[situation, format]) => {
      expect(render(situation, format)).not.toMatch(/[^\n\P{Cc}]|\u202e/u);
    },
  );

  test.each(Object.keys(SITUATIONS))('%s is the same text twice', (situation) => {
    for (const format of Object.keys(DIFF_FORMATS)) {
      expect(render(situation, format)).toBe(render(situation, format));
    }
  });
});

describe('as text', () => {
  test.each(Object.keys(SITUATIONS))('%s fits 80 columns', (situation) => {
    const lines = render(situation, 'text').split('\n');
    expect(lines.filter((line) => line.length > 80 && line.trim().includes(' '))).toEqual([]);
    expect(lines.filter((line) => line !== line.trimEnd())).toEqual([]);
  });

  test('colour adds nothing but colour', () => {
    const plain = render('shop', 'text', { ...VIEW, color: 1 }).replaceAll(/\u001b\[[0-9;]*m/g, '');
    expect(plain).toBe(render('shop', 'text'));
  });

  test('in ASCII there is nothing but ASCII', () => {
    expect(render('shop', 'text', { ...VIEW, ascii: true })).toMatch(/^[\n -~]+$/);
  });
});

describe('as JSON', () => {
  test.each(Object.keys(SITUATIONS))('%s is what the schema describes', (situation) => {
    const data: unknown = JSON.parse(render(situation, 'json'));
    expect(schemaErrors(schema, data)).toEqual([]);
  });

  test('the schema knows its version and every kind of cause', () => {
    expect(schema.properties.schemaVersion.const).toBe(DIFF_SCHEMA_VERSION);
    expect(schema.$defs.cause.properties.kind.enum).toEqual(CAUSE_KINDS);
  });

  test('the schema says of every field what it is', () => {
    const all = [schema, ...Object.values(schema.$defs)] as readonly SchemaNode[];
    expect(all.flatMap((node) => undescribed(node, ''))).toEqual([]);
  });

  test('every change names causes that are in the list', () => {
    const { changes, causes } = JSON.parse(render('shop', 'json')) as {
      changes: { causes: number[] }[];
      causes: unknown[];
    };
    const used = new Set(changes.flatMap((change) => change.causes));
    expect([...used].sort((a, b) => a - b)).toEqual([...causes.keys()]);
  });
});

describe('for a GitHub workflow', () => {
  const lines = render('mixed', 'github').trimEnd().split('\n');

  test('every line is one command, with properties that end where they should', () => {
    for (const line of lines) {
      expect(line).toMatch(/^::(warning|notice) ((file|line|col|title)=[^,:]*,?)+::[^\r\n]*$/);
    }
  });

  test('the names of files are escaped as the runner unescapes them', () => {
    expect(lines.some((line) => line.includes('file=a|b%2Cc%3A100%25<i>'))).toBe(true);
  });

  test('what only a git revision has points into no file', () => {
    const gone = lines.filter((line) => line.includes('origin/main:old.yaml'));
    expect(gone.length).toBeGreaterThan(0);
    expect(gone.filter((line) => line.includes('file='))).toEqual([]);
  });
});

test('as Markdown no cell ends early', () => {
  const rows = render('mixed', 'md')
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  expect(rows.length).toBeGreaterThan(0);
  for (const row of rows) expect([4, 6]).toContain(row.split(/(?<!\\)\|/).length - 2);
});
