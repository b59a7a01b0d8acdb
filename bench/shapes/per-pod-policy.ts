import { barePod, numberedNamespaces } from './bare-pods.ts';
import { again, nodesFor, type PodFacts, type PolicyFacts, type Shape } from './shape.ts';
import { labelled, policySpec } from './specs.ts';

/**
 * One namespace of pods in pairs, where each pod has a policy that admits the other one of its
 * pair, as in the test by which Antrea measures its controller.
 */
export const perPodPolicy: Shape = {
  usual: { pods: 10_000, policies: 10_000 },
  plan({ pods, policies }) {
    const namespaces = numberedNamespaces(1);
    const namespace = namespaces[0]!.name;
    return {
      namespaces,
      nodes: nodesFor(pods),
      dualStack: false,
      pods: again(function* (): Generator<PodFacts> {
        for (let pod = 0; pod < pods; pod++) {
          yield barePod(pod, namespace, `pod-${pod}`, labelsOf(pod));
        }
      }),
      policies: again(function* (): Generator<PolicyFacts> {
        for (let policy = 0; policy < policies; policy++) {
          const pod = policy % pods;
          const from = [{ podSelector: labelled(labelsOf(pod ^ 1)) }];
          const spec = policySpec(labelled(labelsOf(pod)), { ingress: [{ from }], egress: [] });
          yield { kind: 'NetworkPolicy', namespace, name: `np-${policy}`, spec };
        }
      }),
    };
  },
};

function labelsOf(pod: number): { readonly app: string } {
  return { app: `scale-${pod}` };
}
