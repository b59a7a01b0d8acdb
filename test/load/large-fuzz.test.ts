import fc from 'fast-check';
import { dump } from 'js-yaml';
import { expect, test, vi } from 'vitest';
import { DiskFile } from '../../src/load/disk-file.ts';
import { loadBothWays, tiny } from './support/both-ways.ts';

const words = fc.constantFrom(
  'web',
  'a"b\\c',
  'tab\tnew\nline',
  'öß',
  '日本語',
  '🎉🎉',
  '} ] , { "items": [',
  '\\',
  '---',
  '',
  'true',
  'x'.repeat(70),
);

const names = fc.constantFrom('a', 'b', 'c', 'web-0', 'Not_A_Name');

const pod = fc.record({
  apiVersion: fc.constant('v1'),
  kind: fc.constant('Pod'),
  metadata: fc.record(
    {
      name: names,
      namespace: fc.constantFrom('shop', 'data'),
      labels: fc.dictionary(fc.constantFrom('app', 'tier', 'x/y/z'), words, { maxKeys: 2 }),
      annotations: fc.dictionary(words, words, { maxKeys: 2 }),
    },
    { requiredKeys: ['name'] },
  ),
  spec: fc.record({
    containers: fc.array(
      fc.record({
        name: fc.constant('c'),
        ports: fc.array(fc.record({ containerPort: fc.constantFrom(80, 0, '80') }), {
          maxLength: 2,
        }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  }),
});

const policy = fc.record({
  apiVersion: fc.constantFrom('networking.k8s.io/v1', 'networking.k8s.io/v1beta1'),
  kind: fc.constant('NetworkPolicy'),
  metadata: fc.record({ name: names }),
  spec: fc.record({
    podSelector: fc.constant({}),
    ingress: fc.array(fc.record({ from: fc.constantFrom([{ podSelector: {} }], [{}], null) }), {
      maxLength: 2,
    }),
  }),
});

const other = fc.constantFrom<object>(
  { metadata: { name: 'without-type' } },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 'b' } },
  { apiVersion: 'projectcalico.org/v3', kind: 'Tier', metadata: { name: 't' } },
  { apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'Pod' }] },
  {},
);

const objects = fc.array(
  fc.oneof({ arbitrary: pod, weight: 4 }, { arbitrary: policy, weight: 2 }, other),
  { maxLength: 5 },
);

const heads = fc.constantFrom<Record<string, unknown>>(
  { apiVersion: 'v1', kind: 'List' },
  { apiVersion: 'v1', kind: 'PodList', metadata: { resourceVersion: '' } },
  { kind: 'List' },
  {},
);

/** The objects as one text, in the ways in which programs print them. */
const printed = fc
  .tuple(objects, heads, fc.constantFrom(0, 1, 4, '\t'), fc.boolean(), fc.nat(7))
  .map(([items, head, indent, headFirst, form]) => {
    const list = headFirst ? { ...head, items } : { items, ...head };
    switch (form) {
      case 0:
        return items.map((item) => `${JSON.stringify(item)}\n`).join('');
      case 1:
        return items.map((item) => JSON.stringify(item, null, indent)).join('\n');
      case 2:
        return items.map((item) => `---\n${dump(item)}`).join('');
      case 3:
        return dump(list, { seqNoIndent: true, noRefs: true });
      case 4:
        return `${dump(list, { noRefs: true })}---\n${dump(head)}`;
      case 5:
        return `${JSON.stringify(list, null, indent)}\n---\n${dump(list)}`;
      default:
        return `${JSON.stringify(list, null, indent)}\n`;
    }
  });

/** What happens to files. */
const changes = fc.array(
  fc.oneof(
    fc.constantFrom('none', 'crlf', 'cr', 'mark', 'shift'),
    fc.record({ cut: fc.nat(3000) }),
    fc.record({
      at: fc.nat(3000),
      put: fc.constantFrom(
        '}',
        ']',
        ',',
        '"',
        '\\',
        '{',
        '[',
        'x',
        '\n---\n',
        '\n...\n',
        '#',
        '\t',
      ),
    }),
    fc.record({ at: fc.nat(3000), byte: fc.constantFrom(0xff, 0xc3, 0x80, 0xe2, 0x00) }),
    fc.record({ append: fc.constantFrom('garbage', '{}', '\n# end\n', '}', 'ö', '\r') }),
  ),
  { maxLength: 2 },
);

type Change = Parameters<Parameters<typeof changes.map>[0]>[0][number];

function change(content: Buffer, how: Change): Buffer {
  const text = content.toString('latin1');
  if (how === 'crlf') return Buffer.from(text.replaceAll('\n', '\r\n'), 'latin1');
  if (how === 'cr') return Buffer.from(text.replaceAll('\n', '\r'), 'latin1');
  if (how === 'mark') return Buffer.concat([Buffer.from('\ufeff'), content]);
  if (how === 'shift') return Buffer.from(text.replaceAll('\n', '\n '), 'latin1');
  if (typeof how === 'string') return content;
  if ('cut' in how) return content.subarray(0, how.cut);
  if ('append' in how) return Buffer.concat([content, Buffer.from(how.append)]);
  const at = how.at % (content.length + 1);
  const put = 'put' in how ? Buffer.from(how.put) : Buffer.from([how.byte]);
  return Buffer.concat([content.subarray(0, at), put, content.subarray(at)]);
}

const RUNS = Number(process.env['NETPOL_FUZZ_RUNS'] ?? 400);

test('whatever a file holds, it is the same in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      printed,
      changes,
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(1, 30, 500, 100_000),
      async (text, hows, block, batch) => {
        const content = hows.reduce(change, Buffer.from(text));
        const { whole, pieces } = await loadBothWays('in.yaml', content, tiny(block, batch));
        expect(pieces).toEqual(whole);
      },
    ),
    { numRuns: RUNS },
  );
}, 60_000);

test('what programs print is not read as a whole', async () => {
  const wholeText = vi.spyOn(DiskFile.prototype, 'text', 'get');
  await fc.assert(
    fc.asyncProperty(printed, fc.integer({ min: 1, max: 60 }), async (text, block) => {
      await loadBothWays('in.yaml', text, tiny(block, 100_000));
      expect([text, wholeText.mock.calls.length]).toEqual([text, 0]);
    }),
    { numRuns: 100 },
  );
  wholeText.mockRestore();
});
