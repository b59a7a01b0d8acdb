/** Protocols that policies can name. */
export const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Protocols that a question can name: ICMP has no ports and policies cannot name it. */
export type QueryProtocol = Protocol | 'ICMP';

export const MIN_PORT = 1;
export const MAX_PORT = 65535;

/** A port that a container declares. Undeclared ports are reachable all the same. */
export interface ContainerPort {
  readonly name: string | null;
  readonly protocol: Protocol;
  readonly containerPort: number;
  readonly container: string;
  /** The port of the pod's node that leads to it. */
  readonly hostPort?: number;
}

/** Ports first..last of one protocol, both included. */
export interface PortRange {
  readonly protocol: Protocol;
  readonly first: number;
  readonly last: number;
}

/** `80/TCP`, `8000-8010/TCP`, or `TCP` for every port of a protocol. */
export function formatPortRange(range: PortRange): string {
  if (range.first === MIN_PORT && range.last === MAX_PORT) return `${range.protocol} (all ports)`;
  if (range.first === range.last) return `${String(range.first)}/${range.protocol}`;
  return `${String(range.first)}-${String(range.last)}/${range.protocol}`;
}

/** The same ports ascending by protocol and number, with what overlaps or touches put together. */
export function mergePortRanges(ranges: readonly PortRange[]): PortRange[] {
  return PROTOCOLS.flatMap((protocol) => {
    const merged: { protocol: Protocol; first: number; last: number }[] = [];
    const own = ranges.filter((range) => range.protocol === protocol);
    for (const { first, last } of own.sort((a, b) => a.first - b.first)) {
      const previous = merged.at(-1);
      if (previous !== undefined && first <= previous.last + 1) {
        previous.last = Math.max(previous.last, last);
      } else {
        merged.push({ protocol, first, last });
      }
    }
    return merged;
  });
}
