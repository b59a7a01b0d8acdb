import {
  generateCluster,
  type ClusterSize,
  type Detail,
  type ShapeName,
} from '../../bench/cluster.ts';

/** What the tests look at of generated objects. */
export interface Dumped {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
  };
}

export interface DumpedPod extends Dumped {
  readonly spec: { readonly hostNetwork?: boolean };
  readonly status: { readonly podIPs: readonly { readonly ip: string }[] };
}

export interface DumpedPeer {
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: DumpedSelector;
  readonly podSelector?: DumpedSelector;
}

export interface DumpedSelector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly object[];
}

export interface DumpedPort {
  readonly port: number | string;
  readonly endPort?: number;
  readonly protocol: string;
}

export interface DumpedRule {
  readonly action?: string;
  readonly from?: readonly DumpedPeer[];
  readonly to?: readonly DumpedPeer[];
  readonly ports?: readonly DumpedPort[];
}

export interface DumpedPolicy extends Dumped {
  readonly spec: {
    readonly tier?: string;
    readonly podSelector: DumpedSelector;
    readonly policyTypes: readonly string[];
    readonly ingress?: readonly DumpedRule[];
    readonly egress?: readonly DumpedRule[];
  };
}

export interface Generated {
  readonly namespaces: readonly Dumped[];
  readonly nodes: readonly Dumped[];
  readonly pods: readonly DumpedPod[];
  readonly policies: readonly DumpedPolicy[];
  readonly adminPolicies: readonly DumpedPolicy[];
}

/** The objects of a generated cluster by kind. */
export function generated(shape: ShapeName, size: ClusterSize, detail?: Detail): Generated {
  const objects = [...generateCluster(shape, size, detail)] as unknown as Dumped[];
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  return {
    namespaces: ofKind('Namespace'),
    nodes: ofKind('Node'),
    pods: ofKind('Pod') as DumpedPod[],
    policies: ofKind('NetworkPolicy') as DumpedPolicy[],
    adminPolicies: ofKind('ClusterNetworkPolicy') as DumpedPolicy[],
  };
}

export function rulesOf({ spec }: DumpedPolicy): DumpedRule[] {
  return [...(spec.ingress ?? []), ...(spec.egress ?? [])];
}
