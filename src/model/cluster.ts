import { sameAddress, type Family, type IpAddress } from './ip.ts';
import {
  NAMESPACE_NAME_LABEL,
  type EndpointSlice,
  type ForeignPolicy,
  type Namespace,
  type Node,
  type Pod,
  type Service,
  type Workload,
} from './objects.ts';
import type { Policy } from './policy.ts';

/** Everything that was read, validated and put together: what questions are asked about. */
export interface Cluster {
  readonly namespaces: ReadonlyMap<string, Namespace>;
  readonly nodes: ReadonlyMap<string, Node>;
  /** Pods of the input and pods that its workloads make, by namespace. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
  readonly workloads: readonly Workload[];
  readonly services: readonly Service[];
  readonly endpointSlices: readonly EndpointSlice[];
  /** Policies of namespaces, by namespace; those of the whole cluster under ''. Sorted by name. */
  readonly policies: ReadonlyMap<string, readonly Policy[]>;
  readonly foreignPolicies: readonly ForeignPolicy[];
  /** The families of all addresses in the input. */
  readonly families: ReadonlySet<Family>;
}

/** The namespace of a name: the loaded one, or one with only the label that the server sets. */
export function namespaceOf(cluster: Cluster, name: string): Namespace {
  return (
    cluster.namespaces.get(name) ?? {
      name,
      labels: new Map([[NAMESPACE_NAME_LABEL, name]]),
      source: null,
    }
  );
}

/** The node of a name: the loaded one, or one that is only named. */
export function nodeOf(cluster: Cluster, name: string): Node {
  return (
    cluster.nodes.get(name) ?? {
      name,
      labels: new Map(),
      addresses: null,
      allAddresses: [],
      source: null,
    }
  );
}

/**
 * Who has an address: a live pod of its own address, else a node, else nobody known. Pods in the
 * host network have their node's address, and finished pods have given theirs back.
 */
export function ownerOfAddress(cluster: Cluster, address: IpAddress): Pod | Node | null {
  for (const pods of cluster.pods.values()) {
    for (const pod of pods) {
      if (pod.hostNetwork || pod.finished || pod.addresses === null) continue;
      if (pod.addresses.some((own) => sameAddress(own, address))) return pod;
    }
  }
  for (const node of cluster.nodes.values()) {
    if (node.allAddresses.some((own) => sameAddress(own, address))) return node;
  }
  return null;
}
