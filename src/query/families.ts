import { endpointFamilies, sharedFamilies } from '../engine/families.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Family } from '../model/ip.ts';
import type { RealEnd, SourceLeg } from './leg.ts';

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
  const common = sharedFamilies(
    cluster,
    legFamilies(cluster, source),
    legFamilies(cluster, destination),
  );
  return only === null ? common : common.filter((family) => family === only);
}

function legFamilies(cluster: Cluster, { end, families }: SourceLeg): readonly Family[] | null {
  const known = endFamilies(cluster, end);
  if (known === null || families === null) return known ?? families;
  return known.filter((family) => families.includes(family));
}

function endFamilies(cluster: Cluster, end: RealEnd): readonly Family[] | null {
  if (end.kind !== 'range') return endpointFamilies(cluster, end);
  return ([4, 6] as const).filter((family) => end.ranges.some((range) => range.family === family));
}
