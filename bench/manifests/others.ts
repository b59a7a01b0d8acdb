import type { NamespaceFacts, PolicyFacts } from '../shapes/shape.ts';
import { CREATED, sorted, uidOf, type Detail, type Manifest } from './manifest.ts';
import { nodeAddresses, nodeName, type Placement } from './placement.ts';

export function namespaceManifest(
  { name, labels }: NamespaceFacts,
  index: number,
  detail: Detail,
): Manifest {
  const metadata = { labels: sorted({ 'kubernetes.io/metadata.name': name, ...labels }), name };
  if (detail === 'read') return { apiVersion: 'v1', kind: 'Namespace', metadata };
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: withServerFields(metadata, 'Namespace', index),
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

export function nodeManifest(node: number, placement: Placement, detail: Detail): Manifest {
  const name = nodeName(node);
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'topology.kubernetes.io/zone': `zone-${'abc'.charAt(node % 3)}`,
  };
  const addresses = [
    ...nodeAddresses(node, placement).map((address) => ({ address, type: 'InternalIP' })),
    { address: name, type: 'Hostname' },
  ];
  const metadata = { labels, name };
  if (detail === 'read') return { apiVersion: 'v1', kind: 'Node', metadata, status: { addresses } };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: withServerFields(metadata, 'Node', node),
    spec: { podCIDR: `10.${64 + (node >> 8)}.${node & 255}.0/24` },
    status: {
      addresses,
      allocatable: { cpu: '16', memory: '64Gi', pods: '110' },
      capacity: { cpu: '16', memory: '64Gi', pods: '110' },
      conditions: [{ lastTransitionTime: CREATED, status: 'True', type: 'Ready' }],
    },
  };
}

const API_VERSIONS = {
  NetworkPolicy: 'networking.k8s.io/v1',
  ClusterNetworkPolicy: 'policy.networking.k8s.io/v1alpha2',
} as const;

export function policyManifest(
  { kind, namespace, name, spec }: PolicyFacts,
  index: number,
  detail: Detail,
): Manifest {
  const metadata = { name, ...(namespace !== null && { namespace }) };
  return {
    apiVersion: API_VERSIONS[kind],
    kind,
    metadata: detail === 'read' ? metadata : withServerFields(metadata, kind, index),
    spec,
  };
}

function withServerFields(metadata: object, kind: string, index: number): object {
  return sorted({
    ...metadata,
    creationTimestamp: CREATED,
    ...(kind.endsWith('Policy') && { generation: 1 }),
    resourceVersion: String(50_000 + index),
    uid: uidOf(kind, index),
  });
}
