import { describe, expect, test } from 'vitest';
import type { ClassEngine, Reach } from '../../../src/engine/classes/class-engine.ts';
import { createClassEngine } from '../../../src/engine/classes/create.ts';
import { createPortSets } from '../../../src/engine/classes/port-sets.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import { DEFAULT_ENGINE_OPTIONS, type Endpoint } from '../../../src/model/connection.ts';
import { formatRange } from '../../../src/model/ip-text.ts';
import { formatPortRange } from '../../../src/model/port.ts';
import { endpoint, makeCluster, makeNamespace, makeNode, makePod } from '../../support/builders.ts';
import { networkPolicy, type Spec } from '../../support/policies.ts';

const engineOf = (cluster: Cluster, ends: readonly Endpoint[] = []): ClassEngine =>
  createClassEngine(cluster, { engine: DEFAULT_ENGINE_OPTIONS, ends });

/** The pods of each class, classes that hold one alone left out. */
function together(cluster: Cluster): string[] {
  return engineOf(cluster)
    .classes.filter(({ ends }) => ends.length > 1)
    .map(({ ends }) => ends.map((end) => (end.kind === 'pod' ? end.pod.name : end.kind)).join(' '));
}

const ADMITS_FRONT: Spec = {
  podSelector: { matchLabels: { app: 'db' } },
  ingress: [{ from: [{ podSelector: { matchLabels: { role: 'front' } } }] }],
};

describe('two pods are of one class', () => {
  const same = (
    a: Parameters<typeof makePod>[1],
    b: Parameters<typeof makePod>[1],
    spec: Spec = ADMITS_FRONT,
    namespaces: [string, string] = ['a', 'a'],
  ): boolean =>
    together(
      makeCluster({
        pods: [makePod(`${namespaces[0]}/x`, a), makePod(`${namespaces[1]}/y`, b)],
        policies: [networkPolicy('a/p', spec)],
        namespaces: [makeNamespace('b', { team: 'one' }), makeNamespace('c', { team: 'two' })],
      }),
    ).length === 1;

  test.each([
    [
      'where they differ in a label that no selector names',
      { labels: { app: 'db', hash: '1' } },
      { labels: { app: 'db', hash: '2' } },
    ],
    [
      'where they differ in values that no selector names',
      { labels: { app: 'web' } },
      { labels: { app: 'cart' } },
    ],
    ['where they differ in ports that no rule names', { ports: ['web 80'] }, { ports: ['web 81'] }],
    [
      'where they differ in addresses that no block tells apart',
      { ip: '10.0.0.1' },
      { ip: '10.9.0.1' },
    ],
  ])('%s', (_, a, b) => {
    expect(same(a, b)).toBe(true);
  });

  test.each([
    [
      'where a selector names the value of one',
      { labels: { app: 'db' } },
      { labels: { app: 'web' } },
    ],
    ['where a selector names a key that one lacks', { labels: { role: 'back' } }, {}],
    [
      'where nobody knows the value of one',
      { labels: { role: 'back' } },
      { labels: { role: null } },
    ],
    ['where one shares its node’s network', { hostNetwork: true }, {}],
    ['where the node of only one is known', { node: 'n1' }, {}],
    ['where they have addresses of different families', { ip: '10.0.0.1' }, { ip: 'fd00::1' }],
  ])('but not %s', (_, a, b) => {
    expect(same(a, b)).toBe(false);
  });

  test('but not where a block holds the address of one', () => {
    const spec: Spec = {
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24', except: ['10.0.0.128/25'] } }] }],
    };
    expect(same({ ip: '10.0.0.1' }, { ip: '10.0.0.2' }, spec)).toBe(true);
    expect(same({ ip: '10.0.0.1' }, { ip: '10.0.0.200' }, spec)).toBe(false);
    expect(same({ ip: '10.0.0.200' }, { ip: '10.9.9.9' }, spec)).toBe(true);
    expect(same({ ip: '10.0.0.1' }, {}, spec)).toBe(false);
  });

  test('but not where a name that a rule uses stands for different ports', () => {
    const spec: Spec = { ingress: [{ ports: [{ port: 'web' }] }] };
    expect(same({ ports: ['web 80'] }, { ports: ['web 81'] }, spec)).toBe(false);
    expect(same({ ports: ['web 80', 'x 1'] }, { ports: ['y 2', 'web 80'] }, spec)).toBe(true);
  });

  test('of different namespaces, unless one of those has policies or a selector tells them apart', () => {
    expect(same({}, {}, ADMITS_FRONT, ['b', 'c'])).toBe(true);
    expect(same({}, {}, ADMITS_FRONT, ['a', 'b'])).toBe(false);
    const byTeam: Spec = {
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { team: 'one' } } }] }],
    };
    expect(same({}, {}, byTeam, ['b', 'c'])).toBe(false);
  });
});

function text(engine: ClassEngine, { allowed, unknown }: Reach): string {
  const one = (set: number): string =>
    set === engine.ports.all
      ? 'all'
      : [
          ...engine.ports.ranges(set).map(formatPortRange),
          ...(engine.ports.hasIcmp(set) ? ['ICMP'] : []),
        ].join(' ');
  return [one(allowed), ...(unknown === engine.ports.none ? [] : [`? ${one(unknown)}`])].join(' ');
}

describe('between', () => {
  const cluster = makeCluster({
    nodes: [makeNode('n1', '192.168.0.1'), makeNode('n2', '192.168.0.2')],
    pods: [
      makePod('a/db', { labels: { app: 'db' }, ip: '10.0.0.1', node: 'n1', ports: ['sql 5432'] }),
      makePod('a/front', { labels: { role: 'front' }, ip: '10.0.0.2', node: 'n1' }),
      makePod('a/back', { labels: { role: 'back' }, ip: '10.0.0.3', node: 'n2' }),
      makePod('a/hidden', { labels: { role: null }, ip: '10.0.0.4', node: 'n2' }),
      makePod('a/agent', { hostNetwork: true, ip: '192.168.0.1', node: 'n1' }),
      makePod('a/stray', { hostNetwork: true }),
      makePod('b/six', { ip: 'fd00::6', node: 'n2' }),
    ],
    policies: [
      networkPolicy('a/p', {
        podSelector: { matchLabels: { app: 'db' } },
        ingress: [
          { from: [{ podSelector: { matchLabels: { role: 'front' } } }], ports: [{ port: 'sql' }] },
          { ports: [{ port: 9100, endPort: 9199 }] },
        ],
      }),
    ],
  });
  const node: Endpoint = { kind: 'node', node: cluster.nodes.get('n2')! };
  const engine = engineOf(cluster, [node]);
  const between = (from: string, to: string, where?: 'same-node'): string =>
    text(
      engine,
      engine.between(
        engine.classOf(from === 'node' ? node : endpoint(cluster, from))!,
        engine.classOf(endpoint(cluster, to))!,
        where,
      ),
    );

  test.each([
    [
      'a rule with a named port opens the port that the destination declares',
      'a/front',
      '5432/TCP 9100-9199/TCP',
    ],
    ['a rule without peers admits everyone', 'a/back', '9100-9199/TCP'],
    ['what a hidden label decides is unknown', 'a/hidden', '9100-9199/TCP ? 5432/TCP'],
    ['a host on another node is admitted by rules', 'a/agent', '9100-9199/TCP'],
    ['a node is admitted by rules', 'node', '9100-9199/TCP'],
  ])('%s', (_, from, ports) => {
    expect(between(from, 'a/db')).toBe(ports);
  });

  test('a host reaches all pods of its own node', () => {
    expect(between('a/agent', 'a/db', 'same-node')).toBe('all');
    expect(between('a/front', 'a/db', 'same-node')).toBe('5432/TCP 9100-9199/TCP');
  });

  test('a host on an unknown node reaches perhaps everything', () => {
    expect(between('a/stray', 'a/db')).toMatch(/^9100-9199\/TCP \? 1-9099\/TCP .*ICMP$/);
  });

  test('ends without a family in common never meet', () => {
    expect(between('b/six', 'a/db')).toBe('');
    const six = engine.classOf(endpoint(cluster, 'b/six'))!;
    const db = engine.classOf(endpoint(cluster, 'a/db'))!;
    expect([engine.canMeet(six, db), engine.canMeet(six, six)]).toEqual([false, true]);
  });

  test('where nodes count both must be known, and one end a host', () => {
    const of = (name: string) => engine.classOf(endpoint(cluster, name))!;
    expect(engine.nodesCount(of('a/agent'), of('a/db'))).toBe(true);
    expect(engine.nodesCount(of('a/db'), of('a/agent'))).toBe(true);
    expect(engine.nodesCount(of('a/stray'), of('a/db'))).toBe(false);
    expect(engine.nodesCount(of('a/front'), of('a/db'))).toBe(false);
    expect(engine.nodesCount(of('a/agent'), engine.classOf(node)!)).toBe(false);
  });

  test('policies of a class are those that select it, in a direction', () => {
    const db = engine.classOf(endpoint(cluster, 'a/db'))!;
    expect(engine.policiesOf(db, 'Ingress').map(({ name }) => name)).toEqual(['p']);
    expect(engine.policiesOf(db, 'Egress')).toEqual([]);
    expect([engine.isRestricted(db, 'Ingress'), engine.isRestricted(db, 'Egress')]).toEqual([
      true,
      false,
    ]);
  });

  test('a class of another engine is refused', () => {
    const other = engineOf(cluster);
    expect(() => engine.between(other.classes[0]!, engine.classes[0]!)).toThrow(RangeError);
  });

  test('ends that are not in the cluster have no class', () => {
    expect(engine.classOf({ kind: 'pod', pod: makePod('a/new') })).toBeNull();
    expect(engine.classOf({ kind: 'node', node: cluster.nodes.get('n1')! })).toBeNull();
  });
});

test('pods that have finished are in no class', () => {
  const finished = { ...makePod('a/job'), finished: true };
  const engine = engineOf(makeCluster({ pods: [makePod('a/x'), finished] }));
  expect(engine.classOf({ kind: 'pod', pod: finished })).toBeNull();
  expect(engine.classes.flatMap(({ ends }) => ends)).toHaveLength(1);
});

describe('outside', () => {
  const outside = (cluster: Cluster, pod: string, direction: 'to' | 'from'): string[] => {
    const engine = engineOf(cluster);
    const end = engine.classOf(endpoint(cluster, pod))!;
    const found = direction === 'to' ? engine.toOutside(end) : engine.fromOutside(end);
    return found.map(
      ({ ranges, reach }) => `${ranges.map(formatRange).join(', ')}: ${text(engine, reach)}`,
    );
  };
  const cluster = makeCluster({
    pods: [
      makePod('a/x', { ip: '10.0.0.1' }),
      makePod('b/free', { ip: '10.0.0.2' }),
      makePod('b/none'),
    ],
    policies: [
      networkPolicy('a/p', {
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          {
            to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8'] } }],
            ports: [{ port: 443 }],
          },
          { to: [{ ipBlock: { cidr: '128.0.0.0/1' } }], ports: [{ port: 53, protocol: 'UDP' }] },
          { to: [{ namespaceSelector: {} }] },
        ],
      }),
    ],
  });

  test('addresses are told apart where a block begins or ends, and put together where they fare alike', () => {
    expect(outside(cluster, 'a/x', 'to')).toEqual([
      '0.0.0.0-9.255.255.255, 11.0.0.0-127.255.255.255: 443/TCP',
      '10.0.0.0/8: ',
      '128.0.0.0/1: 443/TCP 53/UDP',
    ]);
  });

  test('where no rule admits anyone nobody outside gets in', () => {
    expect(outside(cluster, 'a/x', 'from')).toEqual(['0.0.0.0/0: ']);
  });

  test('a pod without policies reaches all addresses of its families', () => {
    expect(outside(cluster, 'b/free', 'to')).toEqual(['0.0.0.0/0: all']);
  });

  test('a pod whose addresses are not known may use either family', () => {
    expect(outside(cluster, 'b/none', 'from')).toEqual(['0.0.0.0/0: all', '::/0: all']);
  });
});

test('two engines with the same sets of ports can be compared', () => {
  const one = makeCluster({
    pods: [makePod('a/x')],
    policies: [networkPolicy('a/p', { ingress: [{ ports: [{ port: 80 }] }] })],
  });
  const portSets = createPortSets([one]);
  const options = { engine: DEFAULT_ENGINE_OPTIONS, portSets };
  const [a, b] = [createClassEngine(one, options), createClassEngine(one, options)];
  const reach = (engine: ClassEngine): Reach =>
    engine.between(engine.classes[0]!, engine.classes[0]!);
  expect(reach(a)).toEqual(reach(b));
  expect(a.ports).toBe(portSets);
});

describe('the work grows with what policies name', () => {
  test('a thousand pods that no policy tells apart are one class and one block', () => {
    const pods = Array.from({ length: 1000 }, (_, i) =>
      makePod(`a/pod-${String(i)}`, { labels: { name: String(i) } }),
    );
    const engine = engineOf(makeCluster({ pods }));
    let blocks = 0;
    engine.blocks(() => blocks++);
    expect([engine.classes.length, blocks]).toEqual([1, 1]);
  });

  test('pods that nobody may reach cost no block', () => {
    const pods = Array.from({ length: 200 }, (_, i) =>
      makePod(`a/pod-${String(i)}`, { labels: { name: String(i) } }),
    );
    const policies = pods.map(({ name }, i) =>
      networkPolicy(`a/${name}`, {
        podSelector: { matchLabels: { name: String(i) } },
        ingress: [{ from: [{ podSelector: { matchLabels: { name: String((i + 1) % 200) } } }] }],
      }),
    );
    const engine = engineOf(makeCluster({ pods, policies }));
    let blocks = 0;
    engine.blocks(() => blocks++);
    expect([engine.classes.length, blocks]).toEqual([200, 200]);
  });
});
