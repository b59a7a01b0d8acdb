import { describe, expect, test } from 'vitest';
import { editDistance } from '../../src/model/edit-distance.ts';

describe('the distance of two words', () => {
  test.each([
    ['', '', 0],
    ['web', 'web', 0],
    ['', 'web', 3],
    ['web', '', 3],
    ['web', 'webs', 1],
    ['web', 'eb', 1],
    ['web', 'wb', 1],
    ['web', 'we', 1],
    ['web', 'wab', 1],
    ['web', 'xeb', 1],
    ['web', 'wex', 1],
    ['kitten', 'sitting', 3],
    ['abc', 'xyz', 3],
    // Neighbours that changed places are one mistake, not two.
    ['ingress', 'ignress', 1],
    ['ab', 'ba', 1],
    ['abcd', 'badc', 2],
    ['abc', 'acb', 1],
    // Only neighbours: the same letters further apart are two mistakes.
    ['abc', 'cba', 2],
    // Restricted: what changed places is not changed again ("ca", "ac", "abc" would be two).
    ['ca', 'abc', 3],
    // A repeated letter is not a change of places.
    ['aa', 'ab', 1],
    ['ab', 'bb', 1],
  ])('%j and %j: %s', (left, right, distance) => {
    expect(editDistance(left, right)).toBe(distance);
    expect(editDistance(right, left)).toBe(distance);
  });

  test('does not count upper and lower case', () => {
    expect(editDistance('podSelector', 'PODselector')).toBe(0);
  });
});

describe('with a limit', () => {
  test.each([
    ['web', 'web', 0, 0],
    ['web', 'wab', 1, 1],
    ['web', 'wab', 0, 1],
    ['abc', 'xyz', 2, 3],
    ['abc', 'xyz', 3, 3],
    ['abcdef', 'uvwxyz', 2, 3],
    ['a', 'abc', 2, 2],
    ['a', 'abcdefgh', 2, 3],
    ['abcdefgh', 'a', 2, 3],
  ])('%j and %j within %s: %s', (left, right, limit, distance) => {
    expect(editDistance(left, right, limit)).toBe(distance);
  });
});
