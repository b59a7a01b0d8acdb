import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { EngineOptions } from '../../src/model/connection.ts';
import type { Decision, EndDecision, RuleRef } from '../../src/model/decision.ts';
import { policyName, TIERS, type Peer, type Policy } from '../../src/model/policy.ts';
import { makeCluster, makeNamespace, makeNode, makePod } from '../support/builders.ts';
import { connectionOf } from '../support/judge.ts';
import { adminPolicy, networkPolicy, peerOf, type PeerSpec } from '../support/policies.ts';
import { sayFact } from '../support/say.ts';

// Why an end comes to its verdict: the reason, the rules that decided, and what each tier said.

function decide(policies: readonly Policy[], text: string, options?: EngineOptions): Decision {
  const cluster = makeCluster({
    namespaces: [makeNamespace('default')],
    nodes: [makeNode('n1', '192.168.0.1'), makeNode('n2', '192.168.0.2')],
    pods: [
      makePod('default/web', { labels: { app: 'web', rev: null }, ip: '10.1.0.2', node: 'n2' }),
      makePod('default/db', { labels: { app: 'db', rev: null }, ip: '10.1.0.1', node: 'n1' }),
      makePod('default/host', { labels: { app: 'web' }, hostNetwork: true, node: 'n2' }),
    ],
    policies,
  });
  return createEngine(cluster, options).decide(connectionOf(cluster, text));
}

function sayRules(rules: readonly RuleRef[]): string {
  return rules.map(({ policy, rule }) => `${policyName(policy)}[${String(rule.index)}]`).join(' ');
}

function said({ verdict, reason, deciding, tiers }: EndDecision) {
  return {
    outcome: `${verdict}: ${reason}`,
    deciding: sayRules(deciding),
    tiers: tiers.map(({ tier, outcome }) => `${tier.name}: ${outcome}`),
  };
}

const DB = { matchLabels: { app: 'db' } };
const WEB: PeerSpec = { podSelector: { matchLabels: { app: 'web' } } };
const NOBODY: PeerSpec = { podSelector: { matchLabels: { app: 'nobody' } } };
const REV: PeerSpec = { podSelector: { matchLabels: { rev: '1' } } };

/** A NetworkPolicy for `default/db`. */
const own = (name: string, ...ingress: { from?: PeerSpec[]; ports?: { port: number }[] }[]) =>
  networkPolicy(`default/${name}`, { podSelector: DB, policyTypes: ['Ingress'], ingress });

const peer = (spec: PeerSpec): Peer => peerOf('default', spec);
const accept = (spec: PeerSpec) => ({ action: 'Accept', peers: [peer(spec)] }) as const;
const deny = (spec: PeerSpec) => ({ action: 'Deny', peers: [peer(spec)] }) as const;
const pass = (spec: PeerSpec) => ({ action: 'Pass', peers: [peer(spec)] }) as const;
const admin = adminPolicy;

const PORT = [{ port: 80 }];
const OTHER_PORT = [{ port: 81 }];

describe('the ingress end of default/db', () => {
  test.each<[string, Policy[], string, string, string[]]>([
    ['is not isolated without policies', [], 'allowed: NOT_ISOLATED', '', []],
    [
      'is not isolated by a policy of the other direction',
      [networkPolicy('default/p', { policyTypes: ['Egress'], podSelector: DB })],
      'allowed: NOT_ISOLATED',
      '',
      [],
    ],
    [
      'is not isolated by a policy for another pod',
      [networkPolicy('default/p', { podSelector: { matchLabels: { app: 'web' } } })],
      'allowed: NOT_ISOLATED',
      '',
      ['NetworkPolicy: next'],
    ],
    [
      'is admitted by a rule',
      [own('p', { from: [WEB] })],
      'allowed: RULE_MATCHED',
      'default/p[0]',
      ['NetworkPolicy: allow'],
    ],
    [
      'is admitted by all rules that match, of all policies',
      [own('p', { from: [NOBODY] }, { from: [WEB] }, {}), own('q', {})],
      'allowed: RULE_MATCHED',
      'default/p[1] default/p[2] default/q[0]',
      ['NetworkPolicy: allow'],
    ],
    [
      'is admitted by the first rule of a policy with actions alone',
      [admin('a', { ingress: [accept(NOBODY), accept(WEB), accept(WEB)] })],
      'allowed: RULE_MATCHED',
      'a[1]',
      ['Admin: allow'],
    ],
    [
      'is denied by a rule',
      [admin('a', { ingress: [deny(WEB), accept(WEB)] }), own('p', {})],
      'denied: RULE_DENIED',
      'a[0]',
      ['Admin: deny'],
    ],
    [
      'is left to the next tier by a rule that passes',
      [admin('a', { ingress: [pass(WEB), deny(WEB)] }), own('p', { from: [WEB] })],
      'allowed: RULE_MATCHED',
      'default/p[0]',
      ['Admin: pass', 'NetworkPolicy: allow'],
    ],
    [
      'is left to itself where the last tier passes',
      [admin('a', { ingress: [pass(WEB)] })],
      'allowed: NOT_ISOLATED',
      '',
      ['Admin: pass'],
    ],
    [
      'is left to the next tier where no rule of an admin tier matches',
      [admin('a', { ingress: [deny(NOBODY)] }), own('p', { from: [WEB] })],
      'allowed: RULE_MATCHED',
      'default/p[0]',
      ['Admin: next', 'NetworkPolicy: allow'],
    ],
    [
      'is not isolated where an admin tier has no rule that matches',
      [admin('a', { ingress: [deny(NOBODY)] })],
      'allowed: NOT_ISOLATED',
      '',
      ['Admin: next'],
    ],
    [
      'does not ask the baseline where a NetworkPolicy isolates',
      [own('p', { from: [WEB] }), admin('b', { tier: TIERS.baseline, ingress: [deny(WEB)] })],
      'allowed: RULE_MATCHED',
      'default/p[0]',
      ['NetworkPolicy: allow'],
    ],
    [
      'is denied by the baseline where no NetworkPolicy isolates',
      [admin('b', { tier: TIERS.baseline, ingress: [deny(WEB)] })],
      'denied: RULE_DENIED',
      'b[0]',
      ['Baseline: deny'],
    ],
    [
      'is denied after a Pass, by isolation alone',
      [admin('a', { ingress: [pass(WEB)] }), own('p')],
      'denied: NO_RULES',
      '',
      ['Admin: pass', 'NetworkPolicy: deny'],
    ],
    ['has no rules', [own('p'), own('q')], 'denied: NO_RULES', '', ['NetworkPolicy: deny']],
    [
      'has no rule for the peer',
      [own('p', { from: [NOBODY], ports: PORT })],
      'denied: NO_PEER_MATCH',
      '',
      ['NetworkPolicy: deny'],
    ],
    [
      'has no rule for the peer, nor for the port',
      [own('p', { from: [NOBODY], ports: OTHER_PORT })],
      'denied: NO_PEER_MATCH',
      '',
      ['NetworkPolicy: deny'],
    ],
    [
      'has a rule for the peer, but none for the port',
      [
        own('p', { from: [NOBODY], ports: OTHER_PORT }),
        own('q', { from: [WEB], ports: OTHER_PORT }),
      ],
      'denied: NO_PORT_MATCH',
      '',
      ['NetworkPolicy: deny'],
    ],
    [
      'has a rule for the peer and another for the port',
      [own('p', { from: [NOBODY], ports: PORT }, { from: [WEB], ports: OTHER_PORT })],
      'denied: NO_CLAUSE_PAIR',
      '',
      ['NetworkPolicy: deny'],
    ],
    [
      'depends on a label that only a controller knows',
      [own('p', { from: [REV] })],
      'unknown: INPUT_INCOMPLETE',
      '',
      ['NetworkPolicy: unknown'],
    ],
    [
      'is decided all the same, where a label that nobody knows could only repeat it',
      [own('p', { from: [REV] }, { from: [WEB] })],
      'allowed: RULE_MATCHED',
      'default/p[1]',
      ['NetworkPolicy: allow'],
    ],
    [
      'comes to the same in two ways, one of which it is',
      [admin('a', { ingress: [deny(REV)] }), own('p')],
      'denied: CASES_AGREE',
      '',
      ['Admin: unknown', 'NetworkPolicy: deny'],
    ],
    [
      'comes to the same whatever value a label has',
      [
        own('p', { from: [REV] }),
        own('q', {
          from: [
            {
              podSelector: { matchExpressions: [{ key: 'rev', operator: 'NotIn', values: ['1'] }] },
            },
          ],
        }),
      ],
      'allowed: CASES_AGREE',
      '',
      ['NetworkPolicy: unknown'],
    ],
  ])('%s', (_, policies, outcome, deciding, tiers) => {
    const { ingress } = decide(policies, 'default/web -> default/db 80/TCP');
    expect(said(ingress)).toEqual({ outcome, deciding, tiers });
  });

  test('names the policies that select it, with each of their rules', () => {
    const policies = [
      own('p', { from: [NOBODY] }, { from: [WEB] }),
      networkPolicy('default/q', { podSelector: { matchLabels: { rev: '1' } } }),
      networkPolicy('default/r', { podSelector: { matchLabels: { app: 'web' } } }),
    ];
    const { ingress } = decide(policies, 'default/web -> default/db 80/TCP');
    expect(
      ingress.tiers[0]?.policies.map(({ policy, selects, rules }) => [
        policy.name,
        selects,
        rules.map(({ rule, matched }) => `${String(rule.index)} ${matched}`),
      ]),
    ).toEqual([
      ['p', 'yes', ['0 no', '1 yes']],
      ['q', 'unknown', []],
    ]);
  });

  test('shows rules after the one that decides as well', () => {
    const policies = [admin('a', { ingress: [accept(WEB), deny(WEB), deny(NOBODY)] })];
    const { ingress } = decide(policies, 'default/web -> default/db 80/TCP');
    expect(ingress.tiers[0]?.policies[0]?.rules.map(({ matched }) => matched)).toEqual([
      'yes',
      'yes',
      'no',
    ]);
  });

  test('has the pod as its subject, and egress the other one', () => {
    const { egress, ingress } = decide([], 'default/web -> default/db 80/TCP');
    const names = [egress, ingress].map(({ direction, subject, peer: other }) => [
      direction,
      ...[subject, other].map((end) => (end.kind === 'pod' ? end.pod.name : end.kind)),
    ]);
    expect(names).toEqual([
      ['Egress', 'web', 'db'],
      ['Ingress', 'db', 'web'],
    ]);
  });
});

describe('an end that no policy is asked about', () => {
  const isolating = [own('p'), networkPolicy('default/q', { policyTypes: ['Ingress', 'Egress'] })];

  test.each<[string, string, string, string]>([
    [
      'an address',
      '203.0.113.9 -> default/db 80/TCP',
      'allowed: NOT_APPLICABLE',
      'denied: NO_RULES',
    ],
    ['a node', 'node:n2 -> default/db 80/TCP', 'allowed: NOT_APPLICABLE', 'denied: NO_RULES'],
    [
      'a pod in the host network',
      'default/host -> default/db 80/TCP',
      'allowed: HOST_NETWORK',
      'denied: NO_RULES',
    ],
    [
      "a pod's own node, which may always reach it",
      'node:n1 -> default/db 80/TCP',
      'allowed: NOT_APPLICABLE',
      'allowed: NODE_LOCAL',
    ],
    [
      "a pod's own node, which it may always reach",
      'default/db -> node:n1 80/TCP',
      'allowed: NODE_LOCAL',
      'allowed: NOT_APPLICABLE',
    ],
    ['the pod itself', 'default/db -> default/db 80/TCP', 'allowed: SELF', 'allowed: SELF'],
  ])('%s', (_, text, egress, ingress) => {
    const decision = decide(isolating, text);
    expect([said(decision.egress).outcome, said(decision.ingress).outcome]).toEqual([
      egress,
      ingress,
    ]);
  });

  test('a pod that reaches itself is decided at neither end, by nothing', () => {
    const { verdict, decidedAt, egress, ingress, cases } = decide(
      isolating,
      'default/db -> default/db 80/TCP',
    );
    expect({ verdict, decidedAt, cases }).toEqual({ verdict: 'allowed', decidedAt: [], cases: [] });
    expect([egress.direction, ingress.direction]).toEqual(['Egress', 'Ingress']);
    expect([...egress.tiers, ...ingress.tiers, ...egress.missing, ...ingress.missing]).toEqual([]);
    expect([...egress.deciding, ...ingress.deciding]).toEqual([]);
  });

  test('a pod in the host network is one where the plugin treats it as any pod', () => {
    const options = { hostNetwork: 'pod' } as const;
    const { egress } = decide(isolating, 'default/host -> default/db 80/TCP', options);
    expect(said(egress).outcome).toBe('denied: NO_RULES');
  });
});

describe('a pod that reaches itself through a Service', () => {
  const hairpin = (policies: readonly Policy[]): Decision => {
    const cluster = makeCluster({
      namespaces: [makeNamespace('default')],
      pods: [makePod('default/db', { labels: { app: 'db' }, ip: '10.1.0.1' })],
      policies,
    });
    const connection = connectionOf(cluster, 'default/db -> default/db 80/TCP');
    return createEngine(cluster).decide({
      ...connection,
      via: { service: {} as never, port: null },
    });
  };

  test('is allowed where nothing isolates it', () => {
    const { verdict, egress, ingress } = hairpin([]);
    expect(verdict).toBe('allowed');
    expect([egress.reason, ingress.reason]).toEqual(['NOT_ISOLATED', 'NOT_ISOLATED']);
  });

  test('is open where a NetworkPolicy would deny it: the API does not say', () => {
    const { verdict, decidedAt, ingress } = hairpin([own('p')]);
    expect([verdict, decidedAt]).toEqual(['unknown', ['ingress']]);
    expect([said(ingress).outcome, ingress.missing.map(sayFact)]).toEqual([
      'unknown: CNI_SPECIFIC',
      ['the way of default/db to itself'],
    ]);
  });

  test('is denied where an admin tier denies it', () => {
    const { verdict, ingress } = hairpin([
      admin('a', { ingress: [{ action: 'Deny', peers: null }] }),
    ]);
    expect([verdict, said(ingress).outcome]).toEqual(['denied', 'denied: RULE_DENIED']);
  });
});

describe('the ends that decided', () => {
  const out = (name: string, ...to: PeerSpec[]): Policy =>
    networkPolicy(`default/${name}`, {
      podSelector: { matchLabels: { app: 'web' } },
      policyTypes: ['Egress'],
      egress: to.length === 0 ? [] : [{ to }],
    });
  const toRev: PeerSpec = { podSelector: { matchLabels: { rev: '1' } } };

  test.each<[string, Policy[], string, string[]]>([
    ['are none where it is allowed', [out('o', { podSelector: DB })], 'allowed', []],
    ['are both that deny', [out('o'), own('p')], 'denied', ['egress', 'ingress']],
    ['are the one that denies', [out('o'), own('p', {})], 'denied', ['egress']],
    [
      'are the one that denies, not one that might',
      [out('o', toRev), own('p')],
      'denied',
      ['ingress'],
    ],
    ['are the one that is unknown', [out('o', toRev), own('p', {})], 'unknown', ['egress']],
    [
      'are both that are unknown',
      [out('o', toRev), own('p', { from: [REV] })],
      'unknown',
      ['egress', 'ingress'],
    ],
    [
      'are both where a label has now one end deny and now the other',
      [
        networkPolicy('default/o', {
          podSelector: { matchLabels: { rev: '1' } },
          policyTypes: ['Egress'],
        }),
        own('p', { from: [REV] }),
      ],
      'denied',
      ['egress', 'ingress'],
    ],
    [
      'are not one that allows, where the other denies in its own way each time',
      [own('p', { from: [REV], ports: OTHER_PORT })],
      'denied',
      ['ingress'],
    ],
  ])('%s', (_, policies, verdict, ends) => {
    const decision = decide(policies, 'default/web -> default/db 80/TCP');
    expect([decision.verdict, decision.decidedAt]).toEqual([verdict, ends]);
  });
});
