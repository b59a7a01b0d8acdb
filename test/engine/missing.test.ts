import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Peer, Policy } from '../../src/model/policy.ts';
import {
  makeCluster,
  makeNamespace,
  makeNode,
  makePod,
  type PodFacts,
} from '../support/builders.ts';
import { connectionOf } from '../support/judge.ts';
import { adminPolicy, networkPolicy, selector, type PeerSpec } from '../support/policies.ts';
import { sayFact, sayValue } from '../support/say.ts';

// Which facts an answer says that it lacked, and what each value of them would give.

const db = { labels: { app: 'db', rev: null }, ip: '10.1.0.1', node: 'n1' };
const web = { labels: { app: 'web', rev: null, track: null }, ip: '10.1.0.2', node: 'n1' };

interface Situation {
  readonly policies: readonly Policy[];
  readonly web?: PodFacts;
  readonly db?: PodFacts;
}

/** `default/web` and `default/db`, each with or without what is to be missing. */
function clusterOf(situation: Situation): Cluster {
  return makeCluster({
    namespaces: [makeNamespace('default'), makeNamespace('other', { team: 'b' })],
    nodes: [makeNode('n1', '192.168.0.1', { zone: 'a' }), makeNode('n2', '192.168.0.2')],
    pods: [
      makePod('default/web', situation.web ?? web),
      makePod('default/db', situation.db ?? db),
      makePod('other/web', web),
    ],
    policies: situation.policies,
  });
}

function decide(situation: Situation, text: string): Decision {
  const cluster = clusterOf(situation);
  return createEngine(cluster).decide(connectionOf(cluster, text));
}

function said({ verdict, egress, ingress, cases }: Decision) {
  return {
    verdict,
    egress: egress.missing.map(sayFact),
    ingress: ingress.missing.map(sayFact),
    cases: cases.map((one) => `${one.when.map(sayValue).join(' and ')}: ${one.verdict}`),
  };
}

const DB = { matchLabels: { app: 'db' } };

/** `default/db` admits only these peers. */
function from(...peers: PeerSpec[]): Policy {
  return networkPolicy('default/p', { podSelector: DB, ingress: [{ from: peers }] });
}

const having = (labels: Record<string, string>): PeerSpec => ({
  podSelector: { matchLabels: labels },
});

describe('a label whose value a controller sets', () => {
  const rev = 'label rev of the source default/web';
  const revCases = [
    'rev of the source default/web is 1: allowed',
    'rev of the source default/web is another: denied',
  ];

  test.each<[string, PeerSpec[], string[], string, string[]]>([
    [
      'is missing where a peer asks for its value',
      [having({ rev: '1' })],
      [rev],
      'unknown',
      revCases,
    ],
    [
      'is the only one missing, beside a label that is known',
      [having({ app: 'web', rev: '1' })],
      [rev],
      'unknown',
      revCases,
    ],
    [
      'is not missing where another label differs',
      [having({ app: 'x', rev: '1' })],
      [],
      'denied',
      [],
    ],
    [
      'is not missing where only its presence is asked for',
      [{ podSelector: { matchExpressions: [{ key: 'rev', operator: 'Exists' }] } }],
      [],
      'allowed',
      [],
    ],
    [
      'is not missing where the namespace does not match',
      [{ ...having({ rev: '1' }), namespaceSelector: { matchLabels: { team: 'b' } } }],
      [],
      'denied',
      [],
    ],
    [
      'is not missing where an earlier peer matches',
      [having({ app: 'web' }), having({ rev: '1' })],
      [],
      'allowed',
      [],
    ],
    [
      'was missing, though a later peer matches',
      [having({ rev: '1' }), having({ app: 'web' })],
      [rev],
      'allowed',
      [],
    ],
    [
      'is missing together with another one',
      [having({ rev: '1', track: 'a' })],
      [rev, 'label track of the source default/web'],
      'unknown',
      [
        'rev of the source default/web is 1 and track of the source default/web is a: allowed',
        'rev of the source default/web is 1 and track of the source default/web is another: denied',
        'rev of the source default/web is another: denied',
      ],
    ],
    [
      'has as many values as policies tell apart',
      [{ podSelector: { matchExpressions: [{ key: 'rev', operator: 'In', values: ['2', '1'] }] } }],
      [rev],
      'unknown',
      [
        'rev of the source default/web is 1: allowed',
        'rev of the source default/web is 2: allowed',
        'rev of the source default/web is another: denied',
      ],
    ],
  ])('%s', (_, peers, missing, verdict, cases) => {
    const decision = decide({ policies: [from(...peers)] }, 'default/web -> default/db 80/TCP');
    expect(said(decision)).toEqual({ verdict, egress: [], ingress: missing, cases });
  });

  test('is missing of the subject where a policy selects by it', () => {
    const policy = networkPolicy('default/p', { podSelector: { matchLabels: { rev: '1' } } });
    expect(said(decide({ policies: [policy] }, 'default/web -> default/db 80/TCP'))).toEqual({
      verdict: 'unknown',
      egress: [],
      ingress: ['label rev of the destination default/db'],
      cases: [
        'rev of the destination default/db is 1: denied',
        'rev of the destination default/db is another: allowed',
      ],
    });
  });

  test('is another fact of the subject than of the peer', () => {
    const policy = networkPolicy('default/p', {
      podSelector: { matchLabels: { rev: '1' } },
      ingress: [{ from: [having({ rev: '2' })] }],
    });
    expect(
      said(decide({ policies: [policy] }, 'default/web -> default/db 80/TCP')).ingress,
    ).toEqual(['label rev of the destination default/db', 'label rev of the source default/web']);
  });

  test('is one fact of a pod that reaches itself through a Service', () => {
    const policy = networkPolicy('default/p', {
      podSelector: { matchLabels: { rev: '1' } },
      ingress: [{ from: [having({ rev: '1' })] }],
    });
    const cluster = clusterOf({ policies: [policy] });
    const connection = connectionOf(cluster, 'default/db -> default/db 80/TCP');
    const via = { service: {} as never, port: null };
    const decision = createEngine(cluster).decide({ ...connection, via });
    // Whatever the label is: either nothing isolates the pod, or the rule admits it.
    expect(decision.verdict).toBe('allowed');
  });
});

describe('an address that the input does not tell', () => {
  const nowhere = { labels: { app: 'web', rev: null } };
  const block = (cidr: string, except: string[] = []): PeerSpec => ({ ipBlock: { cidr, except } });
  const missing = 'IPv4 address of the source default/web';

  test.each<[string, PeerSpec[], string[], string, string[]]>([
    [
      'is missing where a peer is an ipBlock',
      [block('10.0.0.0/8')],
      [missing],
      'unknown',
      [
        'the source default/web is in 0.0.0.0-9.255.255.255, 11.0.0.0-255.255.255.255: denied',
        'the source default/web is in 10.0.0.0/8: allowed',
      ],
    ],
    [
      'is cut at the excepts as well',
      [block('0.0.0.0/0', ['128.0.0.0/2'])],
      [missing],
      'unknown',
      [
        'the source default/web is in 0.0.0.0/1, 192.0.0.0/2: allowed',
        'the source default/web is in 128.0.0.0/2: denied',
      ],
    ],
    ['is not missing where the block is of the other family', [block('::/0')], [], 'denied', []],
    [
      'is missing beside a label',
      [block('10.0.0.0/8'), having({ rev: '1' })],
      [missing, 'label rev of the source default/web'],
      'unknown',
      [
        'the source default/web is in 0.0.0.0-9.255.255.255, 11.0.0.0-255.255.255.255 and rev of the source default/web is 1: allowed',
        'the source default/web is in 0.0.0.0-9.255.255.255, 11.0.0.0-255.255.255.255 and rev of the source default/web is another: denied',
        'the source default/web is in 10.0.0.0/8: allowed',
      ],
    ],
  ])('%s', (_, peers, facts, verdict, cases) => {
    const situation = { policies: [from(...peers)], web: nowhere };
    const decision = decide(situation, 'default/web -> default/db 80/TCP');
    expect(said(decision)).toEqual({ verdict, egress: [], ingress: facts, cases });
  });

  test('is missing of each end where both ends ask for it', () => {
    const policies = [
      networkPolicy('default/in', { podSelector: DB, ingress: [{ from: [block('10.0.0.0/8')] }] }),
      networkPolicy('default/out', {
        podSelector: { matchLabels: { app: 'web' } },
        policyTypes: ['Egress'],
        egress: [{ to: [block('10.0.0.0/9')] }],
      }),
    ];
    const situation = { policies, web: nowhere, db: { labels: { app: 'db' } } };
    const { egress, ingress, cases } = said(decide(situation, 'default/web -> default/db 80/TCP'));
    expect(egress).toEqual(['IPv4 address of the destination default/db']);
    expect(ingress).toEqual([missing]);
    expect(cases).toEqual([
      'the destination default/db is in 0.0.0.0-9.255.255.255, 10.128.0.0-255.255.255.255: denied',
      'the destination default/db is in 10.0.0.0/9 and the source default/web is in 0.0.0.0-9.255.255.255, 11.0.0.0-255.255.255.255: denied',
      'the destination default/db is in 10.0.0.0/9 and the source default/web is in 10.0.0.0/8: allowed',
    ]);
  });

  test('is one of those of the node, where a node may use several', () => {
    const cluster = makeCluster({
      namespaces: [makeNamespace('default')],
      nodes: [makeNode('n2', '192.168.0.2 172.16.0.2')],
      pods: [makePod('default/db', db)],
      policies: [from(block('192.168.0.0/16'))],
    });
    const connection = connectionOf(cluster, 'node:n2 -> default/db 80/TCP');
    expect(said(createEngine(cluster).decide(connection))).toEqual({
      verdict: 'unknown',
      egress: [],
      ingress: ['IPv4 address of the source node n2'],
      cases: [
        'the source node n2 is in 192.168.0.2/32: allowed',
        'the source node n2 is in 172.16.0.2/32: denied',
      ],
    });
  });
});

describe('the node that a pod runs on', () => {
  const isolated = networkPolicy('default/p', { podSelector: DB });
  const agent = (node?: string): PodFacts => ({
    hostNetwork: true,
    ip: '192.168.0.9',
    ...(node === undefined ? {} : { node }),
  });
  const somewhere = { labels: { app: 'db' }, ip: '10.1.0.1' };

  test.each<[string, PodFacts, PodFacts, string[], string[]]>([
    [
      'of the pod alone, where that of its peer is known',
      agent('n1'),
      somewhere,
      ['node of the destination default/db'],
      [
        'the destination default/db is on n1, with the other end: allowed',
        'the destination default/db is on some node, without the other end: denied',
      ],
    ],
    [
      'of its peer alone, where that of the pod is known',
      agent(),
      db,
      ['node of the source default/web'],
      [
        'the source default/web is on n1, with the other end: allowed',
        'the source default/web is on some node, without the other end: denied',
      ],
    ],
    [
      'of both, which counts only as far as they are the same',
      agent(),
      somewhere,
      ['node of the destination default/db', 'node of the source default/web'],
      [
        'the source default/web is on some node, with the other end: allowed',
        'the source default/web is on some node, without the other end: denied',
      ],
    ],
  ])('is missing %s', (_, source, destination, missing, cases) => {
    const situation = { policies: [isolated], web: source, db: destination };
    expect(said(decide(situation, 'default/web -> default/db 80/TCP'))).toEqual({
      verdict: 'unknown',
      egress: [],
      ingress: missing,
      cases,
    });
  });

  test('is missing where a node itself is the peer', () => {
    const situation = { policies: [isolated], db: somewhere };
    expect(said(decide(situation, 'node:n1 -> default/db 80/TCP')).ingress).toEqual([
      'node of the destination default/db',
    ]);
  });

  test('is not missing where the peer is a pod of its own network', () => {
    const situation = { policies: [isolated], db: somewhere };
    expect(said(decide(situation, 'default/web -> default/db 80/TCP'))).toEqual({
      verdict: 'denied',
      egress: [],
      ingress: [],
      cases: [],
    });
  });

  test('is not missing where nothing isolates the pod', () => {
    const situation = { policies: [], web: agent(), db: somewhere };
    expect(decide(situation, 'default/web -> default/db 80/TCP').verdict).toBe('allowed');
  });
});

describe('facts that no question can go through one by one', () => {
  const nodes = (labels: Record<string, string>): Peer => ({
    kind: 'nodes',
    selector: selector({ matchLabels: labels }),
    path: [],
  });
  const names: Peer = { kind: 'domainNames', names: ['*.example.com', 'example.org'], path: [] };
  const egress = (...peers: Peer[]): Policy =>
    adminPolicy('p', { egress: [{ action: 'Deny', peers }] });
  const host = (node?: string): PodFacts => ({
    hostNetwork: true,
    ip: '192.168.0.9',
    ...(node === undefined ? {} : { node }),
  });
  const remote = { ...web, node: 'n9' };

  test.each<[string, Policy, PodFacts, string, string[], string]>([
    [
      'the labels of a node that the input only names',
      egress(nodes({ zone: 'a' })),
      host('n3'),
      'default/db',
      ['labels of the node of the destination default/db'],
      'unknown',
    ],
    [
      'the labels of a node that the input does not name, and the node',
      egress(nodes({ zone: 'a' })),
      host(),
      'default/db',
      ['node of the destination default/db', 'labels of the node of the destination default/db'],
      'unknown',
    ],
    [
      'nothing, where the node is known and matches',
      egress(nodes({ zone: 'a' })),
      host('n1'),
      'default/db',
      [],
      'denied',
    ],
    [
      'nothing, where the node is known and differs',
      egress(nodes({ zone: 'b' })),
      host('n1'),
      'default/db',
      [],
      'allowed',
    ],
    [
      'nothing of the node, where every node is meant',
      egress(nodes({})),
      host('n3'),
      'default/db',
      [],
      'denied',
    ],
    ['nothing, where the other end is no node', egress(nodes({})), db, 'default/db', [], 'allowed'],
    [
      'whether an address outside has a name',
      egress(names),
      db,
      '203.0.113.9',
      ['whether 203.0.113.9/32 is *.example.com or example.org'],
      'unknown',
    ],
    ['no name of a pod', egress(names), db, 'default/db', [], 'allowed'],
    [
      'the addresses of a name, whatever the peers are',
      egress(nodes({})),
      db,
      'name:example.com',
      ['addresses of example.com'],
      'unknown',
    ],
  ])('%s', (_, policy, destination, to, missing, verdict) => {
    const situation = { policies: [policy], web: remote, db: destination };
    const decision = said(decide(situation, `default/web -> ${to} 80/TCP`));
    expect({ verdict: decision.verdict, egress: decision.egress }).toEqual({
      verdict,
      egress: missing,
    });
  });
});
