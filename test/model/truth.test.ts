import { describe, expect, test } from 'vitest';
import { and, or, type Truth } from '../../src/model/truth.ts';

// Kleene's tables. A fact that is missing leaves the answer open only where its value would count.

describe('and', () => {
  test.each<[Truth, Truth, Truth]>([
    ['yes', 'yes', 'yes'],
    ['yes', 'no', 'no'],
    ['yes', 'unknown', 'unknown'],
    ['no', 'yes', 'no'],
    ['no', 'no', 'no'],
    ['no', 'unknown', 'no'],
    ['unknown', 'yes', 'unknown'],
    ['unknown', 'no', 'no'],
    ['unknown', 'unknown', 'unknown'],
  ])('%s and %s is %s', (a, b, result) => {
    expect(and(a, b)).toBe(result);
  });
});

describe('or', () => {
  test.each<[Truth, Truth, Truth]>([
    ['yes', 'yes', 'yes'],
    ['yes', 'no', 'yes'],
    ['yes', 'unknown', 'yes'],
    ['no', 'yes', 'yes'],
    ['no', 'no', 'no'],
    ['no', 'unknown', 'unknown'],
    ['unknown', 'yes', 'yes'],
    ['unknown', 'no', 'unknown'],
    ['unknown', 'unknown', 'unknown'],
  ])('%s or %s is %s', (a, b, result) => {
    expect(or(a, b)).toBe(result);
  });
});
