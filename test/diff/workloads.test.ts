import { describe, expect, test } from 'vitest';
import type { DiffData } from '../../src/explain/whole/diff-data.ts';
import { deployment, diffOf, namespace, policy } from './support.ts';

// What is the same workload in two versions, and what is no difference.

/** A ReplicaSet's pod, as a cluster has it. */
function pod(name: string, labels: string, ip: string, more = ''): string {
  return `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  labels: {${labels.replaceAll('=', ': ').replaceAll(',', ', ')}}
  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: web-1, uid: u1, controller: true}]
spec:
  containers: [{name: main, image: example.com/main}]
  ${more}
status: {phase: Running, podIP: ${ip}}
`;
}

const DB = deployment('shop/db', 'app=db');
const FROM_WEB = policy(
  'shop/db',
  `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 80}, {port: 443}]
  - from: [{podSelector: {matchLabels: {app: other}}}]`,
);

function isSame({ changes, added, removed }: DiffData): boolean {
  return changes.length + added.length + removed.length === 0;
}

/** `+ a -> b: 80/TCP` of every change. */
function lines({ changes, added, removed }: DiffData): string[] {
  return [
    ...changes.map(({ kind, from, to }) => `${kind} ${from.text} -> ${to.text}`),
    ...added.map(({ end }) => `added ${end.text}`),
    ...removed.map(({ end }) => `removed ${end.text}`),
  ];
}

describe('it is no difference', () => {
  const web = pod('web-1-aaaaa', 'app=web,pod-template-hash=h1', '10.0.0.1');

  test.each([
    [
      'that a rollout gave pods other names, labels that nobody asks for and addresses',
      web + DB + FROM_WEB,
      pod('web-1-bbbbb', 'app=web,pod-template-hash=h2', '10.0.0.9') + DB + FROM_WEB,
    ],
    [
      'that there are more pods of a workload',
      web + DB + FROM_WEB,
      web + pod('web-1-ccccc', 'app=web,pod-template-hash=h1', '10.0.0.2') + DB + FROM_WEB,
    ],
    [
      'that a policy has another name, and its rules, peers and ports another order',
      DB + FROM_WEB,
      DB +
        policy(
          'shop/renamed',
          `podSelector: {matchExpressions: [{key: app, operator: In, values: [db]}]}
policyTypes: [Ingress]
ingress:
  - from: [{podSelector: {matchLabels: {app: other}}}]
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 443}, {port: 80, protocol: TCP}]`,
        ),
    ],
    [
      'that a namespace has a label that nobody asks for',
      DB + FROM_WEB,
      DB + FROM_WEB + namespace('shop', 'owner=me'),
    ],
    ['where an object stands', DB + FROM_WEB, FROM_WEB + DB],
  ])('%s', (_name, older, newer) => {
    expect(lines(diffOf(older, newer))).toEqual([]);
    expect(isSame(diffOf(newer, older))).toBe(true);
  });
});

describe('pods of one workload', () => {
  const stable = pod('web-1-aaaaa', 'app=web', '10.0.0.1');
  const byTrack = policy(
    'shop/db',
    `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{podSelector: {matchLabels: {app: web, track: canary}}}]`,
  );

  test('that are new are compared with those that were there, and told apart', () => {
    const canary = pod('web-1-bbbbb', 'app=web,track=canary', '10.0.0.2');
    const data = diffOf(stable + DB + byTrack, stable + canary + DB + byTrack);
    expect(lines(data)).toEqual(['opened shop/rs/web-1{web-1-bbbbb} -> shop/deploy/db']);
    expect(data.changes[0]!.causes.map(({ text }) => text)).toEqual([
      'the labels of shop/rs/web-1{web-1-bbbbb} changed: track=canary is new',
    ]);
  });

  test('whose names are known are compared by their names', () => {
    const two = pod('web-1-bbbbb', 'app=web,track=canary', '10.0.0.2');
    const swapped =
      pod('web-1-aaaaa', 'app=web,track=canary', '10.0.0.1') +
      pod('web-1-bbbbb', 'app=web', '10.0.0.2');
    expect(lines(diffOf(stable + two + DB + byTrack, swapped + DB + byTrack))).toEqual([
      'opened shop/rs/web-1{web-1-aaaaa} -> shop/deploy/db',
      'closed shop/rs/web-1{web-1-bbbbb} -> shop/deploy/db',
    ]);
  });
});

test('a workload of another kind or name is another workload', () => {
  const data = diffOf(DB, deployment('shop/db2', 'app=db'));
  expect(lines(data)).toEqual(['added shop/deploy/db2', 'removed shop/deploy/db']);
  expect(data.counts).toMatchObject({ added: 1, removed: 1, addedConnects: true });
});

test('what an added workload has with others is told of it, and is no change of them', () => {
  const { changes, added } = diffOf(
    DB + FROM_WEB,
    DB + FROM_WEB + deployment('shop/web', 'app=web'),
  );
  expect(changes).toEqual([]);
  expect(added.map(({ to }) => to.map(({ peers, ports }) => [peers, ports.allowed.text]))).toEqual([
    [
      [['shop/deploy/db'], '80,443/TCP'],
      [['shop/deploy/web'], 'all ports'],
    ],
  ]);
});

test('one family can be looked at alone', () => {
  const web = pod('web-1-aaaaa', 'app=web', '10.0.0.1');
  const egress = (cidr: string): string =>
    policy(
      'shop/web',
      `podSelector: {matchLabels: {app: web}}
policyTypes: [Egress]
egress: [{to: [{ipBlock: {cidr: "${cidr}"}}]}]`,
    );
  const four = diffOf(web + egress('192.0.2.0/24'), web + egress('192.0.2.0/25'), { family: 4 });
  expect(lines(four)).toEqual(['closed shop/rs/web-1 -> 192.0.2.128/25']);
  const six = diffOf(web + egress('192.0.2.0/24'), web + egress('192.0.2.0/25'), { family: 6 });
  expect(six.changes).toEqual([]);
});

test('a port can be looked at by its name, wherever it leads', () => {
  const named = (port: number): string =>
    deployment('shop/db', 'app=db', `, ports: [{name: pg, containerPort: ${String(port)}}]`);
  const closed = policy(
    'shop/db',
    'podSelector: {matchLabels: {app: db}}\ningress: [{ports: [{port: 5432}]}]',
  );
  const web = deployment('shop/web', 'app=web');
  const data = diffOf(web + named(5432) + closed, web + named(5433) + closed, { ports: ['pg'] });
  const pair = data.changes.find(({ from }) => from.text === 'shop/deploy/web');
  expect([pair?.kind, pair?.before.allowed.text, pair?.after.allowed.text]).toEqual([
    'closed',
    '5432/TCP',
    '',
  ]);
  expect(pair?.causes.map(({ text }) => text)).toEqual([
    'the named ports of shop/deploy/db changed: pg:5432/TCP became pg:5433/TCP',
  ]);
});
