import type { Endpoint } from '../model/connection.ts';
import type { Family } from '../model/ip.ts';
import type { LabelSelector } from '../model/labels.ts';
import type { Pod, Service, ServicePort } from '../model/objects.ts';
import type { PortRange } from '../model/port.ts';
import type { ClusterIndex } from './cluster-index.ts';
import type { Leg } from './leg.ts';
import { someOf } from './nearest.ts';
import type { PortRef } from './parse-port.ts';
import { ALL_PORTS, portsOn, wantedPorts } from './ports.ts';
import { quote, unknownName, usageFault, type QuestionFault } from './question-error.ts';
import { matchingPods } from './resolve.ts';
import { sliceBackends } from './slices.ts';

/** A pod, node or address behind a Service, and the ports it serves for one port of the Service. */
interface Backend {
  readonly endpoint: Endpoint;
  readonly ranges: readonly PortRange[];
  readonly families: readonly Family[] | null;
}

/**
 * The destinations that a connection to a Service reaches. Policies judge what comes after the
 * Service has chosen: the backend, on its own port. Every backend is one destination.
 *
 * * The question's ports name the Service's ports, by number or by name; a range means those of
 *   its ports that lie in it; without any, all of them. A port that it does not have is an error.
 * * Backends are the pods that the selector matches, that have not finished, and that are ready
 *   and not terminating, as far as the input tells (or whatever their state, where the Service
 *   publishes addresses that are not ready). Without a selector: what EndpointSlices list.
 * * A named targetPort is resolved on each backend for itself: the first container port with that
 *   name and the Service port's protocol. A pod without it is no backend for that port.
 * * A headless Service and an ExternalName rewrite nothing: the port dialled is the one reached.
 *   An ExternalName that is the name of a Service of the cluster leads to that Service.
 */
export function serviceLegs(
  index: ClusterIndex,
  service: Service,
  refs: readonly PortRef[],
): readonly Leg[] {
  if (service.type === 'ExternalName') return externalLegs(index, service, refs);
  if (service.headless) return headlessLegs(index, service, refs);
  if (refs.some(({ kind }) => kind === 'icmp')) {
    throw usageFault(
      'service-icmp',
      `${textOf(service)} forwards only its ports, and ICMP has none`,
      'ask about ICMP with a pod as the destination',
    );
  }
  return servedPorts(service, refs).flatMap((port) => portLegs(index, service, port));
}

/**
 * The same for a Service whose cluster IP lies in a block: only the ports of the question that it
 * has, because nothing answers on the others.
 */
export function serviceLegsInBlock(
  index: ClusterIndex,
  service: Service,
  refs: readonly PortRef[],
  family: Family,
): readonly Leg[] {
  return service.ports
    .filter((port) => refs.length === 0 || refs.some((ref) => means(ref, port)))
    .flatMap((port) => portLegs(index, service, port))
    .map((leg) => (leg.problem === null ? { ...leg, families: [family] } : leg));
}

/** The backends behind one port of a Service. */
export function portLegs(index: ClusterIndex, service: Service, port: ServicePort): readonly Leg[] {
  const via = { service, port };
  const found = backends(index, service, port);
  if (found.length > 0) {
    return found.map(({ endpoint, ranges, families }) => ({
      end: endpoint,
      families: families ?? clusterIpFamilies(service),
      via,
      ports: { ranges, icmp: false },
      problem: null,
    }));
  }
  const asked = { protocol: port.protocol, first: port.port, last: port.port };
  return [noBackends(service, via, { ranges: [asked], icmp: false })];
}

function headlessLegs(
  index: ClusterIndex,
  service: Service,
  refs: readonly PortRef[],
): readonly Leg[] {
  const via = { service, port: null };
  const found =
    selectorOf(service) === null
      ? sliceBackends(index, service, null)
      : eligiblePods(index, service).map((pod) => ({ endpoint: podEnd(pod), families: null }));
  const asked = dialledPorts(service, refs);
  if (found.length === 0) {
    const ports = asked.length === 0 ? ALL_PORTS : wantedPorts(asked, () => []);
    return [noBackends(service, via, ports)];
  }
  const ports = portsOn(
    asked,
    found.map(({ endpoint }) => endpoint),
  );
  return found.map(({ endpoint, families }, at) => {
    return { end: endpoint, families, via, ports: ports[at] ?? ALL_PORTS, problem: null };
  });
}

/** A DNS name: the client connects to whatever it resolves to, on the port it dials. */
function externalLegs(
  index: ClusterIndex,
  service: Service,
  refs: readonly PortRef[],
): readonly Leg[] {
  const inside = insideService(index, service);
  if (inside !== null) return serviceLegs(index, inside, dialledPorts(service, refs));
  const end: Endpoint = { kind: 'hostname', name: service.externalName ?? '' };
  const [ports = ALL_PORTS] = portsOn(dialledPorts(service, refs), [end]);
  return [{ end, families: null, via: { service, port: null }, ports, problem: null }];
}

/** `web.shop.svc.cluster.local`; what stands before a Service's name names one of its pods. */
const CLUSTER_NAME = /^(?:(.+)\.)?([^.]+)\.([^.]+)\.svc\.([^.].*)$/;
const DEFAULT_DOMAIN = 'cluster.local';

/**
 * The Service of the cluster that an ExternalName is a name of; null for a name outside of it.
 * Throws a QuestionFault where the name leads into the cluster and to nothing in the input:
 * policies may select what is there.
 */
function insideService(index: ClusterIndex, service: Service): Service | null {
  const passed = new Set<Service>();
  let current = service;
  while (current.type === 'ExternalName') {
    const name = (current.externalName ?? '').replace(/\.$/, '').toLowerCase();
    const [, pod, first = '', namespace = '', domain] = CLUSTER_NAME.exec(name) ?? [];
    const next = index.services(namespace).find((candidate) => candidate.name === first);
    if (next === undefined && domain !== DEFAULT_DOMAIN) return null;
    passed.add(current);
    if (next === undefined || pod !== undefined || passed.has(next)) {
      throw unknownName(
        'unknown-service',
        `${textOf(current)} stands for ${name}, and the input has no such Service`,
        pod === undefined ? `add ${namespace}/svc/${first} to the input` : 'ask about that pod',
      );
    }
    current = next;
  }
  return current === service ? null : current;
}

/**
 * The ports that a client dials where the Service rewrites nothing: those asked for, with the
 * Service's names for its own ports; else the Service's ports; else any (an empty list).
 */
function dialledPorts(service: Service, refs: readonly PortRef[]): readonly PortRef[] {
  if (refs.length === 0) return service.ports.map(dialled);
  return refs.flatMap((ref): readonly PortRef[] => {
    const own = ref.kind === 'named' ? service.ports.filter((port) => means(ref, port)) : [];
    return own.length === 0 ? [ref] : own.map(dialled);
  });
}

function dialled({ protocol, port }: ServicePort): PortRef {
  return { kind: 'range', protocol, first: port, last: port };
}

/** The Service's ports that a question means, in the Service's order. */
function servedPorts(service: Service, refs: readonly PortRef[]): readonly ServicePort[] {
  if (refs.length === 0) return service.ports;
  for (const ref of refs) {
    if (!service.ports.some((port) => means(ref, port))) throw noSuchPort(service, ref);
  }
  return service.ports.filter((port) => refs.some((ref) => means(ref, port)));
}

function means(ref: PortRef, port: ServicePort): boolean {
  switch (ref.kind) {
    case 'icmp':
      return false;
    case 'named':
      return ref.name === port.name && (ref.protocol === null || ref.protocol === port.protocol);
    case 'range':
      return ref.protocol === port.protocol && ref.first <= port.port && port.port <= ref.last;
  }
}

function backends(index: ClusterIndex, service: Service, port: ServicePort): readonly Backend[] {
  if (selectorOf(service) === null) return sliceBackends(index, service, port);
  return eligiblePods(index, service).flatMap((pod) => {
    const number = targetPort(pod, port);
    if (number === null) return [];
    const range = { protocol: port.protocol, first: number, last: number };
    return [{ endpoint: podEnd(pod), ranges: [range], families: null }];
  });
}

function eligiblePods(index: ClusterIndex, service: Service): readonly Pod[] {
  const selector = selectorOf(service);
  if (selector === null) return [];
  const pods = index.cluster.pods.get(service.namespace) ?? [];
  return matchingPods(pods, selector).live.filter(
    (pod) => service.publishNotReadyAddresses || (pod.ready !== false && !pod.terminating),
  );
}

/** An empty selector of a Service selects nothing: it counts as none. */
function selectorOf({ selector }: Service): LabelSelector | null {
  return selector === null || selector.requirements.length === 0 ? null : selector;
}

function targetPort(pod: Pod, { targetPort: wanted, protocol }: ServicePort): number | null {
  if (typeof wanted === 'number') return wanted;
  const found = pod.ports.find((port) => port.name === wanted && port.protocol === protocol);
  return found?.containerPort ?? null;
}

/** A Service is reached only in the families of its cluster IPs, where the input tells them. */
function clusterIpFamilies(service: Service): readonly Family[] | null {
  const families = new Set(service.clusterIPs.map(({ family }) => family));
  return families.size === 0 ? null : [...families].sort();
}

/** A Service at which nothing can be judged: no backend serves the port. */
export function noBackends(
  service: Service,
  via: NonNullable<Leg['via']>,
  ports: Leg['ports'],
): Leg {
  return { end: { kind: 'service', service }, via, ports, problem: 'NO_ENDPOINTS' };
}

function podEnd(pod: Pod): Endpoint {
  return { kind: 'pod', pod };
}

function noSuchPort(service: Service, ref: PortRef): QuestionFault {
  const ports = service.ports.map((port) => {
    const number = `${String(port.port)}/${port.protocol}`;
    return port.name === null ? number : `${port.name} (${number})`;
  });
  return unknownName(
    'unknown-service-port',
    `${textOf(service)} has no port ${refText(ref)}`,
    ports.length === 0 ? 'it has no ports' : `its ports are ${someOf(ports)}`,
  );
}

function refText(ref: PortRef): string {
  if (ref.kind === 'icmp') return 'ICMP';
  const protocol = ref.protocol === null ? '' : `/${ref.protocol}`;
  if (ref.kind === 'named') return `${quote(ref.name)}${protocol}`;
  const { first, last } = ref;
  return `${first === last ? String(first) : `${String(first)}-${String(last)}`}${protocol}`;
}

function textOf({ namespace, name }: Service): string {
  return `${namespace}/svc/${name}`;
}
