import { describe, expect, test } from 'vitest';
import type { PortMatch } from '../../../src/model/policy.ts';
import type { Protocol } from '../../../src/model/port.ts';
import { adminPolicy, networkPolicy, type PeerSpec } from '../../support/policies.ts';
import { evidenceFor, match, say } from './clauses.ts';

describe('a port', () => {
  const range = (protocol: Protocol, first: number, last = first): PortMatch => ({
    kind: 'range',
    protocol,
    first,
    last,
    protocolDefaulted: false,
    path: ['spec', 'ingress', 0, 'ports', 0],
  });
  const named = (name: string, protocol: Protocol | null): PortMatch => ({
    kind: 'named',
    name,
    protocol,
    protocolDefaulted: false,
    path: ['spec', 'ingress', 0, 'ports', 0],
  });

  test.each<[string, PortMatch, string, string]>([
    ['of that number', range('TCP', 80), '80/TCP', 'yes -: wants 80/TCP, has 80/TCP'],
    [
      'at the start of a range',
      range('TCP', 80, 90),
      '80/TCP',
      'yes -: wants 80-90/TCP, has 80/TCP',
    ],
    ['at the end of a range', range('TCP', 80, 90), '90/TCP', 'yes -: wants 80-90/TCP, has 90/TCP'],
    [
      'below a range',
      range('TCP', 80, 90),
      '79/TCP',
      'no PORT_DIFFERS: wants 80-90/TCP, has 79/TCP',
    ],
    [
      'above a range',
      range('TCP', 80, 90),
      '91/TCP',
      'no PORT_DIFFERS: wants 80-90/TCP, has 91/TCP',
    ],
    [
      'of another protocol',
      range('TCP', 80),
      '80/UDP',
      'no PROTOCOL_DIFFERS: wants 80/TCP, has 80/UDP',
    ],
    [
      'of another protocol and number',
      range('TCP', 80),
      '81/UDP',
      'no PROTOCOL_DIFFERS: wants 80/TCP, has 81/UDP',
    ],
    [
      'where ICMP has none',
      range('TCP', 1, 65535),
      'ICMP',
      'no ICMP_NOT_COVERED: wants TCP (all ports), has ICMP',
    ],
    [
      'by a name, where ICMP has none',
      named('web', null),
      'ICMP',
      'no ICMP_NOT_COVERED: wants web, has ICMP',
    ],
    ['by its name', named('web', 'TCP'), '80/TCP', 'yes -: wants web/TCP, has 80/TCP'],
    [
      'by its name, which two ports have',
      named('web', 'TCP'),
      '81/TCP',
      'yes -: wants web/TCP, has 81/TCP',
    ],
    ['by its name with any protocol', named('dns', null), '53/UDP', 'yes -: wants dns, has 53/UDP'],
    [
      'by the name of another number',
      named('web', 'TCP'),
      '8080/TCP',
      'no PORT_DIFFERS: wants web/TCP, has 8080/TCP',
    ],
    [
      'by the name of another protocol',
      named('web', 'TCP'),
      '80/UDP',
      'no PROTOCOL_DIFFERS: wants web/TCP, has 80/UDP',
    ],
    [
      'by the name of another protocol, which has the name as well',
      named('both', 'TCP'),
      '91/UDP',
      'no PROTOCOL_DIFFERS: wants both/TCP, has 91/UDP',
    ],
    [
      'by the name of another protocol, any being meant',
      named('dns', null),
      '53/TCP',
      'no PROTOCOL_DIFFERS: wants dns, has 53/TCP',
    ],
    [
      'by a name that ports of both protocols have',
      named('both', null),
      '91/TCP',
      'no PORT_DIFFERS: wants both, has 91/TCP',
    ],
    [
      'by a name that the pod does not declare',
      named('http', 'TCP'),
      '80/TCP',
      'no NAMED_PORT_UNRESOLVED: wants http/TCP, has 80/TCP',
    ],
    [
      'by a name that the pod declares for another protocol only',
      named('dns', 'TCP'),
      '53/TCP',
      'no NAMED_PORT_UNRESOLVED: wants dns/TCP, has 53/TCP',
    ],
  ])('%s', (_, port, connection, clause) => {
    const policy = adminPolicy('p', {
      ingress: [{ action: 'Accept', peers: null, ports: [port] }],
    });
    const { ports } = evidenceFor(policy, `default/web -> default/db ${connection}`);
    expect(ports?.map((item) => say(item.clause))).toEqual([
      `port ${clause} @ ingress[0].ports[0]`,
    ]);
    expect(ports?.map(({ matched }) => matched)).toEqual([clause.split(' ')[0]]);
    expect(ports?.map((item) => item.port)).toEqual([port]);
  });

  test('has no name outside of pods', () => {
    const policy = networkPolicy('default/p', {
      policyTypes: ['Egress'],
      egress: [{ ports: [{ port: 'web' }] }],
    });
    const { ports } = evidenceFor(policy, 'default/web -> 203.0.113.9 80/TCP');
    expect(ports?.map(({ clause }) => clause.code)).toEqual(['NAMED_PORT_UNRESOLVED']);
  });
});

describe('a rule', () => {
  const web = { podSelector: match({ app: 'web' }) };
  const other = { podSelector: match({ app: 'x' }) };
  const open = { podSelector: match({ rev: '1' }) };
  const summary = (from: PeerSpec[], ports: number[]): (string | number | null)[] => {
    const policy = networkPolicy('default/p', {
      ingress: [{ from, ports: ports.map((port) => ({ port })) }],
    });
    const found = evidenceFor(policy, 'default/web -> default/db 80/TCP');
    expect(found.policy).toBe(policy);
    expect(found.rule).toBe(policy.ingress.rules[0]);
    expect(found.peers?.map(({ peer }) => peer) ?? null).toEqual(found.rule.peers);
    return [
      found.matched,
      found.peersMatched,
      found.portsMatched,
      found.peers?.map(({ matched }) => matched).join() ?? null,
      found.ports?.map(({ matched }) => matched).join() ?? null,
    ];
  };

  test.each<[string, PeerSpec[], number[], (string | null)[]]>([
    ['without peers and ports matches', [], [], ['yes', 'yes', 'yes', null, null]],
    [
      'matches with one of its peers and one of its ports',
      [other, web],
      [79, 80],
      ['yes', 'yes', 'yes', 'no,yes', 'no,yes'],
    ],
    ['does not match with a peer alone', [web], [79], ['no', 'yes', 'no', 'yes', 'no']],
    ['does not match with a port alone', [other], [80], ['no', 'no', 'yes', 'no', 'yes']],
    [
      'may match with a peer that may match',
      [other, open],
      [80],
      ['unknown', 'unknown', 'yes', 'no,unknown', 'yes'],
    ],
    [
      'does not match for sure without the port',
      [open],
      [79],
      ['no', 'unknown', 'no', 'unknown', 'no'],
    ],
  ])('%s', (_, from, ports, expected) => {
    expect(summary(from, ports)).toEqual(expected);
  });
});
