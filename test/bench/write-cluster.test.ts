import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateCluster, type Manifest, type ShapeName } from '../../bench/cluster.ts';
import { prettyJson, yaml } from '../../bench/render.ts';
import { writeCluster, type Format } from '../../bench/write-cluster.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netpol-write-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const SIZE = { pods: 120, policies: 60 };

function written(shape: ShapeName, format: Format): string {
  const file = join(folder, `${shape}.${format}`);
  const bytes = writeCluster(generateCluster(shape, SIZE), file, format);
  expect(statSync(file).size).toBe(bytes);
  return readFileSync(file, 'utf8');
}

function listOf(items: readonly Manifest[]): object {
  return { apiVersion: 'v1', items, kind: 'List', metadata: { resourceVersion: '' } };
}

describe.each(['realistic', 'dual-stack', 'admin-tiers', 'unique-wide'] as const)('%s', (shape) => {
  const objects = [...generateCluster(shape, SIZE)];

  test('is written as JSON.stringify writes the list, with four blanks and without any', () => {
    expect(written(shape, 'json')).toBe(`${JSON.stringify(listOf(objects), null, 4)}\n`);
    expect(written(shape, 'compact')).toBe(`${JSON.stringify(listOf(objects))}\n`);
  });

  test('is written as one object a line', () => {
    const lines = objects.map((object) => `${JSON.stringify(object)}\n`);
    expect(written(shape, 'lines')).toBe(lines.join(''));
  });

  test('is written as YAML that reads back as the same, whatever YAML says of bare words', () => {
    const text = written(shape, 'yaml');
    expect(load(text)).toEqual(listOf(objects));
    expect(load(text, { schema: YAML11_SCHEMA })).toEqual(listOf(objects));
  });
});

test('a pod takes about 12 KB as kubectl prints it', () => {
  const file = join(folder, 'size.json');
  const bytes = writeCluster(
    generateCluster('realistic', { pods: 1000, policies: 0 }),
    file,
    'json',
  );
  expect(bytes / 1000).toBeGreaterThan(11_000);
  expect(bytes / 1000).toBeLessThan(14_000);
});

test('what is shared is written with the indentation of each place', () => {
  const part = Object.freeze({ a: [1] });
  const [value, render] = [{ b: part, c: { d: part, e: part } }, prettyJson()];
  expect(render(value, '')).toBe(JSON.stringify(value, null, 4));
});

test('YAML has sequences at the column of their key, and quotes only where it needs them', () => {
  const value = { a: [{ b: 'x y', c: [] }, 'true'], d: { 'k:{"ip":"10.0.0.1"}': {}, '.': null } };
  expect(yaml()(value, '')).toBe(
    'a:\n- b: x y\n  c: []\n- "true"\nd:\n  k:{"ip":"10.0.0.1"}: {}\n  .: null',
  );
});

test.each([
  ...[
    '',
    ' ',
    ' a',
    'a ',
    'a  b',
    'a: b',
    'a:',
    'a #b',
    '#a',
    '- a',
    '-a',
    '*',
    '&a',
    '!a',
    '%a',
    '@',
  ],
  ...[
    '~',
    'null',
    'Yes',
    'off',
    'y',
    '1',
    '-1',
    '+1',
    '1.5',
    '1_000',
    '.5',
    '1e3',
    '5e7',
    '0x1f',
    '017',
  ],
  ...[
    '0b1',
    '12:30:00',
    '2026-01-01',
    '2026-11-22T09:00:00Z',
    '.inf',
    '.nan',
    '10.0.0.1',
    'fd00::1',
  ],
  ...['{a}', '[a]', '"a"', "'a'", 'a\nb', 'é', '/a', 'a,b', '::/0', '1.2.3', '<<', '='],
])('YAML brings back the text %j', (text) => {
  const back = load(yaml()({ [text]: [text] }, ''), { schema: YAML11_SCHEMA });
  expect(back).toEqual({ [text]: [text] });
});
