import type { Cluster } from '../../src/model/cluster.ts';
import type { Policy } from '../../src/model/policy.ts';
import { makeCluster, makeNamespace, makeNode, makePod } from './builders.ts';
import { networkPolicy, type Spec } from './policies.ts';

const NAMESPACES = [
  makeNamespace('default'),
  makeNamespace('myproj', { project: 'myproject' }),
  makeNamespace('other', { project: 'other' }),
];

const NODES = [
  makeNode('n1', '192.168.0.1', { zone: 'a' }),
  makeNode('n2', '192.168.0.2', { zone: 'b' }),
];

const frontend = { role: 'frontend' };

const PODS = [
  makePod('default/db', {
    labels: { role: 'db' },
    ip: '10.1.0.10',
    node: 'n1',
    ports: ['redis 6379'],
  }),
  makePod('default/fe', { labels: frontend, ip: '10.1.0.11', node: 'n1', ports: ['web 80'] }),
  makePod('default/lab', {
    labels: { role: 'misc', project: 'myproject' },
    ip: '10.1.0.12',
    node: 'n2',
  }),
  makePod('default/nolabel', { ip: '10.1.0.13', node: 'n2' }),
  makePod('default/empty', { labels: { role: '' }, ip: '10.1.0.14', node: 'n2' }),
  makePod('default/six', { labels: { role: 'six' }, ip: 'fd00::10', node: 'n2' }),
  makePod('default/hn1', { labels: frontend, ip: '192.168.0.1', node: 'n1', hostNetwork: true }),
  makePod('default/hn2', { labels: frontend, ip: '192.168.0.2', node: 'n2', hostNetwork: true }),
  makePod('myproj/any', {
    labels: { app: 'any' },
    ip: '10.2.0.10',
    node: 'n2',
    ports: ['web 8080'],
  }),
  makePod('myproj/fe', { labels: frontend, ip: '10.2.0.11', node: 'n2' }),
  makePod('other/fe', { labels: frontend, ip: '10.3.0.10', node: 'n2', ports: ['web 80/UDP'] }),
  makePod('other/dns', {
    labels: { app: 'dns' },
    ip: '10.3.0.53',
    node: 'n1',
    ports: ['dns 53/UDP', 'dns-tcp 53'],
  }),
  // Its namespace has no Namespace object.
  makePod('bare/p', { ip: '10.4.0.10', node: 'n2' }),
];

/** The small cluster that most tables ask about, with these policies. */
export function fixture(
  policies: readonly Policy[],
  changes: readonly (typeof PODS)[number][] = [],
): Cluster {
  const changed = new Set(changes.map((pod) => `${pod.namespace}/${pod.name}`));
  const kept = PODS.filter((pod) => !changed.has(`${pod.namespace}/${pod.name}`));
  return makeCluster({
    namespaces: NAMESPACES,
    nodes: NODES,
    pods: [...kept, ...changes],
    policies,
  });
}

/** The policy that the documentation of Kubernetes explains. */
export const DOCUMENTED: Spec = {
  podSelector: { matchLabels: { role: 'db' } },
  policyTypes: ['Ingress', 'Egress'],
  ingress: [
    {
      from: [
        { ipBlock: { cidr: '172.17.0.0/16', except: ['172.17.1.0/24'] } },
        { namespaceSelector: { matchLabels: { project: 'myproject' } } },
        { podSelector: { matchLabels: { role: 'frontend' } } },
      ],
      ports: [{ protocol: 'TCP', port: 6379 }],
    },
  ],
  egress: [
    { to: [{ ipBlock: { cidr: '10.0.0.0/24' } }], ports: [{ protocol: 'TCP', port: 5978 }] },
  ],
};

/** Specs as NetworkPolicies; each stands in `default` unless a namespace precedes it. */
export function policiesOf(specs: readonly (Spec | readonly [string, Spec])[]): Policy[] {
  return specs.map((item, i) => {
    const [namespace, spec] = isPlaced(item) ? item : ['default', item];
    return networkPolicy(`${namespace}/p${String(i)}`, spec);
  });
}

function isPlaced(item: Spec | readonly [string, Spec]): item is readonly [string, Spec] {
  return Array.isArray(item);
}
