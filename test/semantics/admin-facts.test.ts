import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { loadFiles } from '../../src/load/load.ts';
import type { Decision, MissingFact } from '../../src/model/decision.ts';
import { ask } from '../../src/query/ask.ts';
import { FIXTURE, partsOf } from './read-cases.ts';

// What an answer names where the admin tiers leave it open, and which tiers had a part in it.

function decide(manifests: string, question: string): Decision {
  const files = [FIXTURE, { name: 'policies.yaml', text: manifests }];
  const loaded = loadFiles(files.map((file) => ({ file, explicit: true })));
  expect(loaded.diagnostics).toEqual([]);
  const { from, to, port } = partsOf(question);
  const asked = ask(createEngine(loaded.cluster), {
    from,
    to,
    ports: [port],
    namespace: 'default',
    family: null,
  });
  if (!asked.ok) throw new Error(asked.error.kind);
  const decision = asked.answer.cases[0]?.decide?.();
  if (decision === undefined) throw new Error('no decision');
  return decision;
}

function policy(name: string, tier: string, priority: number, rules: string): string {
  return `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: ${name}}
spec: {tier: ${tier}, priority: ${String(priority)}, subject: {namespaces: {}}, ${rules}}
---
`;
}

const from = (action: string): string => `ingress: [{action: ${action}, from: [{namespaces: {}}]}]`;
const ISOLATED = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: isolated, namespace: default}
spec: {podSelector: {}, policyTypes: [Ingress]}
---
`;

function tiersOf({ ingress }: Decision): string[] {
  return ingress.tiers.map(({ tier, outcome }) => `${tier.name} ${outcome}`);
}

function decidingOf({ ingress }: Decision): string[] {
  return ingress.deciding.map(({ policy: { name }, rule }) => `${name} ${String(rule.index + 1)}`);
}

describe('a tie', () => {
  const factOf = (decision: Decision): MissingFact | undefined =>
    decision.ingress.missing.find(({ kind }) => kind === 'tie');

  test('names the rules of both policies', () => {
    const tied =
      policy('one', 'Admin', 5, from('Accept')) + policy('two', 'Admin', 5, from('Deny'));
    const decision = decide(tied, 'default/fe -> default/db 6379/TCP');
    expect(decision).toMatchObject({ verdict: 'unknown', decidedAt: ['ingress'] });
    expect(decision.ingress.reason).toBe('PRIORITY_TIE');
    const fact = factOf(decision);
    const names = fact?.kind === 'tie' ? fact.rules.map((ref) => ref.policy.name) : [];
    expect(names).toEqual(['one', 'two']);
  });

  test('of equal outcomes is answered', () => {
    const tied = policy('one', 'Admin', 5, from('Pass')) + policy('two', 'Admin', 5, from('Deny'));
    const decision = decide(tied + ISOLATED, 'default/fe -> default/db 6379/TCP');
    expect(decision).toMatchObject({ verdict: 'denied', decidedAt: ['ingress'] });
  });
});

test('domain names that could decide are named', () => {
  const rules =
    'egress: [{action: Accept, to: [{domainNames: ["*.kubernetes.io"]}]}, {action: Deny, to: [{networks: ["0.0.0.0/0"]}]}]';
  const decision = decide(policy('names', 'Admin', 5, rules), 'default/fe -> 203.0.113.9 443/TCP');
  expect(decision.verdict).toBe('unknown');
  expect(decision.egress.missing).toMatchObject([
    { kind: 'domainNames', names: ['*.kubernetes.io'] },
  ]);
});

describe('the tiers that were asked', () => {
  test.each([
    ['end at an Admin Deny', policy('c', 'Admin', 1, from('Deny')), ['Admin deny'], ['c 1']],
    ['end at an Admin Accept', policy('c', 'Admin', 1, from('Accept')), ['Admin allow'], ['c 1']],
    [
      'go on after an Admin Pass, to the isolation',
      policy('c', 'Admin', 1, from('Pass')),
      ['Admin pass', 'NetworkPolicy deny'],
      [],
    ],
    [
      'do not reach the Baseline of a pod that is isolated',
      policy('c', 'Baseline', 1, from('Accept')),
      ['NetworkPolicy deny'],
      [],
    ],
  ])('%s', (_, manifests, tiers, deciding) => {
    const decision = decide(manifests + ISOLATED, 'default/fe -> default/db 6379/TCP');
    expect(tiersOf(decision)).toEqual(tiers);
    expect(decidingOf(decision)).toEqual(deciding);
  });

  test('reach the Baseline of a pod that is not isolated', () => {
    const both = policy('a', 'Admin', 1, from('Pass')) + policy('b', 'Baseline', 1, from('Deny'));
    const decision = decide(both, 'default/fe -> default/db 6379/TCP');
    expect(tiersOf(decision)).toEqual(['Admin pass', 'Baseline deny']);
    expect(decidingOf(decision)).toEqual(['b 1']);
  });
});
