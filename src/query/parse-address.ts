import { formatAddress, parseAddress, parseCidr, type CidrProblem } from '../model/ip-text.ts';
import { familyBits, type IpAddress, type IpRange } from '../model/ip.ts';
import { quote, usageFault, type QuestionFault } from './question-error.ts';

type AddressRef = { readonly kind: 'address'; readonly address: IpAddress };
type BlockRef = { readonly kind: 'block'; readonly range: IpRange; readonly text: string };

/** What the API server says of such a block in a policy. */
const REFUSED: Readonly<Record<CidrProblem, string>> = {
  'leading-zeros': 'must not have leading 0s in IP or prefix length',
  mapped: 'must not have an IPv4-mapped IPv6 address',
  'host-bits': 'must not have bits set beyond the prefix length',
};

/**
 * Reads an address; an IPv4-mapped one is IPv4. Throws a QuestionFault of code `address-syntax`, also
 * for an address of the loopback.
 */
export function parseAddressText(text: string): AddressRef {
  const address = parseAddress(text);
  if (address !== null) return addressRef(address, text);
  throw usageFault('address-syntax', `${quote(text)} is no IP address`, addressHint(text));
}

/**
 * Reads a CIDR block as strictly as the API server does. A block of one address is that address.
 *
 * Throws a QuestionFault of code `cidr-syntax`.
 */
export function parseBlockText(text: string): AddressRef | BlockRef {
  const cidr = parseCidr(text);
  if (cidr === null) {
    throw cidrFault(
      text,
      'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      blockHint(text),
    );
  }
  const problem = cidr.problems[0];
  if (problem !== undefined) {
    const single =
      problem === 'host-bits' ? `, ${formatAddress(cidr.address)} for the address` : '';
    throw cidrFault(text, REFUSED[problem], `write ${cidr.canonical} for the block${single}`);
  }
  const { first, last, family } = cidr.range;
  if (first === last) return addressRef({ family, value: first }, text);
  if (isOwn({ family, value: first }) && isOwn({ family, value: last })) throw ownFault(text);
  return { kind: 'block', range: cidr.range, text };
}

function addressRef(address: IpAddress, text: string): AddressRef {
  if (isOwn(address)) throw ownFault(text);
  return { kind: 'address', address };
}

/** Addresses by which whoever uses them means itself: 127.0.0.0/8 and ::1, and 0.0.0.0 and ::. */
function isOwn({ family, value }: IpAddress): boolean {
  return family === 4 ? value === 0n || value >> 24n === 127n : value <= 1n;
}

/** Such an address is no end of a connection that policies see; judged as any other it would be denied. */
function ownFault(text: string): QuestionFault {
  return usageFault(
    'address-syntax',
    `${quote(text)} means whoever uses it, so that no policy sees such a connection`,
    'a pod can always reach itself; write the pod or the node',
  );
}

function cidrFault(text: string, why: string, hint: string): QuestionFault {
  return usageFault('cidr-syntax', `bad CIDR ${quote(text)}: ${why}`, hint);
}

/** What may have been meant by something that is nearly an address. */
function addressHint(text: string): string {
  if (text.includes('%')) return 'write the address without its zone';
  if (/^[^:]+:\d+$/.test(text)) return 'the port belongs into --port';
  if (/^[a-z]+:\/\//i.test(text)) return 'write the address alone, and the port into --port';
  if (/(^|\.)0\d/.test(text)) return 'write each part without leading zeros';
  if (/^\d+(\.\d+)+$/.test(text)) return 'an IPv4 address has four parts of 0 to 255';
  return 'for example 10.0.0.7 or 2001:db8::7';
}

function blockHint(text: string): string {
  if (text.includes('://')) return addressHint(text);
  const address = text.slice(0, text.indexOf('/'));
  const family = parseAddress(address)?.family;
  if (family === undefined) return addressHint(address);
  return `after the slash stands a number from 0 to ${String(familyBits(family))}`;
}
