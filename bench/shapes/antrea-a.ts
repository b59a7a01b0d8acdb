import { barePod, numberedNamespaces } from './bare-pods.ts';
import { again, nodesFor, type PodFacts, type PolicyFacts, type Shape } from './shape.ts';
import { labelled, policySpec } from './specs.ts';

const PODS_A_NAMESPACE = 4;

/**
 * Very many small namespaces of four pods and three policies each, as in the test by which
 * Antrea measures its controller: nothing at all, then two pairs of pods in ingress.
 */
export const antreaA: Shape = {
  usual: { pods: 100_000, policies: 75_000 },
  plan({ pods, policies }) {
    const namespaces = numberedNamespaces(Math.ceil(pods / PODS_A_NAMESPACE));
    return {
      namespaces,
      nodes: nodesFor(pods),
      dualStack: false,
      pods: again(function* (): Generator<PodFacts> {
        for (let pod = 0; pod < pods; pod++) {
          const namespace = namespaces[Math.floor(pod / PODS_A_NAMESPACE)]!.name;
          const number = pod % PODS_A_NAMESPACE;
          yield barePod(pod, namespace, `pod${number + 1}`, scale(number < 2 ? 1 : 2));
        }
      }),
      policies: again(function* (): Generator<PolicyFacts> {
        for (let policy = 0; policy < policies; policy++) {
          const namespace = namespaces[Math.floor(policy / 3) % namespaces.length]!.name;
          // A policy more than three a namespace would be a fourth one of it.
          const number = (policy % 3) + 3 * Math.floor(policy / 3 / namespaces.length);
          const name = number === 0 ? 'default-deny-all' : `np-${number}`;
          yield { kind: 'NetworkPolicy', namespace, name, spec: specOf(number) };
        }
      }),
    };
  },
};

function scale(pair: number): Readonly<Record<string, string>> {
  return { [`app-${pair}`]: `scale-${pair}` };
}

function specOf(number: number): PolicyFacts['spec'] {
  const pair = number % 3;
  if (pair === 0) return policySpec({}, { ingress: [], egress: [] });
  const selector = labelled(scale(pair));
  return policySpec(selector, { ingress: [{ from: [{ podSelector: selector }] }], egress: [] });
}
