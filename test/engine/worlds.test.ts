import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { cutAt } from '../../src/engine/worlds.ts';
import type { Decision } from '../../src/model/decision.ts';
import type { Family } from '../../src/model/ip.ts';
import { formatRange } from '../../src/model/ip-text.ts';
import type { Policy } from '../../src/model/policy.ts';
import { blockOf } from '../oracle/addresses.ts';
import { makeCluster, makeNamespace, makePod, type PodFacts } from '../support/builders.ts';
import { connectionOf } from '../support/judge.ts';
import { adminPolicy, networkPolicy, peerOf, type PeerSpec } from '../support/policies.ts';
import { sayValue } from '../support/say.ts';

describe('an address space cut at', () => {
  test.each<[string, Family, string[], string[]]>([
    ['nothing is one piece', 4, [], ['0.0.0.0/0']],
    ['nothing is one piece of IPv6', 6, [], ['::/0']],
    ['all of it is one piece', 4, ['0.0.0.0/0'], ['0.0.0.0/0']],
    ['its lower half is two pieces', 4, ['0.0.0.0/1'], ['0.0.0.0/1', '128.0.0.0/1']],
    ['its upper half is two pieces', 4, ['128.0.0.0/1'], ['0.0.0.0/1', '128.0.0.0/1']],
    ['a block is three pieces', 4, ['64.0.0.0/2'], ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/1']],
    [
      'blocks in any order comes in ascending order',
      4,
      ['192.0.0.0/2', '64.0.0.0/2'],
      ['0.0.0.0/2', '64.0.0.0/2', '128.0.0.0/2', '192.0.0.0/2'],
    ],
    [
      'a block within another is cut at both',
      4,
      ['0.0.0.0/1', '64.0.0.0/3'],
      ['0.0.0.0/2', '64.0.0.0/3', '96.0.0.0/3', '128.0.0.0/1'],
    ],
    ['one block twice is cut once', 4, ['0.0.0.0/1', '0.0.0.0/1'], ['0.0.0.0/1', '128.0.0.0/1']],
    [
      'its last address ends with it',
      4,
      ['255.255.255.255/32'],
      ['0.0.0.0-255.255.255.254', '255.255.255.255/32'],
    ],
    [
      'many blocks comes in the order of numbers, not of their text',
      4,
      ['128.0.0.0/2', '0.0.0.0/8', '16.0.0.0/4'],
      [
        '0.0.0.0/8',
        '1.0.0.0-15.255.255.255',
        '16.0.0.0/4',
        '32.0.0.0-127.255.255.255',
        '128.0.0.0/2',
        '192.0.0.0/2',
      ],
    ],
  ])('%s', (_, family, blocks, pieces) => {
    expect(cutAt(blocks.map(blockOf), family).map(formatRange)).toEqual(pieces);
  });
});

function decide(policies: readonly Policy[], web: PodFacts): Decision {
  const cluster = makeCluster({
    namespaces: [makeNamespace('default')],
    pods: [makePod('default/web', web), makePod('default/db', { labels: { app: 'db' } })],
    policies,
  });
  return createEngine(cluster).decide(connectionOf(cluster, 'default/web -> default/db 80/TCP'));
}

function cases(decision: Decision): string[] {
  return decision.cases.map(
    ({ when, verdict }) => `${when.map(sayValue).join(' and ')}: ${verdict}`,
  );
}

const to = (...from: PeerSpec[]): Policy =>
  networkPolicy('default/p', { podSelector: { matchLabels: { app: 'db' } }, ingress: [{ from }] });
const block = (cidr: string): PeerSpec => ({ ipBlock: { cidr } });

describe('the addresses that a pod might have', () => {
  test('are of the family of the connection', () => {
    expect(cases(decide([to(block('fd00::/8'), block('128.0.0.0/1'))], {}))).toEqual([
      'the source default/web is in 0.0.0.0/1: denied',
      'the source default/web is in 128.0.0.0/1: allowed',
    ]);
  });

  test('are told apart by the block that they are in', () => {
    const admin = adminPolicy('a', {
      ingress: [
        { action: 'Accept', peers: [peerOf('', block('0.0.0.0/2'))] },
        { action: 'Deny', peers: [peerOf('', block('64.0.0.0/2'))] },
      ],
    });
    expect(cases(decide([admin], {}))).toEqual([
      'the source default/web is in 0.0.0.0/2: allowed',
      'the source default/web is in 64.0.0.0/2: denied',
      'the source default/web is in 128.0.0.0/1: allowed',
    ]);
  });

  test('are those of the destination where the source judges', () => {
    const policy = networkPolicy('default/p', {
      policyTypes: ['Egress'],
      egress: [{ to: [block('0.0.0.0/1')] }],
    });
    expect(cases(decide([policy], {}))).toEqual([
      'the destination default/db is in 0.0.0.0/1: allowed',
      'the destination default/db is in 128.0.0.0/1: denied',
    ]);
  });
});

describe('facts', () => {
  const having = (labels: Record<string, string>): PeerSpec => ({
    podSelector: { matchLabels: labels },
  });

  test('are gone through at the egress end alone, too', () => {
    const policy = networkPolicy('default/p', {
      podSelector: { matchLabels: { rev: '1' } },
      policyTypes: ['Egress'],
    });
    const decision = decide([policy], { labels: { rev: null } });
    expect([decision.verdict, decision.decidedAt]).toEqual(['unknown', ['egress']]);
    expect(cases(decision)).toEqual([
      'rev of the source default/web is 1: denied',
      'rev of the source default/web is another: allowed',
    ]);
  });

  test('that change nothing make no cases', () => {
    const admin = adminPolicy('a', {
      ingress: [{ action: 'Deny', peers: [peerOf('default', having({ rev: '1' }))] }],
    });
    const decision = decide([admin, to(having({ app: 'x' }))], { labels: { rev: null } });
    expect([decision.verdict, decision.ingress.missing.length, decision.cases]).toEqual([
      'denied',
      1,
      [],
    ]);
  });

  test('are asked for only as far as the others leave the answer open', () => {
    const decision = decide([to(having({ a: '1' }), having({ b: '1' }))], {
      labels: { a: null, b: null },
    });
    expect(cases(decision)).toEqual([
      'a of the source default/web is 1: allowed',
      'a of the source default/web is another and b of the source default/web is 1: allowed',
      'a of the source default/web is another and b of the source default/web is another: denied',
    ]);
  });

  test('in too many combinations leave the answer unknown, without cases', () => {
    const keys = Array.from({ length: 12 }, (_, i) => String.fromCharCode(97 + i));
    const peers = keys.map((key) => having({ [key]: '1', [`${key}2`]: '1' }));
    const labels = Object.fromEntries(
      keys.flatMap((key) => [
        [key, null],
        [`${key}2`, null],
      ]),
    );
    const decision = decide([to(...peers)], { labels });
    expect([decision.verdict, decision.ingress.reason]).toEqual(['unknown', 'INPUT_INCOMPLETE']);
    expect([decision.ingress.missing.length, decision.cases]).toEqual([24, []]);
  });
});

describe('whether a policy selects a pod', () => {
  test.each([
    ['default/web', 'yes'],
    ['default/db', 'no'],
    ['default/rev', 'unknown'],
    ['10.0.0.1', 'no'],
  ])('%s: %s', (path, expected) => {
    const policy = networkPolicy('default/p', { podSelector: { matchLabels: { app: 'web' } } });
    const cluster = makeCluster({
      namespaces: [makeNamespace('default')],
      pods: [
        makePod('default/web', { labels: { app: 'web' } }),
        makePod('default/db', { labels: { app: 'db' } }),
        makePod('default/rev', { labels: { app: null } }),
      ],
    });
    const { source } = connectionOf(cluster, `${path} -> default/db 80/TCP`);
    expect(createEngine(cluster).selects(policy, source)).toBe(expected);
  });
});
