import { describe, expect, test } from 'vitest';
import { ASSUMPTION_CODES, type AssumptionCode } from '../../src/explain/assumptions.ts';
import { explain, type Asking } from './support.ts';

const pod = (path: string, labels: string, spec = '', status = '', ports = ''): string => {
  const [namespace, name] = path.split('/');
  return `apiVersion: v1
kind: Pod
metadata: {name: ${String(name)}, namespace: ${String(namespace)}, labels: {${labels}}}
spec: {${spec}containers: [{name: main, ports: [${ports}]}]}
status: {${status}}
`;
};
const policy = (path: string, spec: string): string => {
  const [namespace, name] = path.split('/');
  return `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${String(name)}, namespace: ${String(namespace)}}
spec: {${spec}}
`;
};

const WEB = pod('shop/web', 'app: web', 'nodeName: n1, ', 'podIP: 10.1.0.1');
const DB = pod('data/db', 'app: db', 'nodeName: n2, ', 'podIP: 10.1.0.2');
const PENDING = pod('data/new', 'app: new');
const HOST = pod(
  'shop/agent',
  'app: agent',
  'hostNetwork: true, nodeName: n1, ',
  'podIP: 10.9.0.1',
);
const DENY_DATA = policy('data/deny', 'podSelector: {}, policyTypes: [Ingress]');
const FROM_TEAM =
  'podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: shop}}}]}]';
const FROM_BLOCK = 'podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.1.0.0/16}}]}]';
const SECOND = pod('data/second', 'app: second');
const TO_EVERY_IPV4 =
  'podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]';
const SHOP = 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {team: shop}}\n';
const SERVICE =
  'apiVersion: v1\nkind: Service\nmetadata: {name: db, namespace: data}\nspec: {selector: {app: db}, ports: [{port: 80, targetPort: 8080}]}\n';
const NAME =
  'apiVersion: v1\nkind: Service\nmetadata: {name: bank, namespace: shop}\nspec: {type: ExternalName, externalName: bank.example.com}\n';
const WORKLOAD = (replicas: number): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api, namespace: data}\nspec:\n  replicas: ${String(replicas)}\n  selector: {matchLabels: {app: api}}\n  template: {metadata: {labels: {app: api}}, spec: {containers: [{name: main}]}}\n`;

const TO_DB: Asking = { from: 'shop/web', to: 'data/db', ports: ['8080'] };

function codesOf(documents: readonly string[], asking: Asking): AssumptionCode[] {
  return explain({ 'all.yaml': documents.join('---\n') }, asking).assumptions.map(
    ({ code }) => code,
  );
}

/** Code, documents with which the answer rests on it, question, documents with which it does not. */
const ROWS: readonly (readonly [AssumptionCode, readonly string[], Asking, readonly string[]])[] = [
  [
    'ASSUME_NAMESPACE_LABELS',
    [WEB, DB, policy('data/p', FROM_TEAM)],
    TO_DB,
    [WEB, DB, SHOP, policy('data/p', FROM_TEAM)],
  ],
  [
    'ASSUME_HOST_NETWORK',
    [HOST, DB, policy('shop/p', 'podSelector: {}, policyTypes: [Egress]')],
    { ...TO_DB, from: 'shop/agent' },
    [HOST, DB],
  ],
  [
    'ASSUME_EXTERNAL_ADDRESS',
    [DB, PENDING, DENY_DATA],
    { ...TO_DB, from: '203.0.113.1' },
    [DB, DENY_DATA],
  ],
  [
    'ASSUME_SOURCE_ADDRESS_KEPT',
    [DB, SERVICE, DENY_DATA],
    { from: '203.0.113.1', to: 'data/svc/db', ports: ['80'] },
    [DB, SERVICE],
  ],
  [
    'ASSUME_IPBLOCK_MATCHES_PODS',
    [WEB, DB, policy('data/p', FROM_BLOCK)],
    TO_DB,
    [WEB, DB, policy('data/p', FROM_BLOCK), policy('data/q', 'podSelector: {}, ingress: [{}]')],
  ],
  [
    'ASSUME_NODE_EGRESS',
    [WEB, DB, policy('shop/p', 'podSelector: {}, policyTypes: [Egress]')],
    { from: 'shop/web', to: 'node:n1', ports: ['10250'] },
    [
      WEB.replace('nodeName: n1', 'nodeName: n3'),
      HOST,
      policy('shop/p', 'podSelector: {}, policyTypes: [Egress]'),
    ],
  ],
  [
    'ASSUME_SERVICE_TRANSLATION',
    [WEB, DB, SERVICE, DENY_DATA],
    { from: 'shop/web', to: 'data/svc/db', ports: ['80'] },
    [WEB, DB, SERVICE],
  ],
  [
    'ASSUME_CLUSTER_FAMILY',
    [WEB, PENDING, SECOND, policy('data/p', TO_EVERY_IPV4)],
    { from: 'data/new', to: 'data/second', ports: ['80'] },
    [WEB, DB, PENDING, SECOND, policy('data/p', 'podSelector: {}, policyTypes: [Egress]')],
  ],
  ['ICMP_UNDEFINED', [WEB, DB], { ...TO_DB, ports: ['ICMP'] }, []],
  [
    'FOREIGN_POLICY_NOT_EVALUATED',
    [
      WEB,
      DB,
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: data}\nspec: {}\n',
    ],
    TO_DB,
    [
      WEB,
      DB,
      'apiVersion: cilium.io/v2\nkind: CiliumNetworkPolicy\nmetadata: {name: x, namespace: far}\nspec: {}\n',
    ],
  ],
  [
    'ENDED_INIT_PORT',
    [
      WEB,
      pod(
        'data/db',
        'app: db',
        'initContainers: [{name: i, ports: [{name: http, containerPort: 8080}]}], ',
      ),
      policy('data/p', 'podSelector: {}, ingress: [{ports: [{port: http}]}]'),
    ],
    TO_DB,
    [WEB, DB, policy('data/p', 'podSelector: {}, ingress: [{ports: [{port: http}]}]')],
  ],
  [
    'POD_NAME_FROM_WORKLOAD',
    [WEB, WORKLOAD(1)],
    { ...TO_DB, to: 'data/api-6c85d76fdc-x2x4z' },
    [WEB, WORKLOAD(1), pod('data/api-6c85d76fdc-x2x4z', 'app: api')],
  ],
  ['REPLICAS_ZERO', [WEB, WORKLOAD(0)], { ...TO_DB, to: 'data/deploy/api' }, [WEB, WORKLOAD(1)]],
  [
    'ASSUME_EXTERNAL_NAME',
    [WEB, DB, NAME],
    { ...TO_DB, to: 'shop/svc/bank' },
    // It may not leave at all.
    [WEB, DB, NAME, policy('shop/deny', 'podSelector: {}, policyTypes: [Egress]')],
  ],
  [
    'END_PORT_SUPPORT',
    [
      WEB,
      DB,
      policy('data/p', 'podSelector: {}, ingress: [{ports: [{port: 8000, endPort: 9000}]}]'),
    ],
    TO_DB,
    [WEB, DB, policy('data/p', 'podSelector: {}, ingress: [{ports: [{port: 8080}]}]')],
  ],
];

describe('an answer says that it rests on', () => {
  test.each(ROWS)('%s', (code, documents, asking) => {
    expect(codesOf(documents, asking)).toContain(code);
  });
});

describe('an answer that does not rest on it says nothing of', () => {
  test.each(ROWS.filter(([, , , without]) => without.length > 0))(
    '%s',
    (code, _documents, asking, without) => {
      expect(codesOf(without, asking)).not.toContain(code);
    },
  );

  test('anything, where no policy applies and everything is known', () => {
    expect(codesOf([WEB, DB, SHOP], TO_DB)).toEqual([]);
  });
});

describe('an answer that an admin tier had a say in', () => {
  const admin = (rules: string): string =>
    `apiVersion: policy.networking.k8s.io/v1alpha2\nkind: ClusterNetworkPolicy\nmetadata: {name: admin}\nspec: {tier: Admin, priority: 1, subject: {namespaces: {}}, ingress: [${rules}]}\n`;

  test.each([
    [
      'a Deny by namespace labels does not match',
      'action: Deny, from: [{namespaces: {matchLabels: {team: bad}}}]',
    ],
    [
      'a Pass by namespace labels does match',
      'action: Pass, from: [{namespaces: {matchExpressions: [{key: team, operator: DoesNotExist}]}}]',
    ],
  ])('rests on the labels of a namespace that is not in the input, where %s', (_where, rule) => {
    const documents = [WEB, DB, admin(`{${rule}}`)];
    expect(codesOf(documents, TO_DB)).toContain('ASSUME_NAMESPACE_LABELS');
    expect(codesOf([...documents, SHOP, SHOP.replace('shop', 'data')], TO_DB)).toEqual([]);
  });

  test('does not rest on networks taking in pods: such policies say so themselves', () => {
    const rule = admin('').replace(
      'ingress: []',
      'egress: [{action: Accept, to: [{networks: [10.1.0.0/16]}]}]',
    );
    expect(codesOf([WEB, DB, rule], TO_DB)).toEqual([]);
  });
});

test('every assumption is tried', () => {
  const tried = new Set(ROWS.map(([code]) => code));
  expect(ASSUMPTION_CODES.filter((code) => !tried.has(code))).toEqual([]);
});
