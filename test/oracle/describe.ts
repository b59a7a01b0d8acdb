import type { Connection, Endpoint } from '../../src/model/connection.ts';
import type { LabelSelector } from '../../src/model/labels.ts';
import { formatSelector } from '../../src/model/labels.ts';
import type { Pod } from '../../src/model/objects.ts';
import type { Peer, PodScope, Policy, PortMatch, Rule } from '../../src/model/policy.ts';
import type { Scenario } from './generate.ts';

/** A scenario and one of its connections as text, for the report of a disagreement. */
export function describeScenario(scenario: Scenario, connection: Connection): string {
  const { cluster, options } = scenario;
  const { source, destination, protocol, port, family, via } = connection;
  return [
    `hostNetwork=${options.hostNetwork}`,
    ...[...cluster.namespaces.values()].map((ns) => `namespace ${ns.name} ${labelText(ns.labels)}`),
    ...[...cluster.nodes.values()].map(
      (node) => `node ${node.name} ${labelText(node.labels)} ${addressText(node.addresses)}`,
    ),
    ...[...cluster.policies.values()].flat().map(policyText),
    `from ${endText(source)}`,
    `to   ${endText(destination)}`,
    `port ${String(port)}/${protocol} over IPv${String(family)}${via === null ? '' : ' via a service'}`,
  ].join('\n');
}

function labelText(labels: ReadonlyMap<string, string | null>): string {
  return `{${[...labels].map(([key, value]) => `${key}=${value ?? '?'}`).join(',')}}`;
}

function addressText(list: readonly { value: bigint }[] | null): string {
  return list === null ? 'at ?' : `at ${list.map(({ value }) => value.toString(16)).join(' ')}`;
}

function endText(end: Endpoint): string {
  switch (end.kind) {
    case 'pod':
      return podText(end.pod);
    case 'node':
      return `node ${end.node.name}`;
    case 'address':
      return addressText([end.address]);
    case 'hostname':
      return end.name;
  }
}

function podText(pod: Pod): string {
  const ports = pod.ports.map((p) => `${p.name ?? ''}:${String(p.containerPort)}/${p.protocol}`);
  return [
    `${pod.identity} pod ${pod.namespace}/${pod.name}`,
    labelText(pod.labels),
    addressText(pod.addresses),
    `on ${pod.nodeName ?? '?'}`,
    `[${ports.join(' ')}]`,
    ...(pod.hostNetwork ? ['hostNetwork'] : []),
  ].join(' ');
}

function policyText(policy: Policy): string {
  const rules = (['ingress', 'egress'] as const)
    .filter((direction) => policy[direction].applies)
    .map((direction) => `  ${direction}: ${policy[direction].rules.map(ruleText).join(' ; ')}`);
  const head = `${policy.tier.name} ${String(policy.priority)} ${policy.name} selects ${scopeText(policy.subject)}`;
  return [head, ...rules].join('\n');
}

function ruleText(rule: Rule): string {
  const peers = rule.peers?.map(peerText).join(' or ') ?? 'anyone';
  return `${rule.action} ${peers} on ${rule.ports?.map(portText).join(',') ?? 'any port'}`;
}

function scopeText(scope: PodScope): string {
  const { namespaces } = scope;
  const where = namespaces.kind === 'own' ? namespaces.namespace : select(namespaces.selector);
  return `(${where} / ${scope.pods === null ? '*' : select(scope.pods)})`;
}

function select(selector: LabelSelector): string {
  return formatSelector(selector);
}

function peerText(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return scopeText(peer);
    case 'ipBlock':
      return [peer.cidr, ...peer.except].map(({ text }) => text).join(' - ');
    case 'nodes':
      return `nodes ${select(peer.selector)}`;
    case 'domainNames':
      return peer.names.join(' ');
  }
}

function portText(port: PortMatch): string {
  if (port.kind === 'named') return `${port.name}/${port.protocol ?? '*'}`;
  return `${String(port.first)}-${String(port.last)}/${port.protocol}`;
}
