import { describe, expect, test } from 'vitest';
import type { Peer } from '../../../src/model/policy.ts';
import { adminPolicy, type PeerSpec, type SelectorSpec } from '../../support/policies.ts';
import { clausesOfPeer, evidenceFor, expression, match, PEER, say } from './clauses.ts';

describe('a podSelector', () => {
  const own = `namespace yes -: wants default, has default @ ${PEER}.podSelector`;
  const first = `${PEER}.podSelector.matchExpressions[0]`;

  test.each<[string, SelectorSpec, string]>([
    [
      'matches',
      match({ app: 'web' }),
      `yes -: wants app=web, has app=web @ ${PEER}.podSelector.matchLabels.app`,
    ],
    [
      'names a value that differs',
      match({ app: 'x' }),
      `no POD_LABEL_VALUE_DIFFERS: wants app=x, has app=web @ ${PEER}.podSelector.matchLabels.app`,
    ],
    [
      'names a label that is missing',
      match({ tier: 'fe' }),
      `no POD_LABEL_MISSING: wants tier=fe, has  @ ${PEER}.podSelector.matchLabels.tier`,
    ],
    [
      'asks for a label that is missing',
      expression('tier', 'Exists'),
      `no POD_LABEL_MISSING: wants tier, has  @ ${first}`,
    ],
    [
      'asks for a label not to be there',
      expression('app', 'DoesNotExist'),
      `no POD_LABEL_PRESENT: wants !app, has app=web @ ${first}`,
    ],
    [
      'excludes the value',
      expression('app', 'NotIn', ['web', 'x']),
      `no POD_LABEL_EXCLUDED: wants app notin (web,x), has app=web @ ${first}`,
    ],
    [
      'asks for a value that a controller sets',
      match({ rev: '1' }),
      `unknown LABEL_VALUE_UNKNOWN: wants rev=1, has rev=<set by the controller> @ ${PEER}.podSelector.matchLabels.rev`,
    ],
    ['is empty', {}, `yes -: wants any pod, has  @ ${PEER}.podSelector`],
  ])('that %s', (_, podSelector, clause) => {
    expect(clausesOfPeer({ podSelector }, 'default/web')).toEqual([own, `podSelector ${clause}`]);
  });

  test('alone means the namespace of the policy', () => {
    expect(clausesOfPeer({ podSelector: match({ app: 'web' }) }, 'other/web')).toEqual([
      `namespace no NAMESPACE_DIFFERS: wants default, has other @ ${PEER}.podSelector`,
      `podSelector yes -: wants app=web, has app=web @ ${PEER}.podSelector.matchLabels.app`,
    ]);
  });

  test('has a clause for each requirement', () => {
    const both = { ...match({ app: 'web' }), ...expression('tier', 'Exists') };
    expect(clausesOfPeer({ podSelector: both }, 'default/web')).toEqual([
      own,
      `podSelector yes -: wants app=web, has app=web @ ${PEER}.podSelector.matchLabels.app`,
      `podSelector no POD_LABEL_MISSING: wants tier, has  @ ${first}`,
    ]);
  });
});

describe('a namespaceSelector', () => {
  const first = `${PEER}.namespaceSelector.matchExpressions[0]`;

  test.each<[string, SelectorSpec, string]>([
    [
      'matches',
      match({ team: 'a' }),
      `yes -: wants team=a, has team=a @ ${PEER}.namespaceSelector.matchLabels.team`,
    ],
    [
      'names a value that differs',
      match({ team: 'b' }),
      `no NS_LABEL_VALUE_DIFFERS: wants team=b, has team=a @ ${PEER}.namespaceSelector.matchLabels.team`,
    ],
    [
      'names a label that is missing',
      match({ env: 'b' }),
      `no NS_LABEL_MISSING: wants env=b, has  @ ${PEER}.namespaceSelector.matchLabels.env`,
    ],
    [
      'asks for a label that is missing',
      expression('env', 'Exists'),
      `no NS_LABEL_MISSING: wants env, has  @ ${first}`,
    ],
    [
      'asks for a label not to be there',
      expression('team', 'DoesNotExist'),
      `no NS_LABEL_PRESENT: wants !team, has team=a @ ${first}`,
    ],
    [
      'excludes the value',
      expression('team', 'NotIn', ['a']),
      `no NS_LABEL_EXCLUDED: wants team!=a, has team=a @ ${first}`,
    ],
    ['is empty', {}, `yes -: wants any namespace, has  @ ${PEER}.namespaceSelector`],
  ])('that %s', (_, namespaceSelector, clause) => {
    expect(clausesOfPeer({ namespaceSelector }, 'default/web')).toEqual([
      `namespaceSelector ${clause}`,
    ]);
  });

  test('stands before the podSelector of its peer', () => {
    const peer = { namespaceSelector: match({ team: 'a' }), podSelector: match({ app: 'x' }) };
    expect(clausesOfPeer(peer, 'default/web')).toEqual([
      `namespaceSelector yes -: wants team=a, has team=a @ ${PEER}.namespaceSelector.matchLabels.team`,
      `podSelector no POD_LABEL_VALUE_DIFFERS: wants app=x, has app=web @ ${PEER}.podSelector.matchLabels.app`,
    ]);
  });
});

describe('a peer of pods, where the other end is no pod', () => {
  const pods = { podSelector: match({ app: 'web' }) };
  const namespaces = { namespaceSelector: {} };

  test.each<[string, PeerSpec, string, string]>([
    [
      'an address',
      pods,
      '203.0.113.9',
      `podSelector no NOT_A_POD: wants a pod, has 203.0.113.9 @ ${PEER}.podSelector`,
    ],
    [
      'an address, of namespaces',
      namespaces,
      '203.0.113.9',
      `namespaceSelector no NOT_A_POD: wants a pod, has 203.0.113.9 @ ${PEER}.namespaceSelector`,
    ],
    [
      'an address, of both',
      { ...pods, ...namespaces },
      '203.0.113.9',
      `namespaceSelector no NOT_A_POD: wants a pod, has 203.0.113.9 @ ${PEER}.namespaceSelector`,
    ],
    [
      'a node',
      pods,
      'node:n2',
      `podSelector no NOT_A_POD: wants a pod, has node n2 @ ${PEER}.podSelector`,
    ],
    [
      'a pod in the host network',
      pods,
      'default/agent',
      `podSelector no HOST_NETWORK_PEER: wants a pod, has default/agent (host network) @ ${PEER}.podSelector`,
    ],
    [
      'a name',
      pods,
      'name:example.com',
      `podSelector unknown HOSTNAME_UNRESOLVED: wants a pod, has example.com @ ${PEER}.podSelector`,
    ],
  ])('%s', (_, peer, source, clause) => {
    expect(clausesOfPeer(peer, source)).toEqual([clause]);
  });

  test('a pod in the host network is one where the plugin treats it as any pod', () => {
    const options = { hostNetwork: 'pod' } as const;
    expect(clausesOfPeer(pods, 'default/agent', options)[1]).toBe(
      `podSelector yes -: wants app=web, has app=web @ ${PEER}.podSelector.matchLabels.app`,
    );
  });

  test('all pods of one namespace are meant by the place of the peer itself', () => {
    const path = ['spec', 'ingress', 0, 'from', 0];
    const peer: Peer = {
      kind: 'pods',
      namespaces: { kind: 'own', namespace: 'default' },
      pods: null,
      path,
    };
    const policy = adminPolicy('p', { ingress: [{ action: 'Accept', peers: [peer] }] });
    const held = (source: string): string[] => {
      const { peers } = evidenceFor(policy, `${source} -> default/db 80/TCP`);
      return (peers ?? []).flatMap(({ matched, clauses }) => [matched, ...clauses.map(say)]);
    };
    expect(held('203.0.113.9')).toEqual([
      'no',
      `namespaceSelector no NOT_A_POD: wants a pod, has 203.0.113.9 @ ${PEER}`,
    ]);
    expect(held('default/web')).toEqual([
      'yes',
      `namespace yes -: wants default, has default @ ${PEER}`,
    ]);
    expect(held('other/web')).toEqual([
      'no',
      `namespace no NAMESPACE_DIFFERS: wants default, has other @ ${PEER}`,
    ]);
  });
});
