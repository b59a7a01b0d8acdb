import type { EndpointSlice, Namespace, Node, Service, WorkloadKind } from '../model/objects.ts';
import type { IpAddress } from '../model/ip.ts';
import type { Policy } from '../model/policy.ts';
import type { ContainerPort } from '../model/port.ts';
import type { FieldPath, ObjectSource } from '../model/source.ts';
import type { Identity } from './metadata.ts';
import type { Report } from './report.ts';

/** What a PodSpec says that matters here. */
export interface PodShape {
  readonly hostNetwork: boolean;
  readonly nodeName: string | null;
  readonly ports: readonly ContainerPort[];
  readonly endedPorts: readonly ContainerPort[];
}

/** A Pod as it stands in the input, before its workload is known. */
export interface PodDraft extends PodShape {
  readonly identity: Identity;
  readonly addresses: readonly IpAddress[] | null;
  readonly hostAddresses: readonly IpAddress[];
  readonly finished: boolean;
  readonly ready: boolean | null;
  readonly source: ObjectSource;
}

/** A workload as it stands in the input, before it is known which pods are its own. */
export interface WorkloadDraft {
  readonly kind: WorkloadKind;
  readonly identity: Identity;
  readonly replicas: number | null;
  readonly suspended: boolean;
  /** The ordinal of a StatefulSet's first pod. */
  readonly firstOrdinal: number;
  readonly template: PodShape & {
    readonly labels: ReadonlyMap<string, string>;
    readonly labelsPath: FieldPath;
  };
  /** Labels that the controller sets; null where the value is not known. */
  readonly controllerLabels: ReadonlyMap<string, string | null>;
  readonly source: ObjectSource;
}

/** An object of a kind that we read, with who it is. */
export type Decoded = { readonly identity: Identity } & (
  | { readonly type: 'namespace'; readonly namespace: Namespace }
  | { readonly type: 'node'; readonly node: Node }
  | { readonly type: 'pod'; readonly pod: PodDraft }
  | { readonly type: 'workload'; readonly workload: WorkloadDraft }
  | { readonly type: 'service'; readonly service: Service }
  | { readonly type: 'endpointSlice'; readonly slice: EndpointSlice }
  | { readonly type: 'policy'; readonly policy: Policy }
);

/** Reads one kind. A new kind is one such value, and its line in the registry. */
export interface KindDecoder {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null where the object could not be decoded; then the report has errors. */
  decode(value: Readonly<Record<string, unknown>>, report: Report): Decoded | null;
}
