import { expect, test } from 'vitest';
import { PairNumbers } from '../../../src/engine/classes/pair-numbers.ts';

test('pairs are numbered from 1 in the order in which they are first asked for', () => {
  const numbers = new PairNumbers();
  expect([numbers.of(0, 0), numbers.of(0, 1), numbers.of(1, 0), numbers.of(0, 1)]).toEqual([
    1, 2, 3, 2,
  ]);
  expect(numbers.size).toBe(3);
});

test('a hundred thousand pairs keep their numbers while the table grows', () => {
  const numbers = new PairNumbers();
  const all = Array.from(
    { length: 100_000 },
    (_, i) => [i % 331, Math.floor(i / 331) * 2 ** 21] as const,
  );
  const numbered = () => all.map(([a, b]) => numbers.of(a, b));
  const expected = all.map((_, i) => i + 1);
  expect(numbered()).toEqual(expected);
  expect(numbered()).toEqual(expected);
});

test('a number is a sequence that can be read back', () => {
  const numbers = new PairNumbers();
  const number = [5, 0, 7, 5].reduce((so, item) => numbers.of(so, item), 0);
  expect(numbers.sequence(number)).toEqual([5, 0, 7, 5]);
  expect(numbers.sequence(0)).toEqual([]);
});

test('after clearing, numbers begin anew', () => {
  const numbers = new PairNumbers();
  for (let i = 0; i < 1000; i++) numbers.of(i, i);
  numbers.clear();
  expect(numbers.size).toBe(0);
  expect(numbers.of(0, 8)).toBe(1);
  expect(numbers.sequence(1)).toEqual([8]);
});
