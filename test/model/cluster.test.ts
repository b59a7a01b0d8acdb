import { describe, expect, test } from 'vitest';
import { namespaceOf, nodeOf, ownerOfAddress } from '../../src/model/cluster.ts';
import { addressOf } from '../oracle/addresses.ts';
import { makeCluster, makeNamespace, makeNode, makePod } from '../support/builders.ts';

const shop = makeNamespace('shop', { team: 'a' });
const n1 = makeNode('n1', '192.168.0.1', { zone: 'a' });
const cluster = makeCluster({ namespaces: [shop], nodes: [n1] });

describe('a namespace', () => {
  test('is the loaded one', () => {
    expect(namespaceOf(cluster, 'shop')).toBe(shop);
  });

  test('that is only named has the label that the server sets, and no other', () => {
    expect(namespaceOf(cluster, 'data')).toEqual({
      name: 'data',
      labels: new Map([['kubernetes.io/metadata.name', 'data']]),
      source: null,
    });
  });
});

describe('a node', () => {
  test('is the loaded one', () => {
    expect(nodeOf(cluster, 'n1')).toBe(n1);
  });

  test('that is only named has no label and no address that we know', () => {
    expect(nodeOf(cluster, 'n2')).toEqual({
      name: 'n2',
      labels: new Map(),
      addresses: null,
      allAddresses: [],
      source: null,
    });
  });
});

describe('an address is that of', () => {
  const owners = makeCluster({
    nodes: [makeNode('n0'), makeNode('n1', '192.168.0.1 172.16.0.1'), makeNode('n2', '10.1.0.2')],
    pods: [
      makePod('default/pending'),
      makePod('default/web', { ip: '10.1.0.1 fd00::1' }),
      makePod('default/db', { ip: '10.1.0.2' }),
      makePod('default/host', { ip: '192.168.0.1', node: 'n1', hostNetwork: true }),
      { ...makePod('default/done', { ip: '10.1.0.3' }), finished: true },
      makePod('other/web', { ip: '10.1.0.3' }),
      { ...makePod('other/job', { ip: '10.1.0.4' }), finished: true },
    ],
  });

  test.each<[string, string | null, string]>([
    ['10.1.0.1', 'default web', 'the pod that has it'],
    ['fd00::1', 'default web', 'the pod that has it beside another'],
    ['10.1.0.2', 'default db', 'a pod rather than a node'],
    ['192.168.0.1', 'n1', 'the node, not a pod in its network'],
    ['172.16.0.1', 'n1', 'the node that has it beside another'],
    ['10.1.0.3', 'other web', 'the live pod that has it after a finished one'],
    ['10.1.0.4', null, 'nobody, where a finished pod had it'],
    ['0.0.0.1', null, 'nobody known'],
  ])('%s: %s, %s', (address, name) => {
    const owner = ownerOfAddress(owners, addressOf(address));
    const said = owner && ('namespace' in owner ? `${owner.namespace} ${owner.name}` : owner.name);
    expect(said).toBe(name);
  });
});
