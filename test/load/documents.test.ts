import { describe, expect, test } from 'vitest';
import { decodeText } from '../../src/load/decode-text.ts';
import { readDocuments } from '../../src/load/documents.ts';
import { duplicateKeyWarnings } from '../../src/load/duplicate-keys.ts';
import type { ReadResult } from '../../src/load/documents.ts';

function read(text: string): ReadResult {
  return readDocuments({ name: 'test.yaml', text });
}

/** `error code message` for each diagnostic. */
function said(result: ReadResult): string[] {
  return result.diagnostics.map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

function names(result: ReadResult): unknown[] {
  return result.objects.map(({ value }) => (value['metadata'] as { name?: unknown }).name);
}

const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
const item = (name: string): string => `- ${pod(name).trimEnd().replaceAll('\n', '\n  ')}\n`;
const json = (name: string): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });

describe('documents', () => {
  test.each([
    ['one without separators', pod('a'), ['a']],
    [
      'several between separators',
      `${pod('a')}---\n${pod('b')}--- # c\n${pod('c')}`,
      ['a', 'b', 'c'],
    ],
    ['none in an empty file', '', []],
    ['none in a file of comments', '# nothing\n\n# here\n', []],
    ['none in blank, comment-only and null documents', `---\n---\n# c\n---\nnull\n---\n~\n`, []],
    ['one among blank documents', `# licence\n\n---\n\n---\n${pod('a')}---\n---\n`, ['a']],
    [
      'those with Windows line ends',
      `${pod('a')}---\n${pod('b')}`.replaceAll('\n', '\r\n'),
      ['a', 'b'],
    ],
    ['one with lone carriage returns', pod('a').replaceAll('\n', '\r'), ['a']],
    ['one after a byte order mark', `\ufeff${pod('a')}`, ['a']],
    ['a later one after a byte order mark', `${pod('a')}---\n\ufeff${pod('b')}`, ['a', 'b']],
    ['an indented one', pod('a').replaceAll(/^/gm, '  '), ['a']],
    [
      'JSON objects one after the other',
      `${json('a')}${json('b')}\n\n${json('c')}`,
      ['a', 'b', 'c'],
    ],
    [
      'JSON, then YAML after a separator',
      `${json('a')}\n---\n${pod('b')}---\n${pod('c')}`,
      ['a', 'b', 'c'],
    ],
    [
      'several JSON objects, then YAML',
      `${json('a')}\n${json('b')}\n---\n${pod('c')}`,
      ['a', 'b', 'c'],
    ],
    ['JSON after blank lines', `\n\n  ${json('a')}\n`, ['a']],
    ['flow-style YAML at the start', '{apiVersion: v1, kind: Pod, metadata: {name: a}}\n', ['a']],
    [
      'JSON with a trailing comma, as YAML',
      '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a",},}',
      ['a'],
    ],
    ['JSON with a comment after it', `${json('a')}\n# done\n`, ['a']],
    [
      'brackets that close in the first column',
      `${pod('a')}spec: {\n  x: [\n    1\n  ]\n}\n`,
      ['a'],
    ],
  ])('are read: %s', (_, text, expected) => {
    const result = read(text);
    expect(said(result)).toEqual([]);
    expect(names(result)).toEqual(expected);
    expect(result.documents).toBe(expected.length);
  });

  test.each([
    [
      'a scalar',
      'foo\n',
      'document-not-object json: cannot unmarshal string into Go value of type unstructured.detector',
    ],
    [
      'a sequence',
      '- a\n',
      'document-not-object json: cannot unmarshal array into Go value of type unstructured.detector',
    ],
    [
      'a JSON array',
      '[{"kind":"Pod"}]',
      'document-not-object json: cannot unmarshal array into Go value of type unstructured.detector',
    ],
    [
      'text after a separator',
      '--- {a: b}\n',
      'yaml-separator invalid Yaml document separator: {a: b}',
    ],
    ['a word after a separator', '---foo\n', 'yaml-separator invalid Yaml document separator: foo'],
    ['four dashes', '----\n', 'yaml-separator invalid Yaml document separator: -'],
    [
      'an object without a kind',
      'replicas: 1\n',
      `object-kind-missing Object 'Kind' is missing in '{"replicas":1}'`,
    ],
    [
      'a kind that is no string',
      'apiVersion: v1\nkind: 1\n',
      `object-kind-missing Object 'Kind' is missing in '{"apiVersion":"v1","kind":1}'`,
    ],
    [
      'an object without an apiVersion',
      'kind: Pod\n',
      'object-api-version-missing apiVersion not set',
    ],
    [
      'tabs for indentation',
      'a:\n\tb: 1\n',
      'yaml-syntax tab characters must not be used in indentation',
    ],
    ['an unknown alias', 'a: *x\n', "yaml-alias unknown anchor 'x' referenced"],
    ['an alias in its own anchor', 'a: &x [*x]\n', "yaml-alias anchor 'x' value contains itself"],
    ['infinity', 'a: .inf\n', 'yaml-value unsupported value: .inf'],
    ['a null key', '~: a\n', 'yaml-key unsupported map key of type: null'],
    [
      'a key that is a mapping',
      '{a: b}: c\n',
      'yaml-key invalid map key: a mapping or sequence cannot be a key',
    ],
    [
      'a merge of a scalar',
      '<<: 1\n',
      'yaml-value map merge requires map or sequence of maps as the value',
    ],
    [
      'a template value',
      'name: {{ .Values.name }}\n',
      'helm-template this is a template, not YAML: it must be rendered first',
    ],
    [
      'a template action',
      `{{- if .Values.on }}\n${pod('a')}{{- end }}\n`,
      'helm-template this is a template, not YAML: it must be rendered first',
    ],
    [
      'a template separator',
      '---{{ if .x }}\n',
      'helm-template this is a template, not YAML: it must be rendered first',
    ],
    [
      'broken YAML with braces in quotes',
      `note: "{{ $x }}"\n  bad: 1\n`,
      'yaml-syntax bad indentation of a mapping entry',
    ],
  ])('are refused: %s', (_, text, expected) => {
    expect(said(read(text))).toEqual([`error ${expected}`]);
    expect(read(text).objects).toEqual([]);
  });

  test('that cannot be read do not stop the reading of the others', () => {
    const result = read(`${pod('a')}---\na: [\n---\n${pod('b')}---\na: *x\n---\n${pod('c')}`);
    expect(names(result)).toEqual(['a', 'b', 'c']);
    expect(said(result).map((text) => text.split(' ', 2)[1])).toEqual([
      'yaml-syntax',
      'yaml-alias',
    ]);
    expect(result.objects.map(({ source }) => source.document)).toEqual([1, 3, 5]);
    expect(result.documents).toBe(5);
  });

  test('end at "...", and what follows is ignored with a warning', () => {
    const text = `${pod('a')}...\n${pod('b')}---\n${pod('c')}`;
    const result = read(text);
    expect(names(result)).toEqual(['a', 'c']);
    expect(said(result)).toEqual([
      'warning document-rest-ignored kubectl ignores everything from here to the next "---" line',
    ]);
    expect(result.diagnostics[0]?.location).toMatchObject({ offset: text.indexOf('...') });
  });

  test('hidden by lone carriage returns are ignored with a warning', () => {
    const result = read(`${pod('a')}---\n${pod('b')}`.replaceAll('\n', '\r'));
    expect(names(result)).toEqual(['a']);
    expect(result.diagnostics).toMatchObject([{ code: 'document-rest-ignored' }]);
  });

  test('have anchors of their own', () => {
    expect(said(read('a: &x 1\n---\nb: *x\n'))).toContain(
      "error yaml-alias unknown anchor 'x' referenced",
    );
  });

  test('carry the offsets of their text', () => {
    const text = `# c\n---\n${pod('a')}---\n${pod('b')}`;
    expect(read(text).objects.map(({ source }) => text.slice(source.start, source.end))).toEqual([
      pod('a'),
      pod('b'),
    ]);
  });
});

describe('lists', () => {
  const list = (items: string, kind = 'List'): string =>
    `apiVersion: v1\nitems:\n${items}kind: ${kind}\nmetadata: {}\n`;

  test('become their items, in order', () => {
    expect(names(read(list(item('a') + item('b'))))).toEqual(['a', 'b']);
  });

  test('give their type to items with neither kind nor apiVersion', () => {
    const { objects } = read(list('- metadata: {name: a}\n', 'PodList'));
    expect(objects.map(({ value }) => value)).toEqual([
      { metadata: { name: 'a' }, kind: 'Pod', apiVersion: 'v1' },
    ]);
  });

  test('in lists become items too', () => {
    const inner = list(item('b'), 'PodList').replaceAll('\n', '\n  ').trimEnd();
    const result = read(list(`${item('a')}- ${inner}\n`));
    expect(said(result)).toEqual([]);
    expect(names(result)).toEqual(['a', 'b']);
    expect(result.objects.map(({ source }) => source.path)).toEqual([
      ['items', 0],
      ['items', 1, 'items', 0],
    ]);
  });

  test('are refused when nested too deeply', () => {
    let text = json('a');
    for (let depth = 0; depth < 9; depth++) {
      text = `{"apiVersion":"v1","kind":"List","items":[${text}]}`;
    }
    expect(said(read(text))).toEqual(['error list-nesting lists may be nested 8 deep at most']);
    expect(names(read(text.slice(text.indexOf('[') + 1, -2)))).toEqual(['a']);
  });

  test.each([
    ['a null item', '- null\n', 'List', 'list-items'],
    ['an item that is a string', '- a\n', 'List', 'list-items'],
    ['an item without a type in a plain List', '- {}\n', 'List', 'object-kind-missing'],
    ['an item with only a kind', '- kind: Pod\n', 'PodList', 'object-api-version-missing'],
    ['an item with only an apiVersion', '- apiVersion: v1\n', 'PodList', 'object-kind-missing'],
  ])('are refused with %s', (_, items, kind, code) => {
    expect(read(list(items, kind)).diagnostics).toMatchObject([{ severity: 'error', code }]);
  });

  test('are objects of any kind with items, which must be a sequence', () => {
    const text = 'apiVersion: example.com/v1\nkind: Thing\nitems: ';
    expect(read(`${text}{a: b}\n`).diagnostics).toMatchObject([{ code: 'list-items' }]);
    expect(read(`${text}\n`).objects).toHaveLength(1);
    expect(read(`${text}[]\n`).objects).toHaveLength(0);
  });

  test('warn of a second "items", which replaces the first', () => {
    const text = `${list(item('a'))}items: []\n`;
    expect(said(read(text))).toEqual([
      'warning duplicate-key key "items" occurs again: line 9 replaces line 2',
    ]);
  });
});

describe('long lists', () => {
  const count = 2000;
  const items = Array.from({ length: count }, (_, index) => item(`pod-${String(index)}`)).join('');
  const long = `apiVersion: v1\nitems:\n${items}kind: List\nmetadata:\n  resourceVersion: ""\n`;

  test('are read item by item', () => {
    const result = read(long);
    expect(said(result)).toEqual([]);
    expect(result.objects).toHaveLength(count);
    const [, second] = result.objects;
    expect(second?.source).toMatchObject({ path: [0], document: 1 });
    expect(long.slice(second?.source.start, second?.source.end)).toBe(item('pod-1'));
  });

  test.each([
    ['indented items', long.replaceAll(/^(- |  (?=kind: Pod|metadata:\n {4}|  name))/gm, '  $1')],
    ['Windows line ends', long.replaceAll('\n', '\r\n')],
    ['comments between the items', long.replaceAll(/^- /gm, '# c\n- ')],
    [
      'quotes over several lines',
      long.replaceAll('name: pod-7\n', 'name: "pod-7"\n  x: "a\n    - b\n    "\n'),
    ],
    [
      'an anchor in one item for another',
      long.replace('name: pod-0\n', 'name: &n pod-0\n').replace('pod-9\n', '*n\n'),
    ],
    ['an item that starts on the next line', long.replace('- apiVersion', '-\n  apiVersion')],
    ['a second document', `${long}---\n${pod('z')}`],
  ])('mean the same with %s', (name, text) => {
    const result = read(text);
    expect(said(result)).toEqual([]);
    expect(result.objects).toHaveLength(name === 'a second document' ? count + 1 : count);
    expect(result.objects[1]?.value).toEqual(read(pod('pod-1')).objects[0]?.value);
  });

  test.each([
    ['dashes in a quoted scalar', `note: "\n  items:\n${items}"\n${pod('a')}`, 1],
    [
      'dashes in a block scalar',
      `note: |\n  items:\n${items.replaceAll(/^/gm, '  ')}\n${pod('a')}`,
      1,
    ],
    ['items that come twice', `${long}items: []\n`, 0],
    ['items as a nested field', `${pod('a')}spec:\n  items:\n${items.replaceAll(/^/gm, '  ')}`, 1],
  ])('are not cut at %s', (_, text, objects) => {
    expect(read(text).objects).toHaveLength(objects);
  });

  test('are not cut where an alias after them means an anchor in an item', () => {
    const text = `note: &x a\n${long}other: *x\n`.replace('name: pod-7\n', 'name: &x pod-7\n');
    expect(read(text).objects[1]?.source.path).toEqual(['items', 1]);
  });

  test('with an error say where it is', () => {
    const text = long.replace('name: pod-7\n', 'name: pod-7\n  x: [\n');
    const result = read(text);
    expect(result.objects).toEqual([]);
    expect(result.diagnostics).toMatchObject([{ code: 'yaml-syntax' }]);
  });
});

describe('duplicate keys', () => {
  test.each([
    ['YAML', `${pod('a')}spec:\n  x: 1\n  list:\n  - z: 1\n    z: 2\n  x: 2\n`],
    [
      'JSON',
      `{"apiVersion": "v1", "kind": "Pod",\n\n\n\n"spec": {\n"x": 1,\n"list":\n[{"z": 1,\n"z": 2}],\n"x": 2}}`,
    ],
  ])('are warned of in %s, with both lines', (_, text) => {
    const { objects } = read(text);
    const [object] = objects;
    expect(object?.value['spec']).toEqual({ x: 2, list: [{ z: 2 }] });
    const warnings = object === undefined ? [] : duplicateKeyWarnings(object.source);
    expect(new Set(warnings.map(({ field, message }) => `${field}: ${message}`))).toEqual(
      new Set([
        'spec.x: key "x" occurs again: line 10 replaces line 6',
        'spec.list[0].z: key "z" occurs again: line 9 replaces line 8',
      ]),
    );
  });

  test('are keys that are equal as strings', () => {
    const [object] = read(`${pod('a')}on: 1\n"true": 2\n`).objects;
    expect(object?.value['true']).toBe(2);
    expect(object && duplicateKeyWarnings(object.source)).toHaveLength(1);
  });

  test.each([
    ['a key that overrides a merge', `${pod('a')}spec:\n  <<: {x: 1}\n  x: 2\n`],
    ['keys of Object.prototype', `${pod('a')}toString: 1\nconstructor: 2\n__proto__: 3\n`],
    [
      'equal keys of different items',
      `apiVersion: v1\nkind: List\nitems:\n${item('a')}${item('b')}`,
    ],
  ])('are not %s', (_, text) => {
    for (const { source } of read(text).objects) expect(duplicateKeyWarnings(source)).toEqual([]);
  });

  test('of another item are not warned of', () => {
    const twice = `${item('a').trimEnd()}\n  kind: Pod\n`;
    const { objects } = read(`apiVersion: v1\nkind: List\nitems:\n${twice}${item('b')}`);
    expect(objects.map(({ source }) => duplicateKeyWarnings(source).length)).toEqual([1, 0]);
  });
});

test('hostile keys are own properties', () => {
  const text = `${pod('a')}__proto__: {x: 1}\nspec: {<<: {__proto__: {x: 2}}}\n`;
  const [object] = read(text).objects;
  expect(Object.hasOwn(object?.value ?? {}, '__proto__')).toBe(true);
  expect(Object.hasOwn(object?.value['spec'] ?? {}, '__proto__')).toBe(true);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('numbers beyond 64 bits become floats, and none is a bigint or a negative zero', () => {
  const text = `${pod('a')}numbers: [9223372036854775808, 123456789012345678901234567890, -0, -0.0]\n`;
  expect(read(text).objects[0]?.value['numbers']).toEqual([
    2 ** 63,
    123456789012345680000000000000,
    0,
    0,
  ]);
});

describe('bytes become text', () => {
  const utf16 = (text: string, swap: boolean): Uint8Array => {
    const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
    return swap ? bytes.swap16() : bytes;
  };

  test.each([
    ['UTF-8', Buffer.from('a: é'), 'a: é'],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeffa: é'), 'a: é'],
    ['little-endian UTF-16', utf16('a: é', false), 'a: é'],
    ['big-endian UTF-16', utf16('a: é', true), 'a: é'],
    ['invalid UTF-8', Buffer.from([0x61, 0xff, 0x62]), 'a\ufffdb'],
    ['nothing', new Uint8Array(), ''],
  ])('from %s', (_, bytes, text) => {
    expect(decodeText(bytes)).toBe(text);
  });
});
