import { nodeOf, type Cluster } from '../model/cluster.ts';
import type { Connection } from '../model/connection.ts';
import type { MissingFact } from '../model/decision.ts';
import { rangeContains, type IpAddress } from '../model/ip.ts';
import { selectorMatches, type Labels, type LabelSelector } from '../model/labels.ts';
import type { Peer, PodScope, PortMatch, Rule } from '../model/policy.ts';
import { and, or, type Truth } from '../model/truth.ts';
import type { End } from './ends.ts';

/** Facts that an evaluation asked for and did not find, each once. */
export type FactSink = Map<string, MissingFact>;

/** What every clause is held against. */
export interface Scene {
  readonly cluster: Cluster;
  readonly connection: Connection;
  readonly source: End;
  readonly destination: End;
  readonly facts: FactSink;
}

/** Whether a selector matches the labels of a pod end; unknown values become missing facts. */
export function podSelectorTruth(scene: Scene, selector: LabelSelector, end: End): Truth {
  const truth = selectorMatches(selector, end.labels);
  if (truth === 'unknown' && end.pod !== null) {
    for (const requirement of selector.requirements) {
      if (end.labels.get(requirement.key) === null) {
        const { role } = end;
        const key = requirement.key;
        scene.facts.set(`label ${role} ${key}`, { kind: 'label', end: role, pod: end.pod, key });
      }
    }
  }
  return truth;
}

function namespaceTruth(scope: PodScope, namespace: string, labels: Labels): Truth {
  return scope.namespaces.kind === 'own'
    ? scope.namespaces.namespace === namespace
      ? 'yes'
      : 'no'
    : selectorMatches(scope.namespaces.selector, labels);
}

/**
 * Whether a selection of pods takes in an end. It takes in pods only: no address, no node, no pod
 * in the host network.
 */
export function podScopeTruth(scene: Scene, scope: PodScope, end: End): Truth {
  if (end.pod === null) return 'no';
  const namespace = namespaceTruth(scope, end.pod.namespace, end.namespaceLabels);
  if (namespace === 'no' || scope.pods === null) return namespace;
  return and(namespace, podSelectorTruth(scene, scope.pods, end));
}

/** Whether an ipBlock holds an address: in the CIDR and in none of the excepts. */
export function blockContains(
  peer: Extract<Peer, { kind: 'ipBlock' }>,
  address: IpAddress,
): boolean {
  return (
    rangeContains(peer.cidr.range, address) &&
    !peer.except.some((except) => rangeContains(except.range, address))
  );
}

function ipBlockTruth(scene: Scene, peer: Extract<Peer, { kind: 'ipBlock' }>, end: End): Truth {
  if (end.addresses !== null) {
    const holds = end.addresses.filter((address) => blockContains(peer, address)).length;
    if (holds === 0) return 'no';
    if (holds === end.addresses.length || end.addressChoice === 'any') return 'yes';
  }
  const { family } = scene.connection;
  if (peer.cidr.range.family !== family) return 'no';
  scene.facts.set(`address ${end.role}`, {
    kind: 'address',
    end: end.role,
    endpoint: end.endpoint,
    family,
  });
  return 'unknown';
}

/**
 * Whether an end is a node that a selector matches, or shares such a node's network. The labels of
 * a node that the input only names, or does not name, are not known.
 */
function nodesTruth(scene: Scene, selector: LabelSelector, end: End): Truth {
  if (!end.isHost) return 'no';
  if (selector.requirements.length === 0) return 'yes';
  const node = end.nodeName === null ? null : nodeOf(scene.cluster, end.nodeName);
  if (node !== null && node.source !== null) return selectorMatches(selector, node.labels);
  scene.facts.set(`nodeLabels ${end.role}`, {
    kind: 'nodeLabels',
    end: end.role,
    endpoint: end.endpoint,
  });
  return 'unknown';
}

function domainNamesTruth(scene: Scene, names: readonly string[], end: End): Truth {
  if (end.endpoint.kind !== 'address') return 'no';
  scene.facts.set(`domainNames ${end.role}`, {
    kind: 'domainNames',
    endpoint: end.endpoint,
    names,
  });
  return 'unknown';
}

/** Whether one peer of a rule takes in the other end of the connection. */
export function peerTruth(scene: Scene, peer: Peer, end: End): Truth {
  if (end.endpoint.kind === 'hostname') {
    scene.facts.set(`hostname ${end.role}`, { kind: 'hostname', name: end.endpoint.name });
    return 'unknown';
  }
  switch (peer.kind) {
    case 'pods':
      return podScopeTruth(scene, peer, end);
    case 'ipBlock':
      return ipBlockTruth(scene, peer, end);
    case 'nodes':
      return nodesTruth(scene, peer.selector, end);
    case 'domainNames':
      return domainNamesTruth(scene, peer.names, end);
  }
}

/**
 * Whether one port item takes in the connection. The number is always the destination's; a name is
 * resolved on the destination pod, with its protocol, in either direction. ICMP has no port.
 */
export function portMatches(scene: Scene, item: PortMatch): boolean {
  const { protocol, port } = scene.connection;
  if (port === null) return false;
  if (item.kind === 'range') {
    return item.protocol === protocol && item.first <= port && port <= item.last;
  }
  if (item.protocol !== null && item.protocol !== protocol) return false;
  const ports = scene.destination.pod?.ports ?? [];
  return ports.some(
    (declared) =>
      declared.name === item.name &&
      declared.protocol === protocol &&
      declared.containerPort === port,
  );
}

/** A rule's peers are ORed; a rule without peers takes in every peer. */
export function peersTruth(scene: Scene, rule: Rule, peer: End): Truth {
  if (rule.peers === null) return 'yes';
  let truth: Truth = 'no';
  for (const item of rule.peers) {
    truth = or(truth, peerTruth(scene, item, peer));
    if (truth === 'yes') return 'yes';
  }
  return truth;
}

/** A rule's ports are ORed; a rule without ports takes in every port of every protocol. */
export function portsMatch(scene: Scene, rule: Rule): boolean {
  return rule.ports === null || rule.ports.some((item) => portMatches(scene, item));
}

/** A rule matches where its ports and its peers do. */
export function ruleTruth(scene: Scene, rule: Rule, peer: End): Truth {
  return portsMatch(scene, rule) ? peersTruth(scene, rule, peer) : 'no';
}

function missingNode(scene: Scene, end: End): void {
  if (end.endpoint.kind !== 'pod') return;
  scene.facts.set(`node ${end.role}`, { kind: 'node', end: end.role, pod: end.endpoint.pod });
}

/** Whether the peer is the node that the subject, a pod, runs on, or shares that node's network. */
export function isLocalNode(scene: Scene, subject: End, peer: End): Truth {
  if (!peer.isHost) return 'no';
  if (subject.nodeName !== null && peer.nodeName !== null) {
    return subject.nodeName === peer.nodeName ? 'yes' : 'no';
  }
  if (subject.nodeName === null) missingNode(scene, subject);
  if (peer.nodeName === null) missingNode(scene, peer);
  return 'unknown';
}
