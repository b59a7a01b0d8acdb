import type { Cluster } from '../../model/cluster.ts';
import type { Family, IpAddress } from '../../model/ip.ts';
import type { Pod } from '../../model/objects.ts';

/**
 * A cluster in which only the addresses of one family are left. Pods whose addresses are all of the
 * other family take no part; whoever's addresses are not known may have one of this family.
 */
export function inFamily(cluster: Cluster, family: Family): Cluster {
  const own = (addresses: readonly IpAddress[]): readonly IpAddress[] =>
    addresses.filter((address) => address.family === family);
  const isOther = (addresses: readonly IpAddress[] | null): boolean =>
    addresses !== null && addresses.length > 0 && own(addresses).length === 0;
  const nodes = [...cluster.nodes.values()].map((node) => ({
    ...node,
    addresses: node.addresses === null || isOther(node.addresses) ? null : own(node.addresses),
    allAddresses: own(node.allAddresses),
  }));
  const kept = new Map<Pod, Pod>();
  for (const pod of [...cluster.pods.values()].flat()) {
    const node = pod.hostNetwork ? cluster.nodes.get(pod.nodeName ?? '') : undefined;
    if (isOther(pod.addresses ?? node?.addresses ?? null)) continue;
    kept.set(pod, pod.addresses === null ? pod : { ...pod, addresses: own(pod.addresses) });
  }
  const left = (pods: readonly Pod[]): readonly Pod[] => pods.flatMap((pod) => kept.get(pod) ?? []);
  return {
    ...cluster,
    nodes: new Map(nodes.map((node) => [node.name, node])),
    pods: new Map([...cluster.pods].map(([namespace, pods]) => [namespace, left(pods)])),
    workloads: cluster.workloads.map((workload) => ({ ...workload, pods: left(workload.pods) })),
    families: new Set([family]),
  };
}
