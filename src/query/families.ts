import { nodeOf, type Cluster } from '../model/cluster.ts';
import type { Family, IpAddress } from '../model/ip.ts';
import type { Pod } from '../model/objects.ts';
import type { RealEnd, SourceLeg } from './leg.ts';

const BOTH: readonly Family[] = [4, 6];

/**
 * The families in which a connection between two ends can be made: those that both have. An end
 * whose addresses the input does not tell takes the other's; where neither is known, the one
 * family of the whole input, else both. `only` leaves one of them.
 */
export function commonFamilies(
  cluster: Cluster,
  source: SourceLeg,
  destination: SourceLeg,
  only: Family | null,
): readonly Family[] {
  const from = legFamilies(cluster, source);
  const to = legFamilies(cluster, destination);
  const common =
    from === null || to === null ? (from ?? to ?? inputFamilies(cluster)) : both(from, to);
  return only === null ? common : common.filter((family) => family === only);
}

function legFamilies(cluster: Cluster, { end, families }: SourceLeg): readonly Family[] | null {
  const known = endFamilies(cluster, end);
  return known === null || families === null ? (known ?? families) : both(known, families);
}

/** The families of an end's addresses; null where the input does not tell. */
function endFamilies(cluster: Cluster, end: RealEnd): readonly Family[] | null {
  switch (end.kind) {
    case 'pod':
      return familiesOf(podAddresses(cluster, end.pod));
    case 'node':
      return familiesOf(end.node.addresses);
    case 'address':
      return [end.address.family];
    case 'range':
      return BOTH.filter((family) => end.ranges.some((range) => range.family === family));
    case 'hostname':
      return null;
  }
}

/** A pod in the host network has its node's addresses. */
function podAddresses(cluster: Cluster, pod: Pod): readonly IpAddress[] | null {
  if (pod.addresses !== null || !pod.hostNetwork || pod.nodeName === null) return pod.addresses;
  return nodeOf(cluster, pod.nodeName).addresses;
}

function familiesOf(addresses: readonly IpAddress[] | null): readonly Family[] | null {
  if (addresses === null || addresses.length === 0) return null;
  return both(
    BOTH,
    addresses.map(({ family }) => family),
  );
}

function inputFamilies({ families }: Cluster): readonly Family[] {
  return families.size === 1 ? [...families] : BOTH;
}

function both(a: readonly Family[], b: readonly Family[]): readonly Family[] {
  return a.filter((family) => b.includes(family));
}
