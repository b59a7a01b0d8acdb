import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { isSamePod } from '../../src/engine/ends.ts';
import type { Endpoint, EngineOptions } from '../../src/model/connection.ts';
import type { Verdict } from '../../src/model/decision.ts';
import type { Pod } from '../../src/model/objects.ts';
import {
  connect,
  makeCluster,
  makeNamespace,
  makeNode,
  makePod,
  type PodFacts,
} from '../support/builders.ts';
import { networkPolicy } from '../support/policies.ts';
import { addressOf } from '../oracle/addresses.ts';

// From which addresses an end sends, as an ipBlock of the other end sees it.

/** Whether `default/db`, which admits this block alone, admits `default/x`, or the node n2. */
function admits(block: string, from: PodFacts | 'n2', options?: EngineOptions): Verdict {
  const cluster = makeCluster({
    namespaces: [makeNamespace('default')],
    nodes: [
      makeNode('n1', '192.168.0.1'),
      makeNode('n2', '192.168.0.2 172.16.0.2 fd00::2'),
      makeNode('n3'),
    ],
    pods: [
      makePod('default/db', { labels: { app: 'db' }, ip: '10.1.0.1', node: 'n1' }),
      makePod('default/x', from === 'n2' ? {} : from),
    ],
    policies: [
      networkPolicy('default/p', {
        podSelector: { matchLabels: { app: 'db' } },
        ingress: [{ from: [{ ipBlock: { cidr: block } }] }],
      }),
    ],
  });
  const source = from === 'n2' ? 'node:n2' : 'default/x';
  const connection = { ...connect(cluster, source, 'default/db', '80'), family: 4 } as const;
  return createEngine(cluster, options).verdict(connection);
}

const host = (facts: PodFacts): PodFacts => ({ ...facts, hostNetwork: true });

describe('a pod', () => {
  test.each<[string, string, PodFacts, Verdict]>([
    ['sends from its address', '10.1.0.2/32', { ip: '10.1.0.2' }, 'allowed'],
    ['does not send from another', '10.1.0.3/32', { ip: '10.1.0.2' }, 'denied'],
    [
      'is in a block that holds any of its addresses',
      '10.1.0.3/32',
      { ip: '10.1.0.2 10.1.0.3' },
      'allowed',
    ],
    ['has no address of the other family', '10.0.0.0/8', { ip: 'fd00::7' }, 'denied'],
    ['without an address may be in any block', '10.0.0.0/8', {}, 'unknown'],
    ['without an address is in the block of all addresses', '0.0.0.0/0', {}, 'allowed'],
    [
      "does not send from its node's address",
      '192.168.0.2/32',
      { ip: '10.1.0.2', node: 'n2' },
      'denied',
    ],
    ["without an address has not its node's", '192.168.0.2/32', { node: 'n2' }, 'unknown'],
  ])('%s', (_, block, facts, verdict) => {
    expect(admits(block, facts)).toBe(verdict);
  });
});

describe.each(['node', 'pod'] as const)('a pod in the host network, taken as a %s', (taken) => {
  const options = { hostNetwork: taken };

  test.each<[string, string, PodFacts, Verdict]>([
    [
      'sends from its address',
      '192.168.0.9/32',
      host({ ip: '192.168.0.9', node: 'n2' }),
      'allowed',
    ],
    [
      "sends not from its node's, where it has its own",
      '192.168.0.2/32',
      host({ ip: '192.168.0.9', node: 'n2' }),
      'denied',
    ],
    [
      "sends from one of its node's addresses, and nobody knows which",
      '192.168.0.2/32',
      host({ node: 'n2' }),
      'unknown',
    ],
    [
      "is in a block that holds all of its node's addresses",
      '128.0.0.0/1',
      host({ node: 'n2' }),
      'allowed',
    ],
    ["sends from none but its node's addresses", '10.0.0.0/8', host({ node: 'n2' }), 'denied'],
    [
      'may send from any address where the node has none that we know',
      '10.0.0.0/8',
      host({ node: 'n3' }),
      'unknown',
    ],
    [
      'may send from any address where we do not know the node',
      '172.16.0.0/12',
      host({}),
      'unknown',
    ],
  ])('%s', (_, block, facts, verdict) => {
    expect(admits(block, facts, options)).toBe(verdict);
  });
});

describe('a pod in the host network that has several addresses', () => {
  const facts = host({ ip: '192.168.0.2 192.168.0.3', node: 'n2' });

  test('uses one of them as a node does', () => {
    expect(admits('192.168.0.2/32', facts)).toBe('unknown');
  });

  test('is reached at any of them where it is treated as any pod', () => {
    expect(admits('192.168.0.2/32', facts, { hostNetwork: 'pod' })).toBe('allowed');
  });
});

describe('a node', () => {
  test.each<[string, string, Verdict]>([
    ['uses one of its addresses, and nobody knows which', '192.168.0.2/32', 'unknown'],
    ['is in a block that holds all of them', '128.0.0.0/1', 'allowed'],
    ['is in no block that holds none of them', '10.0.0.0/8', 'denied'],
  ])('%s', (_, block, verdict) => {
    expect(admits(block, 'n2')).toBe(verdict);
  });

  test.each<[string, Verdict]>([
    ['192.168.0.2', 'allowed'],
    ['172.16.0.2', 'denied'],
  ])('asked for by its address %s is there alone', (address, verdict) => {
    const node = makeNode('n2', '192.168.0.2 172.16.0.2');
    const cluster = makeCluster({
      namespaces: [makeNamespace('default')],
      nodes: [node],
      pods: [makePod('default/web', { ip: '10.1.0.2', node: 'n1' })],
      policies: [
        networkPolicy('default/p', {
          policyTypes: ['Egress'],
          egress: [{ to: [{ ipBlock: { cidr: '192.168.0.0/16' } }] }],
        }),
      ],
    });
    const connection = connect(cluster, 'default/web', 'node:n2', '80');
    const destination: Endpoint = { kind: 'node', node, address: addressOf(address) };
    expect(createEngine(cluster).verdict({ ...connection, destination })).toBe(verdict);
  });
});

describe('two ends are one pod', () => {
  const pod = (path: string, identity: Pod['identity'] = 'exact'): Endpoint => ({
    kind: 'pod',
    pod: makePod(path, { identity }),
  });
  const address: Endpoint = { kind: 'address', address: addressOf('10.0.0.1') };

  test.each<[string, Endpoint, Endpoint, boolean]>([
    ['of the same name and namespace', pod('a/x'), pod('a/x'), true],
    ['not of another name', pod('a/x'), pod('a/y'), false],
    ['not of another namespace', pod('a/x'), pod('b/x'), false],
    ['not where they are replicas', pod('a/x', 'replica'), pod('a/x', 'replica'), false],
    ['not where the source is a replica', pod('a/x', 'replica'), pod('a/x'), false],
    ['not where the destination is a replica', pod('a/x'), pod('a/x', 'replica'), false],
    [
      'not where they need not exist',
      pod('a/x', 'hypothetical'),
      pod('a/x', 'hypothetical'),
      false,
    ],
    ['not where the source is none', address, pod('a/x'), false],
    ['not where the destination is none', pod('a/x'), address, false],
  ])('%s', (_, source, destination, expected) => {
    const connection = {
      source,
      destination,
      protocol: 'TCP',
      port: 80,
      family: 4,
      via: null,
    } as const;
    expect(isSamePod(connection)).toBe(expected);
  });
});
