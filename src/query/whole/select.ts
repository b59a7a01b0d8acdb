import type { Cluster } from '../../model/cluster.ts';
import type { Endpoint } from '../../model/connection.ts';
import { lastOfFamily, type Family, type IpRange } from '../../model/ip.ts';
import type { Pod, Service } from '../../model/objects.ts';
import { mergePortRanges, type PortRange } from '../../model/port.ts';
import { indexOf, type ClusterIndex } from '../cluster-index.ts';
import type { Leg } from '../leg.ts';
import { destinationLegs, sourceLegs } from '../legs.ts';
import { parseEndpoint, type EndpointRef } from '../parse-endpoint.ts';
import { parsePort, type PortRef } from '../parse-port.ts';
import { ALL_PORTS, portsOn, wantedPorts, type WantedPorts } from '../ports.ts';
import { QuestionFault, type QuestionArgument, type QuestionError } from '../question-error.ts';
import { resolveEndpoint, resolveSource, type ResolvedEnd } from '../resolve.ts';
import { inFamily } from './one-family.ts';
import type { WholeQuestion } from './question.ts';

/** One of the ends that a question takes in. */
export interface SelectedEnd {
  readonly end: Exclude<Endpoint, { kind: 'address' }>;
  /** Those that are asked of it as a destination. */
  readonly ports: WantedPorts;
  /** The Service that leads to it. */
  readonly via: Service | null;
  /** Those by which it is reached; null: all that it has. */
  readonly families: readonly Family[] | null;
}

/** Addresses as they were asked for. Whoever known has one of them is another end. */
export interface SelectedAddresses {
  readonly ranges: readonly IpRange[];
  readonly ports: WantedPorts;
  readonly via: Service | null;
}

/** What stands on one side of a question. */
export interface Side {
  readonly ends: readonly SelectedEnd[];
  readonly outside: readonly SelectedAddresses[];
  /** It was asked for, and is not simply everything. */
  readonly isAsked: boolean;
}

/** What a question about all pairs takes in. */
export interface Selection {
  readonly question: WholeQuestion;
  /** That of the question's family, where it has one. */
  readonly cluster: Cluster;
  readonly sources: Side;
  readonly destinations: Side;
  /** The ports that are asked of destinations in general. */
  readonly ports: WantedPorts;
  /** Pods that have finished and were left out. */
  readonly finished: number;
  /** Destinations at which nothing can be asked: Services without a backend for the port. */
  readonly withoutBackends: readonly Service[];
}

export type Selected =
  | { readonly ok: true; readonly selection: Selection }
  | { readonly ok: false; readonly error: QuestionError };

/** Finds what a question about all pairs takes in. */
export function select(cluster: Cluster, question: WholeQuestion): Selected {
  const own = question.family === null ? cluster : inFamily(cluster, question.family);
  const index = indexOf(own);
  const { namespace } = question;
  let argument: QuestionArgument = 'from';
  const read = (text: string | null): EndpointRef | null =>
    text === null ? null : parseEndpoint(text, namespace);
  try {
    const from = read(question.from);
    argument = 'to';
    const to = read(question.to);
    argument = 'port';
    const refs = question.ports.map(parsePort);
    argument = 'from';
    const sources =
      from === null ? null : resolveSource({ index, namespace, role: 'source' }, from);
    argument = 'to';
    const destinations =
      to === null ? null : resolveEndpoint({ index, namespace, role: 'destination' }, to);
    argument = 'port';
    const selection: Selection = {
      question,
      cluster: own,
      sources: sourceSide(index, question, sources),
      ...destinationSide(index, question, destinations, refs),
      ports: generalPorts(refs),
      finished: [...own.pods.values()].flat().filter(({ finished }) => finished).length,
    };
    return { ok: true, selection };
  } catch (error) {
    if (!(error instanceof QuestionFault)) throw error;
    const { kind, code, message, hint } = error;
    return { ok: false, error: { kind, code, message, hint, argument } };
  }
}

/** Every range of ports that a selection asks about: what sets of ports must tell apart. */
export function askedRanges({ ports, destinations }: Selection): readonly PortRange[] {
  const parts = [...destinations.ends, ...destinations.outside];
  const found = new Set(parts.map((one) => one.ports));
  return [...found, ports].flatMap(({ ranges }) => mergePortRanges(ranges));
}

/** The ends of a selection that are no pods of the cluster. */
export function addedEnds({ cluster, sources, destinations }: Selection): readonly Endpoint[] {
  const known = new Set([...cluster.pods.values()].flat());
  const added = new Set<Endpoint>();
  for (const { end } of [...sources.ends, ...destinations.ends]) {
    if (end.kind === 'node' || (end.kind === 'pod' && !known.has(end.pod))) added.add(end);
  }
  return [...added];
}

/** Ports that mean the same on every destination: names of ports do not. */
function generalPorts(refs: readonly PortRef[]): WantedPorts {
  return refs.length === 0 ? ALL_PORTS : wantedPorts(refs, () => []);
}

/** Everything: the pods that have not finished, and all addresses. */
function everyPod(
  { cluster }: ClusterIndex,
  { only }: WholeQuestion,
  portsOf: (pod: Pod) => WantedPorts | null,
): SelectedEnd[] {
  const pods = only === null ? [...cluster.pods.values()].flat() : (cluster.pods.get(only) ?? []);
  return pods.flatMap((pod) => {
    const ports = pod.finished ? null : portsOf(pod);
    return ports === null ? [] : [{ end: { kind: 'pod', pod }, ports, via: null, families: null }];
  });
}

function everyAddress({ only, family }: WholeQuestion, ports: WantedPorts): SelectedAddresses[] {
  if (only !== null) return [];
  const families = family === null ? ([4, 6] as const) : [family];
  const ranges = families.map((one) => ({ family: one, first: 0n, last: lastOfFamily(one) }));
  return [{ ranges, ports, via: null }];
}

function sourceSide(
  index: ClusterIndex,
  question: WholeQuestion,
  resolved: Exclude<ResolvedEnd, { kind: 'service' }> | null,
): Side {
  if (resolved === null) {
    const ends = everyPod(index, question, () => ALL_PORTS);
    return { ends, outside: everyAddress(question, ALL_PORTS), isAsked: false };
  }
  const legs: Leg[] = sourceLegs(index, resolved).map((leg) => {
    return { ...leg, via: null, ports: ALL_PORTS, problem: null };
  });
  return { ...sideOf(legs, resolved), isAsked: true };
}

function destinationSide(
  index: ClusterIndex,
  question: WholeQuestion,
  resolved: ResolvedEnd | null,
  refs: readonly PortRef[],
): Pick<Selection, 'destinations' | 'withoutBackends'> {
  if (resolved === null) {
    const ends = everyPod(index, question, portsByName(index, refs));
    const outside = everyAddress(question, generalPorts(refs));
    return { destinations: { ends, outside, isAsked: false }, withoutBackends: [] };
  }
  const legs = destinationLegs(index, resolved, refs);
  const without = legs.flatMap(({ end }) => (end.kind === 'service' ? [end.service] : []));
  return {
    destinations: { ...sideOf(legs, resolved), isAsked: true },
    withoutBackends: [...new Set(without)],
  };
}

/**
 * The ports of a question on each pod, where no destination is named: a port's name is asked of the
 * pods that have it, and of no other. Throws a QuestionFault where no pod has it.
 */
function portsByName(
  { cluster }: ClusterIndex,
  refs: readonly PortRef[],
): (pod: Pod) => WantedPorts | null {
  if (refs.length === 0) return () => ALL_PORTS;
  const names = refs.filter((ref) => ref.kind === 'named');
  const same = wantedPorts(refs, () => []);
  if (names.length === 0) return () => same;
  const has = (pod: Pod, { name, protocol }: (typeof names)[number]) =>
    pod.ports.filter((port) => port.name === name && port.protocol === (protocol ?? 'TCP'));
  for (const name of names) {
    const pods = [...cluster.pods.values()].flat();
    if (pods.some((pod) => has(pod, name).length > 0)) continue;
    const ends = pods.map((pod): Endpoint => ({ kind: 'pod', pod }));
    portsOn([name], ends.length > 0 ? ends : [{ kind: 'hostname', name: '' }]);
  }
  return (pod) => {
    const wanted = wantedPorts(refs, (ref) =>
      has(pod, ref).map(({ protocol, containerPort }) => {
        return { protocol, first: containerPort, last: containerPort };
      }),
    );
    return wanted.ranges.length === 0 && !wanted.icmp ? null : wanted;
  };
}

/** The legs of a question without those at which there is nothing to judge. */
function sideOf(legs: readonly Leg[], resolved: ResolvedEnd): Pick<Side, 'ends' | 'outside'> {
  const outside: SelectedAddresses[] = [];
  const ends = legs.flatMap((leg): SelectedEnd[] => {
    const { end, via, ports, problem } = leg;
    if (problem !== null) return [];
    switch (end.kind) {
      case 'address': {
        const { family, value } = end.address;
        const ranges = [{ family, first: value, last: value }];
        outside.push({ ranges, ports, via: via?.service ?? null });
        return [];
      }
      case 'range':
        outside.push({
          ranges: resolved.kind === 'block' ? [resolved.range] : end.ranges,
          ports,
          via: via?.service ?? null,
        });
        return [];
      case 'pod':
      case 'node':
      case 'hostname':
        if (end.kind === 'pod' && end.pod.finished) return [];
        return [{ end, ports, via: via?.service ?? null, families: leg.families }];
    }
  });
  return { ends, outside };
}
