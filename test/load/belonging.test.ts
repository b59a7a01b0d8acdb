import { describe, expect, test } from 'vitest';
import { formatAddress } from '../../src/model/ip-text.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Pod } from '../../src/model/objects.ts';
import { loadClean } from './support/load-text.ts';

/** What the objects of an input, in flow style, become together. */
function clusterOf(...objects: string[]): Cluster {
  return loadClean(['# flow style', ...objects].join('\n---\n')).cluster;
}

function podsOf(...objects: string[]): readonly Pod[] {
  return [...clusterOf(...objects).pods.values()].flat();
}

interface Owner {
  readonly kind: string;
  readonly name: string;
  readonly apiVersion?: string;
  readonly uid?: string;
}

const GROUPS: Readonly<Record<string, string>> = {
  ReplicationController: 'v1',
  Job: 'batch/v1',
  CronJob: 'batch/v1',
};

function ownedBy(owner: Owner | null): string {
  if (owner === null) return '';
  const { kind, name, apiVersion = GROUPS[kind] ?? 'apps/v1', uid = '' } = owner;
  return `ownerReferences: [{apiVersion: ${apiVersion}, kind: ${kind}, name: ${name}, uid: "${uid}", controller: true}]`;
}

function pod(name: string, owner: Owner | null, labels = ''): string {
  return `{apiVersion: v1, kind: Pod, metadata: {name: ${name}, labels: {app: web, ${labels}}, ${ownedBy(owner)}}, spec: {containers: [{name: c}]}}`;
}

function workload(kind: string, metadata: string, spec = '', labels = ''): string {
  const template = `template: {metadata: {labels: {app: web, ${labels}}}, spec: {containers: [{name: c}]}}`;
  const selector = kind === 'Job' ? '' : 'selector: {matchLabels: {app: web}}, ';
  const own = kind === 'ReplicationController' ? 'selector: {app: web}, ' : selector;
  const jobs = `jobTemplate: {spec: {${template}}}`;
  const body = kind === 'CronJob' ? jobs : `${own}${spec}${spec === '' ? '' : ', '}${template}`;
  return `{apiVersion: ${GROUPS[kind] ?? 'apps/v1'}, kind: ${kind}, metadata: {${metadata}}, spec: {${body}}}`;
}

describe('the workload that a pod is of', () => {
  test.each([
    ['ReplicationController', 'v1', true],
    ['ReplicationController', 'example.io/v1', false],
    ['ReplicationController', 'v1beta1', false],
    ['Job', 'batch/v1', true],
    ['Job', 'apps/v1', false],
    ['Job', 'example.batch/v1', false],
    ['CronJob', 'batch/v1', true],
    ['CronJob', 'apps/v1', false],
    ['StatefulSet', 'apps/v1', true],
    ['StatefulSet', 'extensions/v1beta1', true],
    ['StatefulSet', 'batch/v1', false],
    ['StatefulSet', 'my.apps/v1', false],
  ])('is the %s of %s that owns it: %s', (kind, apiVersion, isOne) => {
    const owner = { kind, name: 'web', apiVersion };
    const [owned] = podsOf(pod('a', owner));
    expect(owned?.workload).toEqual(isOne ? { kind, name: 'web' } : null);
    const { workloads } = clusterOf(workload(kind, 'name: web'), pod('a', owner));
    expect(workloads.map(({ pods }) => pods.map(({ name }) => name))).toEqual([
      isOne ? ['a'] : [kind === 'StatefulSet' ? 'web-0' : 'web'],
    ]);
  });

  test.each([
    ['ReplicaSet', 'web-abc', 'pod-template-hash: abc', { kind: 'Deployment', name: 'web' }],
    ['ReplicaSet', 'web-abc', '', { kind: 'ReplicaSet', name: 'web-abc' }],
    ['ReplicaSet', 'web-', 'pod-template-hash: ""', { kind: 'ReplicaSet', name: 'web-' }],
    ['ReplicaSet', 'webabc', 'pod-template-hash: abc', { kind: 'ReplicaSet', name: 'webabc' }],
    ['StatefulSet', 'web-abc', 'pod-template-hash: abc', { kind: 'StatefulSet', name: 'web-abc' }],
  ])('that says %s %s, with the label %j, is found', (kind, name, label, expected) => {
    expect(podsOf(pod('a', { kind, name }, label))[0]?.workload).toEqual(expected);
  });

  test('is the owner of its owner, where that one is not in the input', () => {
    const owner = ownedBy({ kind: 'Deployment', name: 'web' });
    const [owned] = podsOf(
      workload('ReplicaSet', `name: set, ${owner}`),
      pod('a', { kind: 'ReplicaSet', name: 'set' }),
    );
    expect(owned?.workload).toEqual({ kind: 'Deployment', name: 'web' });
  });

  test('is the workload itself, where nobody owns that', () => {
    const [owned] = podsOf(
      workload('ReplicaSet', 'name: web-abc'),
      pod('a', { kind: 'ReplicaSet', name: 'web-abc' }, 'pod-template-hash: abc'),
    );
    expect(owned?.workload).toEqual({ kind: 'ReplicaSet', name: 'web-abc' });
  });

  test.each([
    ['u1', 'u1', true],
    ['', 'u1', true],
    ['u1', '', true],
    ['', '', true],
    ['u2', 'u1', false],
  ])('has the uid that its reference tells: %j and %j, %s', (told, uid, isOne) => {
    const { workloads } = clusterOf(
      workload('DaemonSet', `name: web${uid === '' ? '' : `, uid: ${uid}`}`),
      pod('a', { kind: 'DaemonSet', name: 'web', uid: told }),
    );
    expect(workloads[0]?.pods.map(({ name }) => name)).toEqual([isOne ? 'a' : 'web']);
  });

  test('is found by its uid alone, whatever its name', () => {
    const { workloads } = clusterOf(
      workload('DaemonSet', 'name: new, uid: u1'),
      pod('a', { kind: 'DaemonSet', name: 'old', uid: 'u1' }),
    );
    expect(workloads[0]?.pods.map(({ name }) => name)).toEqual(['a']);
  });

  test('is not one whose name is still to be made up', () => {
    const { workloads } = clusterOf(
      workload('DaemonSet', 'generateName: web'),
      pod('a', { kind: 'DaemonSet', name: 'web' }),
    );
    expect(workloads[0]?.pods.map(({ name }) => name)).toEqual(['web']);
  });

  test('is not one of another namespace', () => {
    const { workloads } = clusterOf(
      workload('DaemonSet', 'name: web, namespace: other'),
      pod('a', { kind: 'DaemonSet', name: 'web' }),
    );
    expect(workloads[0]?.pods.map(({ namespace }) => namespace)).toEqual(['other']);
  });

  test('is none that owns itself', () => {
    const self = ownedBy({ kind: 'ReplicaSet', name: 'web' });
    const { workloads } = clusterOf(
      workload('ReplicaSet', `name: web, ${self}`),
      pod('a', { kind: 'ReplicaSet', name: 'web' }),
    );
    expect(workloads[0]?.pods.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('the pods of a workload', () => {
  const owner = ownedBy({ kind: 'Deployment', name: 'web' });

  test('are made once: by the workload that owns the others', () => {
    const set = workload('ReplicaSet', `name: web-abc, ${owner}`);
    expect(podsOf(workload('Deployment', 'name: web'), set).map(({ name }) => name)).toEqual([
      'web',
    ]);
  });

  test('are made by an owned workload whose owner is not there, if it has any replicas', () => {
    const set = (replicas: number): string =>
      workload('ReplicaSet', `name: web-abc, ${owner}`, `replicas: ${String(replicas)}`);
    expect(podsOf(set(2)).map(({ name }) => name)).toEqual(['web-abc']);
    expect(podsOf(set(0))).toEqual([]);
  });

  test('are one without a name, where the StatefulSet has a generateName', () => {
    const [made, ...others] = podsOf(workload('StatefulSet', 'generateName: db-', 'replicas: 3'));
    expect(others).toEqual([]);
    expect(made).toMatchObject({ name: 'db-', identity: 'replica', terminating: false });
    expect([...(made?.labels ?? [])]).toEqual([
      ['app', 'web'],
      ['controller-revision-hash', null],
      ['statefulset.kubernetes.io/pod-name', null],
      ['apps.kubernetes.io/pod-index', null],
    ]);
  });

  test('with ordinals leave alone a pod whose generateName only looks like one', () => {
    const generated =
      '{apiVersion: v1, kind: Pod, metadata: {generateName: db-0}, spec: {containers: [{name: c}]}}';
    const pods = podsOf(workload('StatefulSet', 'name: db'), generated);
    expect(pods.map(({ name, identity }) => [name, identity])).toEqual([
      ['db-0', 'replica'],
      ['db-0', 'exact'],
    ]);
  });

  test('with ordinals may be in the input, all of them', () => {
    const pods = podsOf(
      workload('StatefulSet', 'name: db', 'replicas: 2'),
      pod('db-0', null),
      pod('db-1', null),
    );
    expect(pods.map(({ name }) => name)).toEqual(['db-0', 'db-1']);
  });
});

describe('nodes', () => {
  const node = (name: string, addresses: string): string =>
    `{apiVersion: v1, kind: Node, metadata: {name: ${name}}, status: {addresses: [${addresses}]}}`;
  const on = (name: string, nodeName: string, spec: string, status: string): string =>
    `{apiVersion: v1, kind: Pod, metadata: {name: ${name}}, spec: {nodeName: ${nodeName}, containers: [{name: c}], ${spec}}, status: {${status}}}`;
  const shown = (cluster: Cluster): unknown[] =>
    [...cluster.nodes.values()].map(({ name, addresses, allAddresses }) => [
      name,
      addresses?.map(formatAddress) ?? null,
      allAddresses.map(formatAddress),
    ]);

  test.each([
    ['{type: InternalIP, address: 10.0.0.1}', ['10.0.0.1'], ['10.0.0.1']],
    ['{type: ExternalIP, address: 192.0.2.1}', ['192.0.2.1'], ['192.0.2.1']],
    ['{type: InternalDNS, address: n.local}', null, []],
    ['', null, []],
  ])('with the addresses %s', (addresses, own, all) => {
    expect(shown(clusterOf(node('n1', addresses)))).toEqual([['n1', own, all]]);
  });

  test('may be without a status', () => {
    const cluster = clusterOf('{apiVersion: v1, kind: Node, metadata: {name: n1}}');
    expect(shown(cluster)).toEqual([['n1', null, []]]);
  });

  test('that pods name are told by hostIP, and by the pods of their network', () => {
    const cluster = clusterOf(
      on('c', 'n3', 'hostNetwork: true', 'podIP: 10.0.0.3'),
      on('b', 'n2', 'hostNetwork: true', ''),
      on('a', 'n1', '', 'podIP: 10.9.0.1, hostIP: 10.0.0.1'),
      node('n4', '{type: InternalIP, address: 10.0.0.4}'),
      on('d', 'n4', '', 'podIP: 10.9.0.4, hostIP: 10.0.0.9'),
      on('e', '""', '', 'hostIP: 10.0.0.7'),
    );
    expect(shown(cluster)).toEqual([
      ['n1', ['10.0.0.1'], ['10.0.0.1']],
      ['n2', null, []],
      ['n3', ['10.0.0.3'], ['10.0.0.3']],
      ['n4', ['10.0.0.4'], ['10.0.0.4']],
    ]);
  });

  test('tell which families of addresses there are', () => {
    const cluster = clusterOf(node('n1', '{type: InternalIP, address: "2001:db8::1"}'));
    expect([...cluster.families]).toEqual([6]);
    expect([...clusterOf(pod('a', null)).families]).toEqual([]);
  });
});

test('everything is in the order of names, whatever the order of the files', () => {
  const service = (name: string): string =>
    `{apiVersion: v1, kind: Service, metadata: {name: ${name}}, spec: {ports: [{port: 80}]}}`;
  const slice = (name: string): string =>
    `{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name: ${name}}, addressType: IPv4, endpoints: []}`;
  const policy = (name: string): string =>
    `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: ${name}}}`;
  const space = (name: string): string =>
    `{apiVersion: v1, kind: Namespace, metadata: {name: ${name}}}`;
  const both = ['b', 'c', 'a'].flatMap((name) => [
    service(name),
    slice(name),
    policy(name),
    space(name),
    `{apiVersion: v1, kind: Node, metadata: {name: ${name}}}`,
    workload('Deployment', `name: ${name}`),
    workload('DaemonSet', `name: ${name}`),
  ]);
  const cluster = clusterOf(...both);
  const names = (objects: Iterable<{ readonly name: string }>): string =>
    [...objects].map(({ name }) => name).join(' ');
  expect([
    names(cluster.services),
    names(cluster.endpointSlices),
    names(cluster.policies.get('default') ?? []),
    [...cluster.namespaces.keys()].join(' '),
    [...cluster.nodes.keys()].join(' '),
    cluster.workloads.map(({ kind, name }) => `${kind}/${name}`).join(' '),
  ]).toEqual([
    'a b c',
    'a b c',
    'a b c',
    'a b c default',
    'a b c',
    'DaemonSet/a Deployment/a DaemonSet/b Deployment/b DaemonSet/c Deployment/c',
  ]);
});

test('an object of the whole cluster is in no namespace', () => {
  expect([...clusterOf('{apiVersion: v1, kind: Node, metadata: {name: n1}}').namespaces]).toEqual(
    [],
  );
});
