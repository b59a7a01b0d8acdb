import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { SIZES } from '../../src/load/disk-file.ts';
import type { LoadOptions } from '../../src/load/load.ts';
import { loadArguments, tiny } from './support/both-ways.ts';

// What is said of an input must not depend on whether it was read as one text or in pieces.

const ROOT = path.join(import.meta.dirname, '../..');
const CORPUS = path.join(ROOT, 'test/corpus/diagnostics');

const inputs: [string, string, readonly string[], LoadOptions][] = [];
for (const name of readdirSync(CORPUS).filter((file) => /\.(yaml|json|args)$/.test(file))) {
  const text = readFileSync(path.join(CORPUS, name), 'utf8');
  const options = /^# options: (.*)$/m.exec(text)?.[1] ?? '{}';
  const args = name.endsWith('.args') ? text.trim().split('\n') : [name];
  inputs.push([name, CORPUS, args, JSON.parse(options) as LoadOptions]);
}
for (const name of readdirSync(path.join(ROOT, 'examples'))) {
  inputs.push([`examples/${name}`, ROOT, [`examples/${name}`], {}]);
}
for (const name of readdirSync(path.join(ROOT, 'test/corpus'))) {
  if (name === 'diagnostics' || !existsSync(path.join(ROOT, 'test/corpus', name))) continue;
  inputs.push([`corpus/${name}`, ROOT, [`test/corpus/${name}`], {}]);
}

describe.each([
  [7, 4000],
  [4096, 200],
])('in blocks of %d bytes', (block, batch) => {
  test.each(inputs)('%s gives the same as in one text', async (_, cwd, args, options) => {
    const whole = await loadArguments(args, cwd, SIZES, options);
    const pieces = await loadArguments(args, cwd, tiny(block, batch), options);
    expect(pieces).toEqual(whole);
  });
});
