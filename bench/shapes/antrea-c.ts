import { barePod, numberedNamespaces } from './bare-pods.ts';
import { again, nodesFor, type PodFacts, type PolicyFacts, type Shape } from './shape.ts';
import { labelled, policySpec } from './specs.ts';

/**
 * One namespace where every policy selects every pod and every pod is every policy's peer, as in
 * the test by which Antrea measures its controller.
 */
export const antreaC: Shape = {
  usual: { pods: 10_000, policies: 10_000 },
  plan({ pods, policies }) {
    const labels = { 'app-1': 'scale-1' };
    const selector = labelled(labels);
    const spec = policySpec(selector, {
      ingress: [{ from: [{ podSelector: selector }] }],
      egress: [],
    });
    const namespaces = numberedNamespaces(1);
    const namespace = namespaces[0]!.name;
    return {
      namespaces,
      nodes: nodesFor(pods),
      dualStack: false,
      pods: again(function* (): Generator<PodFacts> {
        for (let pod = 0; pod < pods; pod++) yield barePod(pod, namespace, `pod-${pod}`, labels);
      }),
      policies: again(function* (): Generator<PolicyFacts> {
        for (let policy = 0; policy < policies; policy++) {
          yield { kind: 'NetworkPolicy', namespace, name: `np-${policy}`, spec };
        }
      }),
    };
  },
};
