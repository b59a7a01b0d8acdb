import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CODES } from '../../src/explain/codes.ts';
import { QUESTION_CODES } from '../../src/cli/explain.ts';
import { DIAGNOSTIC_CODES } from '../../src/load/codes.ts';
import { describeDiagnostic, DIAGNOSTIC_GROUPS } from '../../src/load/describe-diagnostic.ts';
import { codesPages, diagnosticsPages } from './pages.ts';

const root = join(import.meta.dirname, '../..');
const corpus = join(root, 'test/corpus/diagnostics');
const update = process.env['UPDATE_DOCS'] === '1';
const MARK = '<!-- What follows is made by UPDATE_DOCS=1 npx vitest run test/docs/codes -->\n';

describe('the documentation of codes', () => {
  test.each([
    ['docs/diagnostics.md', diagnosticsPages],
    ['docs/codes.md', codesPages],
  ])('%s is what the pages of `netpol explain` make', (name, make) => {
    const file = join(root, name);
    const text = readFileSync(file, 'utf8');
    const end = text.indexOf(MARK) + MARK.length;
    expect(end).toBeGreaterThan(MARK.length);
    const wanted = `${text.slice(0, end)}\n${make()}\n`;
    if (update) writeFileSync(file, wanted);
    expect(update ? wanted : text).toBe(wanted);
  });

  test('has every code once', () => {
    const diagnostics = headings(diagnosticsPages());
    expect(diagnostics.sort()).toEqual(Object.keys(DIAGNOSTIC_CODES).sort());
    const codes = codesPages();
    expect(headings(codes).sort()).toEqual([...CODES].sort());
    for (const code of Object.keys(QUESTION_CODES)) expect(codes).toContain(`\n| ${code} | `);
  });
});

function headings(text: string): string[] {
  return [...text.matchAll(/^### (.*)$/gm)].map((match) => match[1] ?? '');
}

describe('the example of a diagnostic', () => {
  const codes = DIAGNOSTIC_GROUPS.flatMap(([, group]) => group);

  test.each(codes)('of %s shows that mistake and no other', (code) => {
    const { printed, severity, manifest } = describeDiagnostic(code);
    expect(printed).toHaveLength(1);
    const [line = ''] = printed;
    expect(line.endsWith(` [${code}]`)).toBe(true);
    expect(line.startsWith('warning: ')).toBe(severity === 'warning');
    expect(manifest.filter((one) => one.length > 120 && !one.startsWith('{'))).toEqual([]);
  });

  const files = codes.filter((code) => describeDiagnostic(code).manifest.length === 0);

  test.each(files)('of %s, which no manifest can show, prints what the corpus has', (code) => {
    const { command, printed } = describeDiagnostic(code);
    const wanted = readFileSync(join(corpus, `${code}.out`), 'utf8').trimEnd();
    expect(`error: ${printed.join('\n')}`).toBe(wanted);
    const args = readFileSync(join(corpus, `${code}.args`), 'utf8').trimEnd();
    expect(command.replaceAll("'", '')).toContain(`-f ${args} `);
  });
});
