import type { Cluster } from '../model/cluster.ts';
import type { Endpoint } from '../model/connection.ts';
import type { Family, IpAddress } from '../model/ip.ts';
import { podAddresses } from './ends.ts';

const BOTH: readonly Family[] = [4, 6];

/** The families of an endpoint's addresses, ascending; null where the input does not tell. */
export function endpointFamilies(cluster: Cluster, end: Endpoint): readonly Family[] | null {
  switch (end.kind) {
    case 'pod':
      return familiesOf(podAddresses(cluster, end.pod));
    case 'node':
      return familiesOf(end.node.addresses);
    case 'address':
      return [end.address.family];
    case 'hostname':
      return null;
  }
}

/** The families that a connection between ends of unknown addresses may use: the input's one, else both. */
export function inputFamilies({ families }: Pick<Cluster, 'families'>): readonly Family[] {
  return families.size === 1 ? [...families] : BOTH;
}

/**
 * The families in which two ends can meet: those that both have. An end whose addresses are not
 * known (null) takes the other's.
 */
export function sharedFamilies(
  cluster: Cluster,
  a: readonly Family[] | null,
  b: readonly Family[] | null,
): readonly Family[] {
  if (a === null || b === null) return a ?? b ?? inputFamilies(cluster);
  return a.filter((family) => b.includes(family));
}

function familiesOf(addresses: readonly IpAddress[] | null): readonly Family[] | null {
  if (addresses === null || addresses.length === 0) return null;
  return BOTH.filter((family) => addresses.some((address) => address.family === family));
}
