export type Family = 4 | 6;

/** An address as a number of its family; an IPv4-mapped IPv6 address is never held, it is IPv4. */
export interface IpAddress {
  readonly family: Family;
  readonly value: bigint;
}

/** The addresses first..last of one family, both included. */
export interface IpRange {
  readonly family: Family;
  readonly first: bigint;
  readonly last: bigint;
}

/** The number of bits of an address. */
export function familyBits(family: Family): number {
  return family === 4 ? 32 : 128;
}

/** The highest address of a family as a number. */
export function lastOfFamily(family: Family): bigint {
  return (1n << BigInt(familyBits(family))) - 1n;
}

/** Whether a range holds an address; families never cross. */
export function rangeContains(range: IpRange, address: IpAddress): boolean {
  return (
    range.family === address.family && range.first <= address.value && address.value <= range.last
  );
}

/** Whether every address of `inner` lies in `outer`. */
export function rangeCovers(outer: IpRange, inner: IpRange): boolean {
  return outer.family === inner.family && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two ranges share an address. */
export function rangesOverlap(a: IpRange, b: IpRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

export function sameAddress(a: IpAddress, b: IpAddress): boolean {
  return a.family === b.family && a.value === b.value;
}

/** The range of a network: `prefix` leading bits of `address` fixed, the rest free. */
export function networkRange(address: IpAddress, prefix: number): IpRange {
  const free = BigInt(familyBits(address.family) - prefix);
  const first = (address.value >> free) << free;
  return { family: address.family, first, last: first + (1n << free) - 1n };
}

/**
 * The ranges of `whole` that are left when `cut` ranges are taken out, ascending. Cut ranges may
 * overlap, repeat or lie outside.
 */
export function subtractRanges(whole: IpRange, cut: readonly IpRange[]): IpRange[] {
  const sorted = cut
    .filter((range) => rangesOverlap(whole, range))
    .sort((a, b) => (a.first < b.first ? -1 : 1));
  const left: IpRange[] = [];
  let next = whole.first;
  for (const range of sorted) {
    if (range.first > next)
      left.push({ family: whole.family, first: next, last: range.first - 1n });
    if (range.last >= next) next = range.last + 1n;
  }
  if (next <= whole.last) left.push({ family: whole.family, first: next, last: whole.last });
  return left;
}

/** Ranges of one family, ascending, with those that touch put together. */
export function joinIpRanges(ranges: readonly IpRange[]): IpRange[] {
  const joined: IpRange[] = [];
  for (const range of [...ranges].sort((a, b) => (a.first < b.first ? -1 : 1))) {
    const previous = joined.at(-1);
    if (previous !== undefined && previous.last + 1n === range.first) {
      joined[joined.length - 1] = { ...previous, last: range.last };
    } else {
      joined.push(range);
    }
  }
  return joined;
}
