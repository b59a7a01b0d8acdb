import { namespaceOf, nodeOf, type Cluster } from '../../src/model/cluster.ts';
import type { Connection, Endpoint, EngineOptions } from '../../src/model/connection.ts';
import type { Verdict } from '../../src/model/decision.ts';
import type { IpAddress } from '../../src/model/ip.ts';
import type { Labels, LabelSelector } from '../../src/model/labels.ts';
import type { Node, Pod } from '../../src/model/objects.ts';
import type {
  Action,
  Direction,
  Peer,
  PodScope,
  Policy,
  PortMatch,
  Rule,
} from '../../src/model/policy.ts';
import { blockOf, onePerPiece, type Block } from './addresses.ts';
import { inEveryWorld, type Choose } from './worlds.ts';

/**
 * The specification, slow and literal: what a connection's verdict is. It shares only types and
 * two look-ups with the model and nothing with the engine. Where a fact is missing it goes
 * through every world that the fact allows, and answers `unknown` unless all worlds agree.
 */
export function referenceVerdict(
  cluster: Cluster,
  connection: Connection,
  options: EngineOptions,
): Verdict {
  const verdicts = new Set(
    inEveryWorld((choose) => new World(cluster, connection, options, choose).verdict()),
  );
  const [only] = verdicts;
  return verdicts.size === 1 && only !== undefined ? only : 'unknown';
}

type Role = 'source' | 'destination';

/** One connection in one world, in which every fact is known once it is asked for. */
class World {
  private readonly cluster: Cluster;
  private readonly connection: Connection;
  private readonly options: EngineOptions;
  private readonly choose: Choose;
  private readonly policies: readonly Policy[];

  constructor(cluster: Cluster, connection: Connection, options: EngineOptions, choose: Choose) {
    this.cluster = cluster;
    this.connection = connection;
    this.options = options;
    this.choose = choose;
    this.policies = [...cluster.policies.values()].flat();
  }

  /** "The connection is allowed if both the egress and the ingress policies allow it." */
  verdict(): Verdict {
    // "A pod cannot block access to itself."
    if (this.isSelf() && this.connection.via === null) return 'allowed';
    const ends = [this.end('Egress'), this.end('Ingress')];
    if (ends.includes('denied')) return 'denied';
    return ends.includes('unknown') ? 'unknown' : 'allowed';
  }

  private end(direction: Direction): Verdict {
    const subject: Role = direction === 'Egress' ? 'source' : 'destination';
    const peer: Role = direction === 'Egress' ? 'destination' : 'source';
    const pod = this.podThatPoliciesSee(subject);
    if (pod === null) return 'allowed';
    if (this.isNodeTraffic(peer) && this.nodeName(peer) === this.nodeName(subject))
      return 'allowed';

    const orders = [...new Set(this.policies.map((policy) => policy.tier.order))];
    orders.sort((a, b) => a - b);
    for (const order of orders) {
      const selecting = this.policies.filter(
        (policy) =>
          policy.tier.order === order &&
          direct(policy, direction).applies &&
          this.scopeHas(policy.subject, subject, pod),
      );
      const outcome = this.tier(selecting, direction, peer);
      if (outcome !== 'next') return outcome;
    }
    return 'allowed';
  }

  private tier(selecting: readonly Policy[], direction: Direction, peer: Role): Verdict | 'next' {
    const isolates = selecting.some((policy) => policy.tier.unmatched === 'deny');
    // A pod that reaches itself through a Service: the API does not say whether isolation counts.
    const denied: Verdict = isolates && this.isSelf() ? 'unknown' : 'denied';

    const priorities = [...new Set(selecting.map((policy) => policy.priority))];
    priorities.sort((a, b) => (a ?? -1) - (b ?? -1));
    for (const priority of priorities) {
      const actions = new Set<Action>();
      for (const policy of selecting) {
        if (policy.priority !== priority) continue;
        const first = direct(policy, direction).rules.find((rule) => this.ruleMatches(rule, peer));
        if (first !== undefined) actions.add(first.action);
      }
      if (actions.size === 0) continue;
      // "If two policies with the same priority match, the implementation can apply any of them."
      const tie = `tie ${direction} ${String(selecting[0]?.tier.order)} ${String(priority)}`;
      const action = this.choose(tie, [...actions].sort());
      if (action === 'Accept') return 'allowed';
      return action === 'Deny' ? denied : 'next';
    }
    return isolates ? denied : 'next';
  }

  /** "This item matches if the traffic matches both ports and from (or to)." */
  private ruleMatches(rule: Rule, peer: Role): boolean {
    const peersMatch =
      rule.peers === null || rule.peers.some((item) => this.peerMatches(item, peer));
    const portsMatch = rule.ports === null || rule.ports.some((item) => this.portMatches(item));
    return peersMatch && portsMatch;
  }

  private peerMatches(peer: Peer, role: Role): boolean {
    const endpoint = this.connection[role];
    // What a name resolves to, nobody knows: each peer may match it or not.
    if (endpoint.kind === 'hostname') return this.perhaps(peer);
    switch (peer.kind) {
      case 'pods': {
        const pod = this.podThatPoliciesSee(role);
        return pod !== null && this.scopeHas(peer, role, pod);
      }
      case 'ipBlock': {
        const block = blockOf(peer.cidr.text);
        const excepts = peer.except.map((except) => blockOf(except.text));
        return this.addresses(role).some(
          (address) =>
            this.within(address, block) && !excepts.some((except) => this.within(address, except)),
        );
      }
      case 'nodes': {
        if (!this.isNodeTraffic(role)) return false;
        const node = this.node(role);
        // The labels of a node that has no object in the input are not known.
        if (node !== null && node.source !== null)
          return this.selectorMatches(peer.selector, node.labels, role);
        return peer.selector.requirements.length === 0 || this.perhaps(peer);
      }
      case 'domainNames':
        return endpoint.kind === 'address' && this.perhaps(peer);
    }
  }

  private portMatches(item: PortMatch): boolean {
    const { protocol, port } = this.connection;
    if (protocol === 'ICMP' || port === null) return false;
    if (item.kind === 'range') {
      return item.protocol === protocol && item.first <= port && port <= item.last;
    }
    const destination = this.podThatPoliciesSee('destination');
    if (destination === null) return false;
    if (item.protocol !== null && item.protocol !== protocol) return false;
    return destination.ports.some(
      (declared) =>
        declared.name === item.name &&
        declared.containerPort === port &&
        declared.protocol === protocol,
    );
  }

  private scopeHas(scope: PodScope, role: Role, pod: Pod): boolean {
    const { namespaces } = scope;
    if (namespaces.kind === 'own') {
      if (namespaces.namespace !== pod.namespace) return false;
    } else {
      const { labels } = namespaceOf(this.cluster, pod.namespace);
      if (!this.selectorMatches(namespaces.selector, labels, role)) return false;
    }
    return scope.pods === null || this.selectorMatches(scope.pods, pod.labels, role);
  }

  private selectorMatches(selector: LabelSelector, labels: Labels, role: Role): boolean {
    return selector.requirements.every(({ key, operator, values }) => {
      const has = labels.has(key);
      if (operator === 'Exists') return has;
      if (operator === 'DoesNotExist') return !has;
      if (!has) return operator === 'NotIn';
      const isOneOf = values.includes(labels.get(key) ?? this.labelValue(role, key));
      return operator === 'In' ? isOneOf : !isOneOf;
    });
  }

  /** The value of a label that a controller sets: one that a selector names, or another one. */
  private labelValue(role: Role, key: string): string {
    const named = new Set<string>();
    for (const selector of selectorsOf(this.policies)) {
      for (const requirement of selector.requirements) {
        if (requirement.key !== key) continue;
        for (const value of requirement.values) named.add(value);
      }
    }
    const fresh = `not-${[...named].join('-')}`;
    return this.choose(`label ${this.who(role)} ${key}`, [...named, fresh]);
  }

  /** The end as a pod, unless policies take its traffic for its node's. */
  private podThatPoliciesSee(role: Role): Pod | null {
    const endpoint = this.connection[role];
    return endpoint.kind === 'pod' && !this.isNodeTraffic(role) ? endpoint.pod : null;
  }

  /** Whether the end is a node, or a pod whose traffic is its node's. */
  private isNodeTraffic(role: Role): boolean {
    const endpoint = this.connection[role];
    if (endpoint.kind === 'node') return true;
    return (
      endpoint.kind === 'pod' && endpoint.pod.hostNetwork && this.options.hostNetwork === 'node'
    );
  }

  /** The node that an end is, or runs on; where nobody knows, the other end's or another one. */
  private nodeName(role: Role): string {
    const known = knownNode(this.connection[role]);
    if (known !== null) return `node ${known}`;
    const other = knownNode(this.connection[role === 'source' ? 'destination' : 'source']);
    const shared = other === null ? 'the same unknown node' : `node ${other}`;
    return this.choose(`node ${this.who(role)}`, [shared, `an unknown node for ${this.who(role)}`]);
  }

  private node(role: Role): Node | null {
    const endpoint = this.connection[role];
    if (endpoint.kind === 'node') return endpoint.node;
    const name = knownNode(endpoint);
    return name === null ? null : nodeOf(this.cluster, name);
  }

  /** The addresses of an end in the connection's family. */
  private addresses(role: Role): readonly bigint[] {
    const endpoint = this.connection[role];
    if (endpoint.kind === 'address') return this.ofFamily([endpoint.address]);
    if (endpoint.kind === 'node' && endpoint.address !== undefined) {
      return this.ofFamily([endpoint.address]);
    }
    if (endpoint.kind === 'pod' && endpoint.pod.addresses !== null) {
      const own = this.ofFamily(endpoint.pod.addresses);
      return this.isNodeTraffic(role) ? this.oneOf(role, own) : own;
    }
    // A pod in the host network has its node's address, whatever policies make of it.
    const onNode = endpoint.kind !== 'pod' || endpoint.pod.hostNetwork;
    const known = onNode ? (this.node(role)?.addresses ?? null) : null;
    if (known !== null) return this.oneOf(role, this.ofFamily(known));
    return this.oneOf(role, onePerPiece(this.blocks(), this.connection.family));
  }

  /** Which of them a connection uses, nobody knows. */
  private oneOf(role: Role, addresses: readonly bigint[]): readonly bigint[] {
    if (addresses.length < 2) return addresses;
    return [this.choose(`address ${this.who(role)}`, addresses)];
  }

  private ofFamily(addresses: readonly IpAddress[]): bigint[] {
    return addresses
      .filter((address) => address.family === this.connection.family)
      .map((address) => address.value);
  }

  private within(address: bigint, block: Block): boolean {
    return (
      block.family === this.connection.family && block.first <= address && address <= block.last
    );
  }

  private blocks(): Block[] {
    return rulesOf(this.policies)
      .flatMap((rule) => rule.peers ?? [])
      .flatMap((peer) => (peer.kind === 'ipBlock' ? [peer.cidr, ...peer.except] : []))
      .map((cidr) => blockOf(cidr.text));
  }

  /** A condition that nobody can know, of each peer by itself. */
  private perhaps(peer: Peer): boolean {
    const peers = rulesOf(this.policies).flatMap((rule) => rule.peers ?? []);
    return this.choose(`peer ${peers.indexOf(peer)}`, [true, false]);
  }

  /** One pod at both ends. Two replicas of one workload are two pods. */
  private isSelf(): boolean {
    const { source, destination } = this.connection;
    return (
      source.kind === 'pod' &&
      destination.kind === 'pod' &&
      source.pod.identity === 'exact' &&
      destination.pod.identity === 'exact' &&
      source.pod.namespace === destination.pod.namespace &&
      source.pod.name === destination.pod.name
    );
  }

  /** Whose fact it is: a pod at both ends has one value. */
  private who(role: Role): string {
    return this.isSelf() ? 'self' : role;
  }
}

function direct(policy: Policy, direction: Direction): Policy['ingress'] {
  return direction === 'Ingress' ? policy.ingress : policy.egress;
}

function knownNode(endpoint: Endpoint): string | null {
  if (endpoint.kind === 'node') return endpoint.node.name;
  return endpoint.kind === 'pod' ? endpoint.pod.nodeName : null;
}

function rulesOf(policies: readonly Policy[]): Rule[] {
  return policies.flatMap((policy) => [...policy.ingress.rules, ...policy.egress.rules]);
}

function selectorsOf(policies: readonly Policy[]): LabelSelector[] {
  const scopes: PodScope[] = policies.map((policy) => policy.subject);
  const found: LabelSelector[] = [];
  for (const peer of rulesOf(policies).flatMap((rule) => rule.peers ?? [])) {
    if (peer.kind === 'pods') scopes.push(peer);
    if (peer.kind === 'nodes') found.push(peer.selector);
  }
  for (const scope of scopes) {
    if (scope.namespaces.kind === 'selected') found.push(scope.namespaces.selector);
    if (scope.pods !== null) found.push(scope.pods);
  }
  return found;
}
