import type { Cluster } from '../../model/cluster.ts';
import type { Family } from '../../model/ip.ts';
import type { LabelSelector } from '../../model/labels.ts';
import type { Peer, Policy, PodScope } from '../../model/policy.ts';

type BlockPeer = Extract<Peer, { kind: 'ipBlock' }>;

/** Everything that the policies of a cluster ask of the ends of connections. */
export interface Vocabulary {
  /** In the order in which they are asked: by tier, then by priority, then by name. */
  readonly policies: readonly Policy[];
  readonly podSelectors: readonly LabelSelector[];
  readonly namespaceSelectors: readonly LabelSelector[];
  /** Namespaces that have policies, which may mean pods of their own namespace. */
  readonly namespaces: ReadonlySet<string>;
  /** Blocks of each family, equal ones once. */
  readonly blocks: Readonly<Record<Family, readonly BlockPeer[]>>;
  /** Selectors of nodes, equal ones once. */
  readonly nodeSelectors: readonly LabelSelector[];
  /** Names of ports. */
  readonly portNames: ReadonlySet<string>;
}

/** Goes through all policies once. */
export function collectVocabulary(cluster: Cluster): Vocabulary {
  const policies = [...cluster.policies.values()].flat().sort(compareTurns);
  const scopes = new Map<string, PodScope>();
  const blocks = { 4: new Map<string, BlockPeer>(), 6: new Map<string, BlockPeer>() };
  const nodeSelectors = new Map<string, LabelSelector>();
  const portNames = new Set<string>();
  for (const policy of policies) {
    scopes.set(scopeKey(policy.subject), policy.subject);
    for (const rule of [...policy.ingress.rules, ...policy.egress.rules]) {
      for (const port of rule.ports ?? []) if (port.kind === 'named') portNames.add(port.name);
      for (const peer of rule.peers ?? []) {
        if (peer.kind === 'pods') scopes.set(scopeKey(peer), peer);
        else if (peer.kind === 'nodes')
          nodeSelectors.set(selectorKey(peer.selector), peer.selector);
        else if (peer.kind === 'ipBlock') blocks[peer.cidr.range.family].set(blockKey(peer), peer);
      }
    }
  }
  const all = [...scopes.values()];
  return {
    policies,
    podSelectors: all.flatMap(({ pods }) => (pods === null ? [] : [pods])),
    namespaceSelectors: all.flatMap(({ namespaces }) =>
      namespaces.kind === 'selected' ? [namespaces.selector] : [],
    ),
    namespaces: new Set(
      all.flatMap(({ namespaces }) => (namespaces.kind === 'own' ? [namespaces.namespace] : [])),
    ),
    blocks: { 4: [...blocks[4].values()], 6: [...blocks[6].values()] },
    nodeSelectors: [...nodeSelectors.values()],
    portNames,
  };
}

function compareTurns(a: Policy, b: Policy): number {
  return (
    a.tier.order - b.tier.order ||
    (a.priority ?? 0) - (b.priority ?? 0) ||
    compareText(a.namespace ?? '', b.namespace ?? '') ||
    compareText(a.name, b.name)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Equal for selectors that match the same labels because they say the same. */
export function selectorKey({ requirements }: LabelSelector): string {
  return requirements
    .map(({ key, operator, values }) => JSON.stringify([key, operator, ...[...values].sort()]))
    .sort()
    .join();
}

/** Equal for selections of the same pods in the same words. */
export function scopeKey({ namespaces, pods }: PodScope): string {
  const where =
    namespaces.kind === 'own' ? namespaces.namespace : `(${selectorKey(namespaces.selector)})`;
  return `${where} ${pods === null ? '' : selectorKey(pods)}`;
}

/** Equal for blocks of the same addresses in the same words. */
export function blockKey({ cidr, except }: BlockPeer): string {
  const ranges = [cidr, ...except].map(
    ({ range }) => `${String(range.first)}-${String(range.last)}`,
  );
  return `${String(cidr.range.family)} ${ranges.join()}`;
}

/** Equal for peers that take in the same ends because they say the same. */
export function peerKey(peer: Peer): string {
  switch (peer.kind) {
    case 'pods':
      return `pods ${scopeKey(peer)}`;
    case 'ipBlock':
      return `block ${blockKey(peer)}`;
    case 'nodes':
      return `nodes ${selectorKey(peer.selector)}`;
    case 'domainNames':
      return 'domainNames';
  }
}
