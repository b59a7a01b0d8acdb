import { rangeCovers, type IpRange } from '../model/ip.ts';
import { formatAddress, parseCidr, type CidrProblem, type ParsedCidr } from '../model/ip-text.ts';
import type { CidrText } from '../model/policy.ts';
import type { FieldPath } from '../model/source.ts';
import { goQuote } from './go-text.ts';
import type { Report } from './report.ts';

const REFUSED: Readonly<Record<CidrProblem, string>> = {
  'leading-zeros': 'must not have leading 0s in IP or prefix length',
  mapped: 'must not have an IPv4-mapped IPv6 address',
  'host-bits': 'must not have bits set beyond the prefix length',
};

/**
 * Reads a CIDR as the API server does since Kubernetes 1.36 (StrictIPCIDRValidation); before, and
 * with `lenientCidr`, what it refuses now was masked to the network, with a warning. The wording
 * is that of apimachinery pkg/util/validation/ip.go.
 */
export function readCidr(text: string, path: FieldPath, report: Report): CidrText | null {
  const cidr = parseCidr(text);
  if (cidr === null) {
    const detail = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
    report.invalid('cidr-invalid', path, text, detail, { hint: notCidrHint(text) });
    return null;
  }
  const problem = cidr.problems[0];
  if (problem === undefined) {
    if (cidr.range.family === 6 && cidr.canonical !== text) {
      report.warn(
        'cidr-not-canonical',
        path,
        `IPv6 CIDR value ${goQuote(text)} should be in RFC 5952 canonical format (${goQuote(cidr.canonical)})`,
      );
    }
  } else if (report.options.lenientCidr === true) {
    for (const message of lenientWarnings(text, cidr)) {
      report.warn('cidr-not-strict', path, message);
    }
  } else {
    const hint = `write "${cidr.canonical}"; --lenient-cidr reads it so, as Kubernetes before 1.36 did`;
    report.invalid('cidr-not-strict', path, text, REFUSED[problem], { hint });
  }
  return { range: cidr.range, text, path };
}

function lenientWarnings(text: string, cidr: ParsedCidr): string[] {
  const warnings: string[] = [];
  if (cidr.problems.includes('host-bits')) {
    const address = formatAddress(cidr.address);
    const single = `${address}/${cidr.address.family === 4 ? '32' : '128'}`;
    warnings.push(
      `CIDR value ${goQuote(text)} is ambiguous in this context (should be ${goQuote(cidr.canonical)} or ${goQuote(single)}?)`,
    );
  }
  if (cidr.problems.some((problem) => problem !== 'host-bits')) {
    warnings.push(
      `non-standard CIDR value ${goQuote(text)} is invalid: use ${goQuote(cidr.canonical)}`,
    );
  }
  return warnings;
}

/** Names what is missing where an address stands alone. */
function notCidrHint(text: string): string {
  if (text.includes('/')) return '';
  for (const bits of ['32', '128']) {
    const cidr = parseCidr(`${text}/${bits}`);
    if (cidr?.problems.length === 0 && cidr.range.first === cidr.range.last) {
      return `a single address is "${cidr.canonical}"`;
    }
  }
  return '';
}

/** Whether an `except` lies in its block and is smaller than it: equal is refused. */
export function isStrictSubset(inner: IpRange, outer: IpRange): boolean {
  return rangeCovers(outer, inner) && inner.last - inner.first < outer.last - outer.first;
}
