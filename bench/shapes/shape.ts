/** How large a cluster is to be, and which one of that size. */
export interface Size {
  readonly pods: number;
  readonly policies: number;
  readonly seed: number;
}

/** A kind of cluster: what is in it, but for the form in which kubectl shows it. */
export interface Shape {
  /** The size that the shape is measured at. */
  readonly usual: Omit<Size, 'seed'>;
  plan(size: Size): ClusterPlan;
}

/** The objects of a cluster. Pods and policies can be walked through more than once. */
export interface ClusterPlan {
  readonly namespaces: readonly NamespaceFacts[];
  /** How many nodes there are; pods are spread over them by their index. */
  readonly nodes: number;
  readonly dualStack: boolean;
  readonly pods: Iterable<PodFacts>;
  readonly policies: Iterable<PolicyFacts>;
}

export type LabelFacts = Readonly<Record<string, string>>;

export interface NamespaceFacts {
  readonly name: string;
  /** Without the one that the server sets. */
  readonly labels: LabelFacts;
}

export interface PortFacts {
  readonly name: string;
  readonly containerPort: number;
  readonly protocol: 'TCP' | 'UDP';
}

/** What the pods of one workload have in common. */
export interface PodTemplate {
  /** Null for pods that nobody made. */
  readonly owner: {
    readonly apiVersion: string;
    readonly kind: 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'Job';
    readonly name: string;
    readonly uid: string;
  } | null;
  readonly app: string;
  readonly hostNetwork: boolean;
  readonly ports: readonly PortFacts[];
}

export interface PodFacts {
  /** The same object for all pods of a workload. */
  readonly template: PodTemplate;
  readonly namespace: string;
  readonly name: string;
  readonly labels: LabelFacts;
  /** 0-based number in the cluster: decides on the node and the addresses. */
  readonly index: number;
}

export interface PolicyFacts {
  readonly kind: 'NetworkPolicy' | 'ClusterNetworkPolicy';
  /** Null for a ClusterNetworkPolicy. */
  readonly namespace: string | null;
  readonly name: string;
  readonly spec: PolicySpec;
}

export type PolicySpec = Readonly<Record<string, unknown>>;

/** Something that can be walked through again and again, made anew each time. */
export function again<T>(make: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: make };
}

/** As in the scalability tests of Kubernetes. */
const PODS_A_NODE = 30;

export function nodesFor(pods: number): number {
  return Math.max(1, Math.ceil(pods / PODS_A_NODE));
}
