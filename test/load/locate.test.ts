import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocuments } from '../../src/load/documents.ts';
import { createLocator } from '../../src/load/locate.ts';
import type { FieldPath, ObjectSource } from '../../src/model/source.ts';
import { MANIFEST } from './fixtures/manifest.ts';

const locator = createLocator();

function sources(text: string): readonly ObjectSource[] {
  return readDocuments({ name: 'test.yaml', text }).objects.map(({ source }) => source);
}

/** `line:column text`, with the text from there to the end of the line. */
function place(source: ObjectSource | undefined, path: FieldPath, at: 'key' | 'value'): string {
  if (source === undefined) return 'no object';
  const { line, column, offset } = locator.locate(source, path, at);
  const rest = source.file.text.slice(offset).split(/[\r\n]/, 1)[0] ?? '';
  return `${String(line)}:${String(column)} ${rest}`;
}

const from = ['spec', 'ingress', 0, 'from'];
const ports = ['spec', 'ingress', 0, 'ports'];

test.each<[FieldPath, string, string]>([
  [[], '1:1 apiVersion: networking.k8s.io/v1', '1:1 apiVersion: networking.k8s.io/v1'],
  [['kind'], '2:1 kind: NetworkPolicy', '2:7 NetworkPolicy'],
  [['metadata'], '3:1 metadata:', '4:3 name: web'],
  [['metadata', 'name'], '4:3 name: web', '4:9 web'],
  [['metadata', 'labels', 'app'], '6:5 app: db   # a comment', '6:10 db   # a comment'],
  [['metadata', 'labels', 'tier'], `7:5 "tier": 'front'`, `7:13 'front'`],
  [['spec', 'podSelector', 'matchLabels', 'extra', 2], '12:23 {c: d}]', '12:23 {c: d}]'],
  [['spec', 'podSelector', 'matchLabels', 'extra', 2, 'c'], '12:24 c: d}]', '12:27 d}]'],
  // From the merge, where it is written.
  [
    ['spec', 'podSelector', 'matchLabels', 'app'],
    '6:5 app: db   # a comment',
    '6:10 db   # a comment',
  ],
  // The dash of an element, and its value.
  [['spec', 'ingress', 0], '14:3 - from:', '14:5 from:'],
  [[...from, 1], '16:5 - namespaceSelector: {}', '16:7 namespaceSelector: {}'],
  [
    [...from, 0, 'ipBlock', 'cidr'],
    '15:17 cidr: 10.0.0.0/8, except: [10.1.0.0/16]}',
    '15:23 10.0.0.0/8, except: [10.1.0.0/16]}',
  ],
  [[...from, 0, 'ipBlock', 'except', 0], '15:44 10.1.0.0/16]}', '15:44 10.1.0.0/16]}'],
  [[...from, 1, 'namespaceSelector'], '16:7 namespaceSelector: {}', '16:26 {}'],
  [[...ports, 1], '20:7 -', '21:9 port: http'],
  [[...ports, 1, 'port'], '21:9 port: http', '21:15 http'],
  [['spec', 'note'], '22:3 note: |', '22:9 |'],
  [['spec', 'policyTypes', 1], '28:5 Egress]', '28:5 Egress]'],
  // The nearest existing ancestor of what is missing.
  [['spec', 'egress'], '8:1 spec:', '8:1 spec:'],
  [[...ports, 1, 'protocol'], '20:7 -', '20:7 -'],
  [[...from, 7, 'ipBlock'], '14:5 from:', '14:5 from:'],
  [['metadata', 'name', 'x'], '4:3 name: web', '4:3 name: web'],
])('locates %j', (path, key, value) => {
  const [source] = sources(MANIFEST);
  expect(place(source, path, 'key')).toBe(key);
  expect(place(source, path, 'value')).toBe(value);
});

const head = 'apiVersion: v1\nkind: Pod\n';

describe('a position', () => {
  test.each<[string, string, FieldPath, string, string]>([
    ['an alias', `${head}a: &x {b: 1}\nc: *x\n`, ['c'], '4:1 c: *x', '4:4 *x'],
    ['a field below an alias', `${head}a: &x {b: 1}\nc: *x\n`, ['c', 'b'], '3:8 b: 1}', '3:11 1}'],
    ['a null value', `${head}a:\n`, ['a'], '3:1 a:', '3:1 a:'],
    ['a null element', `${head}a:\n- b\n-\n- c\n`, ['a', 1], '5:1 -', '5:1 -'],
    [
      'an element after a block scalar',
      `${head}a:\n- |\n  - b\n- c\n`,
      ['a', 1],
      '6:1 - c',
      '6:3 c',
    ],
    ['an element of an element', `${head}a:\n- - b\n  - c\n`, ['a', 0, 1], '5:3 - c', '5:5 c'],
    ['the first element of an element', `${head}a:\n- - b\n`, ['a', 0, 0], '4:3 - b', '4:5 b'],
    ['an element with an anchor', `${head}a:\n- &x\n  b: c\n`, ['a', 0], '4:1 - &x', '5:3 b: c'],
    ['the last of equal keys', `${head}a: 1\na: 2\n`, ['a'], '4:1 a: 2', '4:4 2'],
    ['a key that was a boolean', `${head}on: 1\n`, ['true'], '3:1 on: 1', '3:5 1'],
    ['a key in quotes', `${head}'a b': 1\n`, ['a b'], `3:1 'a b': 1`, '3:8 1'],
    [
      'a merge that overrides',
      `${head}a: {b: 1, <<: {b: 2}}\n`,
      ['a', 'b'],
      '3:16 b: 2}}',
      '3:19 2}}',
    ],
    [
      'a merge that is overridden',
      `${head}a: {<<: {b: 2}, b: 1}\n`,
      ['a', 'b'],
      '3:17 b: 1}',
      '3:20 1}',
    ],
    [
      'the first of merged mappings',
      `${head}a: {<<: [{b: 1}, {b: 2}]}\n`,
      ['a', 'b'],
      '3:11 b: 1}, {b: 2}]}',
      '3:14 1}, {b: 2}]}',
    ],
    ['an alias that is a key', `${head}a: &x b\n*x : 1\n`, ['b'], '4:1 *x : 1', '4:6 1'],
    ['text after a surrogate pair', `${head}"🎉": 1\n`, ['🎉'], '3:1 "🎉": 1', '3:7 1'],
    [
      'lines with Windows ends',
      `${head}a: 1\n`.replaceAll('\n', '\r\n'),
      ['a'],
      '3:1 a: 1',
      '3:4 1',
    ],
    [
      'lines with lone carriage returns',
      `${head}a: 1\n`.replaceAll('\n', '\r'),
      ['a'],
      '3:1 a: 1',
      '3:4 1',
    ],
    [
      'the first line after a byte order mark',
      `\ufeff${head}`,
      ['apiVersion'],
      '1:1 apiVersion: v1',
      '1:13 v1',
    ],
    [
      'brackets in the first column',
      `${head}a: [\nb,\n{c: d\n}\n]\n`,
      ['a', 1, 'c'],
      '5:2 c: d',
      '5:5 d',
    ],
    ['tabs in brackets', `${head}a: {b:\t1,\tc:\t2}\n`, ['a', 'c'], '3:11 c:\t2}', '3:14 2}'],
    [
      'JSON',
      `{"apiVersion":"v1","kind":"Pod",\n "a": [{"b" : 1}, null]}`,
      ['a', 0, 'b'],
      '2:9 "b" : 1}, null]}',
      '2:15 1}, null]}',
    ],
    [
      'an element in JSON',
      `{"apiVersion":"v1","kind":"Pod",\n "a": [{"b" : 1}, null]}`,
      ['a', 1],
      '2:19 null]}',
      '2:19 null]}',
    ],
    [
      'the last of equal keys in JSON',
      `{"apiVersion":"v1","kind":"Pod","a":1,\n"\\u0061":2}`,
      ['a'],
      '2:1 "\\u0061":2}',
      '2:10 2}',
    ],
    [
      'what is missing in JSON',
      `{"apiVersion":"v1","kind":"Pod",\n"a":{}}`,
      ['a', 'b', 0],
      '2:1 "a":{}}',
      '2:1 "a":{}}',
    ],
    [
      'YAML that starts like JSON',
      `# c\n{"apiVersion": v1, kind: "Pod", a: b}`,
      ['a'],
      '2:33 a: b}',
      '2:36 b}',
    ],
  ])('of %s', (_, text, path, key, value) => {
    const [source] = sources(text);
    expect(place(source, path, 'key')).toBe(key);
    expect(place(source, path, 'value')).toBe(value);
  });

  test('in a later document counts the lines of the file', () => {
    const [, source] = sources(`${head}---\n${head}a: 1\n`);
    expect(place(source, ['a'], 'value')).toBe('6:4 1');
  });

  const item = `- apiVersion: v1\n  kind: Pod\n  metadata:\n    name: x\n`;
  const names = ['metadata', 'name'];

  test('in a list starts at the item', () => {
    const [, source] = sources(`apiVersion: v1\nkind: List\nitems:\n${item}${item}`);
    expect(place(source, [], 'key')).toBe('8:1 - apiVersion: v1');
    expect(place(source, names, 'value')).toBe('11:11 x');
    expect(place(source, ['spec'], 'key')).toBe('8:1 - apiVersion: v1');
  });

  test('in a long list is found in the item alone', () => {
    const [, source] = sources(`apiVersion: v1\nkind: List\nitems:\n${item.repeat(3000)}`);
    expect(source?.path).toEqual([0]);
    expect(place(source, [], 'key')).toBe('8:1 - apiVersion: v1');
    expect(place(source, [], 'value')).toBe('8:3 apiVersion: v1');
    expect(place(source, names, 'value')).toBe('11:11 x');
  });

  test('in a list in JSON is found by scanning', () => {
    const object = '{"apiVersion":"v1","kind":"Pod",\n"metadata":{"name":"x"}}';
    const [, source] = sources(
      `{"apiVersion":"v1","kind":"List",\n"items":[${object},\n${object}]}`,
    );
    expect(place(source, names, 'value')).toBe('5:20 "x"}}]}');
  });
});

/** Writes values as YAML in one of many styles, and notes where each key and value starts. */
class Writer {
  text = head;
  readonly places: { path: FieldPath; key: number; value: number }[] = [];
  private readonly next: () => number;

  constructor(choices: readonly number[]) {
    let index = 0;
    this.next = () => choices[index++ % choices.length] ?? 0;
  }

  private pick<T>(options: readonly [T, ...T[]]): T {
    return options[this.next() % options.length] ?? options[0];
  }

  private scalar(value: unknown): string {
    const text = JSON.stringify(value);
    if (typeof value !== 'string' || /^$|[^a-z]/.test(value)) return text;
    return this.pick([text, `'${value}'`]);
  }

  flow(value: unknown, path: FieldPath): void {
    const space = (): string => this.pick(['', ' ', '\n    ', '\n', '  # c\n ']);
    if (Array.isArray(value)) {
      this.text += `[${space()}`;
      for (const [index, element] of value.entries()) {
        const start = this.text.length;
        this.places.push({ path: [...path, index], key: start, value: start });
        this.flow(element, [...path, index]);
        this.text += `${space()},${space()}`;
      }
      this.text += ']';
    } else if (typeof value === 'object' && value !== null) {
      this.text += `{${space()}`;
      for (const [name, field] of Object.entries(value)) {
        const key = this.text.length;
        this.text += `${this.scalar(name)}: ${this.pick(['', '\n', '   '])}`;
        this.places.push({ path: [...path, name], key, value: this.text.length });
        this.flow(field, [...path, name]);
        this.text += `${space()},${space()}`;
      }
      this.text += '}';
    } else {
      this.text += this.scalar(value);
    }
  }

  block(value: Record<string, unknown> | unknown[], path: FieldPath, indent: string): void {
    const isList = Array.isArray(value);
    for (const [name, child] of isList ? value.entries() : Object.entries(value)) {
      this.text += this.pick(['', '', '', '# a comment\n', '\n']) + indent;
      const entry = { path: [...path, name], key: this.text.length, value: -1 };
      this.text += isList ? '-' : `${this.scalar(name)}:`;
      this.places.push(entry);
      const nested = typeof child === 'object' && child !== null && Object.keys(child).length > 0;
      if (nested && this.pick([true, true, false])) {
        this.text += this.pick(['\n', '  # c\n', '\n\n']);
        const deeper = `${indent}${this.pick(['  ', '    ', ' '])}`;
        const index = this.places.length;
        this.block(child as Record<string, unknown>, entry.path, deeper);
        entry.value = this.places[index]?.key ?? -1;
      } else {
        this.text += ' ';
        entry.value = this.text.length;
        this.flow(child, entry.path);
        this.text += this.pick(['\n', ' # c\n', '\r\n']);
      }
    }
  }
}

describe('each position is exact', () => {
  const scalar = fc.oneof(
    fc.constantFrom('web', 'x', 'no', '', 'a: b', '- a', '# c', '🎉', 'it"s'),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
  );
  const name = fc.constantFrom('a', 'b', 'spec', 'on', '', 'k8s.io/x', '__proto__', 'é', '1');
  const { tree } = fc.letrec<{ tree: Record<string, unknown>; value: unknown }>((tie) => ({
    tree: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
    value: fc.oneof({ maxDepth: 4 }, scalar, tie('tree'), fc.array(tie('value'), { maxLength: 3 })),
  }));

  test('for generated objects in all styles', () => {
    fc.assert(
      fc.property(
        tree,
        fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 }),
        (value, choices) => {
          const writer = new Writer(choices);
          writer.block(value, [], '');
          const { objects, diagnostics } = readDocuments({ name: 'p.yaml', text: writer.text });
          expect(diagnostics).toEqual([]);
          const [object] = objects;
          if (object === undefined) throw new Error('no object');
          expect(JSON.parse(JSON.stringify(object.value))).toEqual(
            JSON.parse(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', ...value })),
          );
          for (const { path, key, value: start } of writer.places) {
            expect(locator.locate(object.source, path, 'key').offset).toBe(key);
            expect(locator.locate(object.source, path, 'value').offset).toBe(start);
          }
        },
      ),
      { numRuns: 500, seed: 7 },
    );
  });
});

test('tells apart what it is asked of one object, also when asked again', () => {
  const [source] = sources(MANIFEST);
  const asked = (): string[] =>
    [from, ports].flatMap((path) => [place(source, path, 'key'), place(source, path, 'value')]);
  const first = asked();
  expect(new Set(first).size).toBe(4);
  expect(asked()).toEqual(first);
});
