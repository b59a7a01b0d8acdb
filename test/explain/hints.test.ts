import { describe, expect, test } from 'vitest';
import { HINT_CODES, type HintCode } from '../../src/explain/hints/hint.ts';
import { explain, type Asking } from './support.ts';

const NS = (name: string, labels = ''): string =>
  `apiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${labels}}}\n`;
const POD = (path: string, labels: string, spec = ''): string => {
  const [namespace, name] = path.split('/');
  return `apiVersion: v1\nkind: Pod\nmetadata: {name: ${String(name)}, namespace: ${String(namespace)}, labels: {${labels}}}\nspec: {${spec}containers: [{name: main}]}\n`;
};
const POLICY = (path: string, spec: string): string => {
  const [namespace, name] = path.split('/');
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${String(name)}, namespace: ${String(namespace)}}\nspec:\n${spec.replace(/^/gm, '  ')}\n`;
};

const BASE = [
  NS('shop', 'team: shop'),
  NS('data', 'team: data'),
  NS('kube-system'),
  POD('shop/web', 'app: web'),
  POD('shop/cart', 'app: cart'),
  `${POD('data/redis', 'app: redis')}status: {podIP: 10.1.0.9}\n`,
  POD('kube-system/dns', 'k8s-app: kube-dns'),
];

const SERVICE = `apiVersion: v1
kind: Service
metadata: {name: redis, namespace: data}
spec: {clusterIP: 10.96.0.10, selector: {app: redis}, ports: [{port: 80, targetPort: 8080}]}
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop, labels: {tier: back}}
spec:
  selector: {matchLabels: {app: api}}
  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: main}]}}
`;

const TO_REDIS: Asking = { from: 'shop/web', to: 'data/redis', ports: ['6379'] };
const EGRESS_OF_WEB = 'podSelector: {matchLabels: {app: web}}\npolicyTypes: [Egress]\negress:\n';
const INTO_REDIS = 'podSelector: {matchLabels: {app: redis}}\npolicyTypes: [Ingress]\ningress:\n';
const TO_TEAM_DATA = '- to: [{namespaceSelector: {matchLabels: {team: data}}}]\n  ports: ';

function hintsOf(documents: readonly string[], asking: Asking) {
  return explain({ 'all.yaml': [...BASE, ...documents].join('---\n') }, asking).hints;
}

/** Code, how it comes about, the documents, the question, words of the text. */
type Row = readonly [HintCode, string, readonly string[], Asking, string];

const ADMIN_DENY = `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: tenants}
spec:
  tier: Admin
  priority: 1
  subject: {namespaces: {matchLabels: {team: data}}}
  ingress: [{action: Deny, from: [{namespaces: {matchLabels: {team: shop}}}]}]
`;

const SAID: readonly Row[] = [
  [
    'denied-by-administrator',
    'a rule of the Admin tier denies',
    [ADMIN_DENY],
    TO_REDIS,
    'only cluster administrators can change ClusterNetworkPolicy tenants',
  ],
  [
    'peer-or-not-and',
    'two items, one of which lets in more than both together would',
    [
      POLICY(
        'data/p',
        `${INTO_REDIS}- from:\n  - namespaceSelector: {matchLabels: {team: shop}}\n  - podSelector: {matchLabels: {app: web}}`,
      ),
    ],
    { ...TO_REDIS, from: 'shop/cart' },
    'remove the `-`',
  ],
  [
    'peer-needs-namespace',
    'the podSelector matches and the pod is elsewhere',
    [POLICY('data/p', `${INTO_REDIS}- from: [{podSelector: {matchLabels: {app: web}}}]`)],
    TO_REDIS,
    'kubernetes.io/metadata.name=shop',
  ],
  [
    'namespace-label-missing',
    'a name label that no namespace has',
    [POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {matchLabels: {name: shop}}}]`)],
    TO_REDIS,
    'kubernetes.io/metadata.name=shop',
  ],
  [
    'pod-label-in-namespace-selector',
    'the label is on the pod',
    [POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {matchLabels: {app: web}}}]`)],
    TO_REDIS,
    'a label of the pod shop/web',
  ],
  [
    'label-on-workload-not-on-pod',
    'in a peer',
    [
      DEPLOYMENT,
      POLICY(
        'data/p',
        `${INTO_REDIS}- from: [{namespaceSelector: {}, podSelector: {matchLabels: {tier: back}}}]`,
      ),
    ],
    { ...TO_REDIS, from: 'shop/deploy/api' },
    'Deployment shop/api',
  ],
  [
    'label-on-workload-not-on-pod',
    'in a podSelector that should isolate',
    [DEPLOYMENT, POLICY('shop/p', 'podSelector: {matchLabels: {tier: back}}')],
    { from: 'data/redis', to: 'shop/deploy/api', ports: ['80'] },
    'Deployment shop/api',
  ],
  [
    'policy-in-other-namespace',
    'the policy stands beside the client',
    [POLICY('shop/p', 'podSelector: {matchLabels: {app: redis}}')],
    TO_REDIS,
    'metadata.namespace: data',
  ],
  [
    'service-port-not-pod-port',
    'egress lists the port of the Service',
    [SERVICE, POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 80}]`)],
    { from: 'shop/web', to: 'data/svc/redis', ports: ['80'] },
    'allow 8080/TCP',
  ],
  [
    'protocol-defaults-to-tcp',
    'the port is right and the protocol was left out',
    [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 123}]`)],
    { ...TO_REDIS, ports: ['123/UDP'] },
    'protocol: UDP',
  ],
  [
    'named-port-unresolved',
    'no container has the name',
    [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: http}]`)],
    TO_REDIS,
    'no container of data/redis declares',
  ],
  [
    'end-port',
    'two ports around the one that is asked about',
    [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 6000}, {port: 7000}]`)],
    TO_REDIS,
    'endPort: 7000',
  ],
  [
    'ipblock-for-service',
    'an ipBlock with the ClusterIP',
    [SERVICE, POLICY('shop/p', `${EGRESS_OF_WEB}- to: [{ipBlock: {cidr: 10.96.0.0/12}}]`)],
    { from: 'shop/web', to: 'data/svc/redis', ports: ['80'], family: 4 },
    '10.96.0.10',
  ],
  [
    'host-network-pod-selected',
    'the pod is selected and uses the network of its node',
    [POD('shop/agent', 'app: agent', 'hostNetwork: true, '), POLICY('shop/p', 'podSelector: {}')],
    { from: 'data/redis', to: 'shop/agent', ports: ['9100'] },
    'do not count on it',
  ],
  [
    'host-network-peer',
    'the peer is selected by labels and uses the network of its node',
    [
      POD('shop/agent', 'app: agent', 'hostNetwork: true, nodeName: n1, '),
      POD('data/db', 'app: db', 'nodeName: n2, '),
      POLICY('data/p', 'podSelector: {}\ningress:\n- from: [{namespaceSelector: {}}]'),
    ],
    { from: 'shop/agent', to: 'data/db', ports: ['5432'] },
    'ipBlock',
  ],
  [
    'implicit-ingress-isolation',
    'an egress policy without policyTypes',
    [POLICY('data/p', 'podSelector: {}\negress: [{}]')],
    TO_REDIS,
    'policyTypes: [Egress]',
  ],
  [
    'egress-deny-not-effective',
    'an empty egress without policyTypes',
    [POLICY('shop/p', 'podSelector: {}\negress: []')],
    TO_REDIS,
    'leaves egress open',
  ],
  [
    'rules-for-unlisted-direction',
    'egress rules of an ingress policy',
    [
      POLICY(
        'shop/p',
        'podSelector: {}\npolicyTypes: [Ingress]\negress: [{to: [{podSelector: {}}]}]',
      ),
    ],
    TO_REDIS,
    'do not list Egress',
  ],
  [
    'allow-all-rule',
    'a stray dash',
    [POLICY('data/p', 'podSelector: {}\ningress:\n-')],
    TO_REDIS,
    'every source on every port',
  ],
  [
    'one-sided-allow',
    'redis admits web, which may not leave',
    [
      POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {}}]`),
      POLICY('shop/p', 'podSelector: {}\npolicyTypes: [Egress]'),
    ],
    TO_REDIS,
    'shop/web may not leave',
  ],
  [
    'dns-egress-blocked',
    'an allowed connection of a pod that may not resolve names',
    [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 6379}]`)],
    TO_REDIS,
    'fails on the lookup first',
  ],
  [
    'dns-one-protocol',
    'port 53 without a protocol',
    [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 6379}]\n- ports: [{port: 53}]`)],
    TO_REDIS,
    '53/TCP only',
  ],
];

describe('a mistake is recognised', () => {
  test.each(SAID)('%s: %s', (code, _how, documents, asking, words) => {
    const hint = hintsOf(documents, asking).find((own) => own.code === code);
    expect(hint?.text).toContain(words);
    expect(hint?.text).toMatch(/\.$/);
  });

  test('each of those that have a code', () => {
    expect(new Set(SAID.map(([code]) => code))).toEqual(new Set(HINT_CODES));
  });
});

describe('nothing is said', () => {
  const SILENT: readonly (readonly [HintCode, string, readonly string[], Asking])[] = [
    [
      'peer-or-not-and',
      'where both items match',
      [
        POLICY(
          'shop/p',
          'podSelector: {matchLabels: {app: cart}}\ningress:\n- from:\n  - namespaceSelector: {matchLabels: {team: shop}}\n  - podSelector: {matchLabels: {app: web}}',
        ),
      ],
      { from: 'shop/web', to: 'shop/cart', ports: ['80'] },
    ],
    [
      'peer-or-not-and',
      'where another rule allows the same',
      [
        POLICY(
          'data/p',
          `${INTO_REDIS}- from:\n  - namespaceSelector: {matchLabels: {team: shop}}\n  - podSelector: {matchLabels: {app: web}}\n- from: [{namespaceSelector: {}}]`,
        ),
      ],
      { ...TO_REDIS, from: 'shop/cart' },
    ],
    [
      'peer-needs-namespace',
      'where the labels differ too',
      [POLICY('data/p', `${INTO_REDIS}- from: [{podSelector: {matchLabels: {app: other}}}]`)],
      TO_REDIS,
    ],
    [
      'namespace-label-missing',
      'where some namespace has such a label',
      [
        NS('other', 'name: other'),
        POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {matchLabels: {name: shop}}}]`),
      ],
      TO_REDIS,
    ],
    [
      'namespace-label-missing',
      'where the namespace is not in the input',
      [
        POD('far/web', 'app: web'),
        POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {matchLabels: {name: far}}}]`),
      ],
      { ...TO_REDIS, from: 'far/web' },
    ],
    [
      'service-port-not-pod-port',
      'where the pod is asked about directly',
      [SERVICE, POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 80}]`)],
      { ...TO_REDIS, ports: ['8080'] },
    ],
    [
      'protocol-defaults-to-tcp',
      'where the protocol is written',
      [POLICY('shop/p', `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 123, protocol: TCP}]`)],
      { ...TO_REDIS, ports: ['123/UDP'] },
    ],
    [
      'policy-in-other-namespace',
      'where the policy has pods of its own',
      [
        POD('shop/redis', 'app: redis'),
        POLICY('shop/p', 'podSelector: {matchLabels: {app: redis}}'),
      ],
      TO_REDIS,
    ],
    [
      'implicit-ingress-isolation',
      'where policyTypes is written',
      [POLICY('data/p', 'podSelector: {}\npolicyTypes: [Ingress, Egress]\negress: [{}]')],
      TO_REDIS,
    ],
    [
      'egress-deny-not-effective',
      'where there is no egress at all',
      [POLICY('shop/p', 'podSelector: {}')],
      TO_REDIS,
    ],
    [
      'allow-all-rule',
      'where the empty rule is written out',
      [POLICY('data/p', 'podSelector: {}\ningress:\n- {}')],
      TO_REDIS,
    ],
    [
      'one-sided-allow',
      'where the other end is not isolated',
      [POLICY('shop/p', 'podSelector: {}\npolicyTypes: [Egress]')],
      TO_REDIS,
    ],
    [
      'dns-egress-blocked',
      'where the resolver may be an address',
      [
        POLICY(
          'shop/p',
          `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 6379}]\n- to: [{ipBlock: {cidr: 169.254.20.10/32}}]\n  ports: [{port: 53, protocol: UDP}, {port: 53}]`,
        ),
      ],
      TO_REDIS,
    ],
    [
      'dns-egress-blocked',
      'where the destination is an address',
      [POLICY('shop/p', 'podSelector: {}\npolicyTypes: [Egress]')],
      { ...TO_REDIS, to: '203.0.113.7' },
    ],
    [
      'dns-one-protocol',
      'where both are allowed',
      [
        POLICY(
          'shop/p',
          `${EGRESS_OF_WEB}${TO_TEAM_DATA}[{port: 6379}]\n- to: [{namespaceSelector: {}, podSelector: {matchLabels: {k8s-app: kube-dns}}}]\n  ports: [{port: 53}, {port: 53, protocol: UDP}]`,
        ),
      ],
      TO_REDIS,
    ],
  ];

  test.each(SILENT)('of %s %s', (code, _where, documents, asking) => {
    expect(hintsOf(documents, asking).map((hint) => hint.code)).not.toContain(code);
  });

  test("of a name label where the pod uses its node's network: no label would let it in", () => {
    const documents = [
      POD('shop/agent', 'app: agent', 'hostNetwork: true, nodeName: n1, '),
      POLICY('data/p', `${INTO_REDIS}- from: [{namespaceSelector: {matchLabels: {name: shop}}}]`),
    ];
    const hints = hintsOf(documents, { ...TO_REDIS, from: 'shop/agent' });
    expect(hints.map(({ code }) => code)).not.toContain('namespace-label-missing');
  });

  test('of a connection that no policy concerns', () => {
    expect(hintsOf([], TO_REDIS)).toEqual([]);
  });
});
