import type { IpAddress } from './ip.ts';
import type { Labels, LabelSelector } from './labels.ts';
import type { ContainerPort, Protocol } from './port.ts';
import type { FieldPath, ObjectSource } from './source.ts';

/** The label that the API server puts on every namespace. */
export const NAMESPACE_NAME_LABEL = 'kubernetes.io/metadata.name';

export interface Namespace {
  readonly name: string;
  /** With kubernetes.io/metadata.name, which the server always sets to the name. */
  readonly labels: Labels;
  /** Null where no Namespace object was in the input: then only the server's own label is assumed. */
  readonly source: ObjectSource | null;
}

export interface Node {
  readonly name: string;
  readonly labels: Labels;
  /** The addresses that the node's own traffic uses (InternalIP where there is one); null: not known. */
  readonly addresses: readonly IpAddress[] | null;
  /** Every address of the node, ExternalIP too: asking about one of them asks about the node. */
  readonly allAddresses: readonly IpAddress[];
  /** Null where the node is only named by a pod. */
  readonly source: ObjectSource | null;
}

/** The kinds that make pods. */
export const WORKLOAD_KINDS = [
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'ReplicationController',
  'Job',
  'CronJob',
] as const;
export type WorkloadKind = (typeof WORKLOAD_KINDS)[number];

/** A workload that a pod belongs to, whether or not the workload itself is in the input. */
export interface WorkloadRef {
  readonly kind: WorkloadKind;
  readonly name: string;
}

export interface Pod {
  readonly namespace: string;
  /**
   * The pod's name; for a replica whose name nobody knows yet, the name of its workload; for a
   * pod that need not exist, its labels as they were asked for.
   */
  readonly name: string;
  /**
   * `exact`: this one pod. `replica`: any one pod of `workload`, so that two of them are two pods.
   * `hypothetical`: any pod with exactly these labels.
   */
  readonly identity: 'exact' | 'replica' | 'hypothetical';
  readonly labels: Labels;
  readonly hostNetwork: boolean;
  /** Null where the input does not tell. */
  readonly addresses: readonly IpAddress[] | null;
  /** Null where the input does not tell. */
  readonly nodeName: string | null;
  /** Ports of containers, then of restartable init containers, in order. */
  readonly ports: readonly ContainerPort[];
  /** Named ports of init containers that end before the pod runs: they count for nobody. */
  readonly endedPorts: readonly ContainerPort[];
  /** Succeeded or Failed: no container runs, its address may be another pod's. */
  readonly finished: boolean;
  /** Has a deletionTimestamp. */
  readonly terminating: boolean;
  /** The Ready condition; null where the input has none. */
  readonly ready: boolean | null;
  /** The outermost workload that made the pod, as far as the input tells. */
  readonly workload: WorkloadRef | null;
  /** Null for a hypothetical pod. */
  readonly source: ObjectSource | null;
  /** Where the pod's metadata.labels stand in that object (in a template: `spec.template.…`). */
  readonly labelsPath: FieldPath;
}

export interface Workload {
  readonly namespace: string;
  readonly kind: WorkloadKind;
  readonly name: string;
  /** The workload's own labels. Policies never see them. */
  readonly labels: Labels;
  /** Pods that it makes now; 0 for a suspended Job or CronJob; null where that is not a number (DaemonSet). */
  readonly replicas: number | null;
  readonly suspended: boolean;
  /** Its pods in the input if there are any, else made from the template. Never empty. */
  readonly pods: readonly Pod[];
  readonly source: ObjectSource;
}

export interface ServicePort {
  readonly name: string | null;
  readonly protocol: Protocol;
  readonly port: number;
  /** A number, or the name of a container port that each backend resolves for itself. */
  readonly targetPort: number | string;
  /** The port on every node that leads to it, where the input tells. */
  readonly nodePort?: number;
  readonly path: FieldPath;
}

export type ServiceType = 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName';

export interface Service {
  readonly namespace: string;
  readonly name: string;
  readonly type: ServiceType;
  /** Null: no selector, so that its endpoints are only what EndpointSlices say. */
  readonly selector: LabelSelector | null;
  readonly headless: boolean;
  readonly clusterIPs: readonly IpAddress[];
  /** externalIPs and the addresses of load balancers: nodes forward what arrives for them. */
  readonly externalAddresses?: readonly IpAddress[];
  readonly externalName: string | null;
  readonly publishNotReadyAddresses: boolean;
  readonly ports: readonly ServicePort[];
  readonly source: ObjectSource;
}

export interface EndpointSlice {
  readonly namespace: string;
  readonly name: string;
  /** From the label kubernetes.io/service-name. */
  readonly serviceName: string | null;
  readonly ports: readonly {
    readonly name: string | null;
    readonly protocol: Protocol;
    /** Null: every port. */
    readonly port: number | null;
  }[];
  readonly endpoints: readonly {
    readonly addresses: readonly IpAddress[];
    /** The `ready` condition; absent means ready. */
    readonly ready: boolean;
    readonly path: FieldPath;
  }[];
  readonly source: ObjectSource;
}

/** A policy of an API group that also steers traffic and that is not evaluated. */
export interface ForeignPolicy {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for a cluster-wide object. */
  readonly namespace: string | null;
  readonly name: string;
  readonly source: ObjectSource;
}
