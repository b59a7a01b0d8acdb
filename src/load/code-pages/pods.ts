import type { LoadCode } from '../codes.ts';
import { manifest, pod, service, type DiagnosticPage, type ManifestExample } from './page.ts';

const TEMPLATE = [
  '  template:',
  '    metadata: {labels: {app: web}}',
  '    spec: {containers: [{name: web}]}',
];

function deployment(...spec: readonly string[]): ManifestExample {
  return manifest([
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata: {name: web, namespace: shop}',
    'spec:',
    ...spec,
  ]);
}

function slice(...lines: readonly string[]): ManifestExample {
  return manifest([
    'apiVersion: discovery.k8s.io/v1',
    'kind: EndpointSlice',
    'metadata: {name: web-1, namespace: shop}',
    ...lines,
  ]);
}

/** Pods and workloads. */
export const POD_PAGES = {
  'containers-missing': {
    means:
      'The server refuses such a pod. netpol only warns, since files of exercises often leave the containers out, and takes it for a pod without named ports.',
    example: manifest(['apiVersion: v1', 'kind: Pod', 'metadata: {name: web, namespace: shop}']),
    advice: 'Add spec.containers.',
  },
  'container-port-required': {
    means: '',
    example: pod('containers:', '- {name: web, ports: [{name: http}]}'),
    advice: 'Add containerPort.',
  },
  'port-name-duplicate': {
    means: '',
    example: pod(
      'containers:',
      '- name: web',
      '  ports: [{name: http, containerPort: 80}, {name: http, containerPort: 81}]',
    ),
    advice: 'Give each port a name of its own.',
  },
  'host-port': {
    means:
      "In the node's network a container listens on the node's own port, so that there is nothing to map.",
    example: pod(
      'hostNetwork: true',
      'containers:',
      '- {name: web, ports: [{containerPort: 80, hostPort: 8080}]}',
    ),
    advice: 'Remove hostPort, or make it equal.',
  },
  'ephemeral-ports': {
    means: '',
    example: pod(
      'containers: [{name: web}]',
      'ephemeralContainers:',
      '- {name: debug, ports: [{containerPort: 80}]}',
    ),
    advice: 'Remove the ports.',
  },
  'address-invalid': {
    means: 'Leading zeros are refused as well: some programs read them as octal.',
    example: manifest([
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: web, namespace: shop}',
      'spec: {containers: [{name: web}]}',
      'status: {podIP: 10.0.0}',
    ]),
    advice: 'Correct the address.',
  },
  'pod-ips': {
    means: '',
    example: manifest([
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: web, namespace: shop}',
      'spec: {containers: [{name: web}]}',
      'status: {podIPs: [{ip: 10.0.0.1}, {ip: 10.0.0.2}]}',
    ]),
    advice: 'Keep one IPv4 and one IPv6 address.',
  },
  'selector-required': {
    means: '',
    example: deployment(...TEMPLATE),
    advice: 'Add the selector: matchLabels with labels of the template.',
  },
  'selector-template': {
    means: 'Such a workload would never find its own pods.',
    example: deployment('  selector: {matchLabels: {app: api}}', ...TEMPLATE),
    advice: 'Make the labels of the template match the selector.',
  },
  'template-required': {
    means: '',
    example: manifest([
      'apiVersion: v1',
      'kind: ReplicationController',
      'metadata: {name: web, namespace: shop}',
      'spec: {selector: {app: web}}',
    ]),
    advice: 'Add spec.template.',
  },
  'replicas-range': {
    means:
      'For a StatefulSet, whose pods have names that can be asked about, also more pods than Kubernetes supports in a cluster.',
    example: deployment('  replicas: -1', '  selector: {matchLabels: {app: web}}', ...TEMPLATE),
    advice: 'Correct the number.',
  },
  'completion-mode': {
    means: '',
    example: manifest([
      'apiVersion: batch/v1',
      'kind: Job',
      'metadata: {name: import, namespace: shop}',
      'spec:',
      '  completionMode: indexed',
      '  template: {spec: {containers: [{name: import}]}}',
    ]),
    advice: 'Write Indexed or NonIndexed.',
  },
} as const satisfies Partial<Record<LoadCode, DiagnosticPage>>;

/** Services and EndpointSlices. */
export const SERVICE_PAGES = {
  'service-type': {
    means: '',
    example: service('type: Cluster', 'ports: [{port: 80}]'),
    advice: 'Write ClusterIP, NodePort, LoadBalancer or ExternalName, or nothing for ClusterIP.',
  },
  'service-ports': {
    means: 'Only a headless Service and one of type ExternalName may do without.',
    example: service('selector: {app: web}'),
    advice: 'Add the ports.',
  },
  'service-port-name': {
    means: 'Where there are several ports, each has a name.',
    example: service('selector: {app: web}', 'ports:', '- {name: http, port: 80}', '- {port: 443}'),
    advice: 'Give each port a name of lower-case letters, digits and hyphens.',
  },
  'service-port-duplicate': {
    means: '',
    example: service(
      'selector: {app: web}',
      'ports:',
      '- {name: http, port: 80, targetPort: 8080}',
      '- {name: metrics, port: 80, targetPort: 9090}',
    ),
    advice: 'Change one of the numbers, or its protocol.',
  },
  'external-name': {
    means: '',
    example: service('type: ExternalName'),
    advice: 'Write a DNS name in lower case, such as db.example.com.',
  },
  'endpoint-address-type': {
    means: '',
    example: slice('addressType: ipv4', 'endpoints: []'),
    advice: 'Write IPv4, IPv6 or FQDN.',
  },
  'endpoint-address': {
    means: 'Also one that no pod can have: loopback, link-local, multicast, unspecified.',
    example: slice('addressType: IPv4', 'endpoints: [{addresses: ["2001:db8::1"]}]'),
    advice: 'Correct the address; IPv6 addresses go into a slice of their own.',
  },
  'endpoint-port': {
    means: '',
    example: slice(
      'addressType: IPv4',
      'endpoints: [{addresses: [10.0.0.1]}]',
      'ports: [{name: http, port: 80}, {name: http, port: 81}]',
    ),
    advice: 'Give each port the name that it has in its Service.',
  },
} as const satisfies Partial<Record<LoadCode, DiagnosticPage>>;
