import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { caseFiles, filesOf, partsOf, type Item } from '../semantics/read-cases.ts';

// The same claims through the built command line, all questions of an item in one batch.

const BIN = fileURLToPath(new URL('../../bin/netpol.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'netpol-cases-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Line {
  readonly id: string;
  readonly verdict?: string;
  readonly error?: { readonly message: string };
}

function batch(item: Item): Line[] {
  const flags = filesOf(item).flatMap(({ name, text }) => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return ['-f', path];
  });
  const input = item.questions.map(({ claim, ask, namespace, family }) =>
    JSON.stringify({ id: claim, ...partsOf(ask), namespace, family }),
  );
  const run = spawnSync(process.execPath, [BIN, 'check', ...flags, '--batch', '-'], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
    input: `${input.join('\n')}\n`,
  });
  const hasError = item.questions.some(({ error }) => error !== undefined);
  expect({ status: run.status, stderr: run.stderr }).toMatchObject({ status: hasError ? 3 : 0 });
  return run.stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

describe.each(caseFiles().map(({ name, items }) => [name, items] as const))('%s', (_, items) => {
  test('comes out the same from the command line', { timeout: 120_000 }, () => {
    for (const item of items) {
      const lines = batch(item);
      const wanted = item.questions.map(({ claim, verdict, error, problem }) => ({
        claim,
        // Where there is no connection to judge, no verdict is promised.
        verdict: problem === undefined ? verdict : 'no connection',
        error: error !== undefined,
      }));
      const got = lines.map(({ id, verdict, error }, i) => ({
        claim: id,
        verdict: item.questions[i]?.problem === undefined ? verdict : 'no connection',
        error: error !== undefined,
      }));
      expect(got).toEqual(wanted);
    }
  });
});
