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
];
