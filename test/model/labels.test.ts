import { describe, expect, test } from 'vitest';
import {
  formatRequirement,
  formatSelector,
  requirementMatches,
  selectorMatches,
  type Labels,
  type Operator,
  type Requirement,
} from '../../src/model/labels.ts';
import type { Truth } from '../../src/model/truth.ts';

function requirement(key: string, operator: Operator, values: string[] = []): Requirement {
  return { key, operator, values, path: [] };
}

function selectorOf(...requirements: Requirement[]) {
  return { requirements, path: [] };
}

const LABELS: Record<string, Labels> = {
  'the value': new Map([['app', 'web']]),
  'the other value': new Map([['app', 'db']]),
  'a third value': new Map([['app', 'x']]),
  'an empty value': new Map([['app', '']]),
  'a value that a controller sets': new Map([['app', null]]),
  'another key': new Map([['tier', 'web']]),
  'no label': new Map(),
};

describe('one requirement', () => {
  const wanted = ['web', 'db'];
  test.each<[Operator, string, Truth]>([
    ['In', 'the value', 'yes'],
    ['In', 'the other value', 'yes'],
    ['In', 'a third value', 'no'],
    ['In', 'an empty value', 'no'],
    ['In', 'a value that a controller sets', 'unknown'],
    ['In', 'another key', 'no'],
    ['In', 'no label', 'no'],
    ['NotIn', 'the value', 'no'],
    ['NotIn', 'the other value', 'no'],
    ['NotIn', 'a third value', 'yes'],
    ['NotIn', 'an empty value', 'yes'],
    ['NotIn', 'a value that a controller sets', 'unknown'],
    // As the API has it: NotIn holds where the key is missing.
    ['NotIn', 'another key', 'yes'],
    ['NotIn', 'no label', 'yes'],
    ['Exists', 'the value', 'yes'],
    ['Exists', 'an empty value', 'yes'],
    ['Exists', 'a value that a controller sets', 'yes'],
    ['Exists', 'another key', 'no'],
    ['Exists', 'no label', 'no'],
    ['DoesNotExist', 'the value', 'no'],
    ['DoesNotExist', 'an empty value', 'no'],
    ['DoesNotExist', 'a value that a controller sets', 'no'],
    ['DoesNotExist', 'another key', 'yes'],
    ['DoesNotExist', 'no label', 'yes'],
  ])('%s, with %s: %s', (operator, labels, expected) => {
    const values = operator === 'In' || operator === 'NotIn' ? wanted : [];
    const own = LABELS[labels] ?? new Map();
    expect(requirementMatches(requirement('app', operator, values), own)).toBe(expected);
  });
});

describe('a selector', () => {
  const labels: Labels = new Map([
    ['app', 'web'],
    ['tier', 'fe'],
    ['pod-template-hash', null],
  ]);
  const [holds, fails, open] = [
    requirement('app', 'In', ['web']),
    requirement('tier', 'In', ['be']),
    requirement('pod-template-hash', 'In', ['abc']),
  ];

  test.each<[string, Requirement[], Truth]>([
    ['without requirements matches every object', [], 'yes'],
    ['matches where its requirement does', [holds], 'yes'],
    ['matches where all requirements do', [holds, requirement('tier', 'Exists')], 'yes'],
    ['fails where only the first one holds', [holds, fails], 'no'],
    ['fails where only the last one holds', [fails, holds], 'no'],
    ['is open where one that counts is', [holds, open], 'unknown'],
    ['fails for sure where another fails', [open, fails], 'no'],
    ['stays open whatever holds after that', [open, holds], 'unknown'],
  ])('%s', (_, requirements, expected) => {
    expect(selectorMatches(selectorOf(...requirements), labels)).toBe(expected);
  });

  test('without requirements matches an object without labels', () => {
    expect(selectorMatches(selectorOf(), new Map())).toBe('yes');
  });
});

describe("kubectl's way to write", () => {
  test.each<[Requirement, string]>([
    [requirement('app', 'In', ['web']), 'app=web'],
    [requirement('app', 'In', ['web', 'db']), 'app in (web,db)'],
    [requirement('app', 'In', ['']), 'app='],
    [requirement('app', 'NotIn', ['web']), 'app!=web'],
    [requirement('app', 'NotIn', ['web', 'db']), 'app notin (web,db)'],
    [requirement('app', 'Exists'), 'app'],
    [requirement('app', 'DoesNotExist'), '!app'],
  ])('$key $operator $values', (item, text) => {
    expect(formatRequirement(item)).toBe(text);
  });

  test('a selector joins its requirements with commas', () => {
    const both = selectorOf(requirement('app', 'In', ['web']), requirement('tier', 'Exists'));
    expect(formatSelector(both)).toBe('app=web,tier');
  });

  test('the selector of every object is <all>', () => {
    expect(formatSelector(selectorOf())).toBe('<all>');
  });
});
