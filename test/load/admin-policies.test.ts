import { describe, expect, test } from 'vitest';
import { formatRange } from '../../src/model/ip-text.ts';
import { formatSelector } from '../../src/model/labels.ts';
import type { Peer, Policy, Rule } from '../../src/model/policy.ts';
import { linesOf, loadClean, loadTexts } from './support/load-text.ts';

/** The only policy of a text, which must be without any diagnostic. */
function policyOf(text: string): Policy {
  const policy = loadClean(`# flow style\n${text}`).cluster.policies.get('')?.[0];
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

function newer(spec: string): Policy {
  return policyOf(
    `{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: p}, spec: {tier: Admin, priority: 7, subject: {namespaces: {}}, ${spec}}}`,
  );
}

function older(spec: string): Policy {
  return policyOf(
    `{apiVersion: policy.networking.k8s.io/v1alpha1, kind: AdminNetworkPolicy, metadata: {name: p}, spec: {priority: 7, subject: {namespaces: {}}, ${spec}}}`,
  );
}

function show(peer: Peer): string {
  switch (peer.kind) {
    case 'pods': {
      const { namespaces, pods } = peer;
      const where = namespaces.kind === 'own' ? 'own' : formatSelector(namespaces.selector);
      return `pods ${where} ${pods === null ? '*' : formatSelector(pods)}`;
    }
    case 'ipBlock':
      return `ipBlock ${formatRange(peer.cidr.range)}`;
    case 'nodes':
      return `nodes ${formatSelector(peer.selector)}`;
    case 'domainNames':
      return `domainNames ${peer.names.join(' ')}`;
  }
}

function shown(rules: readonly Rule[]): unknown[] {
  return rules.map(({ action, peers, ports }) => [
    action,
    (peers ?? []).map(show),
    ports?.map((port) =>
      port.kind === 'named'
        ? `${port.name}/${port.protocol ?? 'any'}`
        : `${String(port.first)}-${String(port.last)}/${port.protocol}${port.protocolDefaulted ? ' by default' : ''}`,
    ) ?? 'every port',
  ]);
}

describe('tiers and priorities', () => {
  test.each([
    ['Admin', 'Admin'],
    ['Baseline', 'Baseline'],
  ])('tier: %s becomes the tier %s', (written, name) => {
    const policy = policyOf(
      `{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: p}, spec: {tier: ${written}, priority: 1000, subject: {namespaces: {}}}}`,
    );
    expect(policy).toMatchObject({
      kind: 'ClusterNetworkPolicy',
      namespace: null,
      priority: 1000,
      tier: { name, unmatched: 'next' },
      ingress: { applies: false, rules: [] },
      egress: { applies: false, rules: [] },
    });
  });

  test('an AdminNetworkPolicy is of the Admin tier', () => {
    expect(older('ingress: []')).toMatchObject({ priority: 7, tier: { name: 'Admin' } });
  });

  test('a BaselineAdminNetworkPolicy is of the Baseline tier', () => {
    const text =
      '{apiVersion: policy.networking.k8s.io/v1alpha1, kind: BaselineAdminNetworkPolicy, metadata: {name: default}, spec: {subject: {namespaces: {}}}}';
    expect(policyOf(text)).toMatchObject({ priority: 0, tier: { name: 'Baseline' } });
  });

  test('a policy takes part in the directions that it has rules for', () => {
    const { ingress, egress } = newer('ingress: [{action: Deny, from: [{namespaces: {}}]}]');
    expect([ingress.applies, egress.applies]).toEqual([true, false]);
  });
});

test('peers of both versions become one form', () => {
  const peers =
    '[{namespaces: {matchLabels: {a: b}}}, {pods: {namespaceSelector: {}, podSelector: {matchLabels: {c: d}}}}, {networks: [10.0.0.0/8, "fd00::/8"]}, {nodes: {matchLabels: {e: f}}}, {domainNames: ["*.x.io", y.io]}]';
  const wanted = [
    'pods a=b *',
    'pods <all> c=d',
    'ipBlock 10.0.0.0/8',
    'ipBlock fd00::/8',
    'nodes e=f',
    'domainNames *.x.io y.io',
  ];
  expect(shown(newer(`egress: [{action: Accept, to: ${peers}}]`).egress.rules)).toEqual([
    ['Accept', wanted, 'every port'],
  ]);
  expect(shown(older(`egress: [{action: Allow, to: ${peers}}]`).egress.rules)).toEqual([
    ['Accept', wanted, 'every port'],
  ]);
});

test('a v1alpha2 scope of pods without a namespaceSelector looks into every namespace', () => {
  const { subject } = policyOf(
    '{apiVersion: policy.networking.k8s.io/v1alpha2, kind: ClusterNetworkPolicy, metadata: {name: p}, spec: {tier: Admin, priority: 0, subject: {pods: {podSelector: {matchLabels: {a: b}}}}}}',
  );
  expect(show({ kind: 'pods', path: [], ...subject })).toBe('pods <all> a=b');
});

test('protocols of v1alpha2 have no default', () => {
  const rule =
    'ingress: [{name: first, action: Pass, from: [{namespaces: {}}], protocols: [{tcp: {destinationPort: {number: 80}}}, {udp: {destinationPort: {range: {start: 5, end: 6}}}}, {sctp: {destinationPort: {number: 1}}}, {destinationNamedPort: web}]}]';
  const { rules } = newer(rule).ingress;
  expect(shown(rules)).toEqual([
    ['Pass', ['pods <all> *'], ['80-80/TCP', '5-6/UDP', '1-1/SCTP', 'web/any']],
  ]);
  expect(rules[0]?.name).toBe('first');
});

test('ports of v1alpha1 are TCP by default', () => {
  const rule =
    'ingress: [{action: Deny, from: [{namespaces: {}}], ports: [{portNumber: {port: 80}}, {portNumber: {port: 53, protocol: UDP}}, {portRange: {start: 5, end: 6}}, {namedPort: web}]}]';
  expect(shown(older(rule).ingress.rules)).toEqual([
    [
      'Deny',
      ['pods <all> *'],
      ['80-80/TCP by default', '53-53/UDP', '5-6/TCP by default', 'web/any'],
    ],
  ]);
});

describe('both versions in one input', () => {
  const cnp = (name: string): string =>
    `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: ${name}}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}}\n`;
  const anp =
    'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: {name: old}\nspec: {priority: 1, subject: {namespaces: {}}}\n';

  test('are one error, which names a policy of each, whichever file comes first', () => {
    for (const texts of [
      [anp, cnp('new')],
      [cnp('new'), anp],
    ]) {
      const lines = linesOf(loadTexts(texts));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toContain('ClusterNetworkPolicy "new" beside AdminNetworkPolicy "old"');
    }
  });

  test('are refused in lists too', () => {
    const item = (text: string): string => `- ${text.trim().replaceAll('\n', '\n  ')}\n`;
    const list = `apiVersion: v1\nkind: List\nitems:\n${item(anp)}${item(cnp('new'))}`;
    expect(linesOf(loadTexts([list])).join('\n')).toContain('[policy-kinds-mixed]');
  });
});
