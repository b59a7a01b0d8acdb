import { describe, expect, test } from 'vitest';
import { ASSUMPTION_CODES } from '../../src/explain/assumptions.ts';
import { CODES, explainCode } from '../../src/explain/codes.ts';
import { HINT_CODES } from '../../src/explain/hints/hint.ts';
import { CASE_PROBLEMS } from '../../src/model/answer.ts';
import { CLAUSE_CODES, END_REASONS } from '../../src/model/decision.ts';

const ALL = [...END_REASONS, ...CLAUSE_CODES, ...CASE_PROBLEMS, ...ASSUMPTION_CODES, ...HINT_CODES];

describe('codes', () => {
  test.each(ALL.map((code) => [code]))('%s has a page', (code) => {
    const page = explainCode(code) ?? '';
    expect(page.split('\n')[0]).toContain(code);
    expect(page.length).toBeGreaterThan(100);
  });

  test('without a use have no page', () => {
    expect([...CODES].sort()).toEqual([...ALL].sort());
  });

  test('are found in any case, and nothing else is', () => {
    expect(explainCode('no_rules')).toBe(explainCode('NO_RULES'));
    expect(explainCode('Peer-Or-Not-And')).toBe(explainCode('peer-or-not-and'));
    expect(explainCode('NO_SUCH_CODE')).toBeNull();
    expect(explainCode('constructor')).toBeNull();
  });
});
