import { describe, expect, test } from 'vitest';
import {
  formatPortRange,
  mergePortRanges,
  type PortRange,
  type Protocol,
} from '../../src/model/port.ts';

test.each<[Protocol, number, number, string]>([
  ['TCP', 80, 80, '80/TCP'],
  ['UDP', 53, 53, '53/UDP'],
  ['SCTP', 8000, 8010, '8000-8010/SCTP'],
  ['TCP', 1, 65535, 'TCP (all ports)'],
  ['TCP', 1, 65534, '1-65534/TCP'],
  ['TCP', 2, 65535, '2-65535/TCP'],
  ['TCP', 1, 1, '1/TCP'],
  ['TCP', 65535, 65535, '65535/TCP'],
])('the ports of %s from %s to %s are written %s', (protocol, first, last, text) => {
  expect(formatPortRange({ protocol, first, last })).toBe(text);
});

describe('ports put together', () => {
  /** Ports from `80-90/TCP`. */
  function range(text: string): PortRange {
    const [ends = '', protocol = ''] = text.split('/');
    const [first = '', last = first] = ends.split('-');
    return { protocol: protocol as Protocol, first: Number(first), last: Number(last) };
  }

  test.each<[string[], string[]]>([
    [[], []],
    [['80/TCP'], ['80/TCP']],
    [['80/TCP', '80/TCP'], ['80/TCP']],
    [['80/TCP', '81/TCP'], ['80-81/TCP']],
    [
      ['80/TCP', '82/TCP'],
      ['80/TCP', '82/TCP'],
    ],
    [['80-90/TCP', '85-95/TCP'], ['80-95/TCP']],
    [['80-90/TCP', '82-84/TCP'], ['80-90/TCP']],
    [['80-90/TCP', '90-91/TCP'], ['80-91/TCP']],
    // Numbers give the order, and a protocol stands by itself: TCP, UDP, SCTP.
    [
      ['100/TCP', '9/TCP', '20/TCP'],
      ['9/TCP', '20/TCP', '100/TCP'],
    ],
    [
      ['81/SCTP', '80/UDP', '81/TCP', '80/TCP'],
      ['80-81/TCP', '80/UDP', '81/SCTP'],
    ],
  ])('%j give %j', (ranges, merged) => {
    expect(mergePortRanges(ranges.map(range))).toEqual(merged.map(range));
  });
});
