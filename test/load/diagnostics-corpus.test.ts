import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DIAGNOSTIC_CODES } from '../../src/load/codes.ts';
import { formatDiagnostic } from '../../src/load/format-diagnostic.ts';
import { loadFiles, type InputFile, type LoadOptions } from '../../src/load/load.ts';
import { readInput } from '../../src/load/read-files.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

/**
 * Each file of the corpus is loaded as if it had been named with -f, and what is said of it must be
 * the lines of the .out file beside it. A first line `# options: {…}` gives options; a file in
 * .args holds arguments of -f, one a line. UPDATE_CORPUS=1 writes the .out files: read them then.
 */
const CORPUS = path.join(import.meta.dirname, '../corpus/diagnostics');
const UPDATE = process.env['UPDATE_CORPUS'] === '1';

const cases = readdirSync(CORPUS).filter((name) => /\.(yaml|json|args)$/.test(name));

/** A link that leads nowhere is made here: tools that copy a checkout trip over one. */
const BROKEN = path.join(CORPUS, 'trees/broken');

beforeAll(() => {
  rmSync(BROKEN, { recursive: true, force: true });
  mkdirSync(BROKEN);
  symlinkSync('nowhere.yaml', path.join(BROKEN, 'link.yaml'));
});

afterAll(() => {
  rmSync(BROKEN, { recursive: true });
});

async function filesOf(
  name: string,
  text: string,
): Promise<{ files: readonly InputFile[]; diagnostics: readonly Diagnostic[] }> {
  if (!name.endsWith('.args'))
    return { files: [{ file: { name, text }, explicit: true }], diagnostics: [] };
  const readStdin = (): Promise<Uint8Array> => Promise.reject(new Error('no standard input'));
  return readInput(text.trim().split('\n'), { cwd: CORPUS, readStdin });
}

async function linesOf(name: string): Promise<string[]> {
  const text = readFileSync(path.join(CORPUS, name), 'utf8');
  const options = /^# options: (.*)$/m.exec(text)?.[1] ?? '{}';
  const { files, diagnostics } = await filesOf(name, text);
  const loaded = loadFiles(files, JSON.parse(options) as LoadOptions);
  return [...diagnostics, ...loaded.diagnostics].map((diagnostic) => {
    const { severity, text: line } = formatDiagnostic(diagnostic, loaded.locator);
    return `${severity}: ${line}`;
  });
}

describe('the diagnostics corpus', () => {
  test.each(cases)('%s gives the lines of its .out file', async (name) => {
    const expected = path.join(CORPUS, name.replace(/\.\w+$/, '.out'));
    const lines = (await linesOf(name)).map((line) => `${line}\n`).join('');
    if (UPDATE) writeFileSync(expected, lines);
    expect(lines).toBe(readFileSync(expected, 'utf8'));
  });

  test('every .out file belongs to a case', () => {
    const stems = new Set(cases.map((name) => name.replace(/\.\w+$/, '')));
    const outputs = readdirSync(CORPUS).filter((name) => name.endsWith('.out'));
    expect(outputs.filter((name) => !stems.has(name.slice(0, -4)))).toEqual([]);
    expect(stems.size).toBe(cases.length);
  });

  test('every code of the loader occurs in it, and no other', () => {
    const found = new Set<string>();
    for (const name of readdirSync(CORPUS).filter((file) => file.endsWith('.out'))) {
      for (const line of readFileSync(path.join(CORPUS, name), 'utf8').split('\n')) {
        const code = /\[([a-z-]+)\]$/.exec(line)?.[1];
        if (code !== undefined) found.add(code);
      }
    }
    expect([...found].sort()).toEqual(Object.keys(DIAGNOSTIC_CODES).sort());
  });

  test('the severity of a code is the documented one, unless an option lowers it', () => {
    for (const name of cases) {
      const output = path.join(CORPUS, name.replace(/\.\w+$/, '.out'));
      if (!existsSync(output)) continue;
      for (const line of readFileSync(output, 'utf8').trim().split('\n').filter(Boolean)) {
        const code = /\[([a-z-]+)\]$/.exec(line)?.[1] ?? '';
        const severity = line.slice(0, line.indexOf(':'));
        const isLowered = /lenient|ignored/.test(name) && severity === 'warning';
        if (!isLowered) expect([line, severity]).toEqual([line, DIAGNOSTIC_CODES[code]?.severity]);
      }
    }
  });
});
