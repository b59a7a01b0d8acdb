import { describe, expect, test } from 'vitest';
import type { Pod, Workload } from '../../src/model/objects.ts';
import { loadClean } from './support/load-text.ts';

function podsOf(...texts: string[]): readonly Pod[] {
  return [...loadClean(...texts).cluster.pods.values()].flat();
}

function workloadsOf(...texts: string[]): readonly Workload[] {
  return loadClean(...texts).cluster.workloads;
}

interface Extra {
  readonly metadata?: string;
  readonly spec?: string;
  readonly labels?: string;
  readonly podSpec?: string;
}

function workload(kind: string, name: string, extra: Extra = {}): string {
  const { metadata = '', spec = '', labels = 'app: web', podSpec = '' } = extra;
  return `---
apiVersion: ${kind === 'ReplicationController' ? 'v1' : 'apps/v1'}
kind: ${kind}
metadata: {name: ${name}, labels: {tier: x}, ${metadata}}
spec:
  ${kind === 'ReplicationController' ? 'selector: {app: web}' : 'selector: {matchLabels: {app: web}}'}
  ${spec}
  template:
    metadata: {name: ignored, namespace: ignored, labels: {${labels}}}
    spec: {containers: [{name: c, ports: [{name: http, containerPort: 80}]}], ${podSpec}}
`;
}

function pod(name: string, owner: string, extra = ''): string {
  return `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  labels: {app: web, pod-template-hash: abc}
  ownerReferences: [${owner}]
spec: {containers: [{name: c}]}
${extra}
`;
}

const ownedBy = (kind: string, name: string, uid = ''): string =>
  `{apiVersion: ${kind === 'Job' || kind === 'CronJob' ? 'batch/v1' : 'apps/v1'}, kind: ${kind}, name: ${name}, controller: true${uid === '' ? '' : `, uid: ${uid}`}}`;

describe('pods of templates', () => {
  test('have the labels of the template, and those of the controller with unknown values', () => {
    const [made] = podsOf(workload('Deployment', 'web'));
    expect(made).toMatchObject({
      namespace: 'default',
      name: 'web',
      identity: 'replica',
      addresses: null,
      ready: null,
      workload: { kind: 'Deployment', name: 'web' },
      labelsPath: ['spec', 'template', 'metadata', 'labels'],
      ports: [{ name: 'http', protocol: 'TCP', containerPort: 80, container: 'c' }],
    });
    expect(made?.labels).toEqual(
      new Map([
        ['app', 'web'],
        ['pod-template-hash', null],
      ]),
    );
  });

  test('the labels of the workload itself are not theirs', () => {
    const [made] = workloadsOf(workload('Deployment', 'web'));
    expect(made?.labels).toEqual(new Map([['tier', 'x']]));
    expect(made?.pods[0]?.labels.has('tier')).toBe(false);
  });

  test.each([
    ['DaemonSet', ['app', 'controller-revision-hash', 'pod-template-generation'], null],
    ['ReplicaSet', ['app'], 1],
    ['ReplicationController', ['app'], 1],
  ])('%s: labels %j, replicas %s', (kind, keys, replicas) => {
    const [made] = workloadsOf(workload(kind, 'web'));
    expect([[...(made?.pods[0]?.labels.keys() ?? [])], made?.replicas]).toEqual([keys, replicas]);
  });

  test('a StatefulSet has each of its pods by name', () => {
    const text = workload('StatefulSet', 'db', { spec: 'replicas: 3' });
    const pods = podsOf(text);
    expect(pods.map(({ name, identity }) => [name, identity])).toEqual([
      ['db-0', 'exact'],
      ['db-1', 'exact'],
      ['db-2', 'exact'],
    ]);
    expect(pods[1]?.labels).toEqual(
      new Map([
        ['app', 'web'],
        ['controller-revision-hash', null],
        ['statefulset.kubernetes.io/pod-name', 'db-1'],
        ['apps.kubernetes.io/pod-index', '1'],
      ]),
    );
  });

  test('ordinals start where the StatefulSet says', () => {
    const text = workload('StatefulSet', 'db', { spec: 'replicas: 2\n  ordinals: {start: 5}' });
    expect(podsOf(text).map(({ name }) => name)).toEqual(['db-5', 'db-6']);
  });

  test('with no replicas, one pod stands for those that there would be', () => {
    const texts = [
      workload('Deployment', 'web', { spec: 'replicas: 0' }),
      workload('StatefulSet', 'db', { spec: 'replicas: 0' }),
    ];
    expect(
      workloadsOf(...texts).map(({ replicas, pods }) => [replicas, pods.map(({ name }) => name)]),
    ).toEqual([
      [0, ['db-0']],
      [0, ['web']],
    ]);
  });

  test('a Job names its pods in labels, a CronJob cannot yet', () => {
    const spec =
      '{completionMode: Indexed, parallelism: 5, completions: 3, template: {spec: {containers: [{name: c}]}}}';
    const job = `{apiVersion: batch/v1, kind: Job, metadata: {name: once}, spec: ${spec}}`;
    const cron = `{apiVersion: batch/v1, kind: CronJob, metadata: {name: daily}, spec: {suspend: true, jobTemplate: {spec: ${spec}}}}`;
    const [daily, once] = workloadsOf(`# jobs\n---\n${job}\n---\n${cron}`);
    expect(once).toMatchObject({ replicas: 3, suspended: false });
    expect(daily).toMatchObject({ replicas: 0, suspended: true });
    expect(once?.pods[0]?.labels).toEqual(
      new Map([
        ['batch.kubernetes.io/job-name', 'once'],
        ['job-name', 'once'],
        ['batch.kubernetes.io/controller-uid', null],
        ['controller-uid', null],
        ['batch.kubernetes.io/job-completion-index', null],
      ]),
    );
    expect(daily?.pods[0]?.labels.get('job-name')).toBeNull();
  });

  test('ports of restartable init containers count, those of others have ended', () => {
    const init =
      'initContainers: [{name: a, restartPolicy: Always, ports: [{containerPort: 1}]}, {name: b, ports: [{containerPort: 2}]}]';
    const [made] = podsOf(workload('Deployment', 'web', { podSpec: init }));
    expect(made?.ports.map(({ containerPort }) => containerPort)).toEqual([80, 1]);
    expect(made?.endedPorts.map(({ containerPort }) => containerPort)).toEqual([2]);
  });
});

describe('workloads whose pods are in the input', () => {
  const deployment = workload('Deployment', 'web');
  const replicaSet = workload('ReplicaSet', 'web-abc', {
    metadata: `uid: rs1, ownerReferences: [${ownedBy('Deployment', 'web')}]`,
    labels: 'app: web, pod-template-hash: abc',
  });
  const owned = pod('web-abc-x', ownedBy('ReplicaSet', 'web-abc', 'rs1'));

  test('a Deployment, its ReplicaSet and its pod are one pod', () => {
    const { cluster } = loadClean(deployment, replicaSet, owned);
    expect([...cluster.pods.values()].flat().map(({ name }) => name)).toEqual(['web-abc-x']);
    expect(cluster.workloads.map(({ kind, pods }) => [kind, pods.map(({ name }) => name)])).toEqual(
      [
        ['Deployment', ['web-abc-x']],
        ['ReplicaSet', ['web-abc-x']],
      ],
    );
    expect(cluster.pods.get('default')?.[0]?.workload).toEqual({ kind: 'Deployment', name: 'web' });
  });

  test('the order of the files changes nothing', () => {
    const forward = loadClean(deployment, replicaSet, owned).cluster;
    const backward = loadClean(owned, replicaSet, deployment).cluster;
    const names = ({ pods }: typeof forward): unknown =>
      [...pods].map(([key, list]) => [key, list.map(({ name, workload: made }) => [name, made])]);
    expect(names(backward)).toEqual(names(forward));
  });

  test('without the ReplicaSet, the hash in its name tells the Deployment', () => {
    const { cluster } = loadClean(deployment, owned);
    expect(cluster.workloads.map(({ kind, pods }) => [kind, pods.map(({ name }) => name)])).toEqual(
      [['Deployment', ['web-abc-x']]],
    );
  });

  test('without any workload, the pod still says whose it is', () => {
    expect(podsOf(owned)[0]?.workload).toEqual({ kind: 'Deployment', name: 'web' });
    expect(podsOf(pod('a', ownedBy('ReplicaSet', 'other')))[0]?.workload).toEqual({
      kind: 'ReplicaSet',
      name: 'other',
    });
    expect(
      podsOf(pod('a', '{apiVersion: v1, kind: Node, name: n1, controller: true}'))[0]?.workload,
    ).toBeNull();
    expect(
      podsOf(
        pod('a', '{apiVersion: argoproj.io/v1alpha1, kind: Job, name: x, controller: true}'),
      )[0]?.workload,
    ).toBeNull();
  });

  test('old ReplicaSets make no pods', () => {
    const old = workload('ReplicaSet', 'web-old', {
      spec: 'replicas: 0',
      metadata: `ownerReferences: [${ownedBy('Deployment', 'web')}]`,
    });
    expect(podsOf(deployment, old).map(({ name }) => name)).toEqual(['web']);
    expect(podsOf(old)).toEqual([]);
  });

  test('a workload of another uid but the same name is another one', () => {
    const again = workload('ReplicaSet', 'web-abc', { metadata: 'uid: rs2' });
    expect(podsOf(again, owned).map(({ name }) => name)).toEqual(['web-abc', 'web-abc-x']);
  });

  test('where all its pods have ended, the template stands for the next one', () => {
    const done = pod('web-abc-y', ownedBy('ReplicaSet', 'web-abc'), 'status: {phase: Failed}');
    expect(podsOf(deployment, done).map(({ name, finished }) => [name, finished])).toEqual([
      ['web', false],
      ['web-abc-y', true],
    ]);
  });

  test('a pod with the name of an ordinal is that pod', () => {
    const bare =
      '{apiVersion: v1, kind: Pod, metadata: {name: db-0, labels: {app: web}}, spec: {containers: [{name: c}]}}';
    const { cluster } = loadClean(
      workload('StatefulSet', 'db', { spec: 'replicas: 2' }),
      `# x\n${bare}`,
    );
    expect(cluster.pods.get('default')?.map(({ name }) => name)).toEqual(['db-0', 'db-1']);
    expect(cluster.workloads[0]?.pods.map(({ name }) => name)).toEqual(['db-0', 'db-1']);
  });
});
