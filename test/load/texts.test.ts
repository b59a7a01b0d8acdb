import { describe, expect, test } from 'vitest';
import { goJson, goQuote } from '../../src/load/go-text.ts';
import { splitGlob } from '../../src/load/glob.ts';
import { kustomizeError } from '../../src/load/kustomize.ts';
import { nearest } from '../../src/load/nearest.ts';
import { linesOf, loadTexts } from './support/load-text.ts';

describe('as Go writes it', () => {
  test.each([
    ['a b', '"a b"'],
    ['\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['say "no" \\', '"say \\"no\\" \\\\"'],
    ['\u0001\u007f', '"\\x01\\x7f"'],
    ['\u0080\u00a0\u200b', '"\\u0080\\u00a0\\u200b"'],
    ['\uffff\u{10000}', '"\\uffff𐀀"'],
    ['é🎉', '"é🎉"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('the string %j is %s', (text, expected) => {
    expect(goQuote(text)).toBe(expected);
  });

  test.each([
    [['a', 1, null], '["a",1,null]'],
    ['<a>&\u2028\u2029', '"\\u003ca\\u003e\\u0026\\u2028\\u2029"'],
    [
      new Map([
        ['c', '1'],
        ['a', '2'],
        ['b', '3'],
      ]),
      '{"a":"2","b":"3","c":"1"}',
    ],
    [new Map([['k', new Map([['<', '']])]]), '{"k":{"\\u003c":""}}'],
  ])('the value %j is %s', (value, expected) => {
    expect(goJson(value)).toBe(expected);
  });
});

test.each([
  ['from', ['to', 'from'], 'from'],
  ['form', ['from', 'forms'], 'from'],
  ['too', ['to'], 'to'],
  ['xyz', ['to', 'from'], null],
  ['ab', ['cd'], null],
  ['podSelectr', ['namespaceSelector', 'podSelector'], 'podSelector'],
  ['pdSelectr', ['podSelector'], 'podSelector'],
  ['pdSelecr', ['podSelector'], null],
  ['aaab', ['aaac', 'aaad'], 'aaac'],
  ['', [], null],
])('of what %s may have meant, %j, the nearest is %s', (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});

describe('a step of a pattern', () => {
  test.each([
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'a.yamlx', false],
    ['*.yaml', 'ayaml', false],
    ['*.yaml', '.a.yaml', false],
    ['.*', '.a', true],
    ['?', 'a', true],
    ['?', '🎉', true],
    ['?', 'ab', false],
    ['[ab]', 'b', true],
    ['[ab]', 'c', false],
    ['[a-c]x', 'bx', true],
    ['[!a]', 'b', true],
    ['[!a]', 'a', false],
    ['[!a]', '!', true],
    ['[]]', ']', true],
    ['[^]', '^', true],
    ['[\\]', '\\', true],
    ['x[ab]y[cd]', 'xayd', true],
    ['[a*', '[ab', true],
    ['a+(b)*', 'a+(b)c', true],
    ['a+(b)*', 'aab', false],
  ])('%s takes in %s: %s', (pattern, name, expected) => {
    const [step] = splitGlob(pattern);
    expect(step instanceof RegExp && step.test(name)).toBe(expected);
  });

  test('is a name where nothing in it is special', () => {
    expect(splitGlob('a.b/**/c')).toEqual(['a.b', '**', 'c']);
  });
});

describe('a kustomization', () => {
  const said = (text: string, name: string, ...names: string[]): string | undefined =>
    kustomizeError({ name, text }, new Set(names))?.message;

  test.each([
    ['resources: [a.yaml]', 'a.yaml', true],
    ['resources: [./a.yaml]', 'a.yaml', true],
    ['bases: [base]', 'base/a.yaml', true],
    ['bases: [base/]', 'base/a.yaml', true],
    ['resources: [base]', 'base2/a.yaml', false],
    ['resources: [base]', 'x/base/', false],
    ['resources: ["https://x.io/a.yaml"]', 'https:/x.io/a.yaml', false],
    ['resources: ["git@x.io:a"]', 'git@x.io:a', false],
    ['resources: [github.com/a/b]', 'github.com/a/b', false],
    ['resources: [x.git@y]', 'x.git@y', true],
    ['resources: [./github.com/a]', 'github.com/a', true],
    ['resources: [""]', 'a.yaml', true],
    ['resources: a.yaml', 'b.yaml', true],
    ['patches: []', '', true],
    ['patches: {}', '', true],
    ['namePrefix: ""', '', true],
    ['namePrefix:', '', true],
    ['namePrefix: x', '', false],
    ['patches: [{path: a}]', '', false],
  ])('with %s beside %s does no harm: %s', (text, name, harmless) => {
    const message = said(text, 'dir/kustomization.yaml', `dir/${name}`);
    expect(message === undefined, message).toBe(harmless);
  });

  test.each([
    ['kustomization.yaml', 'a.yaml', 'a.yaml'],
    ['a/b/kustomization.yaml', '../c.yaml', 'a/c.yaml'],
    ['a/kustomization.yaml', '../../c.yaml', '../c.yaml'],
    ['a/kustomization.yaml', '../../../c.yaml', '../../c.yaml'],
    ['../kustomization.yaml', '../c.yaml', '../../c.yaml'],
    ['/a/kustomization.yaml', 'c.yaml', '/a/c.yaml'],
  ])('%s that names %s means %s', (name, entry, resolved) => {
    expect(said(`resources: [${entry}]`, name, resolved)).toBeUndefined();
    expect(said(`resources: [${entry}]`, name, `x${resolved}`)).toContain(entry);
  });

  test.each([
    ['a/b/kustomization.yaml', 'kubectl kustomize a/b |'],
    ['kustomization.yaml', 'kubectl kustomize . |'],
  ])('%s is to be built first', (name, hint) => {
    expect(kustomizeError({ name, text: 'namespace: x' }, new Set())?.hint).toContain(hint);
  });

  test('that cannot be read is none of our business', () => {
    expect(said('[1', 'kustomization.yaml')).toBeUndefined();
    expect(said('', 'kustomization.yaml')).toBeUndefined();
  });
});

describe('an object of the same name', () => {
  const pod = (rest: string, status = 'podIP: 10.0.0.1'): string =>
    `# flow style\n{apiVersion: v1, kind: Pod, metadata: {name: a, ${rest}}, spec: {containers: [{name: c}]}, status: {${status}}}`;
  const policy = (selector: string): string =>
    `# flow style\n{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a}, spec: {podSelector: ${selector}}}`;

  test.each([
    [pod('labels: {a: x, b: w, c: z}'), pod('labels: {c: z, a: x, b: w}'), true],
    [pod('uid: u1'), pod('uid: u2'), true],
    [pod('labels: {a: x}'), pod('labels: {a: w}'), false],
    [pod('labels: {a: x}'), pod('labels: {a: x, b: x}'), false],
    [pod(''), pod('', 'podIP: 10.0.0.2'), false],
    [policy('{matchLabels: {a: x, b: w}}'), policy('{matchLabels: {b: w, a: x}}'), true],
    [policy('{matchLabels: {a: x}}'), policy('{matchLabels: {a: w}}'), false],
    [
      policy('{matchExpressions: [{key: a, operator: In, values: [x, w]}]}'),
      policy('{matchExpressions: [{key: a, operator: In, values: [w, x]}]}'),
      false,
    ],
  ])('%s beside %s is the same object: %s', (first, second, same) => {
    const lines = linesOf(loadTexts([first, second]));
    expect(lines).toEqual(same ? [] : [expect.stringContaining('[duplicate-object]')]);
  });

  test('is told with the place of the other one', () => {
    const [line] = linesOf(loadTexts([pod('labels: {a: x}'), pod('')]));
    expect(line).toMatch(/^b\.yaml:2:\d+: .* at a\.yaml:2 has this name and differs/);
  });
});
