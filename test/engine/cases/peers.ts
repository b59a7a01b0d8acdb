import { row } from '../../support/case.ts';

const frontend = { podSelector: { matchLabels: { role: 'frontend' } } };
const myproj = { namespaceSelector: { matchLabels: { project: 'myproject' } } };

/** Everyone in `default` admits only these peers. */
const from = (...peers: object[]): { podSelector: object; ingress: { from: object[] }[] } => ({
  podSelector: {},
  ingress: [{ from: peers }],
});

/** Which pods a peer means. */
export const PEERS = [
  row(
    "an empty podSelector alone means the pods of the policy's namespace",
    [from({ podSelector: {} })],
    'default/lab -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an empty podSelector alone means no pod of another namespace',
    [from({ podSelector: {} })],
    'other/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'an empty namespaceSelector means the pods of all namespaces',
    [from({ namespaceSelector: {} })],
    'bare/p -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    "an empty namespaceSelector includes the policy's own namespace",
    [from({ namespaceSelector: {} })],
    'default/lab -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'an empty namespaceSelector does not mean addresses outside',
    [from({ namespaceSelector: {} })],
    '203.0.113.9 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'an empty namespaceSelector does not mean nodes',
    [from({ namespaceSelector: {} })],
    'node:n2 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'an empty list of peers means everyone',
    [from()],
    '203.0.113.9 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'null peers and null ports mean everyone on every port',
    [{ podSelector: {}, ingress: [{ from: null, ports: null }] }],
    '203.0.113.9 -> default/db 6379/UDP',
    'allowed',
  ),
  row(
    'a rule without peers admits nodes',
    [{ podSelector: {}, ingress: [{}] }],
    'node:n2 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'both selectors in one peer must match: both do',
    [from({ ...myproj, ...frontend })],
    'myproj/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'both selectors in one peer must match: the namespace does not',
    [from({ ...myproj, ...frontend })],
    'default/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'both selectors in one peer must match: the pod does not',
    [from({ ...myproj, ...frontend })],
    'myproj/any -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'of two peers one is enough: the namespace matches',
    [from(myproj, frontend)],
    'myproj/any -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'of two peers one is enough: the pod matches',
    [from(myproj, frontend)],
    'default/fe -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'every namespace has a label with its name, even without an object',
    [from({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'bare' } } })],
    'bare/p -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a namespace has no other label with its name',
    [from({ namespaceSelector: { matchLabels: { name: 'other' } } })],
    'other/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'NotIn matches a namespace without the label',
    [
      from({
        namespaceSelector: {
          matchExpressions: [{ key: 'project', operator: 'NotIn', values: ['other'] }],
        },
      }),
    ],
    'bare/p -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'two empty selectors mean every pod',
    [from({ namespaceSelector: {}, podSelector: {} })],
    'other/dns -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a null podSelector beside a namespaceSelector is absent',
    [from({ namespaceSelector: {}, podSelector: null })],
    'bare/p -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'a null namespaceSelector beside a podSelector is absent',
    [from({ podSelector: {}, namespaceSelector: null })],
    'other/fe -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'pods do not inherit the labels of their namespace',
    [from({ namespaceSelector: {}, podSelector: { matchLabels: { project: 'other' } } })],
    'other/dns -> default/db 6379/TCP',
    'denied at ingress',
  ),
];

const frontends = from(frontend);

/** Nodes, and pods that use their node's network. */
export const NODES = [
  row(
    'a pod admits its own node whatever its policies say',
    [{ podSelector: {}, policyTypes: ['Ingress'] }],
    'node:n1 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    'another node gets no such exemption',
    [{ podSelector: {}, policyTypes: ['Ingress'] }],
    'node:n2 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a pod reaches its own node whatever its policies say',
    [{ podSelector: {}, policyTypes: ['Egress'] }],
    'default/fe -> node:n1 10250/TCP',
    'allowed',
  ),
  row(
    'a pod that is isolated for egress does not reach another node',
    [{ podSelector: {}, policyTypes: ['Egress'] }],
    'default/fe -> node:n2 10250/TCP',
    'denied at egress',
  ),
  row(
    'an ipBlock matches the address of a node',
    [
      {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [{ ipBlock: { cidr: '192.168.0.2/32' } }] }],
      },
    ],
    'default/fe -> node:n2 443/TCP',
    'allowed',
  ),
  row(
    'a podSelector does not match a pod in the host network',
    [frontends],
    'default/hn2 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'an empty namespaceSelector does not match a pod in the host network',
    [from({ namespaceSelector: {} })],
    'default/hn2 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a pod in the host network of the same node is that node',
    [frontends],
    'default/hn1 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    "an ipBlock with the node's address admits its pods in the host network",
    [from({ ipBlock: { cidr: '192.168.0.2/32' } })],
    'default/hn2 -> default/db 6379/TCP',
    'allowed',
  ),
  row(
    "an ipBlock with another node's address does not",
    [from({ ipBlock: { cidr: '192.168.0.1/32' } })],
    'default/hn2 -> default/db 6379/TCP',
    'denied at ingress',
  ),
  row(
    'a pod in the host network is never isolated: it gets out',
    [{ ...frontend, policyTypes: ['Ingress', 'Egress'] }],
    'default/hn2 -> other/fe 80/TCP',
    'allowed',
  ),
  row(
    'a pod in the host network is never isolated: it lets everyone in',
    [{ ...frontend, policyTypes: ['Ingress', 'Egress'] }],
    'other/fe -> default/hn2 80/TCP',
    'allowed',
  ),
];
