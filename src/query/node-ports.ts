import type { Endpoint } from '../model/connection.ts';
import type { Family } from '../model/ip.ts';
import type { PortRange } from '../model/port.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Leg } from './leg.ts';
import type { WantedPorts } from './ports.ts';
import { portLegs } from './services.ts';

/**
 * What a connection to a node reaches: on the ports of NodePort Services their backends, on a
 * hostPort the pod that asked for it, which policies then judge on its own port; on all others the
 * node itself.
 */
export function nodeLegs(
  index: ClusterIndex,
  end: Extract<Endpoint, { kind: 'node' }>,
  families: readonly Family[] | null,
  wanted: WantedPorts,
): readonly Leg[] {
  const forwarded: PortRange[] = [];
  const legs: Leg[] = [];
  for (const service of index.cluster.services) {
    for (const port of service.ports) {
      const range = taken(wanted, port.protocol, port.nodePort);
      if (range === null) continue;
      forwarded.push(range);
      for (const leg of portLegs(index, service, port)) {
        legs.push(leg.problem === null && families !== null ? { ...leg, families } : leg);
      }
    }
  }
  for (const pod of [...index.cluster.pods.values()].flat()) {
    if (pod.nodeName !== end.node.name || pod.hostNetwork || pod.finished) continue;
    for (const { protocol, containerPort, hostPort } of pod.ports) {
      const range = taken(wanted, protocol, hostPort);
      if (range === null) continue;
      forwarded.push(range);
      const own = { protocol, first: containerPort, last: containerPort };
      const ports = { ranges: [own], icmp: false };
      legs.push({ end: { kind: 'pod', pod }, families, via: null, ports, problem: null });
    }
  }
  const ranges = wanted.ranges.flatMap((range) => without(range, forwarded));
  if (ranges.length === 0 && !wanted.icmp) return legs;
  return [{ end, families, via: null, ports: { ...wanted, ranges }, problem: null }, ...legs];
}

/** A port of a node, where the question asks for it. */
function taken(
  wanted: WantedPorts,
  protocol: PortRange['protocol'],
  port: number | undefined,
): PortRange | null {
  if (port === undefined) return null;
  const isWanted = wanted.ranges.some(
    (range) => range.protocol === protocol && range.first <= port && port <= range.last,
  );
  return isWanted ? { protocol, first: port, last: port } : null;
}

/** A range without single ports. */
function without(range: PortRange, cut: readonly PortRange[]): PortRange[] {
  const { protocol } = range;
  const ports = cut.filter((port) => port.protocol === protocol).map(({ first }) => first);
  const left: PortRange[] = [];
  let first = range.first;
  for (const port of [...new Set(ports)].sort((a, b) => a - b)) {
    if (port < first || port > range.last) continue;
    if (port > first) left.push({ protocol, first, last: port - 1 });
    first = port + 1;
  }
  if (first <= range.last) left.push({ protocol, first, last: range.last });
  return left;
}
