import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/*
 * Every ```console block of the documentation is run as it stands: lines that begin with `$ ` are
 * commands for a shell in the document's own folder, the lines below are what they print, on both
 * streams. UPDATE_DOCS=1 writes the real output into the documents.
 */

const root = join(import.meta.dirname, '../..');
const update = process.env['UPDATE_DOCS'] === '1';

function documents(): string[] {
  const found = ['README.md', 'CONTRIBUTING.md'];
  for (const folder of ['docs', 'examples']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.md')) found.push(join(folder, name));
    }
  }
  return found.sort();
}

let bin = '';

beforeAll(() => {
  bin = mkdtempSync(join(tmpdir(), 'netpol-docs-'));
  const shim = join(bin, 'netpol');
  const cli = join(root, 'bin/netpol.js');
  writeFileSync(shim, `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  chmodSync(shim, 0o755);
});

afterAll(() => {
  rmSync(bin, { recursive: true });
});

function run(command: string, folder: string): string {
  const path = `${bin}${delimiter}${process.env['PATH'] ?? ''}`;
  const { stdout, stderr } = spawnSync('sh', ['-c', `exec 2>&1\n${command}`], {
    cwd: join(root, folder),
    env: { PATH: path, LC_ALL: 'C.UTF-8', HOME: bin },
    encoding: 'utf8',
  });
  return stdout + stderr;
}

/** The block as it would be after a run. */
function replay(block: string, folder: string): string {
  const output: string[] = [];
  const lines = block.split('\n');
  for (let i = 0; i < lines.length; i++) {
    let line = lines[i] ?? '';
    if (!line.startsWith('$ ')) continue;
    output.push(line);
    let command = line.slice(2);
    while (line.endsWith('\\')) {
      line = lines[++i] ?? '';
      output.push(line);
      command += `\n${line}`;
    }
    const printed = run(command, folder)
      .replace(/[ \t]+$/gm, '')
      .replace(/\n+$/, '');
    if (printed !== '') output.push(...printed.split('\n'));
    const next = lines.findIndex((other, at) => at > i && other.startsWith('$ '));
    if (next > 0 && lines[next - 1] === '') output.push('');
  }
  return output.join('\n');
}

const BLOCK = /^```console\n(.*?)\n```$/gms;

describe.each(documents())('%s', (name) => {
  const file = join(root, name);
  const text = readFileSync(file, 'utf8');
  const folder = relative(root, dirname(file));
  const blocks = [...text.matchAll(BLOCK)].map((match) => match[1] ?? '');

  test('every console block shows what its commands print', { timeout: 120_000 }, () => {
    const real = blocks.map((block) => replay(block, folder));
    if (update) {
      let at = 0;
      writeFileSync(
        file,
        text.replace(BLOCK, () => `\`\`\`console\n${real[at++] ?? ''}\n\`\`\``),
      );
      return;
    }
    expect(real).toEqual(blocks);
  });
});

test('the documentation has console blocks at all', () => {
  const counts = documents().map(
    (name) => [...readFileSync(join(root, name), 'utf8').matchAll(BLOCK)].length,
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(20);
});
