import type { Family, IpAddress } from '../../src/model/ip.ts';

/** First and last address of a network, both included. */
export interface Block {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** The addresses of a CIDR, from its text and bit by bit: none of the model's arithmetic. */
export function blockOf(cidr: string): Block {
  const [address = '', length = ''] = cidr.split('/');
  const family = familyOf(address);
  const bits = bitsOf(address);
  const fixed = bits.slice(0, Number(length));
  return {
    family,
    first: BigInt(`0b${fixed.padEnd(bits.length, '0')}`),
    last: BigInt(`0b${fixed.padEnd(bits.length, '1')}`),
  };
}

/** An address from its text. */
export function addressOf(text: string): IpAddress {
  return { family: familyOf(text), value: BigInt(`0b${bitsOf(text)}`) };
}

function familyOf(address: string): Family {
  return address.includes(':') ? 6 : 4;
}

function bitsOf(address: string): string {
  return familyOf(address) === 4 ? bitsOfIpv4(address) : bitsOfIpv6(address);
}

function bitsOfIpv4(text: string): string {
  return text
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
}

function bitsOfIpv6(text: string): string {
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: 8 - before.length - after.length }, () => '0');
  return [...before, ...(tail === undefined ? [] : zeros), ...after]
    .map((part) => parseInt(part, 16).toString(2).padStart(16, '0'))
    .join('');
}

/** One address out of each piece that the blocks cut the family's address space into. */
export function onePerPiece(blocks: readonly Block[], family: Family): bigint[] {
  const end = 2n ** (family === 4 ? 32n : 128n);
  const starts = new Set([0n]);
  for (const block of blocks) {
    if (block.family !== family) continue;
    starts.add(block.first);
    if (block.last + 1n < end) starts.add(block.last + 1n);
  }
  return [...starts];
}
