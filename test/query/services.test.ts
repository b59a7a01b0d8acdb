import { describe, expect, test } from 'vitest';
import { fixture } from '../support/fixture.ts';
import { makePod } from '../support/builders.ts';
import { networkPolicy, type Spec } from '../support/policies.ts';
import { answer, lines, makeService, makeSlice, refusal } from './world.ts';
import type { Pod, Service, EndpointSlice } from '../../src/model/objects.ts';

interface Facts {
  readonly policies?: readonly Spec[];
  readonly pods?: readonly Pod[];
  readonly services: readonly Service[];
  readonly slices?: readonly EndpointSlice[];
}

function clusterOf({ policies = [], pods = [], services, slices = [] }: Facts) {
  const specs = policies.map((spec, at) => networkPolicy(`default/p${String(at)}`, spec));
  return { ...fixture(specs, pods), services, endpointSlices: slices };
}

const redis = makeService('default/redis', {
  select: { role: 'db' },
  ports: ['80 -> 6379'],
  ip: '10.96.0.1',
});
const onlyFrontend: Spec = {
  podSelector: { matchLabels: { role: 'db' } },
  ingress: [
    {
      from: [{ podSelector: { matchLabels: { role: 'frontend' } } }],
      ports: [{ port: 6379 }],
    },
  ],
};

describe('a connection to a Service is judged at its backends, on their ports', () => {
  test('the backend is judged on its target port', () => {
    const cluster = clusterOf({ policies: [onlyFrontend], services: [redis] });
    for (const port of [undefined, '80', '80/TCP', '1-100']) {
      const found = answer(
        cluster,
        'default/fe',
        'default/svc/redis',
        port === undefined ? {} : { port },
      );
      expect(lines(found)).toEqual(['default/fe -> svc/redis:80 -> default/db 6379/TCP allowed']);
      expect(found.cases[0]?.sample).toMatchObject({ port: 6379, via: { service: redis } });
    }
  });

  test('the cluster IP stands for the Service', () => {
    const cluster = clusterOf({ services: [redis] });
    expect(lines(answer(cluster, 'default/fe', '10.96.0.1', { port: '80' }))).toEqual([
      'default/fe -> svc/redis:80 -> default/db 6379/TCP allowed',
    ]);
  });

  test('an ipBlock that holds only the cluster IP does not open the Service', () => {
    const cluster = clusterOf({
      policies: [
        {
          podSelector: { matchLabels: { role: 'frontend' } },
          egress: [{ to: [{ ipBlock: { cidr: '10.96.0.1/32' } }] }],
        },
      ],
      services: [redis],
    });
    expect(answer(cluster, 'default/fe', 'default/svc/redis').verdict).toBe('denied');
  });

  test('a port without a target goes to the same number', () => {
    const service = makeService('default/r', { select: { role: 'db' }, ports: ['6379'] });
    const cluster = clusterOf({ services: [service] });
    expect(lines(answer(cluster, 'default/fe', 'default/svc/r'))).toEqual([
      'default/fe -> svc/r:6379 -> default/db 6379/TCP allowed',
    ]);
  });

  const pair = [
    makePod('default/p1', { labels: { app: 'p' }, ip: '10.1.1.1', ports: ['web 80'] }),
    makePod('default/p2', { labels: { app: 'p' }, ip: '10.1.1.2', ports: ['web 8080'] }),
  ];

  test('a named target is another number on each backend, so that the verdict may depend on it', () => {
    const cluster = clusterOf({
      policies: [
        { podSelector: { matchLabels: { app: 'p' } }, ingress: [{ ports: [{ port: 80 }] }] },
      ],
      pods: pair,
      services: [makeService('default/p', { select: { app: 'p' }, ports: ['80 -> web'] })],
    });
    const found = answer(cluster, 'default/fe', 'default/svc/p');
    expect(lines(found)).toEqual([
      'default/fe -> svc/p:80 -> default/p1 80/TCP allowed',
      'default/fe -> svc/p:80 -> default/p2 8080/TCP denied',
    ]);
    expect(found.verdict).toBe('mixed');
  });

  test('the first container port of the name and the protocol counts', () => {
    const pod = makePod('default/p3', {
      labels: { app: 'q' },
      ports: ['web 53/UDP', 'web 81', 'web 82'],
    });
    const service = makeService('default/q', { select: { app: 'q' }, ports: ['80 -> web'] });
    const cluster = clusterOf({ pods: [pod], services: [service] });
    expect(lines(answer(cluster, 'other/dns', 'default/svc/q'))).toEqual([
      'other/dns -> svc/q:80 -> default/p3 81/TCP allowed',
    ]);
  });

  test.each([
    ['no pod matches', makeService('default/s', { select: { app: 'none' }, ports: ['80'] })],
    ['the selector is empty', makeService('default/s', { select: {}, ports: ['80'] })],
    ['nothing is listed', makeService('default/s', { select: null, ports: ['80'] })],
    [
      'the target is a name in another protocol',
      makeService('other/s', { select: { app: 'dns' }, ports: ['80 -> dns'] }),
    ],
  ])('there is nothing to judge where %s', (_, service) => {
    const cluster = clusterOf({ services: [service] });
    const found = answer(cluster, 'default/fe', `${service.namespace}/svc/s`);
    expect(lines(found)).toEqual(['default/fe -> svc/s:80 -> svc/s 80/TCP unknown NO_ENDPOINTS']);
    expect(found.verdict).toBe('unknown');
    expect(found.cases[0]).toMatchObject({ sample: null, decide: null });
  });

  const states = [
    { ...makePod('default/unready', { labels: { app: 'r' } }), ready: false },
    makePod('default/leaving', { labels: { app: 'r' }, terminating: true }),
    { ...makePod('default/done', { labels: { app: 'r' } }), finished: true },
    { ...makePod('default/good', { labels: { app: 'r' } }), ready: true },
    makePod('default/plain', { labels: { app: 'r' } }),
  ];

  test.each([
    [false, ['default/good', 'default/plain']],
    [true, ['default/unready', 'default/leaving', 'default/good', 'default/plain']],
  ])('pods that are not ready are backends only where the Service says so: %s', (all, expected) => {
    const service = makeService('default/r', {
      select: { app: 'r' },
      ports: ['80'],
      publishNotReadyAddresses: all,
    });
    const found = answer(
      clusterOf({ pods: states, services: [service] }),
      'other/dns',
      'default/svc/r',
    );
    const ends = found.cases.map(({ destination }) =>
      destination.kind === 'pod' ? `${destination.pod.namespace}/${destination.pod.name}` : '',
    );
    expect(ends).toEqual(expected);
  });

  test('a Service is reached in the families of its cluster IPs', () => {
    const service = makeService('default/x', {
      select: { role: 'db' },
      ports: ['80'],
      ip: 'fd00::96',
    });
    const found = answer(clusterOf({ services: [service] }), 'default/fe', 'default/svc/x');
    expect(found.cases.map((one) => one.problem)).toEqual(['NO_COMMON_FAMILY']);
  });
});

describe('the ports of a Service are named by number or by name', () => {
  const both = makeService('default/two', {
    select: { role: 'db' },
    ports: ['redis 80 -> 6379', 'dns 53/UDP'],
  });
  const cluster = clusterOf({ services: [both] });

  test.each([
    ['redis', ['6379/TCP']],
    ['redis/TCP', ['6379/TCP']],
    ['dns', ['53/UDP']],
    ['53/UDP', ['53/UDP']],
  ])('%s', (port, expected) => {
    const found = lines(answer(cluster, 'default/fe', 'default/svc/two', { port }));
    expect(found.map((line) => line.split(' ')[5])).toEqual(expected);
  });

  test('without a port all of them are asked', () => {
    expect(answer(cluster, 'default/fe', 'default/svc/two').cases).toHaveLength(2);
  });

  test.each(['6379', 'http', '80/UDP', 'redis/UDP', '81-90'])('%s is none of them', (port) => {
    const error = refusal(cluster, 'default/fe', 'default/svc/two', { port });
    expect(error).toMatchObject({
      kind: 'unknown-name',
      code: 'unknown-service-port',
      argument: 'port',
    });
    expect(error.hint).toBe('its ports are redis (80/TCP), dns (53/UDP)');
  });

  test('ICMP is none of them', () => {
    const error = refusal(cluster, 'default/fe', 'default/svc/two', { port: 'ICMP' });
    expect(error).toMatchObject({ kind: 'usage', code: 'service-icmp' });
  });
});

describe('a headless Service rewrites nothing', () => {
  const headless = makeService('default/h', {
    select: { role: 'db' },
    ports: ['redis 80 -> 6379'],
    headless: true,
  });
  const cluster = clusterOf({ services: [headless] });

  test.each([
    [undefined, '80/TCP'],
    ['redis', '80/TCP'],
    ['6379', '6379/TCP'],
    ['9/UDP', '9/UDP'],
    ['ICMP', 'ICMP'],
  ])('%s', (port, expected) => {
    const found = answer(
      cluster,
      'default/fe',
      'default/svc/h',
      port === undefined ? {} : { port },
    );
    expect(lines(found)).toEqual([`default/fe -> svc/h: -> default/db ${expected} allowed`]);
  });

  test('without ports of its own all ports are asked', () => {
    const bare = makeService('default/h', { select: { role: 'db' }, headless: true });
    const found = answer(clusterOf({ services: [bare] }), 'default/fe', 'default/svc/h');
    expect(lines(found)).toEqual([
      'default/fe -> svc/h: -> default/db 1-65535/TCP 1-65535/UDP 1-65535/SCTP allowed',
    ]);
  });

  test('without backends there is nothing to judge', () => {
    const none = makeService('default/h', { select: { role: 'x' }, headless: true, ports: ['80'] });
    const found = answer(clusterOf({ services: [none] }), 'default/fe', 'default/svc/h');
    expect(lines(found)).toEqual(['default/fe -> svc/h: -> svc/h 80/TCP unknown NO_ENDPOINTS']);
  });
});

describe('a Service without a selector has the endpoints that EndpointSlices list', () => {
  const service = makeService('default/ext', { ports: ['80'] });

  test('an address of a pod is that pod, another one is itself', () => {
    const cluster = clusterOf({
      services: [service],
      slices: [
        makeSlice('default/ext', '10.1.0.10 203.0.113.9', '6379'),
        makeSlice('default/ext', '10.1.0.11', '6379', false),
        makeSlice('default/other', '10.1.0.12', '6379'),
      ],
    });
    expect(lines(answer(cluster, 'default/fe', 'default/svc/ext', { port: '80' }))).toEqual([
      'default/fe -> svc/ext:80 -> default/db 6379/TCP allowed',
      `default/fe -> svc/ext:80 -> ${String(0xcb007109)} 6379/TCP allowed`,
    ]);
  });

  test('a port of another name or protocol is not served', () => {
    const cluster = clusterOf({
      services: [service],
      slices: [
        makeSlice('default/ext', '10.1.0.10', 'redis 6379'),
        makeSlice('default/ext', '10.1.0.10', '6379/UDP'),
      ],
    });
    expect(answer(cluster, 'default/fe', 'default/svc/ext').cases[0]?.problem).toBe('NO_ENDPOINTS');
  });

  test('a headless one is reached on the port dialled', () => {
    const headless = makeService('default/ext', { ports: ['80'], headless: true });
    const cluster = clusterOf({
      services: [headless],
      slices: [makeSlice('default/ext', '10.1.0.10', '6379')],
    });
    expect(lines(answer(cluster, 'default/fe', 'default/svc/ext', { port: '81' }))).toEqual([
      'default/fe -> svc/ext: -> default/db 81/TCP allowed',
    ]);
  });
});

describe('an ExternalName', () => {
  const service = makeService('default/ext', {
    type: 'ExternalName',
    externalName: 'db.example.com',
  });

  test('is a host name that no selector matches', () => {
    const cluster = clusterOf({
      policies: [
        {
          podSelector: { matchLabels: { role: 'frontend' } },
          egress: [{ to: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }],
        },
      ],
      services: [service],
    });
    const found = answer(cluster, 'default/fe', 'default/svc/ext', { port: '5432' });
    expect(lines(found)).toEqual(['default/fe -> svc/ext: -> db.example.com 5432/TCP unknown']);
  });

  test.each([
    'r.default.svc.cluster.local',
    'R.default.svc.cluster.local.',
    'r.default.svc.corp.test',
  ])('that is the name of a Service of the cluster leads to it: %s', (externalName) => {
    const inside = makeService('default/r', { select: { role: 'db' }, ports: ['80 -> 6379'] });
    const alias = makeService('default/ext', { type: 'ExternalName', externalName });
    const cluster = clusterOf({
      policies: [{ podSelector: { matchLabels: { role: 'db' } } }],
      services: [alias, inside],
    });
    const found = answer(cluster, 'default/fe', 'default/svc/ext', { port: '80' });
    expect(lines(found)).toEqual(['default/fe -> svc/r:80 -> default/db 6379/TCP denied']);
  });

  test.each([
    'gone.default.svc.cluster.local',
    'db-0.r.default.svc.cluster.local',
    'ext.default.svc.cluster.local',
  ])('that leads into the cluster and to no Service of the input is refused: %s', (name) => {
    const inside = makeService('default/r', { select: { role: 'db' }, ports: ['80'] });
    const alias = makeService('default/ext', { type: 'ExternalName', externalName: name });
    const error = refusal(
      clusterOf({ services: [alias, inside] }),
      'default/fe',
      'default/svc/ext',
      { port: '80' },
    );
    expect(error).toMatchObject({ code: 'unknown-service', kind: 'unknown-name' });
    expect(error.message).toContain(name);
  });

  test('has no named ports', () => {
    const error = refusal(clusterOf({ services: [service] }), 'default/fe', 'default/svc/ext', {
      port: 'sql',
    });
    expect(error.code).toBe('unknown-port-name');
  });
});
