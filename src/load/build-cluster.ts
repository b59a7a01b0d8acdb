import type { Cluster } from '../model/cluster.ts';
import type { Family, IpAddress } from '../model/ip.ts';
import { mergeAddresses } from '../model/ip-text.ts';
import {
  NAMESPACE_NAME_LABEL,
  type ForeignPolicy,
  type Namespace,
  type Node,
  type Pod,
} from '../model/objects.ts';
import type { Policy } from '../model/policy.ts';
import type { Decoded, PodDraft } from './decoder.ts';
import { makePods } from './make-pods.ts';

/**
 * Puts the objects of an input together. Everything is in the order of names, so that the order
 * of files and documents changes nothing.
 */
export function buildCluster(
  objects: readonly Decoded[],
  foreignPolicies: readonly ForeignPolicy[],
): Cluster {
  const podDrafts = ofType(objects, 'pod').map(({ pod }) => pod);
  const workloadDrafts = ofType(objects, 'workload').map(({ workload }) => workload);
  const services = ofType(objects, 'service').map(({ service }) => service);
  const endpointSlices = ofType(objects, 'endpointSlice').map(({ slice }) => slice);
  const policies = ofType(objects, 'policy').map(({ policy }) => policy);
  const made = makePods(podDrafts, workloadDrafts);
  const nodes = collectNodes(
    ofType(objects, 'node').map(({ node }) => node),
    podDrafts,
    made.pods,
  );
  return {
    namespaces: collectNamespaces(objects),
    nodes,
    pods: byNamespace(made.pods),
    workloads: [...made.workloads].sort(
      (a, b) => compareNames(a, b) || compareText(a.kind, b.kind),
    ),
    services: services.sort(compareNames),
    endpointSlices: endpointSlices.sort(compareNames),
    policies: byNamespace(policies),
    foreignPolicies,
    families: familiesOf([
      ...made.pods.map(({ addresses }) => addresses ?? []),
      ...[...nodes.values()].map(({ allAddresses }) => allAddresses),
      ...services.map(({ clusterIPs }) => clusterIPs),
      ...endpointSlices.flatMap(({ endpoints }) => endpoints.map(({ addresses }) => addresses)),
    ]),
  };
}

function ofType<T extends Decoded['type']>(
  objects: readonly Decoded[],
  type: T,
): Extract<Decoded, { type: T }>[] {
  return objects.filter((object): object is Extract<Decoded, { type: T }> => object.type === type);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

interface Named {
  readonly namespace: string | null;
  readonly name: string;
}

function compareNames(a: Named, b: Named): number {
  return compareText(a.namespace ?? '', b.namespace ?? '') || compareText(a.name, b.name);
}

/** Objects by namespace, '' for those of the whole cluster, each list sorted by name. */
function byNamespace<T extends Pod | Policy>(objects: readonly T[]): Map<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const object of [...objects].sort(compareNames)) {
    const group = groups.get(object.namespace ?? '') ?? [];
    group.push(object);
    groups.set(object.namespace ?? '', group);
  }
  return groups;
}

/** The namespaces of the input, and those that its objects are in: with the server's own label. */
function collectNamespaces(objects: readonly Decoded[]): Map<string, Namespace> {
  const found = new Map<string, Namespace>();
  for (const { namespace } of ofType(objects, 'namespace')) found.set(namespace.name, namespace);
  for (const { identity } of objects) {
    const name = identity.namespace;
    if (name === '' || found.has(name)) continue;
    found.set(name, { name, labels: new Map([[NAMESPACE_NAME_LABEL, name]]), source: null });
  }
  return new Map([...found].sort(([a], [b]) => compareText(a, b)));
}

/** The nodes of the input, and those that pods name, with the addresses that pods tell of them. */
function collectNodes(
  loaded: readonly Node[],
  drafts: readonly PodDraft[],
  pods: readonly Pod[],
): Map<string, Node> {
  const found = new Map(loaded.map((node) => [node.name, node]));
  const told = new Map<string, IpAddress[]>();
  for (const { nodeName } of pods) {
    if (nodeName !== null && !found.has(nodeName)) told.set(nodeName, []);
  }
  for (const { nodeName, hostNetwork, hostAddresses, addresses } of drafts) {
    const into = nodeName === null ? undefined : told.get(nodeName);
    if (into === undefined) continue;
    mergeAddresses(into, hostAddresses);
    if (hostNetwork) mergeAddresses(into, addresses ?? []);
  }
  for (const [name, allAddresses] of told) {
    const addresses = allAddresses.length > 0 ? allAddresses : null;
    found.set(name, { name, labels: new Map(), addresses, allAddresses, source: null });
  }
  return new Map([...found].sort(([a], [b]) => compareText(a, b)));
}

function familiesOf(lists: readonly (readonly IpAddress[])[]): Set<Family> {
  const families = new Set<Family>();
  for (const addresses of lists) {
    for (const { family } of addresses) families.add(family);
  }
  return families;
}
