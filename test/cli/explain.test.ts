import { describe, expect, test } from 'vitest';
import { CODES } from '../../src/explain/codes.ts';
import { DIAGNOSTIC_CODES } from '../../src/load/codes.ts';
import { QUESTION_ERROR_CODES } from '../../src/query/question-error.ts';
import { run } from './run.ts';

const ALL = [...CODES, ...Object.keys(DIAGNOSTIC_CODES), ...Object.keys(QUESTION_ERROR_CODES)];

describe('explain', () => {
  test('has a page for every code, in any case', async () => {
    for (const code of ALL) {
      const page = await run(['explain', code.toUpperCase()]);
      expect(page).toMatchObject({ code: 0, stderr: '' });
      expect(page.stdout.toLowerCase().startsWith(`${code.toLowerCase()} (`)).toBe(true);
      expect(page.stdout.length).toBeGreaterThan(code.length + 40);
    }
  });

  test('lists them all', async () => {
    const { code, stdout } = await run(['explain']);
    expect(code).toBe(0);
    for (const one of ALL) expect(stdout).toContain(`  ${one}\n`);
  });

  test('shows both pages of a code that stands in answers and in the input', async () => {
    const both = CODES.filter((code) => Object.hasOwn(DIAGNOSTIC_CODES, code));
    for (const code of both) {
      const { stdout } = await run(['explain', code]);
      expect(stdout.match(new RegExp(`^${code} \\(`, 'gm'))).toHaveLength(2);
    }
  });
});
