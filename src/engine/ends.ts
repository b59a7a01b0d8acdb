import { namespaceOf, nodeOf, type Cluster } from '../model/cluster.ts';
import type { Connection, Endpoint, EngineOptions } from '../model/connection.ts';
import type { Family, IpAddress } from '../model/ip.ts';
import type { Labels } from '../model/labels.ts';
import type { Pod } from '../model/objects.ts';

export type Role = 'source' | 'destination';

const NO_LABELS: Labels = new Map();

/** One end of a connection as policies see it. */
export interface End {
  readonly role: Role;
  readonly endpoint: Endpoint;
  /** Null where policies see no pod: outside addresses, nodes, pods that share their node's network. */
  readonly pod: Pod | null;
  readonly labels: Labels;
  readonly namespaceLabels: Labels;
  /** Addresses of the connection's family; null where the input does not tell. */
  readonly addresses: readonly IpAddress[] | null;
  /**
   * Whether an ipBlock matches when it holds any of the addresses (a pod has one a family), or the
   * connection uses one of them and nobody knows which (a node may have several).
   */
  readonly addressChoice: 'any' | 'one';
  /** The traffic is the node's own: a node, or a pod in its node's network. */
  readonly isHost: boolean;
  /** The node that it is or runs on; null where the input does not tell, or for an address. */
  readonly nodeName: string | null;
}

function ofFamily(addresses: readonly IpAddress[] | null, family: Family): IpAddress[] | null {
  return addresses === null ? null : addresses.filter((address) => address.family === family);
}

/**
 * The addresses that a pod sends from and is reached at. A pod in the host network has its node's;
 * where the input gives the pod no address, its node's are taken.
 */
export function podAddresses(cluster: Cluster, pod: Pod): readonly IpAddress[] | null {
  if (pod.addresses !== null) return pod.addresses;
  if (!pod.hostNetwork || pod.nodeName === null) return null;
  return nodeOf(cluster, pod.nodeName).addresses;
}

/** How policies see an endpoint of a connection of the given family. */
export function createEnd(
  cluster: Cluster,
  options: EngineOptions,
  endpoint: Endpoint,
  role: Role,
  family: Family,
): End {
  switch (endpoint.kind) {
    case 'pod': {
      const { pod } = endpoint;
      const isHost = pod.hostNetwork && options.hostNetwork === 'node';
      return {
        role,
        endpoint,
        pod: isHost ? null : pod,
        labels: pod.labels,
        namespaceLabels: namespaceOf(cluster, pod.namespace).labels,
        addresses: ofFamily(podAddresses(cluster, pod), family),
        // A node's addresses, taken for the pod's, may be several.
        addressChoice: isHost || pod.addresses === null ? 'one' : 'any',
        isHost,
        nodeName: pod.nodeName,
      };
    }
    case 'node': {
      const { node, address } = endpoint;
      const addresses = address === undefined ? node.addresses : [address];
      return {
        ...outside(endpoint, role, ofFamily(addresses, family)),
        addressChoice: 'one',
        isHost: true,
        nodeName: node.name,
      };
    }
    case 'address':
      return outside(endpoint, role, ofFamily([endpoint.address], family));
    case 'hostname':
      return outside(endpoint, role, null);
  }
}

function outside(endpoint: Endpoint, role: Role, addresses: readonly IpAddress[] | null): End {
  return {
    role,
    endpoint,
    pod: null,
    labels: NO_LABELS,
    namespaceLabels: NO_LABELS,
    addresses,
    addressChoice: 'any',
    isHost: false,
    nodeName: null,
  };
}

/** Whether both ends are one and the same pod. Two replicas of a workload are two pods. */
export function isSamePod(connection: Connection): boolean {
  const { source, destination } = connection;
  if (source.kind !== 'pod' || destination.kind !== 'pod') return false;
  const [a, b] = [source.pod, destination.pod];
  return (
    a.identity === 'exact' &&
    b.identity === 'exact' &&
    a.namespace === b.namespace &&
    a.name === b.name
  );
}
