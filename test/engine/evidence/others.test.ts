import { describe, expect, test } from 'vitest';
import type { Peer } from '../../../src/model/policy.ts';
import { adminPolicy, selector, type PeerSpec, type SelectorSpec } from '../../support/policies.ts';
import { clausesOfPeer, evidenceFor, expression, match, PEER, say } from './clauses.ts';

describe('an ipBlock', () => {
  const cidr = `${PEER}.ipBlock.cidr`;
  const block = (text: string, ...except: string[]): PeerSpec => ({
    ipBlock: { cidr: text, except },
  });

  test.each<[string, PeerSpec, string, string]>([
    [
      'holds the address',
      block('10.1.0.0/16'),
      'default/web',
      `yes -: wants 10.1.0.0/16, has 10.1.0.2 @ ${cidr}`,
    ],
    [
      'does not hold the address',
      block('10.2.0.0/16'),
      'default/web',
      `no IP_NOT_IN_CIDR: wants 10.2.0.0/16, has 10.1.0.2 @ ${cidr}`,
    ],
    [
      'excepts the address',
      block('10.0.0.0/8', '10.3.0.0/16', '10.1.0.0/16'),
      'default/web',
      `no IP_EXCEPTED: wants 10.0.0.0/8 except 10.3.0.0/16, 10.1.0.0/16, has 10.1.0.2 @ ${PEER}.ipBlock.except[1]`,
    ],
    [
      'excepts other addresses',
      block('10.0.0.0/8', '10.3.0.0/16'),
      'default/web',
      `yes -: wants 10.0.0.0/8 except 10.3.0.0/16, has 10.1.0.2 @ ${cidr}`,
    ],
    [
      'holds one of several addresses, and excepts another',
      block('10.0.0.0/8', '10.1.0.0/16'),
      'default/many',
      `yes -: wants 10.0.0.0/8 except 10.1.0.0/16, has 10.1.0.4, 10.3.0.4 @ ${cidr}`,
    ],
    [
      'excepts one of several addresses, and holds none',
      block('10.1.0.0/16', '10.1.0.0/24'),
      'default/many',
      `no IP_EXCEPTED: wants 10.1.0.0/16 except 10.1.0.0/24, has 10.1.0.4, 10.3.0.4 @ ${PEER}.ipBlock.except[0]`,
    ],
    [
      'is beside the address, and excepts others',
      block('10.2.0.0/16', '10.2.1.0/24'),
      'default/web',
      `no IP_NOT_IN_CIDR: wants 10.2.0.0/16 except 10.2.1.0/24, has 10.1.0.2 @ ${cidr}`,
    ],
    [
      'is of the other family',
      block('fd00::/8'),
      'default/web',
      `no IP_FAMILY_DIFFERS: wants fd00::/8, has 10.1.0.2 @ ${cidr}`,
    ],
    [
      'meets an address that the input does not tell',
      block('10.0.0.0/8'),
      'default/nowhere',
      `unknown ADDRESS_UNKNOWN: wants 10.0.0.0/8, has  @ ${cidr}`,
    ],
    [
      'is of the other family than an address that the input does not tell',
      block('fd00::/8'),
      'default/nowhere',
      `no IP_FAMILY_DIFFERS: wants fd00::/8, has  @ ${cidr}`,
    ],
    [
      'meets a name',
      block('10.0.0.0/8'),
      'name:example.com',
      `unknown HOSTNAME_UNRESOLVED: wants 10.0.0.0/8, has example.com @ ${cidr}`,
    ],
    [
      'holds the address of a node',
      block('192.168.0.2/32'),
      'node:n2',
      `yes -: wants 192.168.0.2/32, has 192.168.0.2 @ ${cidr}`,
    ],
  ])('that %s', (_, peer, source, clause) => {
    expect(clausesOfPeer(peer, source)).toEqual([`ipBlock ${clause}`]);
  });
});

describe('a peer of nodes', () => {
  const path = ['spec', 'egress', 0, 'to', 0, 'nodes'];
  const clauseOf = (spec: SelectorSpec, to: string): string => {
    const peer: Peer = { kind: 'nodes', selector: selector(spec, path), path: [] };
    const policy = adminPolicy('p', { egress: [{ action: 'Deny', peers: [peer] }] });
    const { peers } = evidenceFor(policy, `default/web -> ${to} 80/TCP`);
    return (peers ?? []).flatMap(({ clauses }) => clauses.map(say)).join();
  };

  test.each<[string, SelectorSpec, string, string]>([
    ['takes in every node', {}, 'node:n1', 'yes -: wants any node, has '],
    [
      'takes in a node with the label',
      match({ zone: 'a' }),
      'node:n1',
      'yes -: wants zone=a, has zone=a',
    ],
    [
      'does not take in a node with another',
      match({ zone: 'b' }),
      'node:n1',
      'no NODE_LABEL_DIFFERS: wants zone=b, has zone=a',
    ],
    [
      'does not take in a node without it',
      match({ zone: 'b' }),
      'node:n2',
      'no NODE_LABEL_DIFFERS: wants zone=b, has ',
    ],
    [
      'shows the labels that it asks for and that are there',
      match({ rack: '1', zone: 'b' }),
      'node:n1',
      'no NODE_LABEL_DIFFERS: wants rack=1,zone=b, has zone=a',
    ],
    [
      'shows each label that it asks for',
      { ...match({ zone: 'a' }), ...expression('rack', 'DoesNotExist') },
      'node:n3',
      'no NODE_LABEL_DIFFERS: wants zone=a,!rack, has zone=a,rack=2',
    ],
    ['takes in no pod', {}, 'default/db', 'no NOT_A_NODE: wants any node, has default/db'],
    [
      'takes in no address',
      match({ zone: 'a' }),
      '203.0.113.9',
      'no NOT_A_NODE: wants zone=a, has 203.0.113.9',
    ],
    [
      'may take in a pod in the host network of an unknown node',
      match({ zone: 'a' }),
      'default/lost',
      'unknown LABEL_VALUE_UNKNOWN: wants zone=a, has default/lost (host network)',
    ],
  ])('%s', (_, spec, to, clause) => {
    expect(clauseOf(spec, to)).toBe(`nodes ${clause} @ egress[0].to[0].nodes`);
  });
});

describe('a peer of domain names', () => {
  const names: Peer = {
    kind: 'domainNames',
    names: ['example.com', '*.example.org'],
    path: ['spec', 'egress', 0, 'to', 0],
  };
  const policy = adminPolicy('p', { egress: [{ action: 'Accept', peers: [names] }] });
  const end = 'wants example.com,*.example.org, has';

  test.each([
    ['203.0.113.9', `domainNames unknown DOMAIN_NAME_UNRESOLVED: ${end} 203.0.113.9`],
    ['default/db', `domainNames no NOT_AN_OUTSIDE_ADDRESS: ${end} default/db`],
    ['node:n1', `domainNames no NOT_AN_OUTSIDE_ADDRESS: ${end} node n1`],
  ])('held against %s', (to, clause) => {
    const { peers } = evidenceFor(policy, `default/web -> ${to} 80/TCP`);
    expect(peers?.[0]?.clauses.map(say)).toEqual([`${clause} @ egress[0].to[0]`]);
  });
});
