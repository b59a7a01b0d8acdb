import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPortSets, type PortSet } from '../../../src/engine/classes/port-sets.ts';
import type { PortRange, Protocol } from '../../../src/model/port.ts';
import { makeCluster, makePod } from '../../support/builders.ts';
import { networkPolicy } from '../../support/policies.ts';

const range = (text: string): PortRange => {
  const [numbers = '', protocol = 'TCP'] = text.split('/');
  const [first, last = first] = numbers.split('-').map(Number);
  return { protocol: protocol as Protocol, first: first!, last: last! };
};

const sets = createPortSets([]);
const of = (...texts: string[]): PortSet =>
  sets.of(texts.filter((text) => text !== 'ICMP').map(range), texts.includes('ICMP'));
const textOf = (set: PortSet): string =>
  [
    ...sets.ranges(set).map(({ protocol, first, last }) => `${first}-${last}/${protocol}`),
    ...(sets.hasIcmp(set) ? ['ICMP'] : []),
  ].join(' ');

describe('a set of ports', () => {
  test.each([
    ['of ranges that touch is one range', of('1-9', '10-20'), '1-20/TCP'],
    ['of ranges that overlap is one range', of('5-9', '7-20', '8'), '5-20/TCP'],
    [
      'keeps protocols apart, also at the end of one',
      of('65535', '1/UDP'),
      '65535-65535/TCP 1-1/UDP',
    ],
    [
      'may hold ICMP beside the last port of the last protocol',
      of('65535/SCTP', 'ICMP'),
      '65535-65535/SCTP ICMP',
    ],
    ['that holds everything holds ICMP too', sets.all, '1-65535/TCP 1-65535/UDP 1-65535/SCTP ICMP'],
    ['that holds nothing has no ranges', sets.none, ''],
    [
      'with another joined to it has both',
      sets.union(of('80'), of('ICMP', '443')),
      '80-80/TCP 443-443/TCP ICMP',
    ],
    [
      'cut by another has what is in both',
      sets.intersection(of('1-100', 'ICMP'), of('50-200/TCP', '50-200/UDP')),
      '50-100/TCP',
    ],
    [
      'without another has a hole where that was',
      sets.difference(of('1-100'), of('50-60')),
      '1-49/TCP 61-100/TCP',
    ],
    [
      'without ICMP has it no more',
      sets.difference(sets.all, of('ICMP')),
      '1-65535/TCP 1-65535/UDP 1-65535/SCTP',
    ],
  ])('%s', (_, set, text) => {
    expect(textOf(set)).toBe(text);
  });

  test('has the number of every equal set, however it came about', () => {
    const whole = of('1-65535', '1-65535/UDP', '1-65535/SCTP', 'ICMP');
    expect(whole).toBe(sets.all);
    expect(sets.union(of('1-9'), of('10-20'))).toBe(of('1-20'));
    expect(sets.difference(of('80'), of('80', '443'))).toBe(sets.none);
    expect(sets.difference(of('80'), of('79-81'))).toBe(sets.none);
  });

  test('that is empty has no port to ask about', () => {
    expect(() => sets.sample(sets.none)).toThrow(RangeError);
    expect(sets.sample(of('ICMP'))).toEqual({ protocol: 'ICMP', port: null });
    expect(sets.sample(of('ICMP', '7-9/UDP'))).toEqual({ protocol: 'UDP', port: 7 });
  });

  test('of another maker has no meaning here', () => {
    expect(() => sets.ranges(123_456)).toThrow(RangeError);
  });
});

test('parts are cut where rules, the ports of their names and further ranges begin and end', () => {
  const cluster = makeCluster({
    pods: [makePod('a/p', { ports: ['web 8080', 'other 9999'] })],
    policies: [
      networkPolicy('a/p', {
        ingress: [{ ports: [{ port: 80, endPort: 90 }, { port: 'web' }] }],
      }),
    ],
  });
  const cut = createPortSets([cluster], [range('7000')]);
  const parts = cut.parts(cut.of([range('1-10000')], true));
  expect(
    parts.map((part) =>
      cut
        .ranges(part)
        .map(({ first, last }) => `${first}-${last}`)
        .join(),
    ),
  ).toEqual(['1-79', '80-90', '91-6999', '7000-7000', '7001-8079', '8080-8080', '8081-10000', '']);
});

test('operations on sets are those on their ports', () => {
  // Small ports only, so that a set can be written out.
  const ports = fc.array(
    fc.tuple(
      fc.integer({ min: 1, max: 9 }),
      fc.nat({ max: 3 }),
      fc.constantFrom<Protocol>('TCP', 'SCTP'),
    ),
    { maxLength: 4 },
  );
  const written = (set: PortSet): string[] =>
    sets
      .ranges(set)
      .flatMap(({ protocol, first, last }) =>
        Array.from({ length: last - first + 1 }, (_, i) => `${first + i}/${protocol}`),
      );
  const make = (items: [number, number, Protocol][]): PortSet =>
    sets.of(
      items.map(([first, more, protocol]) => ({ protocol, first, last: first + more })),
      false,
    );
  fc.assert(
    fc.property(ports, ports, (x, y) => {
      const [a, b] = [make(x), make(y)];
      const [inA, inB] = [new Set(written(a)), new Set(written(b))];
      expect(new Set(written(sets.union(a, b)))).toEqual(new Set([...inA, ...inB]));
      expect(new Set(written(sets.intersection(a, b)))).toEqual(
        new Set([...inA].filter((port) => inB.has(port))),
      );
      expect(new Set(written(sets.difference(a, b)))).toEqual(
        new Set([...inA].filter((port) => !inB.has(port))),
      );
    }),
    { seed: 1 },
  );
});

test.each(['TCP', 'UDP', 'SCTP'] as const)(
  'the last port of %s does not run into what comes after it',
  (protocol) => {
    const ports = sets.of([{ protocol, first: 80, last: 65535 }], false);
    const both = sets.union(ports, sets.of([], true));
    expect(sets.ranges(both)).toEqual([{ protocol, first: 80, last: 65535 }]);
    expect(sets.hasIcmp(both)).toBe(true);
    expect(both).toBe(sets.of([{ protocol, first: 80, last: 65535 }], true));
    expect(sets.difference(both, sets.of([], true))).toBe(ports);
    expect(sets.hasIcmp(sets.difference(sets.all, sets.of([], true)))).toBe(false);
  },
);
