import ipaddr from 'ipaddr.js';
import {
  familyBits,
  networkRange,
  sameAddress,
  type Family,
  type IpAddress,
  type IpRange,
} from './ip.ts';

const MAPPED_PREFIX = 0xffffn;
const MAPPED_BITS = 96;
const DOTTED = /^\d{1,}\.\d{1,}\.\d{1,}\.\d{1,}$/;
/** Longer digit strings are refused by Go as well; they never start with this many zeros in practice. */
const MAX_TEXT = 128;

/**
 * What is wrong with a CIDR that Kubernetes up to 1.35 accepted: leading zeros in the address or
 * the prefix length, an IPv4-mapped IPv6 address, bits set beyond the prefix length.
 */
export type CidrProblem = 'leading-zeros' | 'mapped' | 'host-bits';

/** A CIDR as Go reads it. */
export interface ParsedCidr {
  /** The masked network. */
  readonly range: IpRange;
  /** The address before the slash, unmasked. */
  readonly address: IpAddress;
  /** In the order in which the API server looks for them; it reports only the first. */
  readonly problems: readonly CidrProblem[];
  /** The network as the API server would write it. */
  readonly canonical: string;
}

interface LooseAddress {
  readonly address: IpAddress;
  readonly leadingZeros: boolean;
  readonly mapped: boolean;
}

function bytesToBigint(bytes: readonly number[]): bigint {
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** A dotted quad, each part in decimal even with leading zeros, as Go's old parser read it. */
function parseQuad(text: string): { value: bigint; leadingZeros: boolean } | null {
  if (!DOTTED.test(text)) return null;
  const parts = text.split('.');
  const bytes = parts.map(Number);
  if (bytes.some((byte) => byte > 255)) return null;
  const value = BigInt(bytes.reduce((all, byte) => all * 256 + byte, 0));
  return { value, leadingZeros: parts.some((part) => /^0\d/.test(part)) };
}

/**
 * Reads what Go's ParseIPSloppy reads (k8s.io/utils/net): leading zeros in an IPv4 part are
 * decimal, zones are refused, an IPv4-mapped address is IPv4.
 */
function parseLoose(text: string): LooseAddress | null {
  if (text.length > MAX_TEXT) return null;
  if (!text.includes(':')) {
    const quad = parseQuad(text);
    if (quad === null) return null;
    return {
      address: { family: 4, value: quad.value },
      leadingZeros: quad.leadingZeros,
      mapped: false,
    };
  }
  const tail = text.slice(text.lastIndexOf(':') + 1);
  let hex = text;
  let leadingZeros = false;
  if (tail.includes('.')) {
    const quad = parseQuad(tail);
    if (quad === null) return null;
    leadingZeros = quad.leadingZeros;
    const [high, low] = [quad.value >> 16n, quad.value & 0xffffn];
    hex = `${text.slice(0, -tail.length)}${high.toString(16)}:${low.toString(16)}`;
  }
  if (!/^[0-9a-f:]+$/i.test(hex) || !ipaddr.IPv6.isValid(hex)) return null;
  const value = bytesToBigint(ipaddr.IPv6.parse(hex).toByteArray());
  if (value >> 32n === MAPPED_PREFIX) {
    return { address: { family: 4, value: value & 0xffff_ffffn }, leadingZeros, mapped: true };
  }
  return { address: { family: 6, value }, leadingZeros, mapped: false };
}

/**
 * An address as Go's netip reads it: no leading zeros, four parts, no zone. `::ffff:a.b.c.d` is
 * the IPv4 address that it stands for. Null: not an address.
 */
export function parseAddress(text: string): IpAddress | null {
  const loose = parseLoose(text);
  return loose === null || loose.leadingZeros ? null : loose.address;
}

/** Whether the text is an address but for leading zeros in its IPv4 part. */
export function hasLeadingZeros(text: string): boolean {
  return parseLoose(text)?.leadingZeros ?? false;
}

/**
 * A CIDR as the API server reads it, with what it would refuse since Kubernetes 1.36
 * (apimachinery pkg/util/validation/ip.go). Null: not a CIDR at all.
 */
export function parseCidr(text: string): ParsedCidr | null {
  const slash = text.indexOf('/');
  if (slash < 0) return null;
  const loose = parseLoose(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (loose === null || !/^\d{1,7}$/.test(length)) return null;
  const { address, mapped } = loose;
  const written = Number(length);
  if (written > (mapped ? 128 : familyBits(address.family))) return null;

  const problems: CidrProblem[] = [];
  if (loose.leadingZeros || /^0\d/.test(length)) problems.push('leading-zeros');
  if (mapped) problems.push('mapped');
  let masked = address;
  let prefix = written;
  if (mapped && written >= MAPPED_BITS) {
    prefix = written - MAPPED_BITS;
  } else if (mapped) {
    // The mask cuts into the mapping itself, which leaves an IPv6 network.
    masked = { family: 6, value: (MAPPED_PREFIX << 32n) | address.value };
  }
  const range = networkRange(masked, prefix);
  if (range.first !== masked.value) problems.push('host-bits');
  return { range, address, problems, canonical: formatRange(range) };
}

/** IPv6 as RFC 5952 writes it: lower case, the longest run of zero groups (two or more) as `::`. */
function formatIpv6(value: bigint): string {
  const groups: string[] = [];
  for (let shift = 112n; shift >= 0n; shift -= 16n) {
    groups.push(((value >> shift) & 0xffffn).toString(16));
  }
  let best = { start: -1, length: 1 };
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === '0') end++;
    if (end - start > best.length) best = { start, length: end - start };
  }
  if (best.start < 0) return groups.join(':');
  const head = groups.slice(0, best.start).join(':');
  return `${head}::${groups.slice(best.start + best.length).join(':')}`;
}

/** An address in its canonical spelling. */
export function formatAddress(address: IpAddress): string {
  if (address.family === 6) return formatIpv6(address.value);
  return [24n, 16n, 8n, 0n].map((shift) => String((address.value >> shift) & 0xffn)).join('.');
}

/** The prefix length of a range that is one network, else null. */
function prefixLength(range: IpRange): number | null {
  const size = range.last - range.first + 1n;
  if ((size & (size - 1n)) !== 0n || range.first % size !== 0n) return null;
  return familyBits(range.family) - (size.toString(2).length - 1);
}

/** A range as a CIDR where it is one network, else as `first-last`. */
export function formatRange(range: IpRange): string {
  const end = (value: bigint, family: Family): string => formatAddress({ family, value });
  const prefix = prefixLength(range);
  if (prefix !== null) return `${end(range.first, range.family)}/${String(prefix)}`;
  return `${end(range.first, range.family)}-${end(range.last, range.family)}`;
}

/** Adds the addresses that are not in the list yet. */
export function mergeAddresses(into: IpAddress[], more: readonly IpAddress[]): void {
  for (const address of more) {
    if (!into.some((own) => sameAddress(own, address))) into.push(address);
  }
}
