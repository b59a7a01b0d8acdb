import { writeFileSync } from 'node:fs';
import { dump } from 'js-yaml';

/** A small generator with a seed, so that every run reads the same input. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

type Json = Record<string, unknown>;

function managedFields(at: string): Json[] {
  return ['kube-controller-manager', 'kubelet'].map((manager) => ({
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': {
        'f:labels': { '.': {}, 'f:app': {}, 'f:tier': {}, 'f:pod-template-hash': {} },
        'f:ownerReferences': { '.': {}, [`k:{"uid":"${at}"}`]: {} },
      },
      'f:spec': {
        'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:image': {}, 'f:name': {} } },
        'f:dnsPolicy': {},
        'f:restartPolicy': {},
      },
    },
    manager,
    operation: 'Update',
    time: '2026-11-22T09:00:00Z',
  }));
}

/** A pod with the fields that `kubectl get -o yaml` prints. */
export function dumpedPod(i: number, random: () => number): Json {
  const namespace = `team-${String(Math.floor(random() * 40))}`;
  const app = `app-${String(Math.floor(random() * 200))}`;
  const address = `10.${String(64 + (i >> 16))}.${String((i >> 8) & 255)}.${String(i & 255)}`;
  const uid = `${String(i).padStart(8, '0')}-7f1a-4a54-9a55-1c2d3e4f5a6b`;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      annotations: {
        'cni.example/podIP': `${address}/32`,
        'kubectl.kubernetes.io/restartedAt': '2026-11-22T09:00:00Z',
      },
      creationTimestamp: '2026-11-22T09:00:00Z',
      generateName: `${app}-6d4cf56db6-`,
      labels: { app, tier: i % 2 === 0 ? 'front' : 'back', 'pod-template-hash': '6d4cf56db6' },
      managedFields: managedFields(uid),
      name: `${app}-6d4cf56db6-${i.toString(36).padStart(5, 'x')}`,
      namespace,
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          blockOwnerDeletion: true,
          controller: true,
          kind: 'ReplicaSet',
          name: `${app}-6d4cf56db6`,
          uid: `${uid}-owner`,
        },
      ],
      resourceVersion: String(100000 + i),
      uid,
    },
    spec: {
      containers: [
        {
          env: [
            { name: 'MODE', value: 'production' },
            { name: 'LEVEL', value: '3' },
          ],
          image: `registry.example/${app}:1.0.${String(i % 9)}`,
          imagePullPolicy: 'IfNotPresent',
          name: 'app',
          ports: [{ containerPort: 8080, name: 'http', protocol: 'TCP' }],
          resources: { limits: { memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
          terminationMessagePath: '/dev/termination-log',
          terminationMessagePolicy: 'File',
          volumeMounts: [
            {
              mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
              name: 'token',
              readOnly: true,
            },
          ],
        },
      ],
      dnsPolicy: 'ClusterFirst',
      nodeName: `node-${String(i % 100)}`,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      serviceAccountName: 'default',
      terminationGracePeriodSeconds: 30,
      tolerations: [
        {
          effect: 'NoExecute',
          key: 'node.kubernetes.io/not-ready',
          operator: 'Exists',
          tolerationSeconds: 300,
        },
        {
          effect: 'NoExecute',
          key: 'node.kubernetes.io/unreachable',
          operator: 'Exists',
          tolerationSeconds: 300,
        },
      ],
      volumes: [
        {
          name: 'token',
          projected: {
            defaultMode: 420,
            sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }],
          },
        },
      ],
    },
    status: {
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
        lastProbeTime: null,
        lastTransitionTime: '2026-11-22T09:00:00Z',
        status: 'True',
        type,
      })),
      containerStatuses: [
        {
          containerID: `containerd://${uid}`,
          image: `registry.example/${app}:1.0`,
          name: 'app',
          ready: true,
          restartCount: 0,
          started: true,
          state: { running: { startedAt: '2026-11-22T09:00:00Z' } },
        },
      ],
      hostIP: `192.168.0.${String(i % 100)}`,
      phase: 'Running',
      podIP: address,
      podIPs: [{ ip: address }],
      qosClass: 'Burstable',
      startTime: '2026-11-22T09:00:00Z',
    },
  };
}

/** A policy that selects an application and admits another one. */
export function dumpedPolicy(i: number, random: () => number): Json {
  const pick = () => `app-${String(Math.floor(random() * 200))}`;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: {
      creationTimestamp: '2026-11-22T09:00:00Z',
      generation: 1,
      managedFields: managedFields(String(i)),
      name: `policy-${String(i)}`,
      namespace: `team-${String(i % 40)}`,
      resourceVersion: String(i),
      uid: String(i),
    },
    spec: {
      egress: [{ ports: [{ port: 53, protocol: 'UDP' }], to: [{ namespaceSelector: {} }] }],
      ingress: [
        {
          from: [
            { podSelector: { matchLabels: { app: pick() } } },
            { namespaceSelector: { matchLabels: { team: 'platform' } }, podSelector: {} },
            { ipBlock: { cidr: `172.${String(16 + (i % 16))}.0.0/16` } },
          ],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
      podSelector: { matchLabels: { app: pick() } },
      policyTypes: ['Ingress', 'Egress'],
    },
  };
}

function dumpedNamespace(i: number): Json {
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      labels: { 'kubernetes.io/metadata.name': `team-${String(i)}` },
      name: `team-${String(i)}`,
    },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
}

/** A List as `kubectl get pods,ns,netpol -A` prints it. */
export function dumpedList(pods: number, policies: number, seed = 1): Json {
  const random = createRandom(seed);
  return {
    apiVersion: 'v1',
    items: [
      ...Array.from({ length: pods }, (_, i) => dumpedPod(i, random)),
      ...Array.from({ length: 40 }, (_, i) => dumpedNamespace(i)),
      ...Array.from({ length: policies }, (_, i) => dumpedPolicy(i, random)),
    ],
    kind: 'List',
    metadata: { resourceVersion: '' },
  };
}

/** Writes a list as kubectl would: 4 blanks a level in JSON, sequences at their key's column in YAML. */
export function writeDump(list: Json, file: string, format: 'json' | 'yaml'): void {
  const text =
    format === 'json'
      ? `${JSON.stringify(list, null, 4)}\n`
      : dump(list, { seqNoIndent: true, lineWidth: -1, noRefs: true });
  writeFileSync(file, text);
}
