import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import {
  DEFAULT_ENGINE_OPTIONS,
  type Connection,
  type EngineOptions,
} from '../../src/model/connection.ts';
import type { Verdict } from '../../src/model/decision.ts';
import { TIERS, type Peer, type Tier } from '../../src/model/policy.ts';
import { viaService } from '../oracle/generate.ts';
import { referenceVerdict } from '../oracle/reference.ts';
import { connect, makeCluster, makeNode, makePod } from '../support/builders.ts';
import { fixture } from '../support/fixture.ts';
import { adminPolicy, ALL_PODS, networkPolicy, peerOf, selector } from '../support/policies.ts';

// Where the engine and the reference evaluator once disagreed, or where neither was obvious.

/** A tier of no kind that exists: it isolates, and its policies have priorities and actions. */
const STRICT: Tier = { name: 'Strict', order: 0, unmatched: 'deny' };

const NODES_IN_ZONE_A: Peer = {
  kind: 'nodes',
  selector: selector({ matchLabels: { zone: 'a' } }),
  path: [],
};

/** A pod whose `hash` a controller sets. */
const hashed = makePod('default/fe', { labels: { hash: null }, ip: '10.1.0.11', node: 'n1' });
const ofHash = (operator: 'In' | 'NotIn'): typeof ALL_PODS => ({
  ...ALL_PODS,
  pods: selector({ matchExpressions: [{ key: 'hash', operator, values: ['y'] }] }),
});

function throughService(cluster: Cluster, pod: string): Connection {
  const connection = connect(cluster, pod, pod, '80/TCP');
  const { destination } = connection;
  return destination.kind === 'pod'
    ? { ...connection, via: viaService(destination.pod) }
    : connection;
}

interface Regression {
  readonly claim: string;
  readonly cluster: Cluster;
  readonly connection: (cluster: Cluster) => Connection;
  readonly verdict: Verdict;
  readonly options?: EngineOptions;
}

const severalAddresses = makeCluster({
  pods: [
    makePod('a/agent', { hostNetwork: true, ip: '10.0.0.1 10.9.0.1', node: 'n1' }),
    makePod('a/web', { ip: '10.1.0.1', node: 'n2' }),
  ],
  policies: [networkPolicy('a/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] })],
});

/** Both say this. */
const SETTLED: readonly Regression[] = [
  {
    claim: 'a node that has several addresses may use one that no block holds',
    cluster: severalAddresses,
    connection: (cluster) => connect(cluster, 'a/agent', 'a/web', '80/TCP'),
    verdict: 'unknown',
  },
  {
    claim: 'two ends that are unknown each are denied together where one of them always denies',
    cluster: fixture(
      [
        networkPolicy('default/in', { podSelector: { matchLabels: { hash: 'y' } } }),
        networkPolicy('myproj/out', {
          policyTypes: ['Egress'],
          egress: [
            { to: [{ namespaceSelector: {}, podSelector: { matchLabels: { hash: 'y' } } }] },
          ],
        }),
      ],
      [hashed],
    ),
    connection: (cluster) => connect(cluster, 'myproj/fe', 'default/fe', '80/TCP'),
    verdict: 'denied',
  },
  {
    claim:
      'a pod that has the addresses of its node may use one that no block holds, like any pod too',
    cluster: makeCluster({
      nodes: [makeNode('n1', '10.0.0.1 10.9.0.1')],
      pods: [
        makePod('a/agent', { hostNetwork: true, node: 'n1' }),
        makePod('a/web', { ip: '10.1.0.1', node: 'n2' }),
      ],
      policies: [
        networkPolicy('a/p', { ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/24' } }] }] }),
      ],
    }),
    connection: (cluster) => connect(cluster, 'a/agent', 'a/web', '80/TCP'),
    verdict: 'unknown',
    options: { hostNetwork: 'pod' },
  },
  {
    claim:
      'whether a pod in the host network of an unknown node is on nodes with a label is unknown',
    cluster: makeCluster({
      // The input need not have every node.
      nodes: [makeNode('n1', '192.168.0.1', { zone: 'b' })],
      pods: [
        makePod('a/agent', { hostNetwork: true }),
        makePod('a/web', { ip: '10.1.0.1', node: 'n2' }),
      ],
      policies: [adminPolicy('p', { egress: [{ action: 'Deny', peers: [NODES_IN_ZONE_A] }] })],
    }),
    connection: (cluster) => connect(cluster, 'a/web', 'a/agent', '80/TCP'),
    verdict: 'unknown',
  },
  {
    claim: 'rules of equal priority that disagree are a tie in a tier that isolates too',
    cluster: fixture([
      adminPolicy('a', { tier: STRICT, ingress: [{ action: 'Accept', peers: null }] }),
      adminPolicy('b', { tier: STRICT, ingress: [{ action: 'Deny', peers: null }] }),
    ]),
    connection: (cluster) => connect(cluster, 'default/fe', 'default/db', '80/TCP'),
    verdict: 'unknown',
  },
  {
    claim: 'a pod that reaches itself through a Service has one value of a label at both ends',
    cluster: fixture(
      [
        adminPolicy('out', { subject: ofHash('In'), egress: [{ action: 'Deny' }] }),
        adminPolicy('in', { subject: ofHash('NotIn'), ingress: [{ action: 'Deny' }] }),
      ],
      [hashed],
    ),
    connection: (cluster) => throughService(cluster, 'default/fe'),
    verdict: 'denied',
  },
  {
    claim:
      'a denial by a rule of a tier that isolates is as open as isolation where a pod reaches itself through a Service',
    cluster: fixture([adminPolicy('a', { tier: STRICT, ingress: [{ action: 'Deny' }] })]),
    connection: (cluster) => throughService(cluster, 'default/fe'),
    verdict: 'unknown',
  },
];

function checkReference({ cluster, connection, verdict, options }: Regression): void {
  const chosen = options ?? DEFAULT_ENGINE_OPTIONS;
  expect(referenceVerdict(cluster, connection(cluster), chosen)).toBe(verdict);
}

function checkEngine({ cluster, connection, verdict, options }: Regression): void {
  const engine = createEngine(cluster, options);
  expect(engine.verdict(connection(cluster))).toBe(verdict);
  expect(engine.decide(connection(cluster)).verdict).toBe(verdict);
}

describe('the reference evaluator says that', () => {
  test.each(SETTLED.map((item) => [item.claim, item] as const))('%s', (_, item) => {
    checkReference(item);
  });
});

describe('the engine says too that', () => {
  test.each(SETTLED.map((item) => [item.claim, item] as const))('%s', (_, item) => {
    checkEngine(item);
  });
});

describe('the evidence says that', () => {
  test('a denial in every case is not the denial of a rule that accepts', () => {
    const cluster = fixture(
      [
        adminPolicy('deny', { subject: ofHash('NotIn'), egress: [{ action: 'Deny' }] }),
        networkPolicy('default/isolate', {
          podSelector: { matchLabels: { hash: 'y' } },
          policyTypes: ['Egress'],
        }),
        adminPolicy('accept', { tier: TIERS.baseline, egress: [{ action: 'Accept' }] }),
      ],
      [hashed],
    );
    const decision = createEngine(cluster).decide(
      connect(cluster, 'default/fe', 'default/lab', '80/TCP'),
    );
    expect(decision.verdict).toBe('denied');
    expect(decision.egress).toMatchObject({
      verdict: 'denied',
      reason: 'CASES_AGREE',
      deciding: [],
    });
  });

  test('an answer that all cases give is not the answer of a rule that says the opposite', () => {
    const everywhere = peerOf('default', { ipBlock: { cidr: '0.0.0.0/0' } });
    const cluster = fixture(
      [
        adminPolicy('accept', {
          priority: 0,
          ingress: [{ action: 'Accept', peers: [everywhere] }],
        }),
        adminPolicy('deny', { priority: 1, ingress: [{ action: 'Deny', peers: null }] }),
      ],
      [makePod('default/fe')],
    );
    const decision = createEngine(cluster).decide(
      connect(cluster, 'default/fe', 'default/lab', '80/TCP'),
    );
    expect(decision.verdict).toBe('allowed');
    expect(decision.ingress.deciding.map(({ rule }) => rule.action)).not.toContain('Deny');
  });
});
