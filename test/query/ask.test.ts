import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { ask } from '../../src/query/ask.ts';
import { fixture } from '../support/fixture.ts';
import { makePod } from '../support/builders.ts';
import { networkPolicy, type Spec } from '../support/policies.ts';
import { answer, lines, makeService, makeWorkload, world } from './world.ts';

function withSpecs(...specs: Spec[]) {
  return fixture(specs.map((spec, at) => networkPolicy(`default/p${String(at)}`, spec)));
}

const ALL = '1-65535/TCP 1-65535/UDP 1-65535/SCTP';
const role = (value: string) => ({ podSelector: { matchLabels: { role: value } } });

describe('ports that rules do not tell apart are one case', () => {
  test('without a port the answer is the set that is open', () => {
    const cluster = withSpecs({
      ingress: [{ ports: [{ port: 80 }, { port: 8000, endPort: 8010 }] }],
    });
    const found = answer(cluster, 'default/fe', 'default/lab');
    expect(lines(found)).toEqual([
      'default/fe -> default/lab 80/TCP 8000-8010/TCP allowed',
      'default/fe -> default/lab 1-79/TCP 81-7999/TCP 8011-65535/TCP 1-65535/UDP 1-65535/SCTP denied',
    ]);
    expect(found.verdict).toBe('mixed');
  });

  test('where no rule names a port, everything is one case', () => {
    expect(lines(answer(withSpecs(), 'default/fe', 'default/lab'))).toEqual([
      `default/fe -> default/lab ${ALL} allowed`,
    ]);
  });

  test('a range is cut where a rule begins and ends', () => {
    const cluster = withSpecs({ ingress: [{ ports: [{ port: 8050, endPort: 9000 }] }] });
    expect(lines(answer(cluster, 'default/fe', 'default/lab', { port: '8000-8100' }))).toEqual([
      'default/fe -> default/lab 8050-8100/TCP allowed',
      'default/fe -> default/lab 8000-8049/TCP denied',
    ]);
  });

  test('a named port of a rule is cut out at its number on the destination', () => {
    const cluster = withSpecs({ ingress: [{ ports: [{ port: 'web' }] }] });
    expect(lines(answer(cluster, 'default/lab', 'default/fe', { port: '79-81' }))).toEqual([
      'default/lab -> default/fe 80/TCP allowed',
      'default/lab -> default/fe 79/TCP 81/TCP denied',
    ]);
  });

  test('ports that different rules allow are different cases', () => {
    const cluster = withSpecs({ ingress: [{ ports: [{ port: 80 }] }, { ports: [{ port: 81 }] }] });
    expect(lines(answer(cluster, 'default/fe', 'default/lab', { port: '80-81' }))).toEqual([
      'default/fe -> default/lab 80/TCP allowed',
      'default/fe -> default/lab 81/TCP allowed',
    ]);
  });

  test('ICMP is a case of its own', () => {
    const ports = ['80', 'ICMP'];
    expect(lines(answer(withSpecs(), 'default/fe', 'default/lab', { ports }))).toEqual([
      'default/fe -> default/lab 80/TCP allowed',
      'default/fe -> default/lab ICMP allowed',
    ]);
  });
});

describe('a block of addresses is cut where a rule tells addresses apart', () => {
  const cluster = withSpecs({
    ...role('db'),
    podSelector: role('db').podSelector,
    ingress: [{ from: [{ ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.1.0/24'] } }] }],
  });

  test('and pieces that are decided alike are put together', () => {
    expect(lines(answer(cluster, '172.16.0.0/12', 'default/db', { port: '6379' }))).toEqual([
      'ac100000-ac10ffff+ac110100-ac1101ff+ac120000-ac1fffff -> default/db 6379/TCP denied',
      'ac110000-ac1100ff+ac110200-ac11ffff -> default/db 6379/TCP allowed',
    ]);
  });

  test('a known address is its pod or node', () => {
    const found = lines(answer(cluster, '10.1.0.8/29', 'default/db', { port: '6379' }));
    expect(found).toEqual([
      'a010008-a010009+a01000f-a01000f -> default/db 6379/TCP denied',
      'default/db -> default/db 6379/TCP allowed',
      'default/fe -> default/db 6379/TCP denied',
      'default/lab -> default/db 6379/TCP denied',
      'default/nolabel -> default/db 6379/TCP denied',
      'default/empty -> default/db 6379/TCP denied',
    ]);
    expect(lines(answer(cluster, 'default/fe', '192.168.0.0/30', { port: '80' }))).toEqual([
      'c0a80000-c0a80000+c0a80003-c0a80003 -> default/fe 80/TCP allowed'.replace(
        /(.*) -> default\/fe/,
        'default/fe -> $1',
      ),
      'default/fe -> node:n1 80/TCP allowed',
      'default/fe -> node:n2 80/TCP allowed',
    ]);
  });

  test('both ends may be blocks', () => {
    const found = answer(cluster, '203.0.113.0/24', '198.51.100.0/24', { port: '80' });
    expect(lines(found)).toEqual(['cb007100-cb0071ff -> c6336400-c63364ff 80/TCP allowed']);
  });

  test('the whole of IPv6 costs no more than its boundaries', () => {
    const six = withSpecs({ ingress: [{ from: [{ ipBlock: { cidr: '2001:db8::/32' } }] }] });
    const found = answer(six, '::/0', 'default/six', { port: '80' });
    expect(found.cases.map(({ verdict }) => verdict)).toEqual(['denied', 'allowed', 'allowed']);
  });

  test('the cluster IPs in it are their Services, on the ports that they have', () => {
    const services = [
      makeService('default/s', { select: { role: 'db' }, ports: ['80'], ip: '10.96.0.1' }),
    ];
    const serving = { ...withSpecs(), services };
    expect(lines(answer(serving, 'default/fe', '10.96.0.0/31', { port: '80' }))).toEqual([
      'default/fe -> a600000-a600000 80/TCP allowed',
      'default/fe -> svc/s:80 -> default/db 80/TCP allowed',
    ]);
    expect(lines(answer(serving, 'default/fe', '10.96.0.0/31', { port: '81' }))).toEqual([
      'default/fe -> a600000-a600000 81/TCP allowed',
    ]);
  });
});

describe('several pods', () => {
  const denied = withSpecs({ policyTypes: ['Ingress'] });

  test('every source is asked with every destination', () => {
    const found = answer(denied, '[role in (db,frontend)]', 'other/*', { port: '53/UDP' });
    expect(found.cases).toHaveLength(4 * 2);
    expect(found.verdict).toBe('allowed');
  });

  test('a pod with itself is left out, unless it is the only pair', () => {
    expect(
      answer(denied, 'default/[role in (db,misc)]', 'default/[role in (db,misc)]').verdict,
    ).toBe('denied');
    expect(answer(denied, 'default/db', 'default/[role in (db,misc)]').cases).toHaveLength(1);
    expect(answer(denied, 'default/[role=db]', 'default/[role=db]').verdict).toBe('allowed');
    expect(answer(denied, 'default/db', 'default/db').verdict).toBe('allowed');
  });

  test.each(['exact', 'replica'] as const)(
    'a workload with itself is two of its pods: %s',
    (identity) => {
      const names = identity === 'exact' ? ['default/web-1', 'default/web-2'] : ['default/web'];
      const cluster = world({
        workloads: [
          makeWorkload(
            'Deployment',
            'default/web',
            names.map((name) => makePod(name, { identity })),
          ),
        ],
        policies: [networkPolicy('default/deny', { policyTypes: ['Ingress'] })],
      });
      expect(answer(cluster, 'default/deploy/web', 'default/deploy/web').verdict).toBe('denied');
    },
  );

  test('some allowed and some denied is mixed', () => {
    const cluster = withSpecs({ ...role('db'), policyTypes: ['Ingress'] });
    expect(answer(cluster, 'other/dns', 'default/[role in (db,misc)]').verdict).toBe('mixed');
  });

  test('the evidence for a million connections is found only where it is looked at', () => {
    const pods = Array.from({ length: 1000 }, (_, at) =>
      makePod(`default/p${String(at)}`, { labels: { app: `a${String(at % 10)}` } }),
    );
    const cluster = world({
      pods,
      policies: [
        networkPolicy('default/p', {
          podSelector: { matchLabels: { app: 'a1' } },
          ingress: [
            { from: [{ podSelector: { matchLabels: { app: 'a2' } } }], ports: [{ port: 80 }] },
          ],
        }),
      ],
    });
    const real = createEngine(cluster);
    let decisions = 0;
    const engine: Engine = {
      ...real,
      decide: (connection) => {
        decisions += 1;
        return real.decide(connection);
      },
    };
    const asked = ask(engine, {
      from: '*/*',
      to: '*/*',
      ports: ['80'],
      namespace: 'default',
      family: null,
    });
    if (!asked.ok) throw new Error(asked.error.message);
    expect(asked.answer.cases).toHaveLength(1000 * 999);
    expect(decisions).toBe(0);
    const one = asked.answer.cases.find(({ verdict }) => verdict === 'denied');
    expect(one?.decide?.().verdict).toBe('denied');
    one?.decide?.();
    expect(decisions).toBe(1);
  }, 60_000);
});

describe('families', () => {
  const dual = [
    makePod('default/a', { labels: { role: 'a' }, ip: '10.9.0.1 fd00::1' }),
    makePod('default/b', { labels: { role: 'b' }, ip: '10.9.0.2 fd00::2' }),
  ];
  const onlyFour: Spec = {
    ...role('b'),
    ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
  };
  const policies = [networkPolicy('default/p', onlyFour)];

  test('where they disagree there is a case for each, and the verdict is unknown', () => {
    const cluster = world({ pods: dual, policies });
    const found = answer(cluster, 'default/a', 'default/b', { port: '80' });
    expect(lines(found)).toEqual([
      'default/a -> default/b 80/TCP IPv4 allowed',
      'default/a -> default/b 80/TCP IPv6 denied',
    ]);
    expect(found.verdict).toBe('unknown');
  });

  test.each([
    [4, 'allowed'],
    [6, 'denied'],
  ] as const)('a question may ask for IPv%s', (family, verdict) => {
    const found = answer(world({ pods: dual, policies }), 'default/a', 'default/b', {
      port: '80',
      family,
    });
    expect(found.verdict).toBe(verdict);
    expect(found.cases).toHaveLength(1);
  });

  test.each([
    ['10.9.0.1', '10.9.0.2', 'allowed', null],
    ['default/a', '10.9.0.2', 'allowed', null],
    ['fd00::1', 'fd00::2', 'denied', null],
    ['fd00::1', 'default/b', 'denied', null],
    ['default/a', 'fd00::2/128', 'denied', null],
    ['10.9.0.1', 'fd00::2', 'unknown', 'NO_COMMON_FAMILY'],
  ])('who is named by an address uses its family: %s to %s', (from, to, verdict, problem) => {
    const found = answer(world({ pods: dual, policies }), from, to, { port: '80' });
    expect(found.verdict).toBe(verdict);
    expect(found.cases.map((one) => one.problem)).toEqual([problem]);
  });

  test('a Service that is named by a cluster IP is reached in its family', () => {
    const service = makeService('default/s', {
      select: { role: 'b' },
      ports: ['80'],
      ip: '10.96.0.9 fd00::96',
    });
    const cluster = world({ pods: dual, policies, services: [service] });
    const verdicts = ['default/svc/s', '10.96.0.9', 'fd00::96'].map((to) => {
      return answer(cluster, 'default/a', to, { port: '80' }).verdict;
    });
    expect(verdicts).toEqual(['unknown', 'allowed', 'denied']);
  });

  test('where they agree there is one case', () => {
    const found = answer(world({ pods: dual }), 'default/a', 'default/b', { port: '80' });
    expect(lines(found)).toEqual(['default/a -> default/b 80/TCP allowed']);
  });

  test.each([
    ['10.9.0.1 fd00::1', undefined, [4, 6]],
    ['10.9.0.1', undefined, [4]],
    [undefined, 'fd00::2', [6]],
    [undefined, undefined, [4, 6]],
  ] as const)('what is not known of %s and %s is taken from the other end', (a, b, families) => {
    const pods = [
      makePod('default/a', a === undefined ? {} : { ip: a }),
      makePod(
        'default/b',
        b === undefined ? { labels: { role: 'b' } } : { labels: { role: 'b' }, ip: b },
      ),
    ];
    const seen = new Set<number>();
    const cluster = world({ pods, policies });
    const real = createEngine(cluster);
    const engine: Engine = {
      ...real,
      verdict: (connection) => {
        seen.add(connection.family);
        return real.verdict(connection);
      },
    };
    ask(engine, {
      from: 'default/a',
      to: 'default/b',
      ports: ['80'],
      namespace: 'default',
      family: null,
    });
    expect([...seen]).toEqual(families);
  });

  test('where neither end is known, the one family of the input is taken', () => {
    const pods = [makePod('default/a'), makePod('default/b', { labels: { role: 'b' } })];
    const cluster = world({ pods: [...pods, makePod('other/c', { ip: '10.0.0.1' })], policies });
    expect(answer(cluster, 'default/a', 'default/b', { port: '80' }).verdict).toBe('allowed');
  });

  test.each([
    ['default/fe', 'default/six', null],
    ['10.0.0.1', '2001:db8::1', null],
    ['default/fe', 'default/db', 6],
  ] as const)('%s and %s have none in common', (from, to, family) => {
    const found = answer(fixture([]), from, to, { port: '80', family });
    expect(found.cases.map(({ problem }) => problem)).toEqual(['NO_COMMON_FAMILY']);
    expect(found.verdict).toBe('unknown');
  });
});
