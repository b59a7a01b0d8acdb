import { MAX_PORT, MIN_PORT, PROTOCOLS, type PortRange, type Protocol } from '../model/port.ts';
import { quote, usageFault, type QuestionFault } from './question-error.ts';

/** A port as it is written, before a name was looked up. */
export type PortRef =
  | ({ readonly kind: 'range' } & PortRange)
  /** A null protocol was not written. */
  | { readonly kind: 'named'; readonly name: string; readonly protocol: Protocol | null }
  | { readonly kind: 'icmp' };

const FORMS = 'write 6379, 6379/TCP, 53/UDP, 8000-8100/TCP, http, http/TCP or ICMP';
const MAX_NAME = 15;

/**
 * Reads a port: `6379` (TCP), `53/udp`, `8000-8100/TCP`, `http`, `http/TCP`, `ICMP`. Numbers go
 * from 1 to 65535, protocols are TCP, UDP and SCTP in any case.
 *
 * Throws a QuestionFault of code `port-syntax`.
 */
export function parsePort(text: string): PortRef {
  const [port = '', protocolText, ...more] = text.split('/');
  if (more.length > 0) throw fault(text, 'a port has at most one slash');
  if (protocolText === undefined && port.toUpperCase() === 'ICMP') return { kind: 'icmp' };
  const protocol = protocolText === undefined ? null : parseProtocol(text, protocolText);

  const range = /^(\d+)(?:-(\d+))?$/.exec(port);
  if (range === null) return { kind: 'named', name: checkName(text, port), protocol };
  const first = parseNumber(text, range[1] ?? '');
  const last = range[2] === undefined ? first : parseNumber(text, range[2]);
  if (first > last) {
    throw fault(text, 'the range is reversed', `write ${String(last)}-${String(first)}`);
  }
  return { kind: 'range', protocol: protocol ?? 'TCP', first, last };
}

function parseProtocol(text: string, written: string): Protocol {
  const protocol = PROTOCOLS.find((known) => known === written.toUpperCase());
  if (protocol !== undefined) return protocol;
  if (/^icmp(v?[46])?$/i.test(written)) {
    throw fault(text, 'ICMP has no ports', 'write ICMP alone; it stands for both families');
  }
  throw fault(text, `unknown protocol ${quote(written)}`, 'TCP, UDP, SCTP, or ICMP alone');
}

function parseNumber(text: string, digits: string): number {
  if (/^0\d/.test(digits)) throw fault(text, 'a number has no leading zeros');
  const number = Number(digits);
  if (number >= MIN_PORT && number <= MAX_PORT) return number;
  throw fault(text, 'must be between 1 and 65535, inclusive');
}

/** The API's rules for the names of ports. */
function checkName(text: string, name: string): string {
  if (name === '') throw fault(text, 'nothing is written before the protocol');
  const protocol = PROTOCOLS.find((known) => known === name);
  if (protocol !== undefined) {
    throw fault(text, 'which port?', `write 1-65535/${protocol} for all of them`);
  }
  if (/^icmpv?[46]$/i.test(name)) throw fault(text, 'no such protocol', 'write ICMP');
  if (name === '*' || name === 'all') throw fault(text, 'which port?', 'leave --port out for all');
  if (/^[\d,\s-]+$/.test(name) && name.includes(',')) {
    throw fault(text, 'only one port or range', 'repeat --port for more');
  }
  const valid =
    name.length <= MAX_NAME &&
    /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/.test(name) &&
    /[a-z]/.test(name) &&
    !name.includes('--');
  if (!valid) throw fault(text, `${quote(name)} is neither a number nor the name of a port`);
  return name;
}

function fault(text: string, why: string, hint = FORMS): QuestionFault {
  return usageFault('port-syntax', `bad port ${quote(text)}: ${why}`, hint);
}
