import { namespaceOf, type Cluster } from '../../model/cluster.ts';
import { rangeContains } from '../../model/ip.ts';
import { selectorMatches } from '../../model/labels.ts';
import type { Pod } from '../../model/objects.ts';
import type { Peer } from '../../model/policy.ts';

/**
 * The pods that one of the peers may take in, in the order of the cluster: all others need no
 * engine. What a peer makes of pods in the host network is left to the engine.
 */
export function podsThatMayMatch(cluster: Cluster, peers: readonly Peer[]): Pod[] {
  const found: Pod[] = [];
  for (const [namespace, pods] of cluster.pods) {
    const tests = peers.flatMap((peer) => testFor(cluster, peer, namespace));
    if (tests.length === 0) continue;
    for (const pod of pods) if (tests.some((test) => test(pod))) found.push(pod);
  }
  return found;
}

type Test = (pod: Pod) => boolean;

/** How to tell the pods of a namespace that a peer may take in; none where it takes in none. */
function testFor(cluster: Cluster, peer: Peer, namespace: string): Test[] {
  switch (peer.kind) {
    case 'pods': {
      const { namespaces, pods } = peer;
      const isInside =
        namespaces.kind === 'own'
          ? namespaces.namespace === namespace
          : selectorMatches(namespaces.selector, namespaceOf(cluster, namespace).labels) !== 'no';
      if (!isInside) return [];
      return [(pod) => pods === null || selectorMatches(pods, pod.labels) !== 'no'];
    }
    case 'ipBlock': {
      const { range } = peer.cidr;
      return [
        ({ addresses }) =>
          addresses === null || addresses.some((address) => rangeContains(range, address)),
      ];
    }
    case 'nodes':
      return [({ hostNetwork }) => hostNetwork];
    case 'domainNames':
      return [];
  }
}
