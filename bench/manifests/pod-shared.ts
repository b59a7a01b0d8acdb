import type { PodFacts, PodTemplate } from '../shapes/shape.ts';
import { CREATED, fieldSet, shared } from './manifest.ts';

/** The parts of a manifest that all pods of a workload have in common; frozen. */
export interface SharedParts {
  readonly ownerReferences: readonly object[];
  /** Who set what: the controller's entry of managedFields, and the kubelet's but for the addresses. */
  readonly controllerFields: object;
  readonly kubeletConditions: object;
  /** Fields of the spec before and after `nodeName`. */
  readonly specBefore: object;
  readonly specAfter: object;
  readonly conditions: readonly object[];
}

const known = new WeakMap<PodTemplate, SharedParts>();

export function sharedParts(pod: PodFacts): SharedParts {
  const { template } = pod;
  let parts = known.get(template);
  if (parts === undefined) {
    parts = shared(makeParts(template, Object.keys(pod.labels)));
    known.set(template, parts);
  }
  return parts;
}

const TOKEN_VOLUME = 'kube-api-access-x7k2q';

/** The reference to what made the pod, if anything did. */
export function ownerReferences({ owner }: PodTemplate): object[] {
  if (owner === null) return [];
  const { apiVersion, kind, name, uid } = owner;
  return [{ apiVersion, blockOwnerDeletion: true, controller: true, kind, name, uid }];
}

/** The ports of the pod's only container. */
export function containerPorts({ ports, hostNetwork }: PodTemplate): object[] {
  return ports.map(({ name, containerPort, protocol }) => ({
    containerPort,
    ...(hostNetwork && { hostPort: containerPort }),
    name,
    protocol,
  }));
}

function makeParts(template: PodTemplate, labels: readonly string[]): SharedParts {
  return {
    ownerReferences: ownerReferences(template),
    controllerFields: managedBy(template, labels),
    kubeletConditions: {
      '.': {},
      ...Object.fromEntries(
        [...CONDITIONS]
          .sort()
          .map((type) => [`k:{"type":"${type}"}`, fieldSet(['.', 'status', 'type'])]),
      ),
    },
    specBefore: {
      containers: [container(template)],
      dnsPolicy: template.hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst',
      enableServiceLinks: true,
      ...(template.hostNetwork && { hostNetwork: true }),
    },
    specAfter: SPEC_AFTER,
    conditions: CONDITIONS.map((type) => ({
      lastProbeTime: null,
      lastTransitionTime: CREATED,
      status: 'True',
      type,
    })),
  };
}

const CONDITIONS = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'] as const;

function managedBy({ owner, app }: PodTemplate, labels: readonly string[]): object {
  return {
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {
        ...(owner && { 'f:generateName': {} }),
        'f:labels': fieldSet(['.', ...labels]),
        ...(owner && { 'f:ownerReferences': { '.': {}, [`k:{"uid":"${owner.uid}"}`]: {} } }),
      },
      'f:spec': {
        'f:containers': {
          [`k:{"name":"${app}"}`]: fieldSet(['.', 'env', 'image', 'name', 'ports', 'resources']),
        },
        ...fieldSet(['dnsPolicy', 'restartPolicy', 'schedulerName', 'securityContext']),
      },
    },
    manager: 'kube-controller-manager',
    operation: 'Update',
    time: CREATED,
  };
}

const ENV = [
  { name: 'LOG_LEVEL', value: 'info' },
  { name: 'MODE', value: 'production' },
] as const;

function container(template: PodTemplate): object {
  const { app } = template;
  return {
    env: ENV,
    image: `registry.example/${app}:1.4.2`,
    imagePullPolicy: 'IfNotPresent',
    name: app,
    ports: containerPorts(template),
    resources: { limits: { memory: '512Mi' }, requests: { cpu: '100m', memory: '256Mi' } },
    terminationMessagePath: '/dev/termination-log',
    terminationMessagePolicy: 'File',
    volumeMounts: [
      {
        mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
        name: TOKEN_VOLUME,
        readOnly: true,
      },
    ],
  };
}

const SPEC_AFTER = shared({
  preemptionPolicy: 'PreemptLowerPriority',
  priority: 0,
  restartPolicy: 'Always',
  schedulerName: 'default-scheduler',
  securityContext: { fsGroup: 2000, runAsNonRoot: true, runAsUser: 1000 },
  serviceAccount: 'default',
  serviceAccountName: 'default',
  terminationGracePeriodSeconds: 30,
  tolerations: ['not-ready', 'unreachable'].map((state) => ({
    effect: 'NoExecute',
    key: `node.kubernetes.io/${state}`,
    operator: 'Exists',
    tolerationSeconds: 300,
  })),
  volumes: [
    {
      name: TOKEN_VOLUME,
      projected: {
        defaultMode: 420,
        sources: [
          { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
          { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        ],
      },
    },
  ],
});
