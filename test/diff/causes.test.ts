import { describe, expect, test } from 'vitest';
import { diffPlaceText } from '../../src/report/diff/words.ts';
import { deployment, diffOf, namespace, policy } from './support.ts';

// Which edit a diff names as the cause, in the words and with the place that it is told with.

const WEB = deployment('shop/web', 'app=web');
const DB = deployment('shop/db', 'app=db', ', ports: [{name: pg, containerPort: 5432}]');
const PODS = WEB + DB;
const TEAM = namespace('shop', 'team=shop');

const CLOSED = policy('shop/db', 'podSelector: {matchLabels: {app: db}}\ningress: []');
const BY_LABEL = policy(
  'shop/db',
  `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}]`,
);
const TWO_RULES = policy(
  'shop/db',
  `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 5432}]
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: 80}]`,
);
const BY_TEAM = policy(
  'shop/db',
  `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{namespaceSelector: {matchLabels: {team: shop}}}]`,
);
const BY_NAME = policy(
  'shop/db',
  `podSelector: {matchLabels: {app: db}}
ingress:
  - ports: [{port: pg}]`,
);
const OTHER_SUBJECT = policy('shop/db', 'podSelector: {matchLabels: {app: other}}\ningress: []');
const EGRESS_ONLY = policy(
  'shop/db',
  'podSelector: {matchLabels: {app: db}}\npolicyTypes: [Egress]\negress: [{}]',
);
const ADMIN = (action: string): string => `---
apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: {name: tenants}
spec:
  priority: 10
  subject: {namespaces: {}}
  ingress:
    - name: to-db
      action: ${action}
      from: [{namespaces: {}}]
      ports: [{portNumber: {protocol: TCP, port: 5432}}]
`;

type Case = readonly [name: string, older: string, newer: string, causes: readonly string[]];

const CASES: readonly Case[] = [
  [
    'a rule that was added',
    PODS + BY_LABEL,
    PODS + TWO_RULES,
    ['opens: ingress rule 2 was added to shop/db @ new.yaml:32:5'],
  ],
  [
    'a rule that was removed',
    PODS + TWO_RULES,
    PODS + BY_LABEL,
    ['closes: ingress rule 2 was removed from shop/db @ old.yaml:32:5'],
  ],
  [
    'a rule that was changed, on both sides of the change',
    PODS + BY_LABEL,
    PODS + BY_LABEL.replace('5432', '5433'),
    [
      'opens: ingress rule 1 of shop/db was changed @ new.yaml:30:5',
      'closes: ingress rule 1 of shop/db was changed @ new.yaml:30:5',
    ],
  ],
  [
    'a policy that is new and isolates',
    PODS,
    PODS + CLOSED,
    ['closes: shop/db is new and isolates shop/deploy/db for ingress @ new.yaml:28:3'],
  ],
  [
    'a policy that isolated and was removed',
    PODS + CLOSED,
    PODS,
    ['opens: shop/db, which isolated shop/deploy/db for ingress, was removed @ old.yaml:28:3'],
  ],
  [
    'a policy that no longer selects the pod',
    PODS + CLOSED,
    PODS + OTHER_SUBJECT,
    ['opens: shop/db no longer isolates shop/deploy/db for ingress @ new.yaml:28:3'],
  ],
  [
    'a policy that now selects the pod',
    PODS + OTHER_SUBJECT,
    PODS + CLOSED,
    ['closes: shop/db now isolates shop/deploy/db for ingress @ new.yaml:28:3'],
  ],
  [
    'a policy whose types were changed',
    PODS + CLOSED,
    PODS + EGRESS_ONLY,
    [
      'opens: shop/db no longer isolates shop/deploy/db for ingress: it has nothing to say of ingress @ new.yaml:28:3',
    ],
  ],
  [
    'labels of the peer',
    PODS + BY_LABEL,
    PODS.replaceAll('app: web', 'app: www') + BY_LABEL,
    ['closes: the labels of shop/deploy/web changed: app=web became app=www @ new.yaml:9:16'],
  ],
  [
    'labels of the pod that a policy selects',
    PODS + CLOSED,
    PODS.replaceAll('app: db', 'tier: db') + CLOSED,
    ['opens: the labels of shop/deploy/db changed: app=db is gone @ new.yaml:20:7'],
  ],
  [
    'labels of the namespace',
    TEAM.replace('team: shop', 'team: sh0p') + PODS + BY_TEAM,
    TEAM + PODS + BY_TEAM,
    ['opens: the labels of namespace shop changed: team=sh0p became team=shop @ new.yaml:6:3'],
  ],
  [
    'the port that a name stands for',
    PODS + BY_NAME,
    PODS.replace('containerPort: 5432', 'containerPort: 5433') + BY_NAME,
    [
      'opens: the named ports of shop/deploy/db changed: pg:5432/TCP became pg:5433/TCP @ new.yaml:22:7',
      'closes: the named ports of shop/deploy/db changed: pg:5432/TCP became pg:5433/TCP @ new.yaml:22:7',
    ],
  ],
  [
    'a pod that moved into the host network',
    PODS + CLOSED,
    PODS.replace(/(name: db[^]*)(containers)/, '$1hostNetwork: true\n      $2') + CLOSED,
    ["opens: shop/deploy/db now uses its node's network @ new.yaml:22:7"],
  ],
  [
    'a new policy of administrators that denies',
    PODS,
    PODS + ADMIN('Deny'),
    [
      'closes: AdminNetworkPolicy tenants is new: its ingress rule 1 (to-db) denies it @ new.yaml:31:5',
    ],
  ],
  [
    'an action that was changed',
    PODS + ADMIN('Deny'),
    PODS + ADMIN('Allow'),
    ['opens: ingress rule 1 (to-db) of AdminNetworkPolicy tenants was changed @ new.yaml:31:5'],
  ],
  [
    'a rule that passes what another denies',
    PODS + ADMIN('Deny'),
    PODS + ADMIN('Pass'),
    ['opens: ingress rule 1 (to-db) of AdminNetworkPolicy tenants was changed @ new.yaml:31:5'],
  ],
];

describe('the cause of a change is', () => {
  test.each(CASES)('%s', (_name, older, newer, causes) => {
    const { changes } = diffOf(older, newer);
    const pair = changes.filter(
      ({ from, to }) => from.text === 'shop/deploy/web' && to.text === 'shop/deploy/db',
    );
    expect(pair).toHaveLength(1);
    const told = pair[0]!.causes.map(({ effect, text, place }) => {
      return `${effect}: ${text}${place === null ? '' : ` @ ${diffPlaceText(place)}`}`;
    });
    expect(told).toEqual(causes);
  });
});

test('every change has a cause, and none is told twice', () => {
  for (const [, older, newer] of CASES) {
    for (const { causes } of diffOf(older, newer).changes) {
      expect(causes.length).toBeGreaterThan(0);
      expect(new Set(causes.map(({ effect, text }) => effect + text)).size).toBe(causes.length);
    }
  }
});

test('a place that is only in a git revision says so', () => {
  const { changes } = diffOf(PODS + CLOSED, PODS, {}, undefined, 'HEAD~1');
  expect(diffPlaceText(changes[0]!.causes[0]!.place!)).toBe('HEAD~1:old.yaml:28:3');
});
