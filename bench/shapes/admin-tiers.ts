import { realisticPlan } from './realistic.ts';
import type { PolicyFacts, PolicySpec, Shape } from './shape.ts';
import { labelled, type Selector } from './specs.ts';
import { DOMAINS } from './words.ts';

/** The realistic cluster with twenty policies of its administrators above and below. */
export const adminTiers: Shape = {
  usual: { pods: 150_000, policies: 10_000 },
  plan(size) {
    const plan = realisticPlan(size, false);
    return {
      ...plan,
      policies: {
        *[Symbol.iterator]() {
          yield* plan.policies;
          yield* ADMIN_POLICIES;
        },
      },
    };
  },
};

const EVERY_NAMESPACE: Selector = {};
const TEAMS: Selector = { matchExpressions: [{ key: 'team', operator: 'Exists' }] };
const notTeam = (team: string): Selector => ({
  matchExpressions: [{ key: 'team', operator: 'NotIn', values: [team, 'platform'] }],
});
const port = (number: number, protocol: 'tcp' | 'udp' = 'tcp') => ({
  [protocol]: { destinationPort: { number } },
});
const ports = (start: number, end: number) => ({
  tcp: { destinationPort: { range: { end, start } } },
});
const pods = (namespaceSelector: Selector, podSelector: Selector) => ({
  pods: { namespaceSelector, podSelector },
});

function admin(
  tier: 'Admin' | 'Baseline',
  priority: number,
  name: string,
  rest: Readonly<Record<'subject', unknown> & Partial<Record<'ingress' | 'egress', unknown>>>,
): PolicyFacts {
  const { subject, ...rules } = rest;
  const spec: PolicySpec = { ...rules, priority, subject, tier };
  return { kind: 'ClusterNetworkPolicy', namespace: null, name, spec };
}

/** A team whose pods only it and the platform team may reach, or the next tier says who. */
function tenant(team: string, at: number): PolicyFacts {
  return admin('Admin', 100 + at, `tenant-${team}`, {
    ingress: [
      { action: 'Pass', from: [{ namespaces: labelled({ team }) }], name: 'own' },
      {
        action: 'Deny',
        from: [{ namespaces: notTeam(team) }],
        name: 'others',
        protocols: at % 2 === 0 ? [port(5432), port(6379)] : [ports(9000, 9999)],
      },
    ],
    subject: { namespaces: labelled({ team }) },
  });
}

const ADMIN_POLICIES: readonly PolicyFacts[] = [
  admin('Admin', 1, 'dns', {
    egress: [
      {
        action: 'Accept',
        name: 'cluster-dns',
        protocols: [port(53, 'udp'), port(53)],
        to: [
          pods(
            labelled({ 'kubernetes.io/metadata.name': 'kube-system' }),
            labelled({ 'k8s-app': 'kube-dns' }),
          ),
        ],
      },
    ],
    subject: { namespaces: EVERY_NAMESPACE },
  }),
  admin('Admin', 2, 'metrics', {
    ingress: [
      {
        action: 'Accept',
        from: [{ namespaces: labelled({ 'kubernetes.io/metadata.name': 'kube-system' }) }],
        name: 'scrape',
        protocols: [{ destinationNamedPort: 'metrics' }],
      },
    ],
    subject: { namespaces: TEAMS },
  }),
  admin('Admin', 3, 'no-metadata-service', {
    egress: [{ action: 'Deny', name: 'link-local', to: [{ networks: ['169.254.169.254/32'] }] }],
    subject: { namespaces: TEAMS },
  }),
  admin('Admin', 4, 'no-kubelet', {
    egress: [
      {
        action: 'Deny',
        name: 'kubelet',
        protocols: [port(10250)],
        to: [{ nodes: { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'Exists' }] } }],
      },
    ],
    subject: { namespaces: TEAMS },
  }),
  admin('Admin', 5, 'prod-apart', {
    ingress: [
      {
        action: 'Deny',
        from: [
          {
            namespaces: {
              matchExpressions: [{ key: 'env', operator: 'In', values: ['dev', 'test'] }],
            },
          },
        ],
        name: 'from-experiments',
      },
    ],
    subject: { namespaces: labelled({ env: 'prod' }) },
  }),
  admin('Admin', 6, 'partners', {
    egress: [
      {
        action: 'Pass',
        name: 'partners',
        protocols: [port(443)],
        to: [{ networks: ['172.16.0.0/14', '52.0.0.0/10'] }],
      },
      { action: 'Deny', name: 'private', to: [{ networks: ['172.16.0.0/12'] }] },
    ],
    subject: { pods: { namespaceSelector: TEAMS, podSelector: labelled({ tier: 'worker' }) } },
  }),
  admin('Admin', 7, 'databases', {
    ingress: [
      {
        action: 'Pass',
        from: [
          pods(EVERY_NAMESPACE, {
            matchExpressions: [{ key: 'tier', operator: 'In', values: ['backend', 'worker'] }],
          }),
        ],
        name: 'callers',
      },
      { action: 'Deny', from: [{ namespaces: EVERY_NAMESPACE }], name: 'all-others' },
    ],
    subject: { pods: { namespaceSelector: TEAMS, podSelector: labelled({ tier: 'database' }) } },
  }),
  ...DOMAINS.slice(0, 8).map(tenant),
  admin('Baseline', 1, 'baseline-own-team', {
    ingress: DOMAINS.slice(0, 10).map((team) => ({
      action: 'Accept',
      from: [pods(labelled({ team }), labelled({ team }))],
      name: team,
      protocols: [ports(1024, 65_535)],
    })),
    subject: { namespaces: labelled({ env: 'staging' }) },
  }),
  admin('Baseline', 2, 'baseline-web', {
    ingress: [
      {
        action: 'Accept',
        from: [{ namespaces: EVERY_NAMESPACE }],
        name: 'web',
        protocols: [{ destinationNamedPort: 'http' }],
      },
    ],
    subject: { pods: { namespaceSelector: TEAMS, podSelector: labelled({ tier: 'frontend' }) } },
  }),
  admin('Baseline', 3, 'baseline-amqp', {
    egress: [
      {
        action: 'Deny',
        name: 'queues',
        protocols: [port(5672)],
        to: [{ namespaces: notTeam('order') }],
      },
    ],
    subject: { namespaces: labelled({ env: 'dev' }) },
  }),
  admin('Baseline', 10, 'baseline-closed', {
    ingress: [
      {
        action: 'Deny',
        from: [
          {
            namespaces: { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['prod'] }] },
          },
        ],
        name: 'closed',
      },
    ],
    subject: { namespaces: labelled({ env: 'prod' }) },
  }),
  admin('Baseline', 11, 'baseline-outside', {
    egress: [
      { action: 'Accept', name: 'inside', to: [{ namespaces: EVERY_NAMESPACE }] },
      { action: 'Deny', name: 'outside', to: [{ networks: ['0.0.0.0/0', '::/0'] }] },
    ],
    subject: { namespaces: labelled({ env: 'test' }) },
  }),
];
