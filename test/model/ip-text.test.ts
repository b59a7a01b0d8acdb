import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { familyBits, networkRange, type Family, type IpAddress } from '../../src/model/ip.ts';
import {
  formatAddress,
  formatRange,
  hasLeadingZeros,
  mergeAddresses,
  parseAddress,
  parseCidr,
} from '../../src/model/ip-text.ts';
import { addressOf } from '../oracle/addresses.ts';

const addresses = fc
  .constantFrom<Family>(4, 6)
  .chain((family) =>
    fc
      .bigInt({ min: 0n, max: (1n << BigInt(familyBits(family))) - 1n })
      .map((value): IpAddress => ({ family, value })),
  )
  // An IPv4-mapped address is never held as IPv6.
  .filter(({ family, value }) => family === 4 || value >> 32n !== 0xffffn);

describe('addresses', () => {
  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['255.255.255.255', '255.255.255.255'],
    ['::', '::'],
    ['::1', '::1'],
    ['2001:DB8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:2:0:3:0:4:0', '1:0:2:0:3:0:4:0'],
    ['1:2:3:4:5:6:7:0', '1:2:3:4:5:6:7:0'],
    ['0:0:1::', '0:0:1::'],
    ['64:ff9b::192.0.2.1', '64:ff9b::c000:201'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['::ffff:a00:1', '10.0.0.1'],
  ])('%s is read and written as %s', (text, canonical) => {
    const address = parseAddress(text);
    expect(address && formatAddress(address)).toBe(canonical);
  });

  test.each([
    '',
    '10.0.0',
    '10.0.0.0.1',
    '256.0.0.1',
    '010.0.0.1',
    '::ffff:010.0.0.1',
    'fe80::1%eth0',
    '1::2::3',
    ':::',
    '1:2:3:4:5:6:7:8:9',
    '1::2:3:4:5:6:7:8',
    '12345::',
    '0x0a.0.0.1',
    ' 10.0.0.1',
    '10.0.0.1\n',
    '[::1]',
    '167772161',
    'localhost',
    '10.0.0.1/32',
    '1.2.3.4::',
    '::1.2.3',
    '::256.0.0.1',
    '١.2.3.4',
  ])('%j is no address', (text) => {
    expect(parseAddress(text)).toBeNull();
  });

  test.each([
    ['010.0.0.1', true],
    ['10.0.0.01', true],
    ['::ffff:010.0.0.1', true],
    ['10.0.0.1', false],
    // A zero alone does not lead anything.
    ['0.0.0.0', false],
    ['::1', false],
    // In hexadecimal groups zeros may lead.
    ['0001::', false],
    ['010.0.0', false],
    ['localhost', false],
    // No address is that long.
    [`${'0'.repeat(200)}10.0.0.1`, false],
  ])('%s would be an address but for leading zeros: %s', (text, expected) => {
    expect(hasLeadingZeros(text)).toBe(expected);
  });

  test('what is written reads as the same address', () => {
    fc.assert(
      fc.property(addresses, (address) => {
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });
});

describe('CIDRs', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8', []],
    ['0.0.0.0/0', '0.0.0.0/0', []],
    ['::/0', '::/0', []],
    ['10.0.0.5/24', '10.0.0.0/24', ['host-bits']],
    ['010.0.0.0/8', '10.0.0.0/8', ['leading-zeros']],
    ['10.0.0.0/08', '10.0.0.0/8', ['leading-zeros']],
    ['::ffff:10.0.0.0/104', '10.0.0.0/8', ['mapped']],
    ['::ffff:10.0.0.5/120', '10.0.0.0/24', ['mapped', 'host-bits']],
    ['::ffff:10.0.0.0/96', '0.0.0.0/0', ['mapped', 'host-bits']],
    ['::ffff:10.0.0.0/90', '::ffc0:0:0/90', ['mapped', 'host-bits']],
    ['2001:DB8:0::/48', '2001:db8::/48', []],
  ])('%s is the network %s, with %j', (text, canonical, problems) => {
    const cidr = parseCidr(text);
    expect([cidr?.canonical, cidr?.problems]).toEqual([canonical, problems]);
  });

  test.each([
    '',
    '/',
    '10.0.0.0',
    '10.0.0.0/33',
    '::/129',
    '10.0/16',
    '10.0.0.0/',
    '/8',
    '10.0.0.0/8/8',
    '10.0.0.0/+8',
    '10.0.0.0/-1',
    '10.0.0.0/255.0.0.0',
    'fe80::1%eth0/64',
    '10.0.0.0 /8',
  ])('%j is no CIDR', (text) => {
    expect(parseCidr(text)).toBeNull();
  });

  test('a network is written as a CIDR that reads as the same network', () => {
    fc.assert(
      fc.property(addresses, fc.nat({ max: 128 }), (address, prefix) => {
        fc.pre(prefix <= familyBits(address.family));
        const range = networkRange(address, prefix);
        fc.pre(range.family === 4 || range.first >> 32n !== 0xffffn);
        expect(parseCidr(formatRange(range))?.range).toEqual(range);
      }),
    );
  });

  test('a range that is no network is written by its ends', () => {
    expect(formatRange({ family: 4, first: 1n, last: 2n })).toBe('0.0.0.1-0.0.0.2');
    expect(formatRange({ family: 6, first: 1n, last: 4n })).toBe('::1-::4');
    expect(formatRange({ family: 4, first: 2n, last: 5n })).toBe('0.0.0.2-0.0.0.5');
    expect(formatRange({ family: 4, first: 3n, last: 5n })).toBe('0.0.0.3-0.0.0.5');
  });
});

describe('merging lists of addresses', () => {
  test.each([
    ['', '10.0.0.1 10.0.0.2', '10.0.0.1 10.0.0.2'],
    ['10.0.0.1', '10.0.0.2', '10.0.0.1 10.0.0.2'],
    ['10.0.0.1 10.0.0.2', '10.0.0.2 10.0.0.1', '10.0.0.1 10.0.0.2'],
    ['', '10.0.0.1 10.0.0.1', '10.0.0.1'],
    // The same number in the other family is another address.
    ['0.0.0.1', '::1', '0.0.0.1 ::1'],
  ])('%j and %j give %j', (own, more, result) => {
    const addressesIn = (text: string): IpAddress[] =>
      text.split(' ').filter(Boolean).map(addressOf);
    const into = addressesIn(own);
    mergeAddresses(into, addressesIn(more));
    expect(into).toEqual(addressesIn(result));
  });
});
