import { describe, expect, test } from 'vitest';
import { fixture } from '../support/fixture.ts';
import { makeNamespace, makeNode, makePod } from '../support/builders.ts';
import { networkPolicy } from '../support/policies.ts';
import { answer, lines, makeService, makeWorkload, refusal, world } from './world.ts';

const hash = 'pod-template-hash';
const web = makeWorkload('Deployment', 'shop/web', [
  makePod('shop/web', { identity: 'replica', labels: { app: 'web', [hash]: null } }),
]);

const cluster = world({
  namespaces: [makeNamespace('shop'), makeNamespace('data'), makeNamespace('void')],
  nodes: [makeNode('n1', '192.168.0.1')],
  pods: [
    makePod('shop/cart', { labels: { app: 'cart' }, ip: '10.0.0.2', node: 'n2' }),
    makePod('shop/cash', { labels: { app: 'cash' }, ip: '10.0.0.3' }),
    makePod('data/redis', { labels: { app: 'redis' }, ip: '10.0.0.7', ports: ['redis 6379'] }),
    { ...makePod('shop/mail-1', { labels: { app: 'mail' } }), finished: true },
  ],
  workloads: [
    web,
    makeWorkload('StatefulSet', 'data/db', [makePod('data/db-0'), makePod('data/db-1')]),
    makeWorkload('DaemonSet', 'shop/log', [makePod('shop/log', { identity: 'replica' })]),
    makeWorkload('ReplicaSet', 'shop/log', [makePod('shop/log', { identity: 'replica' })]),
    makeWorkload('Job', 'shop/job', [makePod('shop/job', { identity: 'replica' })]),
    makeWorkload('CronJob', 'shop/tick', [makePod('shop/tick', { identity: 'replica' })]),
    makeWorkload('Deployment', `shop/${'x'.repeat(60)}`, [
      makePod(`shop/${'x'.repeat(60)}`, { identity: 'replica' }),
    ]),
  ],
  services: [makeService('shop/pay', { select: { app: 'cart' }, ports: ['80'], ip: '10.96.0.5' })],
  policies: [
    networkPolicy('ops/only-a-policy'),
    networkPolicy('data/p', {
      ingress: [
        {
          from: [
            { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'monitor' } } },
          ],
        },
      ],
    }),
  ],
});

describe('a name stands for what the input has of that name', () => {
  test.each([
    ['shop/cart', ['shop/cart']],
    ['shop/pod/cart', ['shop/cart']],
    ['data/db-1', ['data/db-1']],
    ['data/sts/db', ['data/db-0', 'data/db-1']],
    ['shop/deploy/web', ['shop/web']],
    ['shop/web-6d4cf56db6-x7x2z', ['shop/web-6d4cf56db6-x7x2z']],
    ['shop/job-x7x2z', ['shop/job-x7x2z']],
    ['shop/job-0-x7x2z', ['shop/job-0-x7x2z']],
    ['shop/tick-29012345-x7x2z', ['shop/tick-29012345-x7x2z']],
    [`shop/${'x'.repeat(58)}x7x2z`, [`shop/${'x'.repeat(58)}x7x2z`]],
    ['shop/[app in (cart,cash)]', ['shop/cart', 'shop/cash']],
    ['*/[app in (cart,redis)]', ['data/redis', 'shop/cart']],
    ['shop/[!app]', ['shop/job', 'shop/log', 'shop/log', 'shop/tick', `shop/${'x'.repeat(60)}`]],
    ['data/*', ['data/db-0', 'data/db-1', 'data/redis']],
    ['shop/app=new', ['shop/app=new']],
    ['ops/app=new', ['ops/app=new']],
    ['monitor/app=prometheus', ['monitor/app=prometheus']],
    ['10.0.0.2', ['shop/cart']],
    ['::ffff:10.0.0.2', ['shop/cart']],
    ['192.168.0.1', ['node:n1']],
    ['node:n1', ['node:n1']],
    ['node:n2', ['node:n2']],
    ['203.0.113.9', [String(0xcb007109)]],
  ])('%s', (from, expected) => {
    const found = answer(cluster, from, '198.51.100.1', { port: '80' });
    expect(lines(found).map((line) => line.split(' ')[0])).toEqual(expected);
  });

  test('a pod that a Deployment makes belongs to it and has the hash of its name', () => {
    const [one] = answer(cluster, 'shop/web-6d4cf56db6-x7x2z', 'data/redis').cases;
    expect(one?.source).toMatchObject({
      kind: 'pod',
      pod: { identity: 'exact', workload: { kind: 'Deployment', name: 'web' } },
    });
    expect(one?.source.kind === 'pod' && one.source.pod.labels.get(hash)).toBe('6d4cf56db6');
  });

  test('two names of one workload are two pods, the same name is one', () => {
    const closed = world({
      workloads: [web],
      policies: [networkPolicy('shop/deny', { policyTypes: ['Ingress'] })],
    });
    const a = 'shop/web-6d4cf56db6-x7x2z';
    const b = 'shop/web-6d4cf56db6-bbbbb';
    expect(answer(closed, a, b, { port: '80' }).verdict).toBe('denied');
    expect(answer(closed, a, a, { port: '80' }).verdict).toBe('allowed');
  });
});

describe('a workload that only its pods tell of', () => {
  const owned = { kind: 'Deployment', name: 'api' } as const;
  const told = world({
    pods: [
      makePod('shop/api-6d4cf56db6-b2b2b', { workload: owned }),
      makePod('shop/api-6d4cf56db6-c3c3c', { workload: owned }),
      makePod('shop/api-other'),
    ],
  });

  test('stands for those pods', () => {
    const found = answer(told, 'shop/deploy/api', '198.51.100.1', { port: '80' });
    expect(lines(found).map((line) => line.split(' ')[0])).toEqual([
      'shop/api-6d4cf56db6-b2b2b',
      'shop/api-6d4cf56db6-c3c3c',
    ]);
  });

  test('is offered where its name is misspelt, and once', () => {
    const { hint } = refusal(told, 'shop/deploy/apo', '198.51.100.1');
    expect(hint).toBe('did you mean shop/deploy/api?');
  });

  test('is no workload of another kind', () => {
    expect(refusal(told, 'shop/ds/api', '198.51.100.1').code).toBe('unknown-workload');
  });
});

describe('a name that the input does not have is an error that names the nearest', () => {
  test.each([
    ['shop/web', 'unknown-pod', 'no pod "web" in namespace shop', 'did you mean shop/deploy/web?'],
    ['shop/carts', 'unknown-pod', 'no pod "carts"', 'did you mean shop/cart'],
    ['shop/redis', 'unknown-pod', 'no pod "redis"', 'did you mean data/redis?'],
    ['shop/web-admin-proxy', 'unknown-pod', 'no pod "web-admin-proxy"', 'shop/deploy/web'],
    ['data/db-7', 'unknown-pod', 'no pod "db-7"', 'data/db-0'],
    ['shop/log-x7x2z', 'ambiguous-name', 'shop/ds/log or shop/rs/log', 'write shop/ds/log'],
    ['shop/deploy/cart', 'unknown-workload', 'no Deployment "cart"', 'did you mean shop/cart'],
    ['shop/svc/cart', 'unknown-service', 'no Service "cart"', 'did you mean shop/cart'],
    ['shpo/cart', 'unknown-namespace', 'namespace "shpo"', 'did you mean shop?'],
    ['deploy/web', 'unknown-namespace', 'namespace "deploy"', 'write default/deploy/web'],
    ['po/web', 'unknown-namespace', 'namespace "po"', 'write default/web'],
    ['nowhere/app=x', 'unknown-namespace', 'namespace "nowhere"', 'add the Namespace'],
    ['nowhere/*', 'unknown-namespace', 'namespace "nowhere"', 'add the Namespace'],
    ['void/*', 'nothing-selected', 'no running pod in namespace void', ''],
    ['shop/[app=none]', 'nothing-selected', 'matches app=none', 'cart'],
    ['shop/[app=mail]', 'nothing-selected', 'matches app=mail', '1 that matches has finished'],
    [`shop/[${hash}=abc]`, 'selection-unknown', 'shop/web', 'select by labels'],
    ['node:n3', 'unknown-node', 'no node "n3"', 'did you mean node:n1 or node:n2?'],
  ])('%s', (from, code, message, hint) => {
    const error = refusal(cluster, from, 'data/redis');
    expect(error).toMatchObject({ kind: 'unknown-name', code, argument: 'from' });
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
    if (hint === '') expect(error.hint).toBe('');
  });

  test('a Service is suggested only as a destination', () => {
    expect(refusal(cluster, 'shop/cart', 'shop/pay').hint).toBe('did you mean shop/svc/pay?');
    expect(refusal(cluster, 'shop/pay', 'shop/cart').hint).not.toContain('svc');
  });

  test.each(['shop/svc/pay', '10.96.0.5'])('%s is no source, as it is a Service', (from) => {
    const error = refusal(cluster, from, 'data/redis');
    expect(error).toMatchObject({ kind: 'usage', code: 'service-as-source', argument: 'from' });
    expect(error.hint).toContain('shop/[app=cart]');
  });

  test('bad writing comes before unknown names', () => {
    expect(refusal(cluster, 'shop/none', 'data/redis', { port: '0' })).toMatchObject({
      kind: 'usage',
      argument: 'port',
    });
  });

  test('a name is looked for in the namespace of the question', () => {
    const found = answer(cluster, 'cart', 'cash', { namespace: 'shop', port: '80' });
    expect(lines(found)).toEqual(['shop/cart -> shop/cash 80/TCP allowed']);
  });
});

describe('a port name is looked up on the destination', () => {
  test('it stands for the number of the container port', () => {
    expect(lines(answer(cluster, 'shop/cart', 'data/redis', { port: 'redis' }))).toEqual([
      'shop/cart -> data/redis 6379/TCP denied',
    ]);
  });

  test.each([
    ['data/redis', 'http', 'data/redis has no TCP port named "http"', 'redis (6379/TCP)'],
    ['other/fe', 'web', 'no TCP port named "web"', 'write web/UDP'],
    ['default/lab', 'web', 'no TCP port named "web"', 'ask with a number'],
    ['10.9.9.9', 'http', 'the address has no TCP port', 'only pods have named ports'],
    ['10.9.0.0/16', 'http', 'the address has no TCP port', 'only pods have named ports'],
    ['node:n1', 'http', 'node:n1 has no TCP port', 'only pods have named ports'],
    ['default/app=x', 'http', 'default/app=x has no TCP port', 'ask with a number'],
    ['default/*', 'web', 'destinations have no TCP port named "web": default/db', 'ask with'],
  ])('%s has no port %s', (to, port, message, hint) => {
    const inputs = to.startsWith('data') ? cluster : fixture([]);
    const from = to.startsWith('data') ? 'shop/cart' : 'other/dns';
    const error = refusal(inputs, from, to, { port });
    expect(error).toMatchObject({
      kind: 'unknown-name',
      code: 'unknown-port-name',
      argument: 'port',
    });
    expect(error.message).toContain(message);
    expect(error.hint).toContain(hint);
  });
});

describe('pods that have finished', () => {
  test('one that is named leaves nothing to judge', () => {
    const found = answer(cluster, 'shop/mail-1', 'data/redis', { port: '80' });
    expect(lines(found)).toEqual(['shop/mail-1 -> data/redis 80/TCP unknown POD_FINISHED']);
    expect(found.verdict).toBe('unknown');
  });

  test('they are left out where many pods are meant', () => {
    const found = answer(cluster, 'shop/*', 'data/redis', { port: '80' });
    expect(lines(found).join()).not.toContain('mail');
  });
});
