import { describe, expect, test } from 'vitest';
import { explain } from './support.ts';

const pod = (path: string, spec: string): string => {
  const [namespace, name] = path.split('/');
  return `apiVersion: v1
kind: Pod
metadata: {name: ${String(name)}, namespace: ${String(namespace)}, labels: {app: ${String(name)}}}
spec: {${spec}containers: [{name: main}]}
`;
};
const NODE = 'apiVersion: v1\nkind: Node\nmetadata: {name: n1}\n';
const DENY = (direction: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: deny, namespace: shop}
spec: {podSelector: {}, policyTypes: [${direction}]}
`;
const on = (node: string | null): string => (node === null ? '' : `nodeName: ${node}, `);

/** The outcomes as they are printed: the facts, then the verdict. */
function outcomesOf(documents: readonly string[], from: string, to: string) {
  const { verdict, unknown, cases } = explain(
    { 'all.yaml': documents.join('---\n') },
    { from, to, ports: ['80'] },
  );
  return {
    verdict,
    missing: unknown?.missing.map(({ text }) => text) ?? [],
    outcomes: (unknown?.outcomes ?? []).map(
      ({ when, verdict: own }) => `${when.map((all) => all.join(' and ')).join(' or ')}: ${own}`,
    ),
    because: [cases[0]?.egress?.because, cases[0]?.ingress?.because].join('\n'),
  };
}

describe('a pod whose own node may always reach it, and what the input tells of the nodes', () => {
  test.each([
    ['neither node', null, null, 'unknown', 'the node of shop/web'],
    ['only the node of the pod', null, 'n1', 'unknown', 'n1, the node of shop/web'],
  ])('%s: the source may be there', (_name, source, destination, verdict, where) => {
    const documents = [
      pod('ops/agent', `hostNetwork: true, ${on(source)}`),
      pod('shop/web', on(destination)),
      DENY('Ingress'),
    ];
    const found = outcomesOf(documents, 'ops/agent', 'shop/web');
    expect(found.verdict).toBe(verdict);
    expect(found.outcomes).toEqual([
      `ops/agent runs on ${where}: allowed`,
      'ops/agent runs on another node: denied',
    ]);
  });

  test('only the node of the source: the pod may be there', () => {
    const documents = [
      pod('ops/agent', 'hostNetwork: true, nodeName: n1, '),
      pod('shop/web', ''),
      DENY('Ingress'),
    ];
    expect(outcomesOf(documents, 'ops/agent', 'shop/web').outcomes).toEqual([
      'shop/web runs on n1, the node of ops/agent: allowed',
      'shop/web runs on another node: denied',
    ]);
  });

  test.each([
    ['n1', 'n1', 'allowed'],
    ['n1', 'n2', 'denied'],
  ])('both nodes, %s and %s: nothing is missing', (source, destination, verdict) => {
    const documents = [
      pod('ops/agent', `hostNetwork: true, ${on(source)}`),
      pod('shop/web', on(destination)),
      DENY('Ingress'),
    ];
    expect(outcomesOf(documents, 'ops/agent', 'shop/web')).toMatchObject({ verdict, outcomes: [] });
  });

  test('the other end is a node itself', () => {
    const documents = [NODE, pod('shop/web', ''), DENY('Ingress, Egress')];
    const outcomes = ['shop/web runs on node n1: allowed', 'shop/web runs on another node: denied'];
    expect(outcomesOf(documents, 'node:n1', 'shop/web').outcomes).toEqual(outcomes);
    expect(outcomesOf(documents, 'shop/web', 'node:n1').outcomes).toEqual(outcomes);
  });

  test('the pod is the source, and its node the destination', () => {
    const documents = [
      pod('shop/web', ''),
      pod('ops/agent', 'hostNetwork: true, '),
      DENY('Egress'),
    ];
    const outcomes = outcomesOf(documents, 'shop/web', 'ops/agent').outcomes;
    expect(outcomes[0]).toMatch(/runs on the node of .*: allowed$/);
    expect(outcomes[1]).toMatch(/runs on another node: denied$/);
  });

  test('two unknown nodes are one fact', () => {
    const documents = [
      pod('ops/agent', 'hostNetwork: true, '),
      pod('shop/web', ''),
      DENY('Ingress'),
    ];
    const { missing, because } = outcomesOf(documents, 'ops/agent', 'shop/web');
    expect(missing).toHaveLength(1);
    expect(missing[0]).toMatch(/^whether .* run on the same node$/);
    expect(because).toContain('its own node may always reach it');
    expect(because).toContain(String(missing[0]));
  });
});
