import type { PortMatch } from '../model/policy.ts';
import type { Protocol } from '../model/port.ts';
import type { FieldPath } from '../model/source.ts';
import type { PortFields, ProtocolFields } from './admin-policy-fields.ts';
import { readPortNumber, readProtocol } from './admin-policy-rules.ts';
import type { Report } from './report.ts';
import { breaksRule, checkItems, onlyField } from './schema-report.ts';
import { checkPortName } from './syntax.ts';

const MOST_PROTOCOLS = 25;
const MOST_PORTS = 100;

type Range = Extract<PortMatch, { kind: 'range' }>;

/** `protocols` of v1alpha2: nothing defaults to TCP, and no list means everything. */
export function readProtocols(
  rule: { readonly protocols: readonly ProtocolFields[] | null },
  rulePath: FieldPath,
  report: Report,
): readonly PortMatch[] | null {
  const { protocols } = rule;
  const path = [...rulePath, 'protocols'];
  checkItems(protocols, { required: false, most: MOST_PROTOCOLS }, path, report, LEAVE_OUT);
  if (protocols === null) return null;
  return protocols.flatMap((item, index) => readProtocolItem(item, [...path, index], report));
}

const LEAVE_OUT = 'leave the list out to mean every port of every protocol';

function readProtocolItem(item: ProtocolFields, path: FieldPath, report: Report): PortMatch[] {
  const used = onlyField(item, path, report);
  if (used === null) return [];
  if (used === 'destinationNamedPort') {
    return [namedPort(item.destinationNamedPort ?? '', path, [...path, used], report)];
  }
  const portPath = [...path, used, 'destinationPort'];
  const port = item[used]?.destinationPort ?? null;
  if (port === null) {
    onlyField({ destinationPort: port }, [...path, used], report, {
      hint: 'for every port write destinationPort: {range: {start: 1, end: 65535}}',
    });
    return [];
  }
  const form = onlyField(port, portPath, report);
  if (form === null) return [];
  const protocol = used.toUpperCase() as Protocol;
  if (port.range === null) {
    const number = readPortNumber(port.number, [...portPath, 'number'], report);
    return number === null ? [] : [range(protocol, number, number, path)];
  }
  const rangePath = [...portPath, 'range'];
  const first = readPortNumber(port.range.start, [...rangePath, 'start'], report);
  const last = readPortNumber(port.range.end, [...rangePath, 'end'], report);
  if (first === null || last === null) return [];
  if (first >= last) {
    const hint = first === last ? `for one port write number: ${String(first)}` : '';
    const detail = 'Start port must be less than End port';
    breaksRule('end-port', null, rangePath, detail, report, { hint });
  }
  return [range(protocol, first, last, path)];
}

/** `ports` of v1alpha1: a missing protocol is TCP, and no list means everything. */
export function readPorts(
  rule: { readonly ports: readonly PortFields[] | null },
  rulePath: FieldPath,
  report: Report,
): readonly PortMatch[] | null {
  const { ports } = rule;
  const path = [...rulePath, 'ports'];
  checkItems(ports, { required: false, most: MOST_PORTS }, path, report, LEAVE_OUT);
  if (ports === null) return null;
  return ports.flatMap((item, index) => readPortItem(item, [...path, index], report));
}

function readPortItem(item: PortFields, path: FieldPath, report: Report): PortMatch[] {
  const used = onlyField(item, path, report);
  if (used === null) return [];
  const at = [...path, used];
  if (item.namedPort !== null) return [namedPort(item.namedPort, path, at, report)];
  const written = (item.portNumber ?? item.portRange)?.protocol ?? null;
  const protocol = readProtocol(written, [...at, 'protocol'], report);
  const [first, last] =
    item.portRange === null
      ? both(readPortNumber(item.portNumber?.port ?? null, [...at, 'port'], report))
      : [
          readPortNumber(item.portRange.start, [...at, 'start'], report),
          readPortNumber(item.portRange.end, [...at, 'end'], report),
        ];
  if (protocol === null || first === null || last === null) return [];
  if (first > last) {
    report.warn('port-range-empty', at, 'start is greater than end: this matches no port');
  }
  return [{ ...range(protocol, first, last, path), protocolDefaulted: written === null }];
}

function both(port: number | null): readonly [number | null, number | null] {
  return [port, port];
}

function range(protocol: Protocol, first: number, last: number, path: FieldPath): Range {
  return { kind: 'range', protocol, first, last, protocolDefaulted: false, path };
}

/** Any protocol: the one that the container declares for the name. */
function namedPort(name: string, path: FieldPath, at: FieldPath, report: Report): PortMatch {
  for (const problem of checkPortName(name)) {
    report.warn(
      'port-name-unmatched',
      at,
      `no container port can have the name "${name}": ${problem}`,
    );
  }
  return { kind: 'named', name, protocol: null, protocolDefaulted: false, path };
}
