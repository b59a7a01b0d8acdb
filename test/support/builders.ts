import type { Cluster } from '../../src/model/cluster.ts';
import type { Connection, Endpoint } from '../../src/model/connection.ts';
import type { Family } from '../../src/model/ip.ts';
import {
  NAMESPACE_NAME_LABEL,
  type Namespace,
  type Node,
  type Pod,
} from '../../src/model/objects.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { ContainerPort, Protocol, QueryProtocol } from '../../src/model/port.ts';
import type { ObjectSource } from '../../src/model/source.ts';
import { addressOf } from '../oracle/addresses.ts';

/** A well-formed source that points nowhere. */
export const dummySource: ObjectSource = {
  file: { name: 'test.yaml', text: '' },
  start: 0,
  end: 0,
  document: 1,
  path: [],
};

type LabelMap = Readonly<Record<string, string | null>>;

/** A container port: `web 80`, `web 80/UDP`, or `80`. */
export function makePort(text: string, container = 'main'): ContainerPort {
  const match = /^(?:([a-z-]+) )?(\d+)(?:\/(TCP|UDP|SCTP))?$/.exec(text);
  if (match === null) throw new Error(`not a port: ${text}`);
  return {
    name: match[1] ?? null,
    containerPort: Number(match[2]),
    protocol: (match[3] ?? 'TCP') as Protocol,
    container,
  };
}

export interface PodFacts {
  readonly labels?: LabelMap;
  /** Addresses separated by blanks; without it the pod's addresses are not known. */
  readonly ip?: string;
  /** Without it the pod's node is not known. */
  readonly node?: string;
  readonly ports?: readonly (string | ContainerPort)[];
  readonly hostNetwork?: boolean;
  readonly identity?: Pod['identity'];
  readonly workload?: Pod['workload'];
  readonly terminating?: boolean;
}

/** A pod from its `namespace/name` and what is said of it. */
export function makePod(path: string, facts: PodFacts = {}): Pod {
  const [namespace = '', name = ''] = path.split('/');
  return {
    namespace,
    name,
    identity: facts.identity ?? 'exact',
    labels: new Map(Object.entries(facts.labels ?? {})),
    hostNetwork: facts.hostNetwork ?? false,
    addresses: facts.ip === undefined ? null : facts.ip.split(' ').map(addressOf),
    nodeName: facts.node ?? null,
    ports: (facts.ports ?? []).map((port) => (typeof port === 'string' ? makePort(port) : port)),
    endedPorts: [],
    finished: false,
    terminating: facts.terminating ?? false,
    ready: null,
    workload: facts.workload ?? null,
    source: facts.identity === 'hypothetical' ? null : dummySource,
    labelsPath: ['metadata', 'labels'],
  };
}

/** A loaded namespace, with the label that the server sets. */
export function makeNamespace(name: string, labels: LabelMap = {}): Namespace {
  return {
    name,
    labels: new Map([...Object.entries(labels), [NAMESPACE_NAME_LABEL, name]]),
    source: dummySource,
  };
}

/** A loaded node; without `ip` its addresses are not known. */
export function makeNode(name: string, ip?: string, labels: LabelMap = {}): Node {
  const addresses = ip === undefined ? null : ip.split(' ').map(addressOf);
  return {
    name,
    labels: new Map(Object.entries(labels)),
    addresses,
    allAddresses: addresses ?? [],
    source: dummySource,
  };
}

export interface ClusterParts {
  readonly namespaces?: readonly Namespace[];
  readonly nodes?: readonly Node[];
  readonly pods?: readonly Pod[];
  readonly policies?: readonly Policy[];
}

/** A cluster of these objects. */
export function makeCluster(parts: ClusterParts): Cluster {
  const { namespaces = [], nodes = [], pods = [], policies = [] } = parts;
  const families = [...pods, ...nodes]
    .flatMap(({ addresses }) => addresses ?? [])
    .map(({ family }) => family);
  const byName = [...policies].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  return {
    namespaces: new Map(namespaces.map((namespace) => [namespace.name, namespace])),
    nodes: new Map(nodes.map((node) => [node.name, node])),
    pods: grouped(pods, (pod) => pod.namespace),
    workloads: [],
    services: [],
    endpointSlices: [],
    policies: grouped(byName, (policy) => policy.namespace ?? ''),
    foreignPolicies: [],
    families: new Set(families),
  };
}

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

/** One end: `namespace/pod`, `node:name`, an address, or `name:example.com`. */
export function endpoint(cluster: Cluster, text: string): Endpoint {
  if (text.startsWith('name:')) return { kind: 'hostname', name: text.slice(5) };
  if (text.startsWith('node:')) {
    const node = cluster.nodes.get(text.slice(5));
    if (node === undefined) throw new Error(`no node ${text}`);
    return { kind: 'node', node };
  }
  if (!text.includes('/')) return { kind: 'address', address: addressOf(text) };
  const [namespace = '', name = ''] = text.split('/');
  const pod = cluster.pods.get(namespace)?.find((candidate) => candidate.name === name);
  if (pod === undefined) throw new Error(`no pod ${text}`);
  return { kind: 'pod', pod };
}

/** A connection between two ends to `6379/TCP` or `ICMP`; IPv4 unless an end is IPv6 only. */
export function connect(cluster: Cluster, from: string, to: string, port: string): Connection {
  const source = endpoint(cluster, from);
  const destination = endpoint(cluster, to);
  const [number, protocol = 'TCP'] = port === 'ICMP' ? [null, 'ICMP'] : port.split('/');
  return {
    source,
    destination,
    protocol: protocol as QueryProtocol,
    port: number === null ? null : Number(number),
    family: isIpv6Only(source) || isIpv6Only(destination) ? 6 : 4,
    via: null,
  };
}

function isIpv6Only(end: Endpoint): boolean {
  const only6 = (addresses: readonly { family: Family }[] | null): boolean =>
    addresses !== null && addresses.length > 0 && addresses.every(({ family }) => family === 6);
  if (end.kind === 'pod') return only6(end.pod.addresses);
  if (end.kind === 'node') return only6(end.node.addresses);
  return end.kind === 'address' && end.address.family === 6;
}
