import { describe, expect, test } from 'vitest';
import { Random } from '../../bench/random.ts';
import { makeLandscape } from '../../bench/shapes/landscape.ts';
import { generated, rulesOf, type DumpedPolicy } from './dumped.ts';

/** Which part of the items the condition holds for. */
function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length;
}

function peersOf(policy: DumpedPolicy) {
  return rulesOf(policy).flatMap(({ from, to }) => [...(from ?? []), ...(to ?? [])]);
}

function isNear(actual: number, wanted: number, tolerance: number): void {
  expect(Math.abs(actual - wanted), `${actual} for ${wanted}`).toBeLessThan(tolerance);
}

describe('the realistic shape at 20,000 pods', () => {
  const PODS = 20_000;
  const { namespaces, nodes, pods, policies } = generated(
    'realistic',
    { pods: PODS, policies: 2000 },
    'read',
  );

  test('has about 6.8 pods a workload, most of them few and some very many', () => {
    const replicas = new Map<string, number>();
    for (const { metadata } of pods) {
      const instance = metadata.labels?.['app.kubernetes.io/instance'] ?? '';
      replicas.set(instance, (replicas.get(instance) ?? 0) + 1);
    }
    isNear(PODS / replicas.size, 6.8, 1);
    const counts = [...replicas.values()];
    isNear(
      share(counts, (count) => count === 1),
      0.41,
      0.05,
    );
    expect(Math.max(...counts)).toBeGreaterThan(150);
  });

  test('has nine labels a pod, three or four of which no other workload has', () => {
    const users = new Map<string, Set<string>>();
    for (const { metadata } of pods) {
      const labels = metadata.labels ?? {};
      for (const label of Object.entries(labels).map((pair) => pair.join('='))) {
        const workloads = users.get(label) ?? new Set();
        users.set(label, workloads.add(labels['app.kubernetes.io/instance'] ?? ''));
      }
    }
    const counts = pods.map(({ metadata }) => Object.keys(metadata.labels ?? {}).length);
    expect(new Set(counts)).toEqual(new Set([9]));
    const own = pods.map(({ metadata }) => {
      const labels = Object.entries(metadata.labels ?? {}).map((pair) => pair.join('='));
      return labels.filter((label) => users.get(label)?.size === 1).length;
    });
    isNear(own.reduce((sum, count) => sum + count, 0) / PODS, 3.2, 0.3);
  });

  test('has the namespaces and nodes of a cluster of that size', () => {
    expect(namespaces).toHaveLength(200);
    expect(nodes).toHaveLength(667);
    isNear(
      share(pods, ({ spec }) => spec.hostNetwork === true),
      0.02,
      0.002,
    );
    const own = pods.filter(({ spec }) => spec.hostNetwork !== true);
    expect(new Set(own.map(({ status }) => status.podIPs[0]!.ip)).size).toBe(own.length);
  });

  test('isolates seven namespaces in ten by default', () => {
    const denied = policies.filter(({ metadata }) => metadata.name === 'default-deny');
    isNear(denied.length / namespaces.length, 0.7, 0.08);
  });

  test('has ports by name, by range and by number', () => {
    const ports = policies.flatMap(rulesOf).flatMap((rule) => rule.ports ?? []);
    const chosen = ports.filter(({ port }) => port !== 53);
    isNear(
      share(chosen, ({ port }) => typeof port === 'string'),
      0.15,
      0.03,
    );
    isNear(
      share(chosen, ({ endPort }) => endPort !== undefined),
      0.05,
      0.02,
    );
  });

  test('has peers of every kind, and the DNS for whoever is isolated for egress', () => {
    const peers = policies.flatMap(peersOf);
    expect(share(peers, ({ ipBlock }) => ipBlock !== undefined)).toBeGreaterThan(0.05);
    expect(peers.some(({ ipBlock }) => ipBlock?.except !== undefined)).toBe(true);
    expect(peers.some((peer) => peer.namespaceSelector?.matchExpressions)).toBe(true);
    expect(peers.some((peer) => peer.namespaceSelector?.matchLabels?.['team'])).toBe(true);
    expect(policies.some(({ spec }) => spec.podSelector.matchExpressions)).toBe(true);
    const egress = policies.filter(({ spec }) => spec.egress !== undefined);
    expect(share(egress, ({ spec }) => spec.egress![0]!.ports![0]!.port === 53)).toBe(1);
    expect(pods.filter((pod) => pod.metadata.labels?.['k8s-app'] === 'kube-dns')).toHaveLength(2);
  });
});

test('no namespace has more than 3,000 pods, however many there are', () => {
  const { namespaces } = makeLandscape(150_000, new Random(1));
  const sizes = namespaces.map(({ workloads }) =>
    workloads.reduce((sum, { replicas }) => sum + replicas, 0),
  );
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(150_000);
  expect(Math.max(...sizes)).toBeGreaterThan(2700);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(3000);
  expect(sizes).toHaveLength(1500);
});

describe('what the other shapes promise', () => {
  test('dual-stack: two addresses a pod, and blocks of both families', () => {
    const { pods, policies } = generated('dual-stack', { pods: 600, policies: 300 });
    const families = pods.map(({ status }) => status.podIPs.map(({ ip }) => ip.includes(':')));
    expect(new Set(families.map(String))).toEqual(new Set(['false,true']));
    const cidrs = policies.flatMap(peersOf).flatMap(({ ipBlock }) => ipBlock?.cidr ?? []);
    expect(new Set(cidrs.map((cidr) => cidr.includes(':'))).size).toBe(2);
  });

  test('admin-tiers: both tiers and all three actions', () => {
    const { adminPolicies } = generated('admin-tiers', { pods: 300, policies: 30 });
    expect(new Set(adminPolicies.map(({ spec }) => spec.tier))).toEqual(
      new Set(['Admin', 'Baseline']),
    );
    const actions = adminPolicies.flatMap(rulesOf).map(({ action }) => action);
    expect(new Set(actions)).toEqual(new Set(['Accept', 'Deny', 'Pass']));
  });

  test('unique-narrow and unique-wide: no two pods and no two policies alike', () => {
    for (const shape of ['unique-narrow', 'unique-wide'] as const) {
      const { pods, policies } = generated(shape, { pods: 500, policies: 500 });
      expect(new Set(pods.map(({ metadata }) => metadata.labels!['id'])).size).toBe(500);
      expect(new Set(policies.map(({ spec }) => JSON.stringify(spec))).size).toBe(500);
      const wide = policies.flatMap(rulesOf).filter(({ to }) => {
        const [peer] = to ?? [];
        return peer?.podSelector === undefined && peer?.namespaceSelector !== undefined;
      });
      expect(wide).toHaveLength(shape === 'unique-wide' ? 500 : 0);
      const ranges = wide.map(({ ports }) => JSON.stringify(ports));
      expect(new Set(ranges).size).toBe(wide.length);
    }
  });

  test('cidr-heavy: ten blocks a policy, none of them twice', () => {
    const { policies } = generated('cidr-heavy', { pods: 300, policies: 200 });
    const blocks = policies.flatMap(peersOf).map(({ ipBlock }) => ipBlock!);
    expect(new Set(blocks.map(({ cidr }) => cidr)).size).toBe(2000);
    isNear(
      share(blocks, ({ except }) => except !== undefined),
      0.4,
      0.05,
    );
  });

  test('antrea-a: four pods and three policies a namespace', () => {
    const { namespaces, pods, policies } = generated('antrea-a', { pods: 400, policies: 300 });
    expect(namespaces).toHaveLength(100);
    for (const { metadata } of namespaces) {
      const isIn = (object: { metadata: { namespace?: string } }) =>
        object.metadata.namespace === metadata.name;
      expect([pods.filter(isIn).length, policies.filter(isIn).length]).toEqual([4, 3]);
    }
  });

  test('antrea-c and per-pod-policy: one namespace, where policies select all pods or one', () => {
    for (const [shape, selected] of [
      ['antrea-c', 200],
      ['per-pod-policy', 1],
    ] as const) {
      const { namespaces, pods, policies } = generated(shape, { pods: 200, policies: 200 });
      expect(namespaces).toHaveLength(1);
      for (const { spec } of policies) {
        const [[key, value]] = Object.entries(spec.podSelector.matchLabels!) as [[string, string]];
        const subjects = pods.filter(({ metadata }) => metadata.labels![key] === value);
        expect(subjects).toHaveLength(selected);
      }
    }
  });
});
