import { subtractRanges, type Family, type IpAddress } from '../../model/ip.ts';
import type { Peer } from '../../model/policy.ts';
import { PairNumbers } from './pair-numbers.ts';

type BlockPeer = Extract<Peer, { kind: 'ipBlock' }>;

/** What an end's addresses of one family mean to blocks. */
export interface AddressProfile {
  /** Positions of the blocks that hold the end, ascending. */
  readonly yes: readonly number[];
  /** Blocks that hold one of several addresses, of which the connection uses one. */
  readonly maybe: readonly number[];
  /** No address is known: every block may hold it. */
  readonly unknown: boolean;
}

/** Addresses of an end, of one family, as the engine's ends have them. */
export interface Addresses {
  readonly addresses: readonly IpAddress[] | null;
  readonly addressChoice: 'any' | 'one';
}

const NOTHING: AddressProfile = { yes: [], maybe: [], unknown: false };

/**
 * The profiles of the addresses of many ends of one family. Ends in the same blocks have the same
 * profile object. The blocks' boundaries are passed over once, whatever the number of ends.
 */
export function addressProfiles(
  ends: readonly Addresses[],
  blocks: readonly BlockPeer[],
  family: Family,
): AddressProfile[] {
  if (blocks.length === 0) return ends.map(() => NOTHING);
  const holding = blocksHolding(ends, blocks, family);
  const known = new Map<string, AddressProfile>();
  const share = (profile: AddressProfile): AddressProfile => {
    const key = `${profile.yes.join()} ${profile.maybe.join()} ${String(profile.unknown)}`;
    const same = known.get(key);
    if (same !== undefined) return same;
    known.set(key, profile);
    return profile;
  };
  const unknown = share({ ...NOTHING, unknown: true });
  const single = new Map<readonly number[], AddressProfile>();
  return ends.map(({ addresses, addressChoice }) => {
    if (addresses === null) return unknown;
    const [only = [], ...others] = addresses.map(({ value }) => holding(value));
    if (others.length > 0) return share(ofSeveral([only, ...others], addressChoice));
    let profile = single.get(only);
    if (profile === undefined) {
      profile = share({ ...NOTHING, yes: only });
      single.set(only, profile);
    }
    return profile;
  });
}

function ofSeveral(lists: readonly (readonly number[])[], choice: 'any' | 'one'): AddressProfile {
  const all = [...new Set(lists.flat())].sort((a, b) => a - b);
  if (choice === 'any') return { ...NOTHING, yes: all };
  const yes = all.filter((block) => lists.every((list) => list.includes(block)));
  return { ...NOTHING, yes, maybe: all.filter((block) => !yes.includes(block)) };
}

/** Looks up which blocks hold an address of the ends; equal lists are one object. */
function blocksHolding(
  ends: readonly Addresses[],
  blocks: readonly BlockPeer[],
  family: Family,
): (value: bigint) => readonly number[] {
  const changes = changesOf(blocks, family);
  const starts = changes.map(({ at }) => at);
  const wanted = new Set<number>();
  for (const { addresses } of ends) {
    for (const { value } of addresses ?? []) wanted.add(pieceOf(starts, plain(value, family)));
  }
  const lists = new Map<number, readonly number[]>();
  const sequences = new PairNumbers();
  const shared = new Map<number, readonly number[]>();
  const open = new Set<number>();
  for (const [piece, { begins, ends: closing }] of changes.entries()) {
    for (const block of closing) open.delete(block);
    for (const block of begins) open.add(block);
    if (!wanted.has(piece)) continue;
    const list = [...open].sort((a, b) => a - b);
    const sequence = list.reduce((so, block) => sequences.of(so, block), 0);
    const same = shared.get(sequence) ?? list;
    shared.set(sequence, same);
    lists.set(piece, same);
  }
  return (value) => lists.get(pieceOf(starts, plain(value, family))) ?? [];
}

/** Numbers compare faster than bigints, and hold any IPv4 address. */
function plain(value: bigint, family: Family): number | bigint {
  return family === 4 ? Number(value) : value;
}

interface Change {
  readonly at: number | bigint;
  readonly begins: number[];
  readonly ends: number[];
}

/** Where blocks begin and end on the way up, from the lowest address on. */
function changesOf(blocks: readonly BlockPeer[], family: Family): Change[] {
  const changes = new Map<number | bigint, Change>();
  const change = (value: bigint): Change => {
    const at = plain(value, family);
    const known = changes.get(at) ?? { at, begins: [], ends: [] };
    changes.set(at, known);
    return known;
  };
  change(0n);
  for (const [block, { cidr, except }] of blocks.entries()) {
    const cuts = except.map(({ range }) => range);
    for (const { first, last } of subtractRanges(cidr.range, cuts)) {
      change(first).begins.push(block);
      change(last + 1n).ends.push(block);
    }
  }
  return [...changes.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/** The last start that is not above a value. */
function pieceOf(starts: readonly (number | bigint)[], value: number | bigint): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number | bigint) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
