import { nodeOf } from '../model/cluster.ts';
import type {
  ClauseCode,
  ClauseEvidence,
  PeerEvidence,
  PortEvidence,
  RuleEvidence,
  RuleRef,
} from '../model/decision.ts';
import { rangeContains } from '../model/ip.ts';
import {
  formatRequirement,
  requirementMatches,
  type LabelSelector,
  type Labels,
  type Requirement,
} from '../model/labels.ts';
import type { Peer, PortMatch } from '../model/policy.ts';
import { formatPortRange } from '../model/port.ts';
import { and, or, type Truth } from '../model/truth.ts';
import { formatAddress } from '../model/ip-text.ts';
import type { End } from './ends.ts';
import { peerTruth, portMatches, type Scene } from './match.ts';

/** Every clause of a rule, held against a connection whose peer is the given end. */
export function collectEvidence(scene: Scene, ref: RuleRef, peer: End): RuleEvidence {
  const { policy, rule } = ref;
  const peers = rule.peers?.map((item) => peerEvidence(scene, item, peer)) ?? null;
  const ports = rule.ports?.map((item) => portEvidence(scene, item)) ?? null;
  const peersMatched = anyOf(peers);
  const portsMatched = anyOf(ports);
  return {
    policy,
    rule,
    matched: and(peersMatched, portsMatched),
    peersMatched,
    portsMatched,
    peers,
    ports,
  };
}

function anyOf(items: readonly { readonly matched: Truth }[] | null): Truth {
  if (items === null) return 'yes';
  return items.reduce<Truth>((truth, item) => or(truth, item.matched), 'no');
}

function peerEvidence(scene: Scene, peer: Peer, end: End): PeerEvidence {
  return { peer, matched: peerTruth(scene, peer, end), clauses: peerClauses(scene, peer, end) };
}

function peerClauses(scene: Scene, peer: Peer, end: End): ClauseEvidence[] {
  switch (peer.kind) {
    case 'pods':
      return podsClauses(peer, end);
    case 'ipBlock':
      return [ipBlockClause(scene, peer, end)];
    case 'nodes':
      return [nodesClause(scene, peer, end)];
    case 'domainNames': {
      const matched = peerTruth(scene, peer, end);
      // It never matches for sure: manifests do not tell what a name resolves to.
      const code = matched === 'no' ? 'NOT_AN_OUTSIDE_ADDRESS' : 'DOMAIN_NAME_UNRESOLVED';
      const wanted = peer.names.join(',');
      return [
        { clause: 'domainNames', matched, code, wanted, actual: describeEnd(end), path: peer.path },
      ];
    }
  }
}

/** What an end is, where a selector asks for a pod: `10.0.0.7`, `node n1`, `pod a/b in the host network`. */
function describeEnd(end: End): string {
  const { endpoint } = end;
  switch (endpoint.kind) {
    case 'pod':
      return `${endpoint.pod.namespace}/${endpoint.pod.name}${end.isHost ? ' (host network)' : ''}`;
    case 'node':
      return `node ${endpoint.node.name}`;
    case 'address':
      return formatAddress(endpoint.address);
    case 'hostname':
      return endpoint.name;
  }
}

function podsClauses(peer: Extract<Peer, { kind: 'pods' }>, end: End): ClauseEvidence[] {
  const { namespaces, pods, path } = peer;
  if (end.pod === null) {
    const clause =
      pods === null || namespaces.kind === 'selected' ? 'namespaceSelector' : 'podSelector';
    const selector =
      clause === 'podSelector' ? pods : namespaces.kind === 'selected' ? namespaces.selector : null;
    const matched: Truth = end.endpoint.kind === 'hostname' ? 'unknown' : 'no';
    const code =
      matched === 'unknown'
        ? 'HOSTNAME_UNRESOLVED'
        : end.isHost && end.endpoint.kind === 'pod'
          ? 'HOST_NETWORK_PEER'
          : 'NOT_A_POD';
    return [
      {
        clause,
        matched,
        code,
        wanted: 'a pod',
        actual: describeEnd(end),
        path: selector?.path ?? path,
      },
    ];
  }
  const clauses: ClauseEvidence[] = [];
  if (namespaces.kind === 'own') {
    const matched: Truth = namespaces.namespace === end.pod.namespace ? 'yes' : 'no';
    clauses.push({
      clause: 'namespace',
      matched,
      code: matched === 'yes' ? null : 'NAMESPACE_DIFFERS',
      wanted: namespaces.namespace,
      actual: end.pod.namespace,
      path: pods?.path ?? path,
    });
  } else {
    clauses.push(...selectorClauses('namespaceSelector', namespaces.selector, end.namespaceLabels));
  }
  if (pods !== null) clauses.push(...selectorClauses('podSelector', pods, end.labels));
  return clauses;
}

/** One clause a requirement; a selector without any is one clause that always matches. */
function selectorClauses(
  clause: 'namespaceSelector' | 'podSelector',
  selector: LabelSelector,
  labels: Labels,
): ClauseEvidence[] {
  if (selector.requirements.length === 0) {
    const wanted = clause === 'podSelector' ? 'any pod' : 'any namespace';
    return [{ clause, matched: 'yes', code: null, wanted, actual: '', path: selector.path }];
  }
  return selector.requirements.map((requirement) => {
    const matched = requirementMatches(requirement, labels);
    return {
      clause,
      matched,
      code: requirementCode(clause === 'podSelector' ? 'POD' : 'NS', requirement, labels, matched),
      wanted: formatRequirement(requirement),
      actual: formatLabel(requirement.key, labels),
      path: requirement.path,
    };
  });
}

function formatLabel(key: string, labels: Labels): string {
  const value = labels.get(key);
  if (value === undefined) return '';
  return value === null ? `${key}=<set by the controller>` : `${key}=${value}`;
}

function requirementCode(
  scope: 'POD' | 'NS',
  requirement: Requirement,
  labels: Labels,
  matched: Truth,
): ClauseCode | null {
  if (matched === 'yes') return null;
  if (matched === 'unknown') return 'LABEL_VALUE_UNKNOWN';
  switch (requirement.operator) {
    case 'Exists':
      return `${scope}_LABEL_MISSING`;
    case 'DoesNotExist':
      return `${scope}_LABEL_PRESENT`;
    case 'In':
      return labels.has(requirement.key)
        ? `${scope}_LABEL_VALUE_DIFFERS`
        : `${scope}_LABEL_MISSING`;
    case 'NotIn':
      return `${scope}_LABEL_EXCLUDED`;
  }
}

function ipBlockClause(
  scene: Scene,
  peer: Extract<Peer, { kind: 'ipBlock' }>,
  end: End,
): ClauseEvidence {
  const matched = peerTruth(scene, peer, end);
  const addresses = end.addresses?.map(formatAddress).join(', ') ?? '';
  const actual = end.endpoint.kind === 'hostname' ? end.endpoint.name : addresses;
  const clause = { clause: 'ipBlock', matched, actual } as const;
  const wanted = formatBlock(peer);
  if (matched !== 'no') {
    const code =
      matched === 'yes'
        ? null
        : end.endpoint.kind === 'hostname'
          ? 'HOSTNAME_UNRESOLVED'
          : 'ADDRESS_UNKNOWN';
    return { ...clause, code, wanted, path: peer.cidr.path };
  }
  if (peer.cidr.range.family !== scene.connection.family) {
    return { ...clause, code: 'IP_FAMILY_DIFFERS', wanted, path: peer.cidr.path };
  }
  const excepted = peer.except.find((except) =>
    end.addresses?.some(
      (address) => rangeContains(peer.cidr.range, address) && rangeContains(except.range, address),
    ),
  );
  return excepted === undefined
    ? { ...clause, code: 'IP_NOT_IN_CIDR', wanted, path: peer.cidr.path }
    : { ...clause, code: 'IP_EXCEPTED', wanted, path: excepted.path };
}

function formatBlock(peer: Extract<Peer, { kind: 'ipBlock' }>): string {
  const excepts = peer.except.map((except) => except.text).join(', ');
  return excepts === '' ? peer.cidr.text : `${peer.cidr.text} except ${excepts}`;
}

function nodesClause(
  scene: Scene,
  peer: Extract<Peer, { kind: 'nodes' }>,
  end: End,
): ClauseEvidence {
  const matched = peerTruth(scene, peer, end);
  const code: ClauseCode | null =
    matched === 'yes'
      ? null
      : !end.isHost
        ? 'NOT_A_NODE'
        : matched === 'no'
          ? 'NODE_LABEL_DIFFERS'
          : 'LABEL_VALUE_UNKNOWN';
  const labels = end.nodeName === null ? null : nodeOf(scene.cluster, end.nodeName).labels;
  const { requirements } = peer.selector;
  return {
    clause: 'nodes',
    matched,
    code,
    wanted: requirements.length === 0 ? 'any node' : requirements.map(formatRequirement).join(','),
    actual:
      !end.isHost || labels === null
        ? describeEnd(end)
        : requirements
            .map(({ key }) => formatLabel(key, labels))
            .filter((label) => label !== '')
            .join(','),
    path: peer.selector.path,
  };
}

function portEvidence(scene: Scene, port: PortMatch): PortEvidence {
  const matched: Truth = portMatches(scene, port) ? 'yes' : 'no';
  const clause: ClauseEvidence = {
    clause: 'port',
    matched,
    code: matched === 'yes' ? null : portCode(scene, port),
    wanted: formatPortItem(port),
    actual: formatConnectionPort(scene),
    path: port.path,
  };
  return { port, matched, clause };
}

function portCode(scene: Scene, port: PortMatch): ClauseCode {
  const { protocol } = scene.connection;
  if (protocol === 'ICMP') return 'ICMP_NOT_COVERED';
  if (port.kind === 'range')
    return port.protocol === protocol ? 'PORT_DIFFERS' : 'PROTOCOL_DIFFERS';
  const declared = (scene.destination.pod?.ports ?? []).filter(
    (candidate) =>
      candidate.name === port.name &&
      (port.protocol === null || candidate.protocol === port.protocol),
  );
  if (declared.length === 0) return 'NAMED_PORT_UNRESOLVED';
  return declared.some((candidate) => candidate.protocol === protocol)
    ? 'PORT_DIFFERS'
    : 'PROTOCOL_DIFFERS';
}

/** A port item as a rule writes it, with the protocol that the server fills in: `http/TCP`. */
function formatPortItem(port: PortMatch): string {
  if (port.kind === 'range') return formatPortRange(port);
  return port.protocol === null ? port.name : `${port.name}/${port.protocol}`;
}

function formatConnectionPort(scene: Scene): string {
  const { protocol, port } = scene.connection;
  return port === null ? protocol : `${String(port)}/${protocol}`;
}
