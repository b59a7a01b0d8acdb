import fc, { type Arbitrary } from 'fast-check';
import type { Cluster } from '../../src/model/cluster.ts';
import type {
  Connection,
  Endpoint,
  EngineOptions,
  ServiceHop,
} from '../../src/model/connection.ts';
import type { Family } from '../../src/model/ip.ts';
import {
  NAMESPACE_NAME_LABEL,
  type Namespace,
  type Node,
  type Pod,
} from '../../src/model/objects.ts';
import type { Policy } from '../../src/model/policy.ts';
import type { ContainerPort, QueryProtocol } from '../../src/model/port.ts';
import { dummySource, makeCluster } from '../support/builders.ts';
import { addressOf } from './addresses.ts';
import {
  ADDRESSES,
  BUSY_NAMESPACES,
  KEYS,
  NAMESPACES,
  NODES,
  PORT_NAMES,
  PORT_NUMBERS,
  VALUES,
} from './alphabet.ts';
import { policies, type Kinds } from './generate-policies.ts';

export { dummySource };
export type { Kinds };

/** A cluster and questions about it. */
export interface Scenario {
  readonly cluster: Cluster;
  readonly connections: readonly Connection[];
  readonly options: EngineOptions;
}

/** Something rare: true once in `every` times. */
function rarely(every: number): Arbitrary<boolean> {
  return fc.integer({ min: 0, max: every - 1 }).map((n) => n === every - 1);
}

const knownLabels = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES), {
  maxKeys: 2,
});

/** A controller sets at most one value that nobody knows. */
const podLabels = fc
  .tuple(knownLabels, rarely(8), fc.constantFrom(...KEYS))
  .map(
    ([labels, hidden, key]) =>
      new Map<string, string | null>([
        ...Object.entries(labels),
        ...(hidden ? [[key, null] as const] : []),
      ]),
  );

const namespaces: Arbitrary<Namespace[]> = fc
  .uniqueArray(fc.record({ name: fc.constantFrom(...NAMESPACES), labels: knownLabels }), {
    selector: ({ name }) => name,
    maxLength: NAMESPACES.length,
  })
  .map((list) =>
    list.map(({ name, labels }) => ({
      name,
      labels: new Map([...Object.entries(labels), [NAMESPACE_NAME_LABEL, name]]),
      source: dummySource,
    })),
  );

const addressTexts = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constantFrom(...ADDRESSES[4])) },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...ADDRESSES[6])) },
  {
    weight: 3,
    arbitrary: fc.tuple(fc.constantFrom(...ADDRESSES[4]), fc.constantFrom(...ADDRESSES[6])),
  },
  { weight: 2, arbitrary: fc.constant(null) },
);
const addresses = addressTexts.map((texts) => texts?.map(addressOf) ?? null);

const severalAddresses = fc.oneof(
  { weight: 4, arbitrary: addresses },
  {
    weight: 1,
    arbitrary: fc
      .uniqueArray(fc.constantFrom(...ADDRESSES[4]), { minLength: 2, maxLength: 3 })
      .map((texts) => texts.map(addressOf)),
  },
);

const nodes: Arbitrary<Node[]> = fc
  .uniqueArray(
    fc.record({
      name: fc.constantFrom(...NODES),
      labels: knownLabels,
      addresses: severalAddresses,
    }),
    { selector: ({ name }) => name, maxLength: 2 },
  )
  .map((list) =>
    list.map((node) => ({
      ...node,
      labels: new Map(Object.entries(node.labels)),
      allAddresses: node.addresses ?? [],
      source: dummySource,
    })),
  );

const containerPort: Arbitrary<ContainerPort> = fc.record({
  name: fc.constantFrom(null, ...PORT_NAMES),
  protocol: fc.constantFrom('TCP', 'UDP', 'SCTP'),
  containerPort: fc.constantFrom(...PORT_NUMBERS),
  container: fc.constantFrom('main', 'sidecar'),
});

const podFacts = fc.record({
  namespace: fc.constantFrom(...BUSY_NAMESPACES),
  identity: fc.oneof(
    { weight: 6, arbitrary: fc.constant('exact' as const) },
    { weight: 2, arbitrary: fc.constant('replica' as const) },
    { weight: 1, arbitrary: fc.constant('hypothetical' as const) },
  ),
  labels: podLabels,
  hostNetwork: rarely(6),
  addresses: severalAddresses,
  nodeName: fc.constantFrom(null, ...NODES, ...NODES),
  ports: fc.array(containerPort, { maxLength: 4, size: 'max' }),
});

type PodFacts = typeof podFacts extends Arbitrary<infer F> ? F : never;

/** A pod of a cluster, or one that is only asked about. */
function pod(facts: PodFacts, index: number, kinds: Kinds): Pod {
  const exact = facts.identity === 'exact';
  const hypothetical = facts.identity === 'hypothetical';
  // See "the engine does not say yet" in test/properties/regressions.test.ts.
  const isPlaced = kinds === 'tiers' && facts.hostNetwork;
  return {
    ...facts,
    name: `pod-${String(index)}`,
    // Nobody knows where a pod runs that is not there yet, nor its address.
    addresses: exact ? facts.addresses : null,
    nodeName: (exact ? facts.nodeName : null) ?? (isPlaced ? NODES[0] : null),
    endedPorts: [],
    finished: false,
    terminating: false,
    ready: null,
    workload: exact || hypothetical ? null : { kind: 'Deployment', name: `pod-${String(index)}` },
    source: hypothetical ? null : dummySource,
    labelsPath: ['metadata', 'labels'],
  };
}

const endChoice = fc.record({
  kind: fc.oneof(
    { weight: 12, arbitrary: fc.constant('pod' as const) },
    { weight: 2, arbitrary: fc.constant('node' as const) },
    { weight: 3, arbitrary: fc.constant('address' as const) },
    { weight: 1, arbitrary: fc.constant('hostname' as const) },
  ),
  index: fc.noBias(fc.nat({ max: 59 })),
});
type EndChoice = typeof endChoice extends Arbitrary<infer E> ? E : never;

const connectionChoice = fc.record({
  source: endChoice,
  destination: endChoice,
  protocol: fc.constantFrom<QueryProtocol[]>('TCP', 'TCP', 'TCP', 'UDP', 'SCTP', 'ICMP'),
  port: fc.constantFrom(...PORT_NUMBERS),
  family: fc.constantFrom<Family[]>(4, 4, 6),
  via: rarely(6),
});
type ConnectionChoice = typeof connectionChoice extends Arbitrary<infer C> ? C : never;

function end(choice: EndChoice, cluster: Cluster, pods: readonly Pod[], family: Family): Endpoint {
  const { kind, index } = choice;
  const known = [...cluster.nodes.values()];
  if (kind === 'hostname') return { kind, name: 'example.com' };
  if (kind === 'node' && known.length > 0) return { kind, node: known[index % known.length]! };
  if (kind === 'pod' && pods.length > 0) return { kind, pod: pods[index % pods.length]! };
  const texts = ADDRESSES[family];
  return { kind: 'address', address: addressOf(texts[index % texts.length]!) };
}

function connection(
  choice: ConnectionChoice,
  cluster: Cluster,
  pods: readonly Pod[],
  kinds: Kinds,
): Connection {
  const { family, protocol } = choice;
  const from: EndChoice =
    choice.source.kind === 'hostname' ? { ...choice.source, kind: 'pod' } : choice.source;
  const destination = end(choice.destination, cluster, pods, family);
  return {
    source: end(from, cluster, pods, family),
    destination,
    protocol,
    port: protocol === 'ICMP' ? null : choice.port,
    family,
    via:
      choice.via && destination.kind === 'pod' && (kinds !== 'tiers' || isKnown(destination.pod))
        ? viaService(destination.pod)
        : null,
  };
}

/** Whether a pod that reaches itself has all its facts; see regressions.test.ts too. */
function isKnown({ labels, addresses: own, nodeName }: Pod): boolean {
  return ![...labels.values(), own, nodeName].includes(null);
}

/** A Service in front of a pod. */
export function viaService({ namespace }: Pod): ServiceHop {
  return {
    service: {
      namespace,
      name: 'service',
      type: 'ClusterIP',
      selector: null,
      headless: false,
      clusterIPs: [],
      externalName: null,
      publishNotReadyAddresses: false,
      ports: [],
      source: dummySource,
    },
    port: null,
  };
}

/** Random clusters with connections at the edges of what their policies say. */
export function scenarios(kinds: Kinds, connections = 6): Arbitrary<Scenario> {
  return fc
    .record({
      namespaces,
      nodes,
      pods: fc.array(podFacts, { minLength: 2, maxLength: 6, size: 'max' }),
      policies: policies(kinds),
      connections: fc.array(connectionChoice, {
        minLength: 1,
        maxLength: connections,
        size: 'max',
      }),
      hostNetwork: rarely(4),
    })
    .map((parts) => {
      const pods = parts.pods.map((facts, index) => pod(facts, index, kinds));
      const cluster = makeCluster({
        namespaces: parts.namespaces,
        nodes: parts.nodes,
        pods: pods.filter(({ identity }) => identity !== 'hypothetical'),
        policies: parts.policies,
      });
      return {
        cluster,
        connections: parts.connections.map((choice) => connection(choice, cluster, pods, kinds)),
        options: { hostNetwork: parts.hostNetwork ? 'pod' : 'node' },
      };
    });
}

/** The same cluster with other policies. */
export function withPolicies(cluster: Cluster, changed: readonly Policy[]): Cluster {
  return { ...cluster, policies: makeCluster({ policies: changed }).policies };
}
