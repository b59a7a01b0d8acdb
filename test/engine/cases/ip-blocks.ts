import { row } from '../../support/case.ts';
import { DOCUMENTED } from '../../support/fixture.ts';

const block = (
  cidr: string,
  ...except: string[]
): { ipBlock: { cidr: string; except?: string[] } } => ({
  ipBlock: except.length === 0 ? { cidr } : { cidr, except },
});
const from = (...peers: object[]): { podSelector: object; ingress: { from: object[] }[] } => ({
  podSelector: {},
  ingress: [{ from: peers }],
});
const outsideOnly = {
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [{ to: [block('0.0.0.0/0', '10.0.0.0/8')] }],
} as const;

/** Addresses and networks. */
export const IP_BLOCKS = [
  row(
    'an address of the block is admitted',
    [DOCUMENTED],
    '172.17.0.5 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an excepted address is not',
    [DOCUMENTED],
    '172.17.1.5 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'the first excepted address is not admitted',
    [DOCUMENTED],
    '172.17.1.0 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'the last excepted address is not admitted',
    [DOCUMENTED],
    '172.17.1.255 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'the address before the exception is admitted',
    [DOCUMENTED],
    '172.17.0.255 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'the address after the exception is admitted',
    [DOCUMENTED],
    '172.17.2.0 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'the address after the block is not admitted',
    [DOCUMENTED],
    '172.18.0.1 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'an ipBlock matches the address of a pod',
    [from(block('10.3.0.0/16'))],
    'other/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an exception only trims its own block: another peer may admit the pod',
    [from(block('10.3.0.0/16', '10.3.0.10/32'), { namespaceSelector: {} })],
    'other/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an exception only trims its own block: another block may admit it',
    [from(block('10.3.0.0/16', '10.3.0.10/32'), block('10.3.0.10/32'))],
    'other/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an exception only trims its own block: another policy may admit it',
    [from(block('10.3.0.0/16', '10.3.0.10/32')), { podSelector: {}, ingress: [{}] }],
    'other/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    '0.0.0.0/0 holds every IPv4 address',
    [from(block('0.0.0.0/0'))],
    '203.0.113.9 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    '0.0.0.0/0 holds no IPv6 address',
    [from(block('0.0.0.0/0'))],
    '2001:db8::1 -> default/six 6379/TCP',
    'denied at ingress',
  ),
  row(
    '::/0 holds every IPv6 address',
    [from(block('::/0'))],
    '2001:db8::1 -> default/six 6379/TCP',
    'allowed',
  ),
  row(
    '::/0 holds no IPv4 address',
    [from(block('::/0'))],
    '203.0.113.9 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a way out to everywhere but the cluster does not lead to its pods',
    [outsideOnly],
    'default/fe -> other/fe 80/TCP',
    'denied at egress',
  ),
  row(
    'a way out to everywhere but the cluster leads outside',
    [outsideOnly],
    'default/fe -> 8.8.8.8 443/TCP',
    'allowed',
  ),
  row(
    'exceptions may overlap and repeat',
    [from(block('10.0.0.0/8', '10.1.0.0/16', '10.1.0.0/16', '10.1.2.0/24'))],
    '10.2.9.9 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a block of one address admits that address',
    [from(block('203.0.113.9/32'))],
    '203.0.113.9 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a block of one address admits no neighbour',
    [from(block('203.0.113.9/32'))],
    '203.0.113.8 -> default/db 6379/TCP',
    'denied at ingress',
  ),
];
