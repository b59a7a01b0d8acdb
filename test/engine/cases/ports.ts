import { row } from '../../support/case.ts';
import type { PortSpec } from '../../support/policies.ts';

const ingress = (
  ...ports: (PortSpec | null)[]
): { podSelector: object; ingress: { ports: (PortSpec | null)[] }[] } => ({
  podSelector: {},
  ingress: [{ ports }],
});
const egress = (
  ...ports: PortSpec[]
): { podSelector: object; policyTypes: ['Egress']; egress: { ports: PortSpec[] }[] } => ({
  podSelector: {},
  policyTypes: ['Egress'],
  egress: [{ ports }],
});

/** Ports and protocols. */
export const PORTS = [
  row(
    'a port without a protocol is a TCP port',
    [ingress({ port: 80 })],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'a port without a protocol is no UDP port',
    [ingress({ port: 80 })],
    'other/fe -> default/fe 80/UDP',
    'denied at ingress',
  ),
  row(
    'an empty port item means every TCP port',
    [ingress({})],
    'other/fe -> default/fe 12345/TCP',
    'allowed',
  ),
  row(
    'an empty port item means no UDP port',
    [ingress({})],
    'other/fe -> default/fe 12345/UDP',
    'denied at ingress',
  ),
  row(
    'a null port item means every TCP port',
    [ingress(null)],
    'other/fe -> default/fe 12345/TCP',
    'allowed',
  ),
  row(
    'an empty list of ports means every port of every protocol',
    [ingress()],
    'other/fe -> default/fe 12345/SCTP',
    'allowed',
  ),
  row(
    'a protocol without a port means all its ports',
    [ingress({ protocol: 'UDP' })],
    'other/fe -> default/fe 53/UDP',
    'allowed',
  ),
  row(
    'a protocol without a port means no port of another protocol',
    [ingress({ protocol: 'UDP' })],
    'other/fe -> default/fe 53/TCP',
    'denied at ingress',
  ),
  row(
    'endPort is the last port of the range',
    [ingress({ port: 8000, endPort: 8010 })],
    'other/fe -> default/fe 8010/TCP',
    'allowed',
  ),
  row(
    'port is the first port of the range',
    [ingress({ port: 8000, endPort: 8010 })],
    'other/fe -> default/fe 8000/TCP',
    'allowed',
  ),
  row(
    'the port after endPort is outside',
    [ingress({ port: 8000, endPort: 8010 })],
    'other/fe -> default/fe 8011/TCP',
    'denied at ingress',
  ),
  row(
    'the port before port is outside',
    [ingress({ port: 8000, endPort: 8010 })],
    'other/fe -> default/fe 7999/TCP',
    'denied at ingress',
  ),
  row(
    'a range may have one port',
    [ingress({ port: 8000, endPort: 8000 })],
    'other/fe -> default/fe 8000/TCP',
    'allowed',
  ),
  row(
    'a range is of one protocol',
    [ingress({ port: 8000, endPort: 8010 })],
    'other/fe -> default/fe 8005/UDP',
    'denied at ingress',
  ),
  row(
    'a port name is resolved on the pod that the policy selects',
    [ingress({ port: 'web' })],
    'other/fe -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'a port name means the number that the pod declares',
    [ingress({ port: 'web' })],
    'other/fe -> default/fe 8080/TCP',
    'denied at ingress',
  ),
  row(
    'a port name that the pod does not declare means nothing',
    [ingress({ port: 'web' })],
    'other/fe -> default/db 80/TCP',
    'denied at ingress',
  ),
  row(
    'a port name works with an ipBlock as the source',
    [
      {
        podSelector: {},
        ingress: [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }], ports: [{ port: 'web' }] }],
      },
    ],
    '203.0.113.9 -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'in an egress rule a port name is resolved on the destination',
    [egress({ port: 'web' })],
    'default/db -> default/fe 80/TCP',
    'allowed',
  ),
  row(
    'in an egress rule a port name may have another number on each destination',
    [egress({ port: 'web' })],
    'default/db -> myproj/any 8080/TCP',
    'allowed',
  ),
  row(
    'a port name of UDP is no port name of TCP',
    [egress({ port: 'web' })],
    'default/db -> other/fe 80/TCP',
    'denied at egress',
  ),
  row(
    'a port name of UDP matches UDP',
    [egress({ port: 'web', protocol: 'UDP' })],
    'default/db -> other/fe 80/UDP',
    'allowed',
  ),
  row(
    'an address outside has no port names',
    [egress({ port: 'web' })],
    'default/fe -> 8.8.8.8 80/TCP',
    'denied at egress',
  ),
  row(
    'a node has no port names',
    [egress({ port: 'web' })],
    'default/fe -> node:n2 80/TCP',
    'denied at egress',
  ),
  row(
    'a port name works with an ipBlock that holds the destination pod',
    [
      {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          { to: [{ ipBlock: { cidr: '10.3.0.0/16' } }], ports: [{ port: 'web', protocol: 'UDP' }] },
        ],
      },
    ],
    'default/db -> other/fe 80/UDP',
    'allowed',
  ),
  row(
    'DNS over TCP needs a port of its own',
    [egress({ port: 'dns', protocol: 'UDP' }, { port: 'dns-tcp' })],
    'default/fe -> other/dns 53/TCP',
    'allowed',
  ),
  row(
    'DNS over UDP does not open TCP',
    [egress({ port: 'dns', protocol: 'UDP' })],
    'default/fe -> other/dns 53/TCP',
    'denied at egress',
  ),
  row(
    'a port that no container declares can be opened',
    [ingress({ port: 9999 })],
    'other/fe -> default/fe 9999/TCP',
    'allowed',
  ),
  row(
    'each port item has its own protocol',
    [ingress({ port: 80 }, { port: 443 }, { protocol: 'UDP', port: 53 })],
    'other/fe -> default/fe 53/TCP',
    'denied at ingress',
  ),
  row(
    'a rule for SCTP isolates and does not admit TCP',
    [ingress({ protocol: 'SCTP', port: 80 })],
    'other/fe -> default/fe 80/TCP',
    'denied at ingress',
  ),
  row(
    'the port of a rule is the port of the destination, not of the source',
    [egress({ port: 80 })],
    'default/fe -> default/lab 443/TCP',
    'denied at egress',
  ),
  row('without policies ICMP is allowed', [], 'default/fe -> default/lab ICMP', 'allowed'),
  row(
    'isolation stops ICMP',
    [{ podSelector: {}, policyTypes: ['Ingress'] }],
    'default/fe -> default/lab ICMP',
    'denied at ingress',
  ),
  row(
    'a rule without ports admits ICMP',
    [{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }],
    'default/fe -> default/lab ICMP',
    'allowed',
  ),
  row(
    'a rule with ports does not admit ICMP',
    [ingress({})],
    'default/fe -> default/lab ICMP',
    'denied at ingress',
  ),
];
