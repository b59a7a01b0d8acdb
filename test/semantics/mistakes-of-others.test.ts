import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import { hasErrors, loadFiles, type Loaded } from '../../src/load/load.ts';
import { ask } from '../../src/query/ask.ts';

// What evaluators, linters and simulators of NetworkPolicies have got wrong.

const PODS = `
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web, a: "1"}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 80}]}]}
status: {podIP: 10.0.0.1}
---
apiVersion: v1
kind: Pod
metadata: {name: db, namespace: shop, labels: {app: db, b: "1"}}
spec: {containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
status: {podIP: 10.0.0.2}
---
apiVersion: v1
kind: Pod
metadata: {name: web, namespace: other, labels: {app: web}}
spec: {containers: [{name: c}]}
status: {podIP: 10.0.1.1}
---
{apiVersion: v1, kind: Namespace, metadata: {name: other, labels: {team: other}}}
`;

function policy(spec: string): string {
  return `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: ${spec}\n`;
}

function load(...texts: string[]): Loaded {
  const files = [PODS, ...texts].map((text, i) => ({ name: `${String(i)}.yaml`, text }));
  return loadFiles(files.map((file) => ({ file, explicit: true })));
}

function verdict(loaded: Loaded, from: string, to: string, port: string): string {
  expect(loaded.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const question = { from, to, ports: [port], namespace: 'default', family: null };
  const asked = ask(createEngine(loaded.cluster), question);
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.answer.verdict;
}

type Row = readonly [
  mistake: string,
  spec: string,
  from: string,
  to: string,
  port: string,
  right: 'allowed' | 'denied',
];

const ROWS: readonly Row[] = [
  // Selectors
  [
    'NotIn was taken for no match where the key is absent',
    '{podSelector: {}, ingress: [{from: [{podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}}]}]}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'NotIn was taken for no match where the subject lacks the key',
    '{podSelector: {matchExpressions: [{key: tier, operator: NotIn, values: [x]}]}}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'an empty value in matchLabels was matched by pods without the label',
    '{podSelector: {matchLabels: {tier: ""}}}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'matchExpressions of the subject were ignored',
    '{podSelector: {matchExpressions: [{key: app, operator: In, values: [nobody]}]}}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'an empty podSelector was taken for one that selects nothing',
    '{podSelector: {}}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'entries of matchLabels were matched one by one on different pods',
    '{podSelector: {matchLabels: {a: "1", b: "1"}}}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'an empty namespaceSelector was taken for no namespace',
    '{podSelector: {}, ingress: [{from: [{namespaceSelector: {}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'the namespaceSelector beside a podSelector was ignored',
    '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: nobody}}, podSelector: {matchLabels: {app: web}}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    "a peer in another namespace was looked up in the policy's own",
    '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {team: other}}, podSelector: {matchLabels: {app: web}}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'a lone podSelector was matched by pods of other namespaces',
    '{podSelector: {}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'kubernetes.io/metadata.name was missing where the manifest did not write it',
    '{podSelector: {}, ingress: [{from: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: other}}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'allowed',
  ],
  // Isolation
  [
    'a policy without policyTypes and rules was taken for no policy',
    '{podSelector: {}}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'an empty list of rules was taken for a rule that allows everything',
    '{podSelector: {}, ingress: []}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'an empty list of egress rules was taken for a rule that allows everything',
    '{podSelector: {}, policyTypes: [Egress], egress: []}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'policyTypes in the order Egress, Ingress were refused',
    '{podSelector: {}, policyTypes: [Egress, Ingress]}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'ingress rules beside policyTypes of Egress were refused',
    '{podSelector: {}, policyTypes: [Egress], ingress: [{}], egress: [{}]}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'an allowed way out was reported although the way in was isolated',
    '{podSelector: {matchLabels: {app: db}}}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'a pod was denied to itself',
    '{podSelector: {}, policyTypes: [Ingress, Egress]}',
    'shop/web',
    'shop/web',
    '80',
    'allowed',
  ],
  // Peers
  [
    'a rule without from was taken for a rule that nobody matches',
    '{podSelector: {}, ingress: [{ports: [{port: 80}]}]}',
    'shop/web',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'an empty from was taken for a rule that nobody matches',
    '{podSelector: {}, ingress: [{from: []}]}',
    '203.0.113.9',
    'shop/db',
    '80',
    'allowed',
  ],
  [
    'except was compared as text',
    '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0, except: [10.0.0.0/8]}}]}]}',
    '10.9.9.9',
    'shop/db',
    '80',
    'denied',
  ],
  [
    "a block inside a rule's block was not found in it",
    '{podSelector: {}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 172.16.0.0/12}}]}]}',
    'shop/web',
    '172.16.0.0/24',
    '443',
    'allowed',
  ],
  [
    'an ipBlock was never matched by the address of a pod',
    '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.1.0/24}}]}]}',
    'other/web',
    'shop/db',
    '80',
    'allowed',
  ],
  // Ports
  [
    'an item of protocol UDP without a port allowed TCP',
    '{podSelector: {}, ingress: [{ports: [{protocol: UDP}]}]}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'a named port of an ingress rule was resolved on the source',
    '{podSelector: {}, ingress: [{ports: [{port: http}]}]}',
    'shop/web',
    'shop/db',
    '80',
    'denied',
  ],
  [
    'a named port was matched by any number',
    '{podSelector: {}, ingress: [{ports: [{port: http}]}]}',
    'shop/web',
    'shop/db',
    '81',
    'denied',
  ],
  [
    'a named port was never matched',
    '{podSelector: {}, ingress: [{ports: [{port: http}]}]}',
    'shop/web',
    'shop/db',
    '8080',
    'allowed',
  ],
  [
    'a named port was matched by another protocol',
    '{podSelector: {}, ingress: [{ports: [{port: http, protocol: UDP}]}]}',
    'shop/web',
    'shop/db',
    '8080',
    'denied',
  ],
  [
    'a named port beside an ipBlock was refused',
    '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}], ports: [{port: http}]}]}',
    'shop/web',
    'shop/db',
    '8080',
    'allowed',
  ],
  [
    'a named port in egress without to was ignored',
    '{podSelector: {}, policyTypes: [Egress], egress: [{ports: [{port: http}]}]}',
    'shop/web',
    'shop/db',
    '8080',
    'allowed',
  ],
  [
    'a protocol in lower case made the question skip every port',
    '{podSelector: {}, ingress: [{ports: [{port: 80}]}]}',
    'shop/web',
    'shop/db',
    '80/tcp',
    'allowed',
  ],
  [
    'endPort was ignored',
    '{podSelector: {}, ingress: [{ports: [{port: 80, endPort: 90}]}]}',
    'shop/web',
    'shop/db',
    '85',
    'allowed',
  ],
];

describe('the right verdict where', () => {
  test.each(ROWS)('%s', (_mistake, spec, from, to, port, right) => {
    expect(verdict(load(policy(spec)), from, to, port)).toBe(right);
  });
});

describe('no verdict, but an error, where others went on', () => {
  test.each([
    [
      'a CIDR that cannot be read',
      policy('{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/33}}]}]}'),
    ],
    [
      'an operator that does not exist',
      policy('{podSelector: {matchExpressions: [{key: a, operator: in, values: [b]}]}}'),
    ],
    ['an empty peer', policy('{podSelector: {}, ingress: [{from: [{}]}]}')],
    [
      'an ipBlock beside a selector',
      policy(
        '{podSelector: {}, ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}, podSelector: {}}]}]}',
      ),
    ],
    ['a misspelt podSelector', policy('{podSelecter: {}}')],
    [
      'a misspelt from, which would open the rule',
      policy('{podSelector: {}, ingress: [{form: [{podSelector: {}}]}]}'),
    ],
    [
      'a number in quotes as a port',
      policy('{podSelector: {}, ingress: [{ports: [{port: "80"}]}]}'),
    ],
    ['a file that is no YAML beside one that is', 'a: [\n'],
    [
      'a second document that is wrong',
      `${policy('{podSelector: {}}')}---\n${policy('{podSelector: 7}')}`,
    ],
  ])('%s', (_, text) => {
    expect(hasErrors(load(text))).toBe(true);
  });
});

describe('no denial, and no finding, where others saw one', () => {
  test('a NetworkPolicy of another API group is not taken for a NetworkPolicy, and is not forgotten', () => {
    const loaded = load(
      'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: {name: p, namespace: shop}\nspec: {selector: all()}\n',
    );
    expect(verdict(loaded, 'shop/web', 'shop/db', '80')).toBe('allowed');
    expect(loaded.diagnostics.map(({ severity }) => severity)).toContain('warning');
    expect(loaded.cluster.foreignPolicies).toHaveLength(1);
  });

  test('policies without the pods that they select are loaded without complaint', () => {
    const files = [
      { name: 'policy.yaml', text: policy('{podSelector: {matchLabels: {app: web}}}') },
    ];
    expect(loadFiles(files.map((file) => ({ file, explicit: true }))).diagnostics).toEqual([]);
  });

  test('a pod that no policy names is not isolated by rules that mention its labels', () => {
    const loaded = load(
      policy(
        '{podSelector: {matchLabels: {app: db}}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}',
      ),
    );
    expect(verdict(loaded, 'other/web', 'shop/web', '80')).toBe('allowed');
  });

  test('pods of one owner with different labels are judged one by one', () => {
    const owned = (name: string, label: string): string =>
      `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: shop, labels: {v: ${label}}, ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: rs, uid: u, controller: true}]}\nspec: {containers: [{name: c}]}\n`;
    const loaded = load(
      `${owned('rs-1', 'one')}---\n${owned('rs-2', 'two')}`,
      policy('{podSelector: {matchLabels: {v: one}}}'),
    );
    expect(verdict(loaded, '203.0.113.9', 'shop/rs-1', '80')).toBe('denied');
    expect(verdict(loaded, '203.0.113.9', 'shop/rs-2', '80')).toBe('allowed');
  });

  test('every document of a file counts', () => {
    const text = `${policy('{podSelector: {}}')}---\n${policy('{podSelector: {}, ingress: [{}]}').replace('name: p', 'name: q')}`;
    expect(verdict(load(text), 'shop/web', 'shop/db', '80')).toBe('allowed');
  });

  test('a policy without a namespace is in the namespace of -n', () => {
    const pod =
      '{apiVersion: v1, kind: Pod, metadata: {name: db}, spec: {containers: [{name: c}]}}\n';
    const text = `${pod}---\n${policy('{podSelector: {}}').replace(', namespace: shop', '')}`;
    const inputs = [{ file: { name: 'chart.yaml', text }, explicit: true }];
    const loaded = loadFiles(inputs, { namespace: 'team' });
    expect(verdict(loaded, '203.0.113.9', 'team/db', '80')).toBe('denied');
  });
});
