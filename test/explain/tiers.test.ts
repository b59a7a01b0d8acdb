import { describe, expect, test } from 'vitest';
import { SITUATIONS } from '../report/situations.ts';
import { explain } from './support.ts';

function told(name: string, verbosity = 0) {
  const { files, ask } = SITUATIONS.find((own) => own.name === name)!;
  const explanation = explain(files, ask, { everyRule: verbosity === 2 });
  const { egress, ingress } = explanation.cases[explanation.told ?? 0]!;
  const end = explanation.decidedAt[0] === 'egress' ? egress! : ingress!;
  return { explanation, end };
}

describe('the chain of tiers', () => {
  test.each([
    ['admin-deny', 'Admin: Deny by tenants rule 2 (deny-others)'],
    [
      'admin-pass-then-denied',
      'Admin: Pass by tenants rule 1 (from-platform) → NetworkPolicy: denied, isolated by a/default-deny',
    ],
    ['admin-accept-over-denial', 'Admin: Accept by monitoring rule 2'],
    [
      'baseline-deny',
      'NetworkPolicy: not isolated → Baseline: Deny by ClusterNetworkPolicy default rule 1',
    ],
    [
      'baseline-deny-after-admin',
      'Admin: no rule matches → NetworkPolicy: not isolated → Baseline: Deny by ClusterNetworkPolicy default rule 1',
    ],
    ['tiers-decide-nothing', 'Admin: no rule matches → NetworkPolicy: not isolated'],
    [
      'priority-tie',
      'Admin: partners rule 1 (from-b): Accept and tenants rule 2 (deny-others): Deny, at equal priority',
    ],
    ['domain-names-unknown', 'Admin: Accept by internet rule 1 (updates)?'],
    ['self-through-service', 'Admin: Deny by no-loops rule 1'],
  ])('on one line: %s', (name, because) => {
    expect(told(name).end.because).toBe(because);
  });

  test('is empty where only NetworkPolicies were asked', () => {
    const { egress, ingress } = told('denied-at-both-ends').explanation.cases[0]!;
    expect([egress?.tiers, ingress?.tiers]).toEqual([[], []]);
  });

  test('names the rules before the one that decided, and why they do not match', () => {
    const [admin, own, baseline] = told('baseline-deny-after-admin').end.tiers;
    expect(admin?.outcome).toBe('next');
    expect(admin?.skipped.map(({ rule, code, why }) => [rule.ruleName, code, why])).toEqual([
      [
        'from-platform',
        'NS_LABEL_VALUE_DIFFERS',
        'wants tenant=platform; namespace a has tenant=a',
      ],
      ['deny-others', 'NS_LABEL_VALUE_DIFFERS', 'wants tenant=b; namespace a has tenant=a'],
    ]);
    expect(own).toMatchObject({ tier: 'NetworkPolicy', outcome: 'next', policies: [] });
    expect(baseline?.rules.map(({ action, policy }) => [action, policy.priority])).toEqual([
      ['Deny', 0],
    ]);
  });

  test('names both rules of a tie with their places, and what each would give', () => {
    const { explanation, end } = told('priority-tie');
    expect(end.tiers[0]?.rules.map(({ place }) => place.line)).toEqual([28, 13]);
    expect(explanation.unknown?.outcomes.map(({ verdict }) => verdict)).toEqual([
      'allowed',
      'denied',
    ]);
    expect(end.closest).toBeNull();
  });

  test('says what each answer of DNS would give', () => {
    expect(told('domain-names-unknown').explanation.unknown?.outcomes).toEqual([
      { when: [['203.0.113.9 is an address of *.example.com']], verdict: 'allowed' },
      { when: [], verdict: 'denied' },
    ]);
  });

  test('says what the labels of a node would give', () => {
    expect(told('node-labels-unknown').explanation.unknown?.outcomes).toEqual([
      { when: [['the node that monitoring/exporter runs on has zone=a']], verdict: 'denied' },
      { when: [], verdict: 'allowed' },
    ]);
  });

  test('shows every rule with -vv, those of tiers that passed too', () => {
    const { end } = told('admin-pass-then-denied', 2);
    expect(end.rules.map(({ short }) => short)).toEqual([
      'tenants rule 1 (from-platform)',
      'tenants rule 2 (deny-others)',
    ]);
  });
});

describe('a remedy', () => {
  test('is not offered against an Admin Deny, at neither end', () => {
    const { files, ask } = SITUATIONS.find(({ name }) => name === 'admin-deny')!;
    const egress = `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: b}
spec: {podSelector: {}, policyTypes: [Egress]}
`;
    const both = explain({ ...files, 'b.yaml': egress }, ask);
    expect(both.decidedAt).toEqual(['egress', 'ingress']);
    expect(both.remedies).toEqual([]);
    expect(both.hints[0]?.code).toBe('denied-by-administrator');
  });

  test('against a Baseline Deny is a NetworkPolicy, which then isolates the pod', () => {
    const { remedies } = told('baseline-deny').explanation;
    expect(remedies.map(({ kind, isolates }) => [kind, isolates])).toEqual([['add-policy', true]]);
  });

  test('after an Admin Pass is a NetworkPolicy for the pod that is isolated already', () => {
    const { remedies } = told('admin-pass-then-denied').explanation;
    expect(remedies.map(({ kind, isolates }) => [kind, isolates])).toEqual([['add-policy', false]]);
  });

  test('is never a rule of the administrators', () => {
    for (const { name } of SITUATIONS) {
      for (const remedy of told(name).explanation.remedies) {
        expect(remedy.policy.namespace).not.toBe('');
      }
    }
  });

  test('counts no pod that an Admin Deny keeps out all the same', () => {
    const { files, ask } = SITUATIONS.find(({ name }) => name === 'admin-pass-then-denied')!;
    const deny = files['admin.yaml']!.replace(
      'ingress:',
      'ingress:\n    - {action: Deny, from: [{pods: {podSelector: {matchLabels: {spare: "yes"}}}}]}',
    );
    const spare = (labels: string): string =>
      `---\napiVersion: v1\nkind: Pod\nmetadata: {name: other, namespace: ops, labels: {${labels}}}\nspec: {containers: [{name: main}]}\n`;
    const opens = (labels: string) =>
      explain({ ...files, 'admin.yaml': deny, 'other.yaml': spare(labels) }, ask).remedies[0]
        ?.opens;
    expect(opens('app: scan')?.names).toEqual(['ops/other']);
    expect(opens('app: scan, spare: "yes"')?.names).toEqual([]);
  });
});
