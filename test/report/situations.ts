import type { EngineOptions } from '../../src/model/connection.ts';
import type { Asking, Files } from '../explain/support.ts';

/** A question about manifests whose printed answer is kept as a golden file. */
export interface Situation {
  readonly name: string;
  readonly files: Files;
  readonly ask: Asking;
  readonly engine?: EngineOptions;
  readonly verbosity?: 0 | 1 | 2;
  readonly ascii?: boolean;
}

const namespace = (name: string, labels = ''): string =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}\n`;

const pod = (path: string, labels: string, more = '', status = ''): string => {
  const [space, name] = path.split('/');
  return `---
apiVersion: v1
kind: Pod
metadata: {name: ${String(name)}, namespace: ${String(space)}, labels: {${labels}}}
spec: {${more}containers: [{name: main, image: x}]}
${status === '' ? '' : `status: {${status}}\n`}`;
};

const PODS: Files = {
  'pods.yaml': [
    namespace('shop', 'team: shop'),
    namespace('data', 'team: data'),
    namespace('legacy'),
    namespace('attacker'),
    pod('shop/web', 'app: web'),
    pod('shop/cart', 'app: cart'),
    pod('shop/cart-2', 'app: cart'),
    pod('data/redis', 'app: redis'),
    pod('legacy/report', 'app: report'),
    pod('attacker/probe', 'app: probe'),
  ].join(''),
};

const REDIS = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: data
spec:
  podSelector: {}
  policyTypes: [Ingress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: redis-from-web
  namespace: data
spec:
  podSelector:
    matchLabels:
      app: redis
  policyTypes: [Ingress]
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              team: shop
          podSelector:
            matchLabels:
              app: web
      ports:
        - port: 6379
`;

const DENY_SHOP = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: default-deny, namespace: shop}
spec:
  podSelector: {}
  policyTypes: [Egress]
`;

const policy = (path: string, spec: string): string => {
  const [space, name] = path.split('/');
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${String(name)}, namespace: ${String(space)}}
spec:
${spec.replace(/^\n|\n\s*$/g, '').replace(/^ {4}/gm, '  ')}
`;
};

const TO_REDIS: Asking = { from: 'shop/web', to: 'data/redis', ports: ['6379'] };

const WEB_DEPLOYMENT = `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop, labels: {tier: front}}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: main, image: x}]}
`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: {name: redis, namespace: data}
spec:
  selector: {app: redis}
  ports: [{port: 80, targetPort: 8080}]
`;

/** A cluster whose namespaces belong to tenants, with a policy of its administrators. */
const TENANTS: Files = {
  'pods.yaml': [
    namespace('a', 'tenant: a'),
    namespace('b', 'tenant: b'),
    namespace('ops', 'tenant: platform'),
    pod('a/web', 'app: web'),
    pod('a/db', 'app: db'),
    pod('b/web', 'app: web'),
    pod('ops/scan', 'app: scan', '', 'podIP: 10.9.0.7'),
  ].join(''),
};

const admin = (name: string, tier: 'Admin' | 'Baseline', priority: number, rules: string): string =>
  `---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: ${name}}
spec:
  tier: ${tier}
  priority: ${String(priority)}
  subject: {namespaces: {matchExpressions: [{key: tenant, operator: Exists}]}}
${rules.replace(/^\n|\n\s*$/g, '').replace(/^ {4}/gm, '  ')}
`;

const ISOLATION = admin(
  'tenants',
  'Admin',
  10,
  `
    ingress:
      - name: from-platform
        action: Pass
        from: [{namespaces: {matchLabels: {tenant: platform}}}]
      - name: deny-others
        action: Deny
        from:
          - namespaces:
              matchLabels:
                tenant: b
`,
);

const DENY_A = policy('a/default-deny', '    podSelector: {}\n    policyTypes: [Ingress]\n');

const BASELINE_DENY = admin(
  'default',
  'Baseline',
  0,
  `
    ingress:
      - action: Deny
        from: [{namespaces: {}}]
`,
);

export const SITUATIONS: readonly Situation[] = [
  { name: 'allowed-by-rule', files: { ...PODS, 'deploy/data/redis.yaml': REDIS }, ask: TO_REDIS },
  {
    name: 'allowed-by-rule-v',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: TO_REDIS,
    verbosity: 1,
  },
  {
    name: 'denied-at-ingress',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: { ...TO_REDIS, from: 'shop/cart' },
  },
  {
    name: 'denied-at-ingress-ascii',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: { ...TO_REDIS, from: 'shop/cart' },
    ascii: true,
  },
  {
    name: 'denied-at-ingress-vv',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: { ...TO_REDIS, from: 'shop/cart' },
    verbosity: 2,
  },
  {
    name: 'denied-at-egress',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS, 'deploy/shop/deny.yaml': DENY_SHOP },
    ask: TO_REDIS,
  },
  {
    name: 'denied-at-both-ends',
    files: {
      ...PODS,
      'deploy/data/redis.yaml': REDIS,
      'policies/attacker.yaml': policy(
        'attacker/lockdown',
        `
    podSelector: {}
    policyTypes: [Egress]
    egress:
      - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
`,
      ),
    },
    ask: { ...TO_REDIS, from: 'attacker/probe' },
  },
  {
    name: 'not-isolated',
    files: {
      ...PODS,
      'deploy/data/other.yaml':
        policy('data/db-allow', '    podSelector: {matchLabels: {app: database}}\n') +
        policy('data/x', '    podSelector: {matchLabels: {app: x, tier: z}}\n'),
    },
    ask: { from: 'legacy/report', to: 'data/redis', ports: ['5432'] },
  },
  {
    name: 'not-isolated-v',
    files: {
      ...PODS,
      'deploy/data/other.yaml':
        policy('data/db-allow', '    podSelector: {matchLabels: {app: database}}\n') +
        policy('data/x', '    podSelector: {matchLabels: {app: x, tier: z}}\n'),
    },
    ask: { from: 'legacy/report', to: 'data/redis', ports: ['5432'] },
    verbosity: 1,
  },
  {
    name: 'service-port',
    files: {
      ...PODS,
      'service.yaml': SERVICE,
      'egress.yaml': policy(
        'shop/web-egress',
        `
    podSelector: {matchLabels: {app: web}}
    policyTypes: [Egress]
    egress:
      - ports: [{port: 53, protocol: UDP}, {port: 53}]
      - to:
          - namespaceSelector: {matchLabels: {team: data}}
        ports:
          - port: 80
`,
      ),
    },
    ask: { from: 'shop/web', to: 'data/svc/redis', ports: ['80'] },
  },
  {
    name: 'namespace-label-missing',
    files: {
      'pods.yaml':
        namespace('shop') +
        namespace('kube-system') +
        pod('shop/web', 'app: web') +
        pod('kube-system/coredns-1', 'k8s-app: kube-dns'),
      'dns.yaml': policy(
        'shop/allow-dns',
        `
    podSelector: {}
    policyTypes: [Egress]
    egress:
      - to:
          - namespaceSelector:
              matchLabels:
                name: kube-system
        ports:
          - {port: 53, protocol: UDP}
          - {port: 53, protocol: TCP}
`,
      ),
    },
    ask: { from: 'shop/web', to: 'kube-system/coredns-1', ports: ['53/UDP'] },
  },
  {
    name: 'peer-or-not-and',
    files: {
      ...PODS,
      'redis.yaml': policy(
        'data/redis',
        `
    podSelector: {matchLabels: {app: redis}}
    ingress:
      - from:
          - namespaceSelector: {matchLabels: {team: shop}}
          - podSelector: {matchLabels: {app: web}}
`,
      ),
    },
    ask: { ...TO_REDIS, from: 'shop/cart' },
  },
  {
    name: 'namespace-not-in-input',
    files: {
      'pods.yaml': pod('shop/web', 'app: web') + pod('data/redis', 'app: redis'),
      'redis.yaml': REDIS,
    },
    ask: TO_REDIS,
  },
  {
    name: 'unknown-by-label',
    files: {
      'web.yaml': WEB_DEPLOYMENT,
      'pods.yaml': pod('data/redis', 'app: redis'),
      'redis.yaml': policy(
        'data/redis',
        `
    podSelector: {matchLabels: {app: redis}}
    ingress:
      - from:
          - namespaceSelector: {}
            podSelector: {matchLabels: {pod-template-hash: abc}}
`,
      ),
    },
    ask: { from: 'shop/deploy/web', to: 'data/redis', ports: ['6379'] },
  },
  {
    name: 'unknown-by-address',
    files: {
      ...PODS,
      'redis.yaml': policy(
        'data/redis',
        `
    podSelector: {matchLabels: {app: redis}}
    ingress:
      - from:
          - ipBlock: {cidr: 10.1.0.0/16, except: [10.1.2.0/24]}
`,
      ),
    },
    ask: { ...TO_REDIS, family: 4 },
  },
  {
    name: 'unknown-by-family',
    files: {
      'pods.yaml':
        pod('shop/web', 'app: web', '', 'podIPs: [{ip: 10.1.0.7}, {ip: "fd00::7"}]') +
        pod('data/redis', 'app: redis', '', 'podIPs: [{ip: 10.1.0.8}, {ip: "fd00::8"}]'),
      'redis.yaml': policy(
        'data/redis',
        `
    podSelector: {matchLabels: {app: redis}}
    ingress:
      - from:
          - ipBlock: {cidr: 10.0.0.0/8}
`,
      ),
    },
    ask: TO_REDIS,
  },
  {
    name: 'icmp',
    files: { ...PODS, 'redis.yaml': REDIS },
    ask: { ...TO_REDIS, ports: ['ICMP'] },
  },
  {
    name: 'host-network',
    files: {
      'pods.yaml':
        namespace('monitoring') +
        namespace('shop') +
        pod('monitoring/exporter', 'app: exporter', 'hostNetwork: true, nodeName: n1, ') +
        pod('shop/web', 'app: web', 'nodeName: n2, '),
      'web.yaml': policy(
        'shop/web',
        `
    podSelector: {matchLabels: {app: web}}
    ingress:
      - from:
          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}
        ports: [{port: 9090}]
`,
      ),
    },
    ask: { from: 'monitoring/exporter', to: 'shop/web', ports: ['9090'] },
  },
  {
    name: 'no-endpoints',
    files: { ...PODS, 'service.yaml': SERVICE.replace('app: redis', 'app: other') },
    ask: { from: 'shop/web', to: 'data/svc/redis', ports: ['80'] },
  },
  {
    name: 'mixed-sources',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: { ...TO_REDIS, from: 'shop/*' },
  },
  {
    name: 'open-ports',
    files: { ...PODS, 'deploy/data/redis.yaml': REDIS },
    ask: { from: 'shop/web', to: 'data/redis' },
  },
  {
    name: 'address-block',
    files: {
      ...PODS,
      'web.yaml': policy(
        'shop/web',
        `
    podSelector: {matchLabels: {app: web}}
    ingress:
      - from:
          - ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.7/32]}
        ports: [{port: 443}]
`,
      ),
    },
    ask: { from: '203.0.113.0/28', to: 'shop/web', ports: ['443'] },
  },
  {
    name: 'address-denied',
    files: {
      ...PODS,
      'web.yaml': policy(
        'shop/web',
        `
    podSelector: {matchLabels: {app: web}}
    ingress:
      - from:
          - ipBlock: {cidr: 203.0.113.0/24, except: [203.0.113.7/32]}
        ports: [{port: 443}]
`,
      ),
    },
    ask: { from: '203.0.113.7', to: 'shop/web', ports: ['443'] },
  },
  {
    name: 'implicit-ingress-isolation',
    files: {
      ...PODS,
      'web.yaml': policy(
        'shop/web-egress',
        `
    podSelector: {matchLabels: {app: web}}
    egress:
      - to:
          - podSelector: {matchLabels: {app: cart}}
`,
      ),
    },
    ask: { from: 'shop/cart', to: 'shop/web', ports: ['8080'] },
  },
  {
    name: 'two-rules-in-compact-yaml',
    files: {
      ...PODS,
      'redis.yaml': policy(
        'data/redis',
        `
    podSelector: {matchLabels: {app: redis}}
    ingress: [{from: [{namespaceSelector: {}}], ports: [{port: 6379}]}, {from: [{podSelector: {}}]}, {}]
`,
      ),
    },
    ask: TO_REDIS,
  },
  {
    name: 'unknown-between-replicas',
    files: {
      'web.yaml': WEB_DEPLOYMENT,
      'policy.yaml': policy(
        'shop/web',
        `
    podSelector: {matchLabels: {app: web}}
    ingress:
      - from:
          - podSelector: {matchLabels: {pod-template-hash: abc}}
`,
      ),
    },
    ask: { from: 'shop/deploy/web', to: 'shop/deploy/web', ports: ['80'] },
  },
  {
    name: 'foreign-policy',
    files: {
      ...PODS,
      'calico.yaml':
        'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: deny, namespace: data}\nspec: {}\n',
    },
    ask: TO_REDIS,
  },
  {
    name: 'long-headline',
    files: {
      'web.yaml': namespace('shop') + WEB_DEPLOYMENT + WEB_DEPLOYMENT.replaceAll('web', 'cart'),
      'service.yaml': SERVICE.replace(
        'name: redis, namespace: data',
        'name: cart, namespace: shop',
      ).replace('redis', 'cart'),
      'deny.yaml': policy('shop/deny', '    podSelector: {matchLabels: {app: cart}}\n'),
    },
    ask: { from: 'shop/deploy/web', to: 'shop/svc/cart', ports: ['80'] },
  },
  {
    name: 'admin-deny',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'a.yaml': DENY_A },
    ask: { from: 'b/web', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'admin-pass-then-denied',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'a.yaml': DENY_A },
    ask: { from: 'ops/scan', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'admin-pass-then-denied-v',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'a.yaml': DENY_A },
    ask: { from: 'ops/scan', to: 'a/db', ports: ['5432'] },
    verbosity: 1,
  },
  {
    name: 'admin-pass-then-denied-vv-ascii',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'a.yaml': DENY_A },
    ask: { from: 'ops/scan', to: 'a/db', ports: ['5432'] },
    verbosity: 2,
    ascii: true,
  },
  {
    name: 'admin-accept-over-denial',
    files: {
      ...TENANTS,
      'a.yaml': DENY_A,
      'admin.yaml': admin(
        'monitoring',
        'Admin',
        5,
        `
    ingress:
      - name: dns-only
        action: Accept
        from: [{namespaces: {matchLabels: {tenant: platform}}}]
        protocols: [{udp: {destinationPort: {number: 53}}}]
      - action: Accept
        from:
          - pods:
              namespaceSelector: {matchLabels: {tenant: platform}}
              podSelector: {matchLabels: {app: scan}}
        protocols:
          - tcp: {destinationPort: {number: 5432}}
`,
      ),
    },
    ask: { from: 'ops/scan', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'baseline-deny',
    files: { ...TENANTS, 'baseline.yaml': BASELINE_DENY },
    ask: { from: 'a/web', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'baseline-deny-after-admin',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'baseline.yaml': BASELINE_DENY },
    ask: { from: 'a/web', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'tiers-decide-nothing',
    files: { ...TENANTS, 'admin.yaml': ISOLATION },
    ask: { from: 'a/web', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'priority-tie',
    files: {
      ...TENANTS,
      'admin.yaml':
        ISOLATION +
        admin(
          'partners',
          'Admin',
          10,
          `
    ingress:
      - name: from-b
        action: Accept
        from: [{namespaces: {matchLabels: {tenant: b}}}]
`,
        ),
    },
    ask: { from: 'b/web', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'domain-names-unknown',
    files: {
      ...TENANTS,
      'admin.yaml': admin(
        'internet',
        'Admin',
        20,
        `
    egress:
      - name: updates
        action: Accept
        to: [{domainNames: ["*.example.com"]}]
      - name: nothing-else
        action: Deny
        to: [{networks: [0.0.0.0/0]}]
`,
      ),
    },
    ask: { from: 'a/web', to: '203.0.113.9', ports: ['443'] },
  },
  {
    name: 'node-labels-unknown',
    files: {
      ...TENANTS,
      'exporter.yaml':
        namespace('monitoring') +
        pod('monitoring/exporter', 'app: exporter', 'hostNetwork: true, nodeName: n1, ') +
        pod('a/probe', 'app: probe', 'nodeName: n2, '),
      'admin.yaml': admin(
        'nodes',
        'Admin',
        20,
        `
    egress:
      - name: zone-a
        action: Deny
        to: [{nodes: {matchLabels: {zone: a}}}]
`,
      ),
    },
    ask: { from: 'a/probe', to: 'monitoring/exporter', ports: ['9100'] },
  },
  {
    name: 'self-through-service',
    files: {
      ...TENANTS,
      'service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: a}\nspec:\n  selector: {app: web}\n  ports: [{port: 80, targetPort: 8080}]\n',
      'admin.yaml': admin(
        'no-loops',
        'Admin',
        20,
        `
    ingress:
      - action: Deny
        from: [{namespaces: {matchLabels: {tenant: a}}}]
`,
      ),
    },
    ask: { from: 'a/web', to: 'a/svc/web', ports: ['80'] },
  },
  {
    name: 'tiers-mixed',
    files: { ...TENANTS, 'admin.yaml': ISOLATION, 'a.yaml': DENY_A },
    ask: { from: '*/*', to: 'a/db', ports: ['5432'] },
  },
  {
    name: 'external-name',
    files: {
      ...TENANTS,
      'service.yaml':
        'apiVersion: v1\nkind: Service\nmetadata: {name: bank, namespace: a}\nspec: {type: ExternalName, externalName: bank.example.com}\n',
    },
    ask: { from: 'a/web', to: 'a/svc/bank', ports: ['443'] },
  },
];
