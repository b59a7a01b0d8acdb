import { Random } from '../random.ts';
import { makeLandscape } from './landscape.ts';
import { again, nodesFor, type ClusterPlan, type Shape, type Size } from './shape.ts';
import { policiesOf } from './workload-policies.ts';
import { podsOf } from './workload-pods.ts';

/**
 * What a large cluster looks like: namespaces of teams, workloads most of which are small and some
 * of which are very large, default denials, and policies that teams wrote for their apps.
 */
export const realistic: Shape = {
  usual: { pods: 150_000, policies: 10_000 },
  plan: (size) => realisticPlan(size, false),
};

export function realisticPlan({ pods, policies, seed }: Size, dualStack: boolean): ClusterPlan {
  const landscape = makeLandscape(pods, new Random(seed));
  return {
    namespaces: landscape.namespaces,
    nodes: nodesFor(pods),
    dualStack,
    pods: again(() => podsOf(landscape, seed + 1)),
    policies: again(() => policiesOf(landscape, policies, seed + 2, dualStack)),
  };
}
