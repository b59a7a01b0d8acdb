import type { Cluster } from '../../model/cluster.ts';
import { namespaceOf, nodeOf } from '../../model/cluster.ts';
import type { Endpoint, EngineOptions } from '../../model/connection.ts';
import type { Family, IpAddress } from '../../model/ip.ts';
import type { Labels, LabelSelector } from '../../model/labels.ts';
import type { PodScope } from '../../model/policy.ts';

/** The facts of an end that policies can look at. */
export const SIGHT_PARTS = [
  'labels',
  'namespaceLabels',
  'ports',
  'hostNetwork',
  'addresses',
  'node',
] as const;
export type SightPart = (typeof SIGHT_PARTS)[number];

/** What policies see of an end: for each part a text that is equal where it is the same to them. */
export type Sight = Readonly<Record<SightPart, string>>;

/** What the policies of some clusters look at. All other facts change no answer. */
interface Looks {
  readonly podKeys: ReadonlySet<string>;
  readonly namespaceKeys: ReadonlySet<string>;
  readonly nodeKeys: ReadonlySet<string>;
  readonly portNames: ReadonlySet<string>;
  /** Where blocks begin, and the address after each; ascending. */
  readonly cuts: Readonly<Record<Family, readonly bigint[]>>;
}

/**
 * Tells what policies see of the ends of a cluster. What nobody looks at is left out: a label that
 * no selector names, where between two blocks an address lies.
 *
 * @param clusters all versions, so that what the policies of one of them look at is in both
 * @param portNames names of ports that are asked for
 */
export function createSights(
  clusters: readonly Cluster[],
  portNames: readonly string[],
): (cluster: Cluster, options: EngineOptions) => (end: Endpoint) => Sight {
  const looks = looksOf(clusters, portNames);
  return (cluster, options) => {
    const namespaces = new Map<string, string>();
    const namespaceText = (name: string): string => {
      let text = namespaces.get(name);
      if (text === undefined) {
        text = labelsText(namespaceOf(cluster, name).labels, looks.namespaceKeys);
        namespaces.set(name, text);
      }
      return text;
    };
    // Pods whose addresses are not known take the one family of the input.
    const unknown = `? ${[...cluster.families].sort().join()}`;
    const addressesText = (addresses: readonly IpAddress[] | null): string => {
      if (addresses === null) return unknown;
      const texts = addresses.map(({ family, value }) => {
        return `${String(family)}:${String(cutsBelow(looks.cuts[family], value))}`;
      });
      return [...new Set(texts)].sort().join();
    };
    const nodeText = (name: string): string => {
      const { labels, addresses, source } = nodeOf(cluster, name);
      const seen = labelsText(labels, looks.nodeKeys);
      return `${seen} ${addressesText(addresses)} ${String(source !== null)}`;
    };
    return (end) => {
      if (end.kind === 'node') {
        const addresses = addressesText(end.node.addresses);
        return { ...NOTHING, hostNetwork: 'node', addresses, node: nodeText(end.node.name) };
      }
      if (end.kind !== 'pod') return NOTHING;
      const { pod } = end;
      const { hostNetwork, nodeName } = pod;
      const isHost = hostNetwork && options.hostNetwork === 'node';
      const named = pod.ports
        .filter(({ name }) => name !== null && looks.portNames.has(name))
        .map((port) => `${String(port.name)}:${String(port.containerPort)}/${port.protocol}`);
      return {
        labels: labelsText(pod.labels, looks.podKeys),
        namespaceLabels: namespaceText(pod.namespace),
        ports: named.join(),
        hostNetwork: String(hostNetwork),
        addresses: addressesText(pod.addresses),
        // Which node it is counts for those who share its network; else whether it is known.
        node: nodeName === null ? '?' : isHost || hostNetwork ? nodeText(nodeName) : 'known',
      };
    };
  };
}

/** Whether two sights are the same to every policy. */
export function sameSight(a: Sight, b: Sight): boolean {
  return SIGHT_PARTS.every((part) => a[part] === b[part]);
}

const NOTHING: Sight = {
  labels: '',
  namespaceLabels: '',
  ports: '',
  hostNetwork: '',
  addresses: '',
  node: '',
};

function labelsText(labels: Labels, keys: ReadonlySet<string>): string {
  const seen: string[] = [];
  for (const key of keys) {
    const value = labels.get(key);
    if (value !== undefined) seen.push(value === null ? `${key}?` : `${key}=${value}`);
  }
  return seen.join();
}

/** How many cuts lie at or below an address. */
function cutsBelow(cuts: readonly bigint[], value: bigint): number {
  let low = 0;
  let high = cuts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cuts[middle] ?? 0n) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function looksOf(clusters: readonly Cluster[], asked: readonly string[]): Looks {
  const podKeys = new Set<string>();
  const namespaceKeys = new Set<string>();
  const nodeKeys = new Set<string>();
  const portNames = new Set(asked);
  const cuts: Record<Family, Set<bigint>> = { 4: new Set(), 6: new Set() };
  const note = (keys: Set<string>, selector: LabelSelector | null): void => {
    for (const { key } of selector?.requirements ?? []) keys.add(key);
  };
  const noteScope = ({ namespaces, pods }: PodScope): void => {
    note(podKeys, pods);
    if (namespaces.kind === 'selected') note(namespaceKeys, namespaces.selector);
  };
  for (const policy of clusters.flatMap(({ policies }) => [...policies.values()].flat())) {
    noteScope(policy.subject);
    for (const { peers, ports } of [...policy.ingress.rules, ...policy.egress.rules]) {
      for (const port of ports ?? []) if (port.kind === 'named') portNames.add(port.name);
      for (const peer of peers ?? []) {
        if (peer.kind === 'pods') noteScope(peer);
        else if (peer.kind === 'nodes') note(nodeKeys, peer.selector);
        else if (peer.kind === 'ipBlock') {
          for (const { range } of [peer.cidr, ...peer.except]) {
            cuts[range.family].add(range.first).add(range.last + 1n);
          }
        }
      }
    }
  }
  const sorted = (family: Family): bigint[] => [...cuts[family]].sort((a, b) => (a < b ? -1 : 1));
  return { podKeys, namespaceKeys, nodeKeys, portNames, cuts: { 4: sorted(4), 6: sorted(6) } };
}
