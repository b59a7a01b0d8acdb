import type { Endpoint } from '../model/connection.ts';
import {
  MAX_PORT,
  mergePortRanges,
  MIN_PORT,
  PROTOCOLS,
  type ContainerPort,
  type PortRange,
} from '../model/port.ts';
import { someOf } from './nearest.ts';
import type { PortRef } from './parse-port.ts';
import { quote, unknownName, type QuestionFault } from './question-error.ts';

/** Ports on one destination. */
export interface WantedPorts {
  /** Ascending by protocol and number, not overlapping. */
  readonly ranges: readonly PortRange[];
  readonly icmp: boolean;
}

/** Every port of every protocol that policies can name. */
export const ALL_PORTS: WantedPorts = {
  ranges: PROTOCOLS.map((protocol) => ({ protocol, first: MIN_PORT, last: MAX_PORT })),
  icmp: false,
};

type NamedRef = Extract<PortRef, { kind: 'named' }>;

/**
 * The ports of a question on each of its destinations, in their order. A name is resolved on each
 * destination for itself and must exist on all of them; without a protocol it is a TCP port's.
 * Without any port it is all ports.
 *
 * Throws a QuestionFault of code `unknown-port-name`.
 */
export function portsOn(
  refs: readonly PortRef[],
  destinations: readonly Endpoint[],
): readonly WantedPorts[] {
  if (refs.length === 0) return destinations.map(() => ALL_PORTS);
  const names = refs.filter((ref) => ref.kind === 'named');
  for (const name of names) {
    const lacking = destinations.filter((destination) => named(name, destination).length === 0);
    if (lacking.length > 0) throw unresolved(name, lacking, destinations);
  }
  if (names.length === 0) {
    const same = wantedPorts(refs, () => []);
    return destinations.map(() => same);
  }
  return destinations.map((destination) => wantedPorts(refs, (ref) => named(ref, destination)));
}

/** Ports as ranges, where `resolve` tells what a name stands for. */
export function wantedPorts(
  refs: readonly PortRef[],
  resolve: (ref: NamedRef) => readonly PortRange[],
): WantedPorts {
  const ranges = refs.flatMap((ref): readonly PortRange[] => {
    if (ref.kind === 'icmp') return [];
    if (ref.kind === 'named') return resolve(ref);
    return [{ protocol: ref.protocol, first: ref.first, last: ref.last }];
  });
  return { ranges: mergePortRanges(ranges), icmp: refs.some(({ kind }) => kind === 'icmp') };
}

/** Container ports with that name; several containers may use one name. */
function named({ name, protocol }: NamedRef, destination: Endpoint): PortRange[] {
  return namedPorts(destination)
    .filter((port) => port.name === name && port.protocol === (protocol ?? 'TCP'))
    .map(({ containerPort, ...port }) => ({
      protocol: port.protocol,
      first: containerPort,
      last: containerPort,
    }));
}

function namedPorts(destination: Endpoint): readonly ContainerPort[] {
  if (destination.kind !== 'pod') return [];
  return destination.pod.ports.filter((port) => port.name !== null);
}

function unresolved(
  ref: NamedRef,
  lacking: readonly Endpoint[],
  destinations: readonly Endpoint[],
): QuestionFault {
  const what = `${ref.protocol ?? 'TCP'} port named ${quote(ref.name)}`;
  if (destinations.length > 1) {
    return unknownName(
      'unknown-port-name',
      `${String(lacking.length)} of ${String(destinations.length)} destinations have no ${what}: ${someOf(lacking.map(textOf))}`,
      'ask with a number, or about the pods that have it',
    );
  }
  const [destination] = lacking;
  const ports = destination === undefined ? [] : namedPorts(destination);
  const texts = ports.map(
    (port) => `${String(port.name)} (${String(port.containerPort)}/${port.protocol})`,
  );
  const otherProtocol = ports.find((port) => port.name === ref.name);
  return unknownName(
    'unknown-port-name',
    `${destination === undefined ? 'the destination' : textOf(destination)} has no ${what}`,
    otherProtocol !== undefined
      ? `write ${ref.name}/${otherProtocol.protocol}`
      : texts.length > 0
        ? `it has ${someOf(texts)}`
        : destination?.kind === 'pod'
          ? 'it names no ports: ask with a number'
          : 'only pods have named ports: ask with a number',
  );
}

function textOf(endpoint: Endpoint): string {
  switch (endpoint.kind) {
    case 'pod':
      return `${endpoint.pod.namespace}/${endpoint.pod.name}`;
    case 'node':
      return `node:${endpoint.node.name}`;
    case 'address':
      return 'the address';
    case 'hostname':
      return endpoint.name;
  }
}
