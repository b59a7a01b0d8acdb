import type { CidrText, Peer, PortMatch, Rule } from '../model/policy.ts';
import { MAX_PORT, MIN_PORT, PROTOCOLS, type Protocol } from '../model/port.ts';
import type { FieldPath } from '../model/source.ts';
import { isStrictSubset, readCidr } from './cidr.ts';
import type {
  EgressRuleFields,
  IngressRuleFields,
  IpBlockFields,
  PeerFields,
  PortFields,
} from './network-policy-fields.ts';
import type { Report } from './report.ts';
import { readSelector } from './selector.ts';
import { checkPortName, checkPortNumber } from './syntax.ts';

/**
 * Checks rules as k8s.io/kubernetes pkg/apis/networking/validation does, after its defaulting, and
 * turns them into the model. Peers and ports with errors are left out: nothing is evaluated then.
 */
export function readRules(
  rules: readonly (IngressRuleFields | EgressRuleFields)[],
  path: FieldPath,
  namespace: string,
  report: Report,
): Rule[] {
  return rules.map((fields, index) => readRule(fields, index, [...path, index], namespace, report));
}

function readRule(
  fields: IngressRuleFields | EgressRuleFields,
  index: number,
  path: FieldPath,
  namespace: string,
  report: Report,
): Rule {
  const [peerField, written] = 'to' in fields ? ['to', fields.to] : ['from', fields.from];
  const peers: Peer[] = [];
  for (const [position, peer] of (written ?? []).entries()) {
    const read = readPeer(peer, [...path, peerField, position], namespace, report);
    if (read !== null) peers.push(read);
  }
  const ports: PortMatch[] = [];
  for (const [position, port] of (fields.ports ?? []).entries()) {
    const read = readPort(port, [...path, 'ports', position], report);
    if (read !== null) ports.push(read);
  }
  return {
    index,
    name: null,
    action: 'Accept',
    // "If this field is empty or missing, this rule matches all sources."
    peers: (written ?? []).length === 0 ? null : peers,
    // "If this field is empty or missing, this rule matches all ports."
    ports: (fields.ports ?? []).length === 0 ? null : ports,
    path,
  };
}

/**
 * "If [podSelector] is set, it selects the pods matching it in the policy's own namespace" unless
 * namespaceSelector is set too, which then says in which namespaces.
 */
function readPeer(
  fields: PeerFields,
  path: FieldPath,
  namespace: string,
  report: Report,
): Peer | null {
  const podsPath = [...path, 'podSelector'];
  const namespacesPath = [...path, 'namespaceSelector'];
  const pods = fields.podSelector && readSelector(fields.podSelector, podsPath, report);
  const selected =
    fields.namespaceSelector && readSelector(fields.namespaceSelector, namespacesPath, report);
  const block = fields.ipBlock && readIpBlock(fields.ipBlock, path, report);
  if (fields.ipBlock !== null && (pods !== null || selected !== null)) {
    report.forbidden('peer-fields', path, 'may not specify both ipBlock and another peer');
    return null;
  }
  if (fields.ipBlock !== null) return block;
  if (selected !== null) {
    return { kind: 'pods', namespaces: { kind: 'selected', selector: selected }, pods, path };
  }
  if (pods !== null) return { kind: 'pods', namespaces: { kind: 'own', namespace }, pods, path };
  report.required('peer-fields', path, 'must specify a peer', {
    hint: 'to match every peer, leave out the whole list; to match every pod, write namespaceSelector: {}',
  });
  return null;
}

function readIpBlock(fields: IpBlockFields, peerPath: FieldPath, report: Report): Peer | null {
  const path = [...peerPath, 'ipBlock'];
  const text = fields.cidr ?? '';
  if (text === '') {
    // The server looks no further either.
    report.required('cidr-required', [...path, 'cidr']);
    return null;
  }
  const cidr = readCidr(text, [...path, 'cidr'], report);
  if (cidr === null) return null;
  const except: CidrText[] = [];
  for (const [index, item] of (fields.except ?? []).entries()) {
    const itemPath = [...path, 'except', index];
    const read = readCidr(item, itemPath, report);
    if (read === null) continue;
    if (isStrictSubset(read.range, cidr.range)) except.push(read);
    else report.invalid('except-outside', itemPath, item, 'must be a strict subset of `cidr`');
  }
  return { kind: 'ipBlock', cidr, except, path: peerPath };
}

function isProtocol(text: string): text is Protocol {
  return (PROTOCOLS as readonly string[]).includes(text);
}

/** "If this field is not specified, this field defaults to TCP"; "" is not "not specified". */
function readPort(fields: PortFields, path: FieldPath, report: Report): PortMatch | null {
  const protocol = fields.protocol ?? 'TCP';
  if (!isProtocol(protocol)) {
    const upper = protocol.toUpperCase();
    const hint = isProtocol(upper) ? `write ${upper}` : '';
    // In the order in which networking/validation names them.
    const supported = ['TCP', 'UDP', 'SCTP'];
    report.unsupported('protocol-unsupported', [...path, 'protocol'], protocol, supported, {
      hint,
    });
  }
  const { port, endPort } = fields;
  if (typeof port === 'number') checkPortRange(port, endPort, path, report);
  else checkNamedPort(port, endPort, path, report);

  if (!isProtocol(protocol)) return null;
  const shared = { protocol, protocolDefaulted: fields.protocol === null, path };
  if (typeof port === 'string') return { kind: 'named', name: port, ...shared };
  // "If this field is not provided, this matches all port names and numbers."
  if (port === null) return { kind: 'range', first: MIN_PORT, last: MAX_PORT, ...shared };
  return { kind: 'range', first: port, last: endPort ?? port, ...shared };
}

function checkPortRange(
  port: number,
  endPort: number | null,
  path: FieldPath,
  report: Report,
): void {
  for (const message of checkPortNumber(port)) {
    report.invalid('port-range', [...path, 'port'], port, message);
  }
  if (endPort === null) return;
  const endPath = [...path, 'endPort'];
  if (endPort < port) {
    report.invalid('end-port', endPath, endPort, 'must be greater than or equal to `port`');
  }
  for (const message of checkPortNumber(endPort)) {
    report.invalid('port-range', endPath, endPort, message);
  }
}

function checkNamedPort(
  port: string | null,
  endPort: number | null,
  path: FieldPath,
  report: Report,
): void {
  if (endPort !== null) {
    const reason = port === null ? 'not specified' : 'non-numeric';
    const detail = `may not be specified when \`port\` is ${reason}`;
    report.invalid('end-port', [...path, 'endPort'], endPort, detail);
  }
  if (port === null) return;
  for (const message of checkPortName(port)) {
    const hint = /^\d+$/.test(port) ? `a quoted number is a port name: write ${port}` : '';
    report.invalid('port-name', [...path, 'port'], port, message, { hint });
  }
}
