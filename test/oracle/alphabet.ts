import type { Family } from '../../src/model/ip.ts';

/** What random clusters are made of: few words, so that they meet. */

export const NAMESPACES = ['blue', 'green', 'grey', 'red'] as const;
/** Most pods and policies are in one namespace, so that they meet. */
export const BUSY_NAMESPACES = ['blue', 'blue', 'blue', 'green', 'green', 'grey', 'red'] as const;
export const NODES = ['node-a', 'node-b', 'node-c'] as const;
export const KEYS = ['app', 'tier'] as const;
export const VALUES = ['', 'x', 'y'] as const;
export const PORT_NAMES = ['web', 'dns'] as const;
export const PORT_NUMBERS = [80, 81, 53, 79, 1, 65535, 82, 443] as const;

/** Networks, each with networks inside it that may be excepted. */
export const NETWORKS: readonly (readonly [string, readonly string[]])[] = [
  ['10.0.0.0/29', ['10.0.0.0/30', '10.0.0.3/32', '10.0.0.6/31']],
  ['10.0.0.4/30', ['10.0.0.4/32', '10.0.0.6/31']],
  ['10.0.0.3/32', []],
  ['0.0.0.0/0', ['10.0.0.0/30', '128.0.0.0/1', '10.0.0.0/8']],
  ['255.255.255.254/31', ['255.255.255.255/32']],
  ['fd00::/125', ['fd00::/126', 'fd00::3/128', 'fd00::6/127']],
  ['fd00::4/126', ['fd00::4/128']],
  ['::/0', ['fd00::/126', '8000::/1']],
];

/** Addresses at the edges of the networks. */
export const ADDRESSES: Readonly<Record<Family, readonly string[]>> = {
  4: [
    '10.0.0.0',
    '10.0.0.2',
    '10.0.0.3',
    '10.0.0.4',
    '10.0.0.5',
    '10.0.0.7',
    '10.0.0.8',
    '9.255.255.255',
    '0.0.0.0',
    '255.255.255.255',
    '127.255.255.255',
    '128.0.0.0',
  ],
  6: [
    'fd00::',
    'fd00::3',
    'fd00::4',
    'fd00::5',
    'fd00::7',
    'fd00::8',
    '::',
    'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
  ],
};
