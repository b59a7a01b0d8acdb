import { Random } from '../random.ts';
import { barePod, numberedNamespaces } from './bare-pods.ts';
import {
  again,
  nodesFor,
  type ClusterPlan,
  type PodFacts,
  type PolicyFacts,
  type Size,
} from './shape.ts';
import { labelled, policySpec, type EgressRule, type Selector } from './specs.ts';

const PODS_A_NAMESPACE = 100;

/**
 * Every pod has labels of its own and every policy rules of its own: no two pods can be told
 * together. `also` adds egress rules to the policy of a number.
 */
export function uniquePlan(
  { pods, policies, seed }: Size,
  also: (number: number) => readonly EgressRule[],
): ClusterPlan {
  const namespaces = numberedNamespaces(Math.max(1, Math.ceil(pods / PODS_A_NAMESPACE)));
  const namespaceOf = (pod: number) => namespaces[Math.floor(pod / PODS_A_NAMESPACE)]!.name;
  return {
    namespaces,
    nodes: nodesFor(pods),
    dualStack: false,
    pods: again(function* (): Generator<PodFacts> {
      for (let pod = 0; pod < pods; pod++) {
        yield barePod(pod, namespaceOf(pod), `pod-${pod}`, labelsOf(pod));
      }
    }),
    policies: again(function* (): Generator<PolicyFacts> {
      const random = new Random(seed);
      for (let number = 0; number < policies; number++) {
        const subject = number % pods;
        const first = subject - (subject % PODS_A_NAMESPACE);
        const near = () => random.int(first, Math.min(pods, first + PODS_A_NAMESPACE) - 1);
        const far = random.int(0, pods - 1);
        const port = { port: 1024 + ((number * 7) % 60_000), protocol: 'TCP' } as const;
        yield {
          kind: 'NetworkPolicy',
          namespace: namespaceOf(subject),
          name: `policy-${number}`,
          spec: policySpec(labelled(labelsOf(subject)), {
            ingress: [
              { from: [{ podSelector: oneOf([near(), near()]) }], ports: [port] },
              {
                from: [
                  {
                    namespaceSelector: labelled({ app: namespaceOf(far) }),
                    podSelector: oneOf([far]),
                  },
                ],
              },
            ],
            egress: [
              { ports: [port], to: [{ podSelector: oneOf([near(), near()]) }] },
              ...also(number),
            ],
          }),
        };
      }
    }),
  };
}

function labelsOf(pod: number): { readonly id: string } {
  return { id: `id-${pod}` };
}

function oneOf(pods: readonly number[]): Selector {
  const values = [...new Set(pods.map((pod) => labelsOf(pod).id))];
  return { matchExpressions: [{ key: 'id', operator: 'In', values }] };
}
