import type { LabelFacts, PolicySpec } from './shape.ts';

/** Parts of policies, with fields in the order in which kubectl prints them. */

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values?: readonly string[];
}

export interface Selector {
  readonly matchExpressions?: readonly Requirement[];
  readonly matchLabels?: LabelFacts;
}

export interface PolicyPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Selector;
  readonly podSelector?: Selector;
}

export interface PolicyPort {
  readonly endPort?: number;
  readonly port?: number | string;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

export interface IngressRule {
  readonly from?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

export interface EgressRule {
  readonly ports?: readonly PolicyPort[];
  readonly to?: readonly PolicyPeer[];
}

/** A NetworkPolicy's spec: the directions that have rules are its policy types. */
export function policySpec(
  podSelector: Selector,
  rules: { readonly ingress?: readonly IngressRule[]; readonly egress?: readonly EgressRule[] },
): PolicySpec {
  const { ingress, egress } = rules;
  return {
    // The server leaves out lists without items.
    ...(egress !== undefined && egress.length > 0 && { egress }),
    ...(ingress !== undefined && ingress.length > 0 && { ingress }),
    podSelector,
    policyTypes: [...(ingress ? ['Ingress'] : []), ...(egress ? ['Egress'] : [])],
  };
}

/** Pods with these labels, or all where there are none. */
export function labelled(labels: LabelFacts): Selector {
  return { matchLabels: labels };
}

/** The cluster's DNS, as nearly every policy for egress has it. */
export const DNS_RULE: EgressRule = {
  ports: [
    { port: 53, protocol: 'UDP' },
    { port: 53, protocol: 'TCP' },
  ],
  to: [
    {
      namespaceSelector: labelled({ 'kubernetes.io/metadata.name': 'kube-system' }),
      podSelector: labelled({ 'k8s-app': 'kube-dns' }),
    },
  ],
};
