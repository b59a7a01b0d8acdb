import type { Cluster } from '../../model/cluster.ts';
import type { LabelSelector } from '../../model/labels.ts';
import {
  policyDirection,
  type CidrText,
  type Direction,
  type Peer,
  type PodScope,
  type Policy,
  type PortMatch,
  type Rule,
} from '../../model/policy.ts';

/** Numbers that are equal where what a policy or a rule says is equal, wherever it stands. */
export interface PolicyContents {
  /** What a policy says of a direction: whom it selects, when it is asked, its rules in order. */
  policy(policy: Policy, direction: Direction): number;
  /** Whom a policy selects in a direction; its rules do not count. */
  subject(policy: Policy, direction: Direction): number;
  /** A rule, and when it is asked. */
  rule(policy: Policy, rule: Rule): number;
}

/** Contents of policies of several versions, so that they can be compared. Each is read once. */
export function createPolicyContents(): PolicyContents {
  const numbers = new Map<string, number>();
  const intern = (text: string): number => {
    let number = numbers.get(text);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(text, number);
    }
    return number;
  };
  const policies = {
    Ingress: new WeakMap<Policy, number>(),
    Egress: new WeakMap<Policy, number>(),
  };
  const rules = new WeakMap<Rule, number>();

  function rule(policy: Policy, own: Rule): number {
    let number = rules.get(own);
    if (number === undefined) {
      const { tier, priority } = policy;
      const peers = own.peers === null ? null : own.peers.map(peerText).sort();
      const ports = own.ports === null ? null : own.ports.map(portText).sort();
      number = intern(JSON.stringify(['rule', tier.order, priority, own.action, peers, ports]));
      rules.set(own, number);
    }
    return number;
  }

  function subject(policy: Policy, direction: Direction): number {
    const { applies } = policyDirection(policy, direction);
    return intern(JSON.stringify(['subject', applies, scopeText(policy.subject)]));
  }

  return {
    rule,
    subject,
    policy(policy, direction) {
      let number = policies[direction].get(policy);
      if (number === undefined) {
        const { tier, priority } = policy;
        const own = policyDirection(policy, direction).rules.map((one) => rule(policy, one));
        // Where rules are a union their order says nothing.
        if (priority === null && tier.unmatched === 'deny') own.sort((a, b) => a - b);
        const head = [tier.order, priority, subject(policy, direction)];
        number = intern(JSON.stringify(['policy', head, own]));
        policies[direction].set(policy, number);
      }
      return number;
    },
  };
}

/** The policies of a cluster by kind, namespace and name. */
export function policiesByName(cluster: Cluster): ReadonlyMap<string, Policy> {
  const all = [...cluster.policies.values()].flat();
  return new Map(all.map((policy) => [policyKey(policy), policy]));
}

/** What a policy is in every version of it; the API version may change. */
export function policyKey({ kind, namespace, name }: Policy): string {
  return `${kind} ${namespace ?? ''}/${name}`;
}

function scopeText({ namespaces, pods }: PodScope): string {
  const where =
    namespaces.kind === 'own' ? ['own', namespaces.namespace] : selectorText(namespaces.selector);
  return JSON.stringify([where, pods === null ? [] : selectorText(pods)]);
}

function selectorText({ requirements }: LabelSelector): string[] {
  return requirements
    .map(({ key, operator, values }) => JSON.stringify([key, operator, [...values].sort()]))
    .sort();
}

function peerText(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return scopeText(peer);
    case 'ipBlock':
      return JSON.stringify([cidrText(peer.cidr), peer.except.map(cidrText).sort()]);
    case 'nodes':
      return JSON.stringify(['nodes', selectorText(peer.selector)]);
    case 'domainNames':
      return JSON.stringify(['names', [...peer.names].sort()]);
  }
}

function cidrText({ range: { family, first, last } }: CidrText): string {
  return `${String(family)} ${String(first)}-${String(last)}`;
}

function portText(port: PortMatch): string {
  return port.kind === 'named'
    ? JSON.stringify(['named', port.name, port.protocol])
    : JSON.stringify([port.protocol, port.first, port.last]);
}
