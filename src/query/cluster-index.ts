import type { Cluster } from '../model/cluster.ts';
import type { IpAddress, IpRange } from '../model/ip.ts';
import { rangeContains } from '../model/ip.ts';
import type { LabelSelector } from '../model/labels.ts';
import {
  NAMESPACE_NAME_LABEL,
  type Node,
  type Pod,
  type Service,
  type Workload,
} from '../model/objects.ts';
import type { Policy } from '../model/policy.ts';

/** Who an address belongs to. */
export type AddressOwner =
  | { readonly kind: 'pod'; readonly pod: Pod }
  | { readonly kind: 'node'; readonly node: Node; readonly address: IpAddress };

interface Owned<Owner> {
  readonly address: IpAddress;
  readonly owner: Owner;
}

/** The names and addresses of a cluster, prepared so that many questions can be asked of it. */
export interface ClusterIndex {
  readonly cluster: Cluster;
  /** Everything that some object of the input names as a namespace. */
  readonly namespaces: ReadonlySet<string>;
  /** Nodes of the input and nodes that pods run on. */
  readonly nodeNames: ReadonlySet<string>;
  /** The one pod of that name; pods whose names nobody knows yet are not found by name. */
  pod(namespace: string, name: string): Pod | null;
  workloads(namespace: string): readonly Workload[];
  services(namespace: string): readonly Service[];
  /** As the model's ownerOfAddress: a live pod, else a node. */
  owner(address: IpAddress): AddressOwner | null;
  /** The Service whose cluster IP, external IP or load balancer's address it is. */
  serviceAt(address: IpAddress): Service | null;
  /** The addresses of a range that are known, with their owners. */
  ownersIn(range: IpRange): readonly Owned<AddressOwner>[];
  servicesIn(range: IpRange): readonly Owned<Service>[];
}

const INDEXES = new WeakMap<Cluster, ClusterIndex>();

/** The index of a cluster, made when first asked for. */
export function indexOf(cluster: Cluster): ClusterIndex {
  let index = INDEXES.get(cluster);
  if (index === undefined) {
    index = createIndex(cluster);
    INDEXES.set(cluster, index);
  }
  return index;
}

function createIndex(cluster: Cluster): ClusterIndex {
  const pods = new Map<string, Pod>();
  const nodeNames = new Set(cluster.nodes.keys());
  const owners = new Map<string, Owned<AddressOwner>>();
  for (const pod of [...cluster.pods.values()].flat()) {
    if (pod.identity === 'exact') pods.set(`${pod.namespace}/${pod.name}`, pod);
    if (pod.nodeName !== null) nodeNames.add(pod.nodeName);
    // Pods in the host network have their node's address; finished ones have given theirs back.
    if (pod.hostNetwork || pod.finished) continue;
    for (const address of pod.addresses ?? []) claim(owners, address, { kind: 'pod', pod });
  }
  for (const node of cluster.nodes.values()) {
    for (const address of node.allAddresses)
      claim(owners, address, { kind: 'node', node, address });
  }
  const clusterIps = new Map<string, Owned<Service>>();
  for (const service of cluster.services) {
    const own = [...service.clusterIPs, ...(service.externalAddresses ?? [])];
    for (const address of own) claim(clusterIps, address, service);
  }
  const workloads = byNamespace(cluster.workloads);
  const services = byNamespace(cluster.services);

  return {
    cluster,
    namespaces: namespacesOf(cluster),
    nodeNames,
    pod: (namespace, name) => pods.get(`${namespace}/${name}`) ?? null,
    workloads: (namespace) => workloads.get(namespace) ?? [],
    services: (namespace) => services.get(namespace) ?? [],
    owner: (address) => owners.get(addressKey(address))?.owner ?? null,
    serviceAt: (address) => clusterIps.get(addressKey(address))?.owner ?? null,
    ownersIn: (range) => ownedIn(owners, range),
    servicesIn: (range) => ownedIn(clusterIps, range),
  };
}

function byNamespace<T extends { readonly namespace: string }>(
  items: readonly T[],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(item.namespace);
    if (group === undefined) groups.set(item.namespace, [item]);
    else group.push(item);
  }
  return groups;
}

/** The first to have an address keeps it. */
function claim<Owner>(map: Map<string, Owned<Owner>>, address: IpAddress, owner: Owner): void {
  const key = addressKey(address);
  if (!map.has(key)) map.set(key, { address, owner });
}

function addressKey({ family, value }: IpAddress): string {
  return `${String(family)} ${value.toString(16)}`;
}

function ownedIn<Owner>(map: ReadonlyMap<string, Owned<Owner>>, range: IpRange): Owned<Owner>[] {
  return [...map.values()]
    .filter(({ address }) => rangeContains(range, address))
    .sort((a, b) => (a.address.value < b.address.value ? -1 : 1));
}

function namespacesOf(cluster: Cluster): Set<string> {
  const names = new Set([...cluster.namespaces.keys(), ...cluster.pods.keys()]);
  const owned = [
    ...cluster.workloads,
    ...cluster.services,
    ...cluster.endpointSlices,
    ...cluster.foreignPolicies,
  ];
  for (const { namespace } of owned) if (namespace !== null) names.add(namespace);
  for (const policy of [...cluster.policies.values()].flat()) {
    if (policy.namespace !== null) names.add(policy.namespace);
    for (const selector of namespaceSelectors(policy)) {
      for (const { key, values } of selector.requirements) {
        if (key === NAMESPACE_NAME_LABEL) for (const value of values) names.add(value);
      }
    }
  }
  return names;
}

/** The selectors of namespaces in a policy: they may name a namespace that has no object. */
function namespaceSelectors(policy: Policy): LabelSelector[] {
  const rules = [...policy.ingress.rules, ...policy.egress.rules];
  const scopes = rules.flatMap(({ peers }) => (peers ?? []).filter(({ kind }) => kind === 'pods'));
  return [policy.subject, ...scopes].flatMap((scope) =>
    'namespaces' in scope && scope.namespaces.kind === 'selected'
      ? [scope.namespaces.selector]
      : [],
  );
}
