import type { LabelFacts, NamespaceFacts, PodFacts, PodTemplate } from './shape.ts';

/** What all pods that nobody made have in common. */
const BARE: PodTemplate = {
  owner: null,
  app: 'app',
  hostNetwork: false,
  ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
};

export function barePod(
  index: number,
  namespace: string,
  name: string,
  labels: LabelFacts,
): PodFacts {
  return { template: BARE, namespace, name, labels, index };
}

/** `ns-00000`, `ns-00001`, …, with a label of the same value. */
export function numberedNamespaces(count: number): NamespaceFacts[] {
  return Array.from({ length: count }, (_, at) => {
    const name = `ns-${String(at).padStart(5, '0')}`;
    return { name, labels: { app: name } };
  });
}
