import type { IpRange } from '../model/ip.ts';
import { mergePortRanges, PROTOCOLS, type PortRange } from '../model/port.ts';
import type { Cuts } from './cuts.ts';
import type { RealEnd } from './leg.ts';
import type { WantedPorts } from './ports.ts';

/** Ports that no rule on either end tells apart: one of them stands for all. Empty for ICMP. */
export type PortAtom = readonly PortRange[];

/**
 * Wanted ports in pieces, cut where some port item of the rules on either end begins or ends. All
 * that no item holds is one piece, or one of each protocol where items name ports: there the
 * protocol may count even where the name stands for nothing.
 */
export function portAtoms(
  wanted: WantedPorts,
  egress: Cuts,
  ingress: Cuts,
  destination: RealEnd,
): PortAtom[] {
  const icmp: PortAtom[] = wanted.icmp ? [[]] : [];
  if (wanted.ranges.every(({ first, last }) => first === last)) {
    return [...wanted.ranges.map((range) => [range]), ...icmp];
  }
  const hasNames = egress.hasNamedPorts || ingress.hasNamedPorts;
  const items = [...egress.ports, ...ingress.ports];
  if (hasNames && destination.kind === 'pod') {
    for (const { protocol, containerPort, name } of destination.pod.ports) {
      if (name !== null) items.push({ protocol, first: containerPort, last: containerPort });
    }
  }
  const held: PortRange[] = [];
  const free: PortRange[] = [];
  for (const protocol of PROTOCOLS) {
    const own = items.filter((item) => item.protocol === protocol);
    const starts = startsOf(own);
    const covered = mergePortRanges(own);
    for (const range of wanted.ranges) {
      if (range.protocol !== protocol) continue;
      for (const piece of cutRange(range, starts)) {
        const isHeld = covered.some(
          ({ first, last }) => first <= piece.first && piece.last <= last,
        );
        (isHeld ? held : free).push(piece);
      }
    }
  }
  const groups = hasNames
    ? PROTOCOLS.map((protocol) => free.filter((range) => range.protocol === protocol))
    : [free];
  return [...held.map((range) => [range]), ...groups.filter((group) => group.length > 0), ...icmp];
}

/** Where something changes on the way up: the first port of each range, and the one after it. */
function startsOf(ranges: readonly PortRange[]): number[] {
  return [...new Set(ranges.flatMap(({ first, last }) => [first, last + 1]))].sort((a, b) => a - b);
}

function cutRange({ protocol, first, last }: PortRange, starts: readonly number[]): PortRange[] {
  const inside = starts.filter((start) => first < start && start <= last);
  const firsts = [first, ...inside];
  return firsts.map((start, at) => ({
    protocol,
    first: start,
    last: (firsts[at + 1] ?? last + 1) - 1,
  }));
}

/**
 * Addresses in pieces, cut where a CIDR or an except begins or ends. The work depends on the number
 * of those, never on the number of addresses.
 */
export function addressPieces(ranges: readonly IpRange[], blocks: readonly IpRange[]): IpRange[] {
  return ranges.flatMap(({ family, first, last }) => {
    const starts = new Set<bigint>();
    for (const block of blocks) {
      if (block.family !== family) continue;
      for (const start of [block.first, block.last + 1n]) {
        if (first < start && start <= last) starts.add(start);
      }
    }
    const firsts = [first, ...[...starts].sort((a, b) => (a < b ? -1 : 1))];
    return firsts.map((start, at) => {
      return { family, first: start, last: (firsts[at + 1] ?? last + 1n) - 1n };
    });
  });
}
