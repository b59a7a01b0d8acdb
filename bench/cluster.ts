import type { Detail, Manifest } from './manifests/manifest.ts';
import { namespaceManifest, nodeManifest, policyManifest } from './manifests/others.ts';
import { podManifest } from './manifests/pod.ts';
import { adminTiers } from './shapes/admin-tiers.ts';
import { antreaA } from './shapes/antrea-a.ts';
import { antreaC } from './shapes/antrea-c.ts';
import { cidrHeavy } from './shapes/cidr-heavy.ts';
import { dualStack } from './shapes/dual-stack.ts';
import { perPodPolicy } from './shapes/per-pod-policy.ts';
import { realistic } from './shapes/realistic.ts';
import type { Shape, Size } from './shapes/shape.ts';
import { uniqueNarrow } from './shapes/unique-narrow.ts';
import { uniqueWide } from './shapes/unique-wide.ts';

export type { Detail, Manifest } from './manifests/manifest.ts';

/** The kinds of cluster that are measured: what teams have, and what is hard. */
export const SHAPES = {
  realistic,
  'dual-stack': dualStack,
  'admin-tiers': adminTiers,
  'unique-narrow': uniqueNarrow,
  'unique-wide': uniqueWide,
  'cidr-heavy': cidrHeavy,
  'antrea-a': antreaA,
  'antrea-c': antreaC,
  'per-pod-policy': perPodPolicy,
} as const satisfies Record<string, Shape>;

export type ShapeName = keyof typeof SHAPES;

/** A size; where the seed is left out, it is 1. */
export type ClusterSize = Omit<Size, 'seed'> & Partial<Pick<Size, 'seed'>>;

/**
 * The objects of a cluster, made one by one as they are asked for: namespaces, nodes, pods,
 * policies, each in the form in which kubectl prints it. The same shape, size and seed give the
 * same objects. `detail` is `all` for dumps such as a server's, and `read` for the fields that
 * the loader reads: both mean the same cluster.
 */
export function* generateCluster(
  name: ShapeName,
  { pods, policies, seed = 1 }: ClusterSize,
  detail: Detail = 'all',
): Generator<Manifest> {
  const plan = SHAPES[name].plan({ pods, policies, seed });
  for (const [at, namespace] of plan.namespaces.entries()) {
    yield namespaceManifest(namespace, at, detail);
  }
  for (let node = 0; node < plan.nodes; node++) yield nodeManifest(node, plan, detail);
  for (const pod of plan.pods) yield podManifest(pod, plan, detail);
  let at = 0;
  for (const policy of plan.policies) yield policyManifest(policy, at++, detail);
}
