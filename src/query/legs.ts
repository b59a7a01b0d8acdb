import { subtractRanges, type Family, type IpRange } from '../model/ip.ts';
import type { Endpoint } from '../model/connection.ts';
import type { AddressOwner, ClusterIndex } from './cluster-index.ts';
import type { DestinationLeg, Leg, RealEnd, SourceLeg } from './leg.ts';
import { nodeLegs } from './node-ports.ts';
import type { PortRef } from './parse-port.ts';
import { ALL_PORTS, portsOn, type WantedPorts } from './ports.ts';
import type { ResolvedEnd } from './resolve.ts';
import { noBackends, serviceLegs, serviceLegsInBlock } from './services.ts';

/** The sources of a question. A block is the addresses of it that nobody known has, and who has the others. */
export function sourceLegs(
  index: ClusterIndex,
  resolved: Exclude<ResolvedEnd, { kind: 'service' }>,
): readonly SourceLeg[] {
  if (resolved.kind === 'endpoints') {
    const families = familiesOf(resolved.family);
    return resolved.endpoints.map((end) => ({ end, families }));
  }
  return blockEnds(index, resolved.range, []);
}

/** The destinations of a question, each with its ports. Throws a QuestionFault where a port has no meaning. */
export function destinationLegs(
  index: ClusterIndex,
  resolved: ResolvedEnd,
  refs: readonly PortRef[],
): readonly Leg[] {
  switch (resolved.kind) {
    case 'service': {
      const legs = serviceLegs(index, resolved.service, refs);
      const families = familiesOf(resolved.family);
      if (families === null) return legs;
      return legs.map((leg) => (leg.problem === null ? { ...leg, families } : leg));
    }
    case 'endpoints': {
      const ports = portsOn(refs, resolved.endpoints);
      const families = familiesOf(resolved.family);
      return resolved.endpoints.flatMap((end, at): readonly Leg[] => {
        const wanted = ports[at] ?? ALL_PORTS;
        return end.kind === 'node'
          ? nodeLegs(index, end, families, wanted)
          : [direct(end, families, wanted)];
      });
    }
    case 'block':
      return blockLegs(index, resolved.range, refs);
  }
}

/** Who is named by an address is reached, or comes, by that address: in its family only. */
function familiesOf(family: Family | null): readonly Family[] | null {
  return family === null ? null : [family];
}

function blockLegs(index: ClusterIndex, range: IpRange, refs: readonly PortRef[]): readonly Leg[] {
  const sample: Endpoint = {
    kind: 'address',
    address: { family: range.family, value: range.first },
  };
  // A name means nothing on an address, and a block is all of its addresses.
  const [ports = ALL_PORTS] = portsOn(refs, [sample]);
  const services = index.servicesIn(range);
  const taken = services.map(({ address }) => address.value);
  const ends = blockEnds(index, range, taken);
  const legs: readonly Leg[] = [
    ...ends.map(({ end, families }) => direct(end, families, ports)),
    ...services.flatMap(({ owner }) => serviceLegsInBlock(index, owner, refs, range.family)),
  ];
  if (legs.length > 0) return legs;
  // Nothing but cluster IPs, and none of them has such a port.
  return services.map(({ owner }) => noBackends(owner, { service: owner, port: null }, ports));
}

function direct(
  end: RealEnd,
  families: readonly Family[] | null,
  ports: WantedPorts,
): DestinationLeg {
  return { end, families, via: null, ports, problem: null };
}

/** The addresses of a block that nobody known has, then the pods and nodes that have the others. */
function blockEnds(
  index: ClusterIndex,
  range: IpRange,
  taken: readonly bigint[],
): readonly SourceLeg[] {
  const { family } = range;
  const owned = index.ownersIn(range);
  const values = [...owned.map(({ address }) => address.value), ...taken];
  const ranges = subtractRanges(
    range,
    values.map((value) => ({ family, first: value, last: value })),
  );
  const owners = new Map(owned.map(({ owner }) => [ownerOf(owner), owner]));
  const rest: RealEnd[] = ranges.length === 0 ? [] : [{ kind: 'range', ranges }];
  return [...rest, ...owners.values()].map((end) => ({ end, families: [family] }));
}

/** A pod is one end by whichever of its addresses; each address of a node is one of its own. */
function ownerOf(owner: AddressOwner): object {
  return owner.kind === 'pod' ? owner.pod : owner;
}
