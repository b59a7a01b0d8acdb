import { describe, expect, test } from 'vitest';
import {
  familyBits,
  joinIpRanges,
  lastOfFamily,
  networkRange,
  rangeContains,
  rangeCovers,
  rangesOverlap,
  sameAddress,
  subtractRanges,
  type Family,
  type IpAddress,
  type IpRange,
} from '../../src/model/ip.ts';
import { addressOf } from '../oracle/addresses.ts';

/** `10-19` is a range of IPv4 by its numbers; `10-19 v6` is one of IPv6. */
function range(text: string): IpRange {
  const [ends = '', version] = text.split(' v');
  const [first = '', last = ''] = ends.split('-');
  return { family: version === '6' ? 6 : 4, first: BigInt(first), last: BigInt(last) };
}

function address(text: string): IpAddress {
  const [value = '', version] = text.split(' v');
  return { family: version === '6' ? 6 : 4, value: BigInt(value) };
}

describe('families', () => {
  test.each<[Family, number, string]>([
    [4, 32, '255.255.255.255'],
    [6, 128, 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ])('IPv%s has %s bits and ends with %s', (family, bits, last) => {
    expect(familyBits(family)).toBe(bits);
    expect(lastOfFamily(family)).toBe(addressOf(last).value);
  });
});

describe('a range', () => {
  test.each([
    ['10-19', '10', true],
    ['10-19', '15', true],
    ['10-19', '19', true],
    ['10-19', '9', false],
    ['10-19', '20', false],
    ['10-19', '15 v6', false],
    ['10-19 v6', '15', false],
    ['10-10', '10', true],
  ])('%s with %s in it: %s', (text, held, expected) => {
    expect(rangeContains(range(text), address(held))).toBe(expected);
  });

  test.each([
    ['10-19', '10-19', true],
    ['10-19', '11-18', true],
    ['10-19', '10-12', true],
    ['10-19', '17-19', true],
    ['10-19', '9-19', false],
    ['10-19', '10-20', false],
    ['10-19', '30-40', false],
    ['10-19', '1-5', false],
    ['10-19', '11-18 v6', false],
  ])('%s covers all of %s: %s', (outer, inner, expected) => {
    expect(rangeCovers(range(outer), range(inner))).toBe(expected);
  });

  test.each([
    ['10-19', '19-30', true],
    ['10-19', '1-10', true],
    ['10-19', '12-13', true],
    ['12-13', '10-19', true],
    ['10-19', '20-30', false],
    ['10-19', '1-9', false],
    ['10-19', '12-13 v6', false],
  ])('%s shares an address with %s: %s', (a, b, expected) => {
    expect(rangesOverlap(range(a), range(b))).toBe(expected);
  });
});

describe('addresses are the same', () => {
  test.each([
    ['1', '1', true],
    ['1', '2', false],
    ['1', '1 v6', false],
  ])('%s and %s: %s', (a, b, expected) => {
    expect(sameAddress(address(a), address(b))).toBe(expected);
  });
});

describe('the network of', () => {
  test.each([
    ['10.1.2.3', 8, '10.0.0.0', '10.255.255.255'],
    ['10.1.2.3', 32, '10.1.2.3', '10.1.2.3'],
    ['10.1.2.3', 31, '10.1.2.2', '10.1.2.3'],
    ['10.1.2.3', 0, '0.0.0.0', '255.255.255.255'],
    ['2001:db8::7', 64, '2001:db8::', '2001:db8::ffff:ffff:ffff:ffff'],
    ['2001:db8::7', 128, '2001:db8::7', '2001:db8::7'],
  ])('%s with prefix length %s goes from %s to %s', (text, prefix, first, last) => {
    const start = addressOf(first);
    expect(networkRange(addressOf(text), prefix)).toEqual({
      family: start.family,
      first: start.value,
      last: addressOf(last).value,
    });
  });
});

describe('taking ranges out of', () => {
  test.each<[string, string[], string[]]>([
    ['10-19', [], ['10-19']],
    ['10-19', ['12-13'], ['10-11', '14-19']],
    ['10-19', ['10-12'], ['13-19']],
    ['10-19', ['17-19'], ['10-16']],
    ['10-19', ['10-18'], ['19-19']],
    ['10-19', ['11-19'], ['10-10']],
    ['10-19', ['10-19'], []],
    ['10-19', ['5-25'], []],
    ['10-19', ['5-12'], ['13-19']],
    ['10-19', ['17-25'], ['10-16']],
    ['10-19', ['1-9', '20-30'], ['10-19']],
    // In any order, overlapping, one within another, and the same twice.
    ['10-19', ['16-17', '12-13'], ['10-11', '14-15', '18-19']],
    ['10-19', ['16-16', '11-11', '13-13'], ['10-10', '12-12', '14-15', '17-19']],
    ['10-19', ['12-15', '14-17'], ['10-11', '18-19']],
    ['10-19', ['12-17', '13-14'], ['10-11', '18-19']],
    ['10-19', ['12-13', '12-13'], ['10-11', '14-19']],
    ['10-19', ['12-13', '12-16'], ['10-11', '17-19']],
    // Neighbours leave nothing between them.
    ['10-19', ['12-13', '14-15'], ['10-11', '16-19']],
    ['10-10', ['10-10'], []],
    // The other family does not count.
    ['10-19', ['12-13 v6'], ['10-19']],
  ])('%s: %j leaves %j', (whole, cut, left) => {
    expect(subtractRanges(range(whole), cut.map(range))).toEqual(left.map(range));
  });

  test('what is left is of the family that it was taken from', () => {
    expect(subtractRanges(range('10-19 v6'), [range('12-13 v6')])).toEqual([
      range('10-11 v6'),
      range('14-19 v6'),
    ]);
  });
});

describe('joining', () => {
  test.each<[string[], string[]]>([
    [[], []],
    [['10-19'], ['10-19']],
    [['10-19', '20-29'], ['10-29']],
    [
      ['10-19', '21-29'],
      ['10-19', '21-29'],
    ],
    // Numbers, not texts, give the order.
    [
      ['100-109', '9-9', '20-29', '10-19'],
      ['9-29', '100-109'],
    ],
    [['20-29 v6', '10-19 v6'], ['10-29 v6']],
  ])('%j gives %j', (ranges, joined) => {
    expect(joinIpRanges(ranges.map(range))).toEqual(joined.map(range));
  });
});
