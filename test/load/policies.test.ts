import { describe, expect, test } from 'vitest';
import { formatSelector } from '../../src/model/labels.ts';
import type { Policy } from '../../src/model/policy.ts';
import { hasErrors } from '../../src/load/load.ts';
import { linesOf, loadTexts } from './support/load-text.ts';

/** The policy with this spec, given in flow style. */
function policyOf(spec: string): Policy {
  const text = `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: ${spec}}`;
  const loaded = loadTexts([`# flow style\n${text}`]);
  expect(hasErrors(loaded), linesOf(loaded).join('\n')).toBe(false);
  const policy = loaded.cluster.policies.get('shop')?.[0];
  if (policy === undefined) throw new Error('no policy');
  return policy;
}

describe('policyTypes', () => {
  test.each([
    ['null', true, false, true],
    ['{}', true, false, true],
    ['{policyTypes: []}', true, false, true],
    ['{egress: []}', true, false, true],
    ['{egress: [{}]}', true, true, true],
    ['{policyTypes: [Egress]}', false, true, false],
    ['{policyTypes: [Ingress], egress: [{}]}', true, false, false],
    ['{policyTypes: [Egress, Ingress]}', true, true, false],
    ['{policyTypes: [Egress, Egress], ingress: [{}]}', false, true, false],
  ])('of spec %s: ingress %s, egress %s, defaulted %s', (spec, ingress, egress, defaulted) => {
    const policy = policyOf(spec);
    expect([policy.ingress.applies, policy.egress.applies, policy.directionsDefaulted]).toEqual([
      ingress,
      egress,
      defaulted,
    ]);
  });
});

describe('rules', () => {
  test.each(['{}', 'null', '{from: []}', '{from: null, ports: null}', '{ports: []}'])(
    'the rule %s names no peer and no port',
    (rule) => {
      expect(policyOf(`{ingress: [${rule}]}`).ingress.rules).toMatchObject([
        { index: 0, action: 'Accept', peers: null, ports: null, path: ['spec', 'ingress', 0] },
      ]);
    },
  );

  test('absent, null and empty lists of rules are no rules', () => {
    for (const spec of ['{}', '{ingress: null}', '{ingress: []}']) {
      expect(policyOf(spec).ingress.rules).toEqual([]);
    }
  });
});

describe('peers', () => {
  const peer = (text: string): unknown =>
    policyOf(`{ingress: [{from: [${text}]}]}`).ingress.rules[0]?.peers?.[0];
  const empty = { requirements: [] };

  test.each([
    ['{podSelector: {}}', { namespaces: { kind: 'own', namespace: 'shop' }, pods: empty }],
    [
      '{podSelector: {}, namespaceSelector: null}',
      { namespaces: { kind: 'own', namespace: 'shop' }, pods: empty },
    ],
    ['{namespaceSelector: {}}', { namespaces: { kind: 'selected', selector: empty }, pods: null }],
    [
      '{namespaceSelector: {}, podSelector: null}',
      { namespaces: { kind: 'selected', selector: empty }, pods: null },
    ],
    [
      '{namespaceSelector: {}, podSelector: {}}',
      { namespaces: { kind: 'selected', selector: empty }, pods: empty },
    ],
  ])('%s', (text, expected) => {
    expect(peer(text)).toMatchObject({
      kind: 'pods',
      path: ['spec', 'ingress', 0, 'from', 0],
      ...expected,
    });
  });

  test('an ipBlock keeps its text and the place of each part', () => {
    expect(peer('{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}')).toMatchObject({
      kind: 'ipBlock',
      cidr: { text: '10.0.0.0/8', path: ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'cidr'] },
      except: [
        { text: '10.1.0.0/16', path: ['spec', 'ingress', 0, 'from', 0, 'ipBlock', 'except', 0] },
      ],
    });
  });
});

describe('ports', () => {
  const port = (text: string): unknown =>
    policyOf(`{ingress: [{ports: [${text}]}]}`).ingress.rules[0]?.ports?.[0];

  test.each([
    ['{}', { kind: 'range', protocol: 'TCP', first: 1, last: 65535, protocolDefaulted: true }],
    ['null', { kind: 'range', protocol: 'TCP', first: 1, last: 65535, protocolDefaulted: true }],
    [
      '{protocol: UDP}',
      { kind: 'range', protocol: 'UDP', first: 1, last: 65535, protocolDefaulted: false },
    ],
    [
      '{protocol: null, port: 80}',
      { kind: 'range', protocol: 'TCP', first: 80, last: 80, protocolDefaulted: true },
    ],
    ['{port: 80, endPort: 90}', { kind: 'range', first: 80, last: 90 }],
    ['{port: 80, endPort: 80}', { kind: 'range', first: 80, last: 80 }],
    ['{port: http}', { kind: 'named', name: 'http', protocol: 'TCP', protocolDefaulted: true }],
    ['{port: e3}', { kind: 'named', name: 'e3' }],
    ['{port: 0x50}', { first: 80, last: 80 }],
    ['{port: 0120}', { first: 80, last: 80 }],
    ['{port: 80.0}', { first: 80, last: 80 }],
    ['{port: 8e1}', { first: 80, last: 80 }],
    ['{port: 8_0}', { first: 80, last: 80 }],
    ['{port: 09}', { first: 9, last: 9 }],
  ])('%s', (text, expected) => {
    expect(port(text)).toMatchObject(expected);
  });
});

describe('selectors', () => {
  test.each([
    ['{matchLabels: {app: web}}', 'app=web'],
    ['{matchLabels: {app: ""}}', 'app='],
    ['{matchLabels: {app: }}', 'app='],
    ['{matchLabels: {app: tRue, b: nULL}}', 'app=tRue,b=nULL'],
    ['{matchLabels: {on: x, 1: a}}', '1=a,true=x'],
    [
      '{matchExpressions: [{key: a, operator: NotIn, values: [v, w]}, {key: a, operator: Exists, values: null}]}',
      'a notin (v,w),a',
    ],
    ['{matchLabels: null, matchExpressions: []}', '<all>'],
    ['{}', '<all>'],
  ])('%s is %s', (text, expected) => {
    const { pods } = policyOf(`{podSelector: ${text}}`).subject;
    expect(pods && formatSelector(pods)).toBe(expected);
  });

  test('a podSelector that is absent or null selects every pod', () => {
    expect(policyOf('{}').subject).toEqual({
      namespaces: { kind: 'own', namespace: 'shop' },
      pods: null,
    });
    expect(policyOf('{podSelector: null}').subject.pods).toBeNull();
  });

  test('keys of the prototype are labels like any other', () => {
    const { pods } = policyOf(
      '{podSelector: {matchLabels: {constructor: v, toString: w}}}',
    ).subject;
    expect(pods && formatSelector(pods)).toBe('constructor=v,toString=w');
  });
});
