import { describe, expect, test } from 'vitest';
import { generateCluster, SHAPES, type ShapeName } from '../../bench/cluster.ts';
import { clusterOf } from '../../bench/model.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { generated } from './dumped.ts';

const NAMES = Object.keys(SHAPES) as ShapeName[];
const SIZE = { pods: 300, policies: 90 };

function textOf(shape: ShapeName, seed?: number): string {
  const size = seed === undefined ? SIZE : { ...SIZE, seed };
  return JSON.stringify([...generateCluster(shape, size)]);
}

/** A cluster without the places in files. */
function plain(cluster: Cluster): unknown {
  return JSON.parse(
    JSON.stringify(cluster, (key, value: unknown) => {
      if (key === 'source') return undefined;
      if (typeof value === 'bigint') return String(value);
      return value instanceof Map || value instanceof Set
        ? [...(value as Iterable<unknown>)]
        : value;
    }),
  );
}

describe.each(NAMES)('a cluster of the shape %s', (shape) => {
  test('has as many pods and policies as it was asked for, under different names', () => {
    const { pods, policies, adminPolicies } = generated(shape, SIZE);
    expect(pods).toHaveLength(SIZE.pods);
    expect(policies).toHaveLength(SIZE.policies);
    expect(adminPolicies).toHaveLength(shape === 'admin-tiers' ? 20 : 0);
    for (const objects of [pods, policies, adminPolicies]) {
      const names = objects.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`);
      expect(new Set(names).size).toBe(objects.length);
    }
  });

  test('is the same whenever it is made with the same seed', () => {
    expect(textOf(shape)).toBe(textOf(shape, 1));
    const isDrawn = !['antrea-a', 'antrea-c', 'per-pod-policy'].includes(shape);
    expect(textOf(shape, 2) === textOf(shape)).toBe(!isDrawn);
  });

  test('loads without an error, and means the same with all fields and with those that are read', () => {
    const all = clusterOf(generateCluster(shape, SIZE));
    const read = clusterOf(generateCluster(shape, SIZE, 'read'));
    expect([...all.pods.values()].flat()).toHaveLength(SIZE.pods);
    expect(plain(all)).toEqual(plain(read));
  });

  test('has its fields in order, as kubectl prints them', () => {
    const unordered = new Set<string>();
    for (const object of generateCluster(shape, { pods: 60, policies: 60 })) {
      JSON.stringify(object, (_, value: unknown) => {
        if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
        const keys = Object.keys(value).join();
        if (keys !== Object.keys(value).sort().join()) unordered.add(keys);
        return value;
      });
    }
    expect([...unordered]).toEqual([]);
  });
});

test('a generated object with an error is not made a cluster of', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'Not a name' } };
  expect(() => clusterOf([pod])).toThrow('the generated cluster has errors: ');
});
