import { describe, expect, test } from 'vitest';
import { linesOf, loadTexts } from './support/load-text.ts';

/** What is said of an object in flow style: without its place, and without its code. */
function saidOf(text: string, lenientCidr = false): string[] {
  const loaded = loadTexts([`# flow style\n${text}`], { lenientCidr });
  return linesOf(loaded).map((line) => line.replace(/^\S+: /, '').replace(/ \[[a-z-]+\]$/, ''));
}

const networkPolicy = (spec: string): string =>
  `{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p}, spec: ${spec}}`;

describe('an object with a value of a wrong type is not judged any further', () => {
  test.each([
    ['networking.k8s.io/v1', 'NetworkPolicy', '{ingress: {}, policyTypes: [Both]}'],
    ['v1', 'Pod', '{containers: [{ports: [{containerPort: 0}]}], hostNetwork: 1}'],
    ['v1', 'Service', '{type: Other, ports: {}}'],
    ['v1', 'ReplicationController', '{replicas: a}'],
    ['apps/v1', 'Deployment', '{replicas: a}'],
    ['batch/v1', 'Job', '{completions: a, parallelism: -1, template: {spec: {containers: [{}]}}}'],
    ['batch/v1', 'CronJob', '{suspend: 1, jobTemplate: {spec: {parallelism: -1}}}'],
  ])('%s %s with spec %s', (apiVersion, kind, spec) => {
    const lines = saidOf(`{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {}, spec: ${spec}}`);
    expect(lines).toEqual([expect.stringContaining('cannot unmarshal')]);
  });

  test.each([
    ['v1', 'Namespace', 'metadata: {name: A, labels: 1}'],
    ['v1', 'Node', 'metadata: {name: "-"}, status: {addresses: {}}'],
    ['discovery.k8s.io/v1', 'EndpointSlice', 'metadata: {name: e}, endpoints: {}'],
  ])('%s %s with %s', (apiVersion, kind, fields) => {
    expect(saidOf(`{apiVersion: ${apiVersion}, kind: ${kind}, ${fields}}`)).toEqual([
      expect.stringContaining('cannot unmarshal'),
    ]);
  });
});

describe('a NetworkPolicy', () => {
  test.each([
    '{ingress: null, egress: null, policyTypes: null}',
    '{podSelector: {matchExpressions: [{key: a, operator: In, values: [null]}]}}',
  ])('with spec %s loads without a word', (spec) => {
    expect(saidOf(networkPolicy(spec))).toEqual([]);
  });

  test.each([
    [
      '{ipBlock: {cidr: 10.0.0.0/8}, namespaceSelector: {}}',
      'Forbidden: may not specify both ipBlock and another peer',
    ],
    [
      '{ipBlock: {cidr: x, except: [10.0.0.0/8]}}',
      'Invalid value: "x": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
    ],
    [
      '{ipBlock: {cidr: "2001:db8::"}}',
      'Invalid value: "2001:db8::": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64); a single address is "2001:db8::/128"',
    ],
  ])('with the peer %s is refused', (peer, message) => {
    expect(saidOf(networkPolicy(`{ingress: [{from: [${peer}]}]}`))).toEqual([
      expect.stringMatching(/^spec\.ingress\[0\]\.from\[0\]/),
    ]);
    expect(saidOf(networkPolicy(`{ingress: [{from: [${peer}]}]}`))[0]).toContain(message);
  });

  test.each([
    ['8--0a', 'must not contain consecutive hyphens'],
    ['a--80', 'must not contain consecutive hyphens'],
  ])('with the port %s is refused, and no number is proposed', (port, message) => {
    expect(saidOf(networkPolicy(`{ingress: [{ports: [{port: ${port}}]}]}`))).toEqual([
      `spec.ingress[0].ports[0].port: Invalid value: "${port}": ${message}`,
    ]);
  });
});

test.each([
  [
    '2001:db8::1/64',
    ['is ambiguous in this context (should be "2001:db8::/64" or "2001:db8::1/128"?)'],
  ],
  [
    '010.0.0.5/8',
    [
      'is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.5/32"?)',
      'non-standard CIDR value "010.0.0.5/8" is invalid: use "10.0.0.0/8"',
    ],
  ],
])('%s is read leniently with a warning of each oddity', (cidr, messages) => {
  const lines = saidOf(networkPolicy(`{egress: [{to: [{ipBlock: {cidr: "${cidr}"}}]}]}`), true);
  expect(lines).toEqual(messages.map((message) => expect.stringContaining(message) as string));
});
