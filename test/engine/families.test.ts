import { describe, expect, test } from 'vitest';
import { endpointFamilies, inputFamilies, sharedFamilies } from '../../src/engine/families.ts';
import type { Family } from '../../src/model/ip.ts';
import { endpoint, makeCluster, makeNode, makePod } from '../support/builders.ts';

const cluster = makeCluster({
  nodes: [makeNode('n1', '192.168.0.1 fd00::1'), makeNode('n2')],
  pods: [
    makePod('default/four', { ip: '10.1.0.1' }),
    makePod('default/six', { ip: 'fd00::7' }),
    makePod('default/both', { ip: 'fd00::8 10.1.0.2 10.1.0.3' }),
    makePod('default/pending', { node: 'n1' }),
    makePod('default/host', { hostNetwork: true, node: 'n1' }),
    makePod('default/own', { hostNetwork: true, node: 'n1', ip: '192.168.0.1' }),
    makePod('default/lost', { hostNetwork: true }),
    { ...makePod('default/none'), addresses: [] },
  ],
});

describe('the families of', () => {
  test.each<[string, Family[] | null]>([
    ['default/four', [4]],
    ['default/six', [6]],
    ['default/both', [4, 6]],
    ['default/pending', null],
    ['default/none', null],
    // A pod in the host network has its node's addresses, unless the input gives it its own.
    ['default/host', [4, 6]],
    ['default/own', [4]],
    ['default/lost', null],
    ['node:n1', [4, 6]],
    ['node:n2', null],
    ['10.0.0.1', [4]],
    ['fd00::1', [6]],
    ['name:example.com', null],
  ])('%s are %j', (end, families) => {
    expect(endpointFamilies(cluster, endpoint(cluster, end))).toEqual(families);
  });
});

describe('connections between ends of unknown addresses', () => {
  test.each<[Family[], Family[]]>([
    [[4], [4]],
    [[6], [6]],
    [
      [4, 6],
      [4, 6],
    ],
    [[], [4, 6]],
  ])('may use, in an input with %j, %j', (input, families) => {
    expect(inputFamilies({ families: new Set(input) })).toEqual(families);
  });
});

describe('two ends meet', () => {
  test.each<[string, Family[] | null, Family[] | null, Family[]]>([
    ['in the family that both have', [4, 6], [6], [6]],
    ['in both, where both have both', [4, 6], [4, 6], [4, 6]],
    ['in none, where they have different ones', [4], [6], []],
    ["in the other's, where one is not known", null, [6], [6]],
    ["in the first's, where the other is not known", [4], null, [4]],
    ['in any of the input, where neither is known', null, null, [4, 6]],
  ])('%s', (_, a, b, families) => {
    expect(sharedFamilies(cluster, a, b)).toEqual(families);
  });
});
