import { describe, expect, test } from 'vitest';
import { classify } from '../../src/load/registry.ts';
import { linesOf, loadTexts } from './support/load-text.ts';

/** What becomes of an object: `read`, `foreign`, `ignored`, or the hint with which it is refused. */
function fateOf(apiVersion: string, kind: string): string {
  const found = classify(apiVersion, kind);
  return found.kind === 'refused' ? found.hint : found.kind;
}

describe('policies that others decide by are named, never passed over', () => {
  test.each([
    ['projectcalico.org/v3', 'NetworkPolicy'],
    ['projectcalico.org/v3', 'Tier'],
    ['crd.projectcalico.org/v1', 'GlobalNetworkPolicy'],
    ['cilium.io/v2', 'CiliumClusterwideNetworkPolicy'],
    ['crd.antrea.io/v1beta1', 'ClusterNetworkPolicy'],
    ['k8s.ovn.org/v1', 'EgressFirewall'],
    ['network.openshift.io/v1', 'EgressNetworkPolicy'],
    ['k8s.cni.cncf.io/v1beta1', 'MultiNetworkPolicy'],
    ['networking.k8s.aws/v1alpha1', 'ApplicationNetworkPolicy'],
    ['networking.gke.io/v1alpha1', 'FQDNNetworkPolicy'],
    ['crd.nsx.vmware.com/v1alpha1', 'SecurityPolicy'],
    ['security.istio.io/v1', 'AuthorizationPolicy'],
    ['security.istio.io/v1', 'PeerAuthentication'],
    ['policy.linkerd.io/v1beta1', 'Server'],
    ['consul.hashicorp.com/v1alpha1', 'ServiceIntentions'],
    ['kuma.io/v1alpha1', 'MeshTrafficPermission'],
    ['nobody.example.com/v1', 'OurNetworkPolicy'],
    ['nobody.example.com/v1', 'networkpolicy'],
  ])('%s %s', (apiVersion, kind) => {
    expect(fateOf(apiVersion, kind)).toBe('foreign');
  });
});

test.each([
  ['cilium.io/v2', 'CiliumNode', 'ignored'],
  ['security.istio.io/v1', 'RequestAuthentication', 'ignored'],
  ['nobody.example.com/v1', 'NetworkPolicyReport', 'ignored'],
  ['nobody.example.com/v1', 'Pod', 'ignored'],
  ['v1', 'ConfigMap', 'ignored'],
  ['v1', 'Pdo', 'did you mean kind "Pod"?'],
  ['v1', 'Pd', 'did you mean kind "Pod"?'],
  ['v1', 'P', 'ignored'],
  ['v1', 'Jobs', 'ignored'],
  ['v1', 'Event', 'ignored'],
  ['v1', 'pod', 'did you mean kind "Pod"?'],
  ['apps/v1', 'Deploymnet', 'did you mean kind "Deployment"?'],
  ['batch/v1', 'Deploymnet', 'ignored'],
  ['extensions/v1beta1', 'NetworkPolicy', /is no longer served: use .* networking\.k8s\.io\/v1$/],
  ['apps/v1beta2', 'Deployment', /is no longer served/],
  ['batch/v2alpha1', 'CronJob', /is no longer served/],
  ['apps/v3', 'Deployment', /is not one of Kubernetes: use apiVersion: apps\/v1$/],
  ['my-extensions/v1', 'Deployment', /is not one of Kubernetes/],
  [
    'policy.networking.k8s.io/v1beta1',
    'AdminNetworkPolicy',
    'netpol reads AdminNetworkPolicy of policy.networking.k8s.io/v1alpha1',
  ],
])('%s %s is: %s', (apiVersion, kind, expected) => {
  expect(fateOf(apiVersion, kind)).toMatch(expected);
});

test.each([
  ['{kind: NetworkPolicy, metadata: {name: a, namespace: b}}', 'b', 'a'],
  ['{kind: NetworkPolicy, metadata: {generateName: a-}}', 'default', 'a-'],
  ['{kind: NetworkPolicy, metadata: {name: 1}}', 'default', ''],
  ['{kind: NetworkPolicy, metadata: 1}', 'default', ''],
  ['{kind: NetworkPolicy}', 'default', ''],
  ['{kind: GlobalNetworkPolicy, metadata: {name: a}}', null, 'a'],
  ['{kind: Tier, metadata: {name: a}}', null, 'a'],
])('of the foreign %s the namespace %s and the name %j are kept', (text, namespace, name) => {
  const loaded = loadTexts([
    `# flow style\n${text.replace('{', '{apiVersion: projectcalico.org/v3, ')}`,
  ]);
  expect(loaded.cluster.foreignPolicies).toMatchObject([{ namespace, name }]);
});

describe('a policy of v1alpha1', () => {
  test.each(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'])('%s needs a spec', (kind) => {
    const text = `# flow style\n{apiVersion: policy.networking.k8s.io/v1alpha1, kind: ${kind}, metadata: {name: default}}`;
    expect(linesOf(loadTexts([text]))).toEqual([
      expect.stringMatching(/: spec: Required value \[field-required\]$/),
    ]);
  });

  test.each(['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy'])(
    '%s with a value of a wrong type is not judged any further',
    (kind) => {
      const text = `# flow style\n{apiVersion: policy.networking.k8s.io/v1alpha1, kind: ${kind}, metadata: {name: A}, spec: {subject: 1}}`;
      const lines = linesOf(loadTexts([text]));
      expect(lines).toEqual([expect.stringContaining('[type-mismatch]')]);
    },
  );
});
