import type { Action, CidrText, Peer, PodScope, PortMatch, Rule } from '../model/policy.ts';
import { parseCidr } from '../model/ip-text.ts';
import { PROTOCOLS, type Protocol, MAX_PORT, MIN_PORT } from '../model/port.ts';
import { formatFieldPath, type FieldPath } from '../model/source.ts';
import type {
  EgressPeerFields,
  IngressPeerFields,
  NamespacedPodFields,
  SubjectFields,
} from './admin-policy-fields.ts';
import type { Report } from './report.ts';
import { breaksRule, checkBounds, checkItems, checkMostItems, onlyField } from './schema-report.ts';
import { readSelector } from './selector.ts';

/** In what the versions of policy.networking.k8s.io differ. */
export interface AdminDialect {
  /** The word for Accept. */
  readonly accept: 'Accept' | 'Allow';
  readonly canPass: boolean;
  readonly mostRules: number;
  readonly mostPeers: number;
  /** v1alpha1: a `pods` scope must say which namespaces; v1alpha2: all of them by default. */
  readonly namespacesRequired: boolean;
  /** What the schema says of a named port beside peers that have none. */
  readonly namedPortPeers: string;
  /** These peers. In v1alpha1 domain names are not among them: such a rule matches nothing. */
  readonly peersWithoutPorts: readonly Peer['kind'][];
}

const MOST_NAMES = 100;
const MOST_NETWORKS = 25;
const MOST_CIDR_CHARACTERS = 43;

/** Ports of a rule, as either version writes them. */
export type PortReader<R> = (
  rule: R,
  path: FieldPath,
  report: Report,
) => readonly PortMatch[] | null;

/** What the rules of both versions have. */
export interface AnyRule {
  readonly name: string | null;
  readonly action: string | null;
  readonly from?: readonly IngressPeerFields[] | null;
  readonly to?: readonly EgressPeerFields[] | null;
}

/** Reads the pods that a policy is about. */
export function readSubject(
  subject: SubjectFields | null,
  path: FieldPath,
  dialect: AdminDialect,
  report: Report,
): PodScope {
  if (subject === null) report.required('field-required', path);
  const scope = subject && readPods(subject, path, dialect, report);
  return (
    scope ?? { namespaces: { kind: 'selected', selector: { requirements: [], path } }, pods: null }
  );
}

/** Checks and reads the rules of one direction, in written order. */
export function readAdminRules<R extends AnyRule>(
  rules: readonly R[] | null,
  path: FieldPath,
  dialect: AdminDialect,
  readPorts: PortReader<R>,
  report: Report,
): Rule[] {
  checkMostItems(rules ?? [], dialect.mostRules, path, report);
  return (rules ?? []).map((rule, index) =>
    readRule(rule, index, [...path, index], dialect, readPorts, report),
  );
}

function readRule<R extends AnyRule>(
  rule: R,
  index: number,
  path: FieldPath,
  dialect: AdminDialect,
  readPorts: PortReader<R>,
  report: Report,
): Rule {
  const name = rule.name ?? '';
  if (Array.from(name).length > MOST_NAMES) {
    const message = `Too long: may not be more than ${String(MOST_NAMES)} bytes`;
    report.error('name-invalid', [...path, 'name'], message);
  }
  const [field, written] =
    'to' in rule ? (['to', rule.to] as const) : (['from', rule.from] as const);
  const peersPath = [...path, field];
  checkItems(
    written ?? null,
    { required: true, most: dialect.mostPeers },
    peersPath,
    report,
    'unlike in a NetworkPolicy, no peer does not mean every peer: write - namespaces: {}',
  );
  const action = readAction(rule.action, [...path, 'action'], dialect, report);
  const peers = (written ?? []).flatMap((peer, position) =>
    readPeer(peer, [...peersPath, position], dialect, action, report),
  );
  const ports = readPorts(rule, path, report);
  const isNamed = ports?.some(({ kind }) => kind === 'named') ?? false;
  if (isNamed && peers.some(({ kind }) => dialect.peersWithoutPorts.includes(kind))) {
    breaksRule('named-port-peer', null, path, dialect.namedPortPeers, report);
  }
  return { index, name: name === '' ? null : name, action, peers, ports, path };
}

function readAction(
  written: string | null,
  path: FieldPath,
  { accept, canPass }: AdminDialect,
  report: Report,
): Action {
  const supported = canPass ? [accept, 'Deny', 'Pass'] : [accept, 'Deny'];
  if (written === null) report.required('field-required', path);
  else if (!supported.includes(written)) {
    const hint =
      written === 'Accept' || written === 'Allow' ? `in this version the word is ${accept}` : '';
    report.unsupported('enum-value', path, written, supported, { hint });
  }
  return written === 'Pass' || written === 'Deny' ? written : 'Accept';
}

function readPods(
  fields: SubjectFields | IngressPeerFields,
  path: FieldPath,
  dialect: AdminDialect,
  report: Report,
): PodScope | null {
  const { namespaces, pods } = fields;
  if (onlyField({ namespaces, pods }, path, report) === null) return null;
  if (namespaces !== null) {
    const selector = readSelector(namespaces, [...path, 'namespaces'], report);
    return { namespaces: { kind: 'selected', selector }, pods: null };
  }
  return pods && readNamespacedPods(pods, [...path, 'pods'], dialect, report);
}

function readNamespacedPods(
  { namespaceSelector, podSelector }: NamespacedPodFields,
  path: FieldPath,
  { namespacesRequired }: AdminDialect,
  report: Report,
): PodScope {
  const namespacesPath = [...path, 'namespaceSelector'];
  const podsPath = [...path, 'podSelector'];
  if (namespaceSelector === null && namespacesRequired) {
    report.required('field-required', namespacesPath, '', {
      hint: 'write namespaceSelector: {} to mean every namespace',
    });
  }
  if (podSelector === null) {
    report.required('field-required', podsPath, '', {
      hint: 'write podSelector: {} to mean every pod',
    });
  }
  const selector =
    namespaceSelector === null
      ? { requirements: [], path }
      : readSelector(namespaceSelector, namespacesPath, report);
  return {
    namespaces: { kind: 'selected', selector },
    pods: podSelector && readSelector(podSelector, podsPath, report),
  };
}

function readPeer(
  fields: IngressPeerFields | EgressPeerFields,
  path: FieldPath,
  dialect: AdminDialect,
  action: Action,
  report: Report,
): Peer[] {
  const used: string | null = onlyField(fields, path, report);
  if (used === null) return [];
  if (used === 'namespaces' || used === 'pods') {
    const scope = readPods(fields, path, dialect, report);
    return scope === null ? [] : [{ kind: 'pods', ...scope, path }];
  }
  const { nodes, networks, domainNames } = fields as EgressPeerFields;
  if (nodes !== null) {
    return [{ kind: 'nodes', selector: readSelector(nodes, [...path, 'nodes'], report), path }];
  }
  if (networks !== null) return readNetworks(networks, [...path, 'networks'], report);
  return readDomainNames(domainNames ?? [], [...path, 'domainNames'], dialect, action, report);
}

function readNetworks(networks: readonly string[], path: FieldPath, report: Report): Peer[] {
  checkItems(networks, { required: true, most: MOST_NETWORKS }, path, report);
  return networks.flatMap((text, index) => {
    const at = [...path, index];
    if (networks.indexOf(text) < index) report.duplicate('list-duplicate', at, text);
    const cidr = readNetwork(text, at, report);
    return cidr === null ? [] : [{ kind: 'ipBlock', cidr, except: [], path: at }];
  });
}

/** CEL's isCIDR: no leading zeros, no IPv4-mapped address; host bits are masked. */
function readNetwork(text: string, path: FieldPath, report: Report): CidrText | null {
  if (text.length > MOST_CIDR_CHARACTERS) {
    const message = `Too long: may not be more than ${String(MOST_CIDR_CHARACTERS)} bytes`;
    report.error('cidr-invalid', path, message);
    return null;
  }
  const cidr = parseCidr(text);
  if (cidr === null || cidr.problems.some((problem) => problem !== 'host-bits')) {
    const hint = cidr === null ? '' : `write "${cidr.canonical}"`;
    breaksRule('cidr-invalid', text, path, 'Invalid CIDR format provided', report, { hint });
    return null;
  }
  if (cidr.problems.includes('host-bits')) {
    report.warn(
      'network-host-bits',
      path,
      `bits set beyond the prefix length count for nothing: this is ${cidr.canonical}`,
    );
  }
  return { range: cidr.range, text, path };
}

const DOMAIN_NAME =
  /^(\*\.)?([a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.)+[a-zA-Z0-9]([-a-zA-Z0-9_]*[a-zA-Z0-9])?\.?$/;

function readDomainNames(
  names: readonly string[],
  path: FieldPath,
  dialect: AdminDialect,
  action: Action,
  report: Report,
): Peer[] {
  checkItems(names, { required: true, most: MOST_NETWORKS }, path, report);
  for (const [index, name] of names.entries()) {
    const at = [...path, index];
    if (names.indexOf(name) < index) report.duplicate('list-duplicate', at, name);
    if (DOMAIN_NAME.test(name)) continue;
    const detail = `should match '${DOMAIN_NAME.source}'`;
    report.invalid('domain-name', at, name, `${formatFieldPath(at)} in body ${detail}`, {
      hint: 'write a name such as kubernetes.io, or *.kubernetes.io for the names below it',
    });
  }
  if (action !== 'Accept') {
    const message = `domain names are for ${dialect.accept} rules only: what a ${action} rule does with them is not defined`;
    report.warn('domain-names-action', path, message, { at: 'key' });
  }
  return [{ kind: 'domainNames', names, path }];
}

/** A port number of either version. */
export function readPortNumber(
  value: number | null,
  path: FieldPath,
  report: Report,
): number | null {
  if (value === null) {
    report.required('field-required', path);
    return null;
  }
  return checkBounds(value, [MIN_PORT, MAX_PORT], path, 'port-range', report) ? value : null;
}

/** A protocol of v1alpha1; missing means TCP. The schema allows any word; no plugin knows another. */
export function readProtocol(
  written: string | null,
  path: FieldPath,
  report: Report,
): Protocol | null {
  const protocol = PROTOCOLS.find((known) => known === (written ?? 'TCP'));
  if (protocol === undefined) {
    report.unsupported('protocol-unsupported', path, written ?? '', PROTOCOLS);
    return null;
  }
  return protocol;
}
