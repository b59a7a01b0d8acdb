import type { PodFacts } from '../shapes/shape.ts';
import { CREATED, fieldSet, shared, uidOf, type Detail, type Manifest } from './manifest.ts';
import { nodeAddresses, nodeName, nodeOf, podAddresses, type Placement } from './placement.ts';
import { containerPorts, ownerReferences, sharedParts, type SharedParts } from './pod-shared.ts';

/** A running pod. With every field, it takes about 12 KB as `kubectl get -o json` prints it. */
export function podManifest(pod: PodFacts, placement: Placement, detail: Detail): Manifest {
  const { template, index } = pod;
  const node = nodeOf(index, placement);
  const hostIPs = nodeAddresses(node, placement);
  const podIPs = template.hostNetwork ? hostIPs : podAddresses(index, placement);
  const where: Where = { node: nodeName(node), hostIPs, podIPs };
  return detail === 'read' ? brief(pod, where) : whole(pod, sharedParts(pod), where);
}

interface Where {
  readonly node: string;
  readonly hostIPs: readonly string[];
  readonly podIPs: readonly string[];
}

const asItems = (addresses: readonly string[]) => addresses.map((ip) => ({ ip }));
const READY = shared([{ status: 'True', type: 'Ready' }]);

function brief({ template, name, namespace, labels }: PodFacts, where: Where): Manifest {
  const { app, hostNetwork, owner } = template;
  const { node, hostIPs, podIPs } = where;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      labels,
      name,
      namespace,
      ...(owner && { ownerReferences: ownerReferences(template) }),
    },
    spec: {
      containers: [{ name: app, ports: containerPorts(template) }],
      ...(hostNetwork && { hostNetwork }),
      nodeName: node,
    },
    status: {
      conditions: READY,
      hostIP: hostIPs[0],
      hostIPs: asItems(hostIPs),
      phase: 'Running',
      podIP: podIPs[0],
      podIPs: asItems(podIPs),
    },
  };
}

function whole(pod: PodFacts, parts: SharedParts, where: Where): Manifest {
  const { template, name, namespace, labels, index } = pod;
  const { owner } = template;
  const { specBefore, specAfter } = parts;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: ANNOTATIONS,
      creationTimestamp: CREATED,
      ...(owner && { generateName: `${owner.name}-` }),
      labels,
      managedFields: [parts.controllerFields, kubeletFields(parts, where.podIPs)],
      name,
      namespace,
      ...(owner && { ownerReferences: parts.ownerReferences }),
      resourceVersion: String(100_000 + index),
      uid: uidOf('Pod', index),
    },
    spec: { ...specBefore, nodeName: where.node, ...specAfter },
    status: {
      conditions: parts.conditions,
      containerStatuses: [containerStatus(pod)],
      hostIP: where.hostIPs[0],
      hostIPs: asItems(where.hostIPs),
      phase: 'Running',
      podIP: where.podIPs[0],
      podIPs: asItems(where.podIPs),
      qosClass: 'Burstable',
      startTime: CREATED,
    },
  };
}

const ANNOTATIONS = shared({
  'checksum/config': '5f1e8d0b7c2a49d6a3f04e19b8c7d2e65a90f1b3c4d7e8a6025f9c1d3b7e4a80',
  'prometheus.io/scrape': 'true',
});

function kubeletFields({ kubeletConditions }: SharedParts, podIPs: readonly string[]): object {
  const addresses = podIPs.map((ip) => [`k:{"ip":"${ip}"}`, ADDRESS_FIELDS] as const);
  return {
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:status': {
        'f:conditions': kubeletConditions,
        ...STATUS_FIELDS,
        'f:podIPs': { '.': {}, ...Object.fromEntries(addresses) },
        'f:startTime': {},
      },
    },
    manager: 'kubelet',
    operation: 'Update',
    subresource: 'status',
    time: CREATED,
  };
}

const ADDRESS_FIELDS = shared(fieldSet(['.', 'ip']));
const STATUS_FIELDS = shared(
  fieldSet(['containerStatuses', 'hostIP', 'hostIPs', 'phase', 'podIP']),
);

function containerStatus({ template: { app }, index }: PodFacts): object {
  const digest = index.toString(16).padStart(8, '0').repeat(8);
  return {
    containerID: `containerd://${digest}`,
    image: `registry.example/${app}:1.4.2`,
    imageID: `registry.example/${app}@sha256:${'9d3c2b1a'.repeat(8)}`,
    lastState: {},
    name: app,
    ready: true,
    restartCount: 0,
    started: true,
    state: RUNNING,
  };
}

const RUNNING = shared({ running: { startedAt: CREATED } });
