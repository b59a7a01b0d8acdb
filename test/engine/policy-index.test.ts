import { describe, expect, test } from 'vitest';
import { createPolicyIndex, type TierPolicies } from '../../src/engine/policy-index.ts';
import { formatRange } from '../../src/model/ip-text.ts';
import { TIERS, type Peer, type Policy } from '../../src/model/policy.ts';
import { makeCluster } from '../support/builders.ts';
import { adminPolicy, networkPolicy, peerOf, selector } from '../support/policies.ts';

function indexOf(...policies: Policy[]) {
  return createPolicyIndex(makeCluster({ policies }));
}

/** Each tier with its groups: `Admin: a,b | c`. */
function say(tiers: readonly TierPolicies[]): string[] {
  return tiers.map(({ tier, groups }) => {
    const names = groups.map((group) => group.map(({ name }) => name).join(','));
    return `${tier.name}: ${names.join(' | ')}`;
  });
}

const block = (cidr: string, ...except: string[]): Peer =>
  peerOf('default', { ipBlock: { cidr, except } });

describe('the policies that may judge a pod', () => {
  test('come tier by tier, in each by priority', () => {
    const index = indexOf(
      adminPolicy('base', { tier: TIERS.baseline, ingress: [] }),
      networkPolicy('default/p'),
      networkPolicy('default/q'),
      adminPolicy('late', { priority: 10, ingress: [] }),
      adminPolicy('early', { priority: 9, ingress: [] }),
      adminPolicy('too', { priority: 9, ingress: [] }),
    );
    expect(say(index.tiersFor('default', 'Ingress'))).toEqual([
      'Admin: early,too | late',
      'NetworkPolicy: p,q',
      'Baseline: base',
    ]);
  });

  test('are those of the whole cluster and those of its namespace', () => {
    const index = indexOf(
      networkPolicy('default/p'),
      networkPolicy('other/q'),
      adminPolicy('a', { ingress: [] }),
    );
    expect(say(index.tiersFor('other', 'Ingress'))).toEqual(['Admin: a', 'NetworkPolicy: q']);
    expect(say(index.tiersFor('bare', 'Ingress'))).toEqual(['Admin: a']);
  });

  test('are those that apply in the direction', () => {
    const index = indexOf(
      networkPolicy('default/in', { policyTypes: ['Ingress'] }),
      networkPolicy('default/out', { policyTypes: ['Egress'] }),
      networkPolicy('default/two', { policyTypes: ['Ingress', 'Egress'] }),
    );
    expect(say(index.tiersFor('default', 'Ingress'))).toEqual(['NetworkPolicy: in,two']);
    expect(say(index.tiersFor('default', 'Egress'))).toEqual(['NetworkPolicy: out,two']);
  });

  test('are put in order once', () => {
    const index = indexOf(networkPolicy('default/p'));
    expect(index.tiersFor('default', 'Ingress')).toBe(index.tiersFor('default', 'Ingress'));
    expect(index.blocksFor('default', 'Ingress')).toBe(index.blocksFor('default', 'Ingress'));
  });
});

describe('the values of a label that policies tell apart', () => {
  const index = indexOf(
    networkPolicy('default/p', {
      podSelector: { matchLabels: { app: 'subject' } },
      ingress: [
        {
          from: [
            {
              podSelector: {
                matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['in', 'too'] }],
              },
            },
          ],
        },
        // Selects namespaces and addresses, no pods by their labels; and anyone.
        { from: [{ namespaceSelector: { matchLabels: { app: 'namespace' } } }] },
        { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] },
        {},
      ],
      egress: [{ to: [{ podSelector: { matchLabels: { app: 'out', tier: 'x' } } }] }],
    }),
    adminPolicy('a', {
      subject: {
        namespaces: { kind: 'own', namespace: 'x' },
        pods: selector({ matchLabels: { app: 'cluster' } }),
      },
    }),
  );

  test('are those of subjects and peers, of either direction and any policy', () => {
    expect([...index.labelValues('app')].sort()).toEqual([
      'cluster',
      'in',
      'out',
      'subject',
      'too',
    ]);
    expect([...index.labelValues('tier')]).toEqual(['x']);
  });

  test('are none of a label that no policy names', () => {
    expect([...index.labelValues('rev')]).toEqual([]);
  });
});

describe('the blocks that may judge the peers of a pod', () => {
  const index = indexOf(
    networkPolicy('default/p', {
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        {
          from: [
            { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.2.0.0/16'] } },
            { podSelector: {} },
          ],
        },
        {},
      ],
      egress: [{ to: [{ ipBlock: { cidr: '172.16.0.0/12' } }] }],
    }),
    networkPolicy('other/q', { ingress: [{ from: [{ ipBlock: { cidr: '192.168.0.0/16' } }] }] }),
    adminPolicy('a', { ingress: [{ action: 'Deny', peers: [block('fd00::/8')] }] }),
  );
  const blocks = (namespace: string, direction: 'Ingress' | 'Egress'): string[] =>
    index.blocksFor(namespace, direction).map(formatRange);

  test('are the CIDRs and excepts of its namespace and of the whole cluster', () => {
    expect(blocks('default', 'Ingress')).toEqual([
      'fd00::/8',
      '10.0.0.0/8',
      '10.1.0.0/16',
      '10.2.0.0/16',
    ]);
    expect(blocks('other', 'Ingress')).toEqual(['fd00::/8', '192.168.0.0/16']);
  });

  test('are those of the direction', () => {
    expect(blocks('default', 'Egress')).toEqual(['172.16.0.0/12']);
    expect(blocks('other', 'Egress')).toEqual([]);
  });
});
