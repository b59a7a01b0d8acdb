import fc, { type Arbitrary } from 'fast-check';
import type { Cluster } from '../../src/model/cluster.ts';
import { NAMESPACE_NAME_LABEL, type Namespace, type Pod } from '../../src/model/objects.ts';
import type { Policy } from '../../src/model/policy.ts';
import { scenarios, type Kinds, type Scenario } from '../oracle/generate.ts';
import { makeCluster } from '../support/builders.ts';

/** Two versions of a random cluster. */
export interface Versions {
  readonly older: Cluster;
  readonly newer: Cluster;
  readonly options: Scenario['options'];
}

const MUTATIONS = [
  'policy',
  'policy-added',
  'rules',
  'policy-removed',
  'rule-removed',
  'labels',
  'namespace',
  'namespace',
  'namespace',
  'ports',
  'addresses',
  'host-network',
  'pod-removed',
  'pod-added',
] as const;

interface Mutation {
  readonly kind: (typeof MUTATIONS)[number];
  readonly at: number;
}

const mutation: Arbitrary<Mutation> = fc.record({
  kind: fc.constantFrom(...MUTATIONS),
  at: fc.nat({ max: 59 }),
});

/** A random cluster and one that was made from it by a few edits, whose new content is another's. */
export function versions(kinds: Kinds): Arbitrary<Versions> {
  return fc
    .tuple(
      scenarios(kinds, 1),
      scenarios(kinds, 1),
      fc.array(mutation, { minLength: 1, maxLength: 3 }),
    )
    .map(([scenario, other, mutations]) => ({
      older: scenario.cluster,
      newer: mutations.reduce(
        (cluster, one) => mutate(cluster, other.cluster, one),
        scenario.cluster,
      ),
      options: scenario.options,
    }));
}

function mutate(cluster: Cluster, other: Cluster, { kind, at }: Mutation): Cluster {
  const parts = {
    namespaces: [...cluster.namespaces.values()],
    nodes: [...cluster.nodes.values()],
    pods: [...cluster.pods.values()].flat(),
    policies: [...cluster.policies.values()].flat(),
  };
  const others = [...other.pods.values()].flat();
  const policies = [...other.policies.values()].flat();
  const policy = policies[at % Math.max(policies.length, 1)];
  const from = others[at % Math.max(others.length, 1)];
  const changePod = (change: (pod: Pod) => Pod): Cluster =>
    makeCluster({ ...parts, pods: replaceAt(parts.pods, at, change) });
  switch (kind) {
    case 'policy':
      if (policy === undefined) return cluster;
      return makeCluster({ ...parts, policies: replaceAt(parts.policies, at, () => policy) });
    case 'policy-added':
      if (policy === undefined) return cluster;
      return makeCluster({
        ...parts,
        policies: [...parts.policies, { ...policy, name: `added-${String(at)}` }],
      });
    case 'rules':
      if (policy === undefined) return cluster;
      return makeCluster({
        ...parts,
        policies: replaceAt(parts.policies, at, (own) =>
          own.tier === policy.tier
            ? { ...own, ingress: policy.ingress, egress: policy.egress }
            : own,
        ),
      });
    case 'policy-removed':
      return makeCluster({ ...parts, policies: without(parts.policies, at) });
    case 'rule-removed':
      return makeCluster({ ...parts, policies: replaceAt(parts.policies, at, withoutRule) });
    case 'labels':
      return changePod((pod) => ({ ...pod, labels: from?.labels ?? new Map() }));
    case 'ports':
      return changePod((pod) => ({ ...pod, ports: from?.ports ?? [] }));
    case 'addresses':
      return changePod((pod) =>
        pod.identity === 'exact' ? { ...pod, addresses: from?.addresses ?? null } : pod,
      );
    case 'host-network':
      return changePod((pod) => ({ ...pod, hostNetwork: !pod.hostNetwork }));
    case 'namespace': {
      const known =
        from === undefined ? [] : [...from.labels].filter(([, value]) => value !== null);
      const change = (own: Namespace): Namespace => ({
        ...own,
        labels: new Map([...known, [NAMESPACE_NAME_LABEL, own.name]]),
      });
      return makeCluster({ ...parts, namespaces: replaceAt(parts.namespaces, at, change) });
    }
    case 'pod-removed':
      return makeCluster({ ...parts, pods: without(parts.pods, at) });
    case 'pod-added': {
      if (from === undefined) return cluster;
      const name = `added-${String(parts.pods.length)}`;
      const workload = from.workload === null ? null : { ...from.workload, name };
      return makeCluster({ ...parts, pods: [...parts.pods, { ...from, name, workload }] });
    }
  }
}

function withoutRule(policy: Policy): Policy {
  const cut = <T>({ rules, ...rest }: { readonly rules: readonly T[] } & { applies: boolean }) => ({
    ...rest,
    rules: rules.slice(0, -1),
  });
  return { ...policy, ingress: cut(policy.ingress), egress: cut(policy.egress) };
}

function replaceAt<T>(list: readonly T[], at: number, change: (item: T) => T): T[] {
  return list.map((item, index) => (index === at % list.length ? change(item) : item));
}

function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, index) => index !== at % list.length);
}
