import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXIT, EXIT_CODE_HELP } from '../../src/cli/exit-code.ts';
import { SCHEMA_VERSION } from '../../src/report/json.ts';
import { schemaTables, undescribed, type RootSchema } from './schema-tables.ts';

const root = join(import.meta.dirname, '../..');
const update = process.env['UPDATE_DOCS'] === '1';
const MARK = '<!-- What follows is made by UPDATE_DOCS=1 npx vitest run test/docs/json -->\n';

const file = join(root, 'docs/json.md');
const schemaName = `schema/check-v${String(SCHEMA_VERSION)}.json`;
const schema = JSON.parse(readFileSync(join(root, schemaName), 'utf8')) as RootSchema;

test('docs/json.md has the fields of the schema', () => {
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf(MARK) + MARK.length;
  expect(end).toBeGreaterThan(MARK.length);
  expect(text).toContain(`(../${schemaName})`);
  const wanted = `${text.slice(0, end)}\n${schemaTables(schema)}\n`;
  if (update) writeFileSync(file, wanted);
  expect(update ? wanted : text).toBe(wanted);
});

test('the schema says of every field what it is', () => {
  const all = [schema, ...Object.values(schema.$defs)];
  expect(all.flatMap((node) => undescribed(node, ''))).toEqual([]);
});

test.each(['README.md', 'docs/json.md'])('%s has a row for every exit code', (name) => {
  const text = readFileSync(join(root, name), 'utf8');
  const rows = [...text.matchAll(/^\| (\d) \| /gm)].map((match) => Number(match[1]));
  expect(rows).toEqual(Object.values(EXIT));
  for (const code of rows) expect(EXIT_CODE_HELP).toContain(`\n  ${String(code)}  `);
});
