import type { IpRange } from './ip.ts';
import type { LabelSelector } from './labels.ts';
import type { Protocol } from './port.ts';
import type { FieldPath, ObjectSource } from './source.ts';

/** One intermediate form for every policy kind; nothing above the decoders knows a kind. */

export type Direction = 'Ingress' | 'Egress';

/** Pass leaves the tier and goes on with the next one. */
export type Action = 'Accept' | 'Deny' | 'Pass';

/** A step of the evaluation: its policies are asked before those of the tiers after it. */
export interface Tier {
  readonly name: string;
  /** Tiers are asked in ascending order. */
  readonly order: number;
  /**
   * What becomes of a pod that a policy of the tier selects and no rule matches: `deny` (it is
   * isolated, as by NetworkPolicy) or `next` (the next tier decides).
   */
  readonly unmatched: 'deny' | 'next';
}

/** The tiers of Kubernetes, in the order in which they are asked. */
export const TIERS = {
  admin: { name: 'Admin', order: 1, unmatched: 'next' },
  networkPolicy: { name: 'NetworkPolicy', order: 2, unmatched: 'deny' },
  baseline: { name: 'Baseline', order: 3, unmatched: 'next' },
} as const satisfies Record<string, Tier>;

/** Which namespaces a selection of pods looks into. */
export type NamespaceScope =
  | { readonly kind: 'own'; readonly namespace: string }
  | { readonly kind: 'selected'; readonly selector: LabelSelector };

/** A selection of pods: the namespaces, and the pods in them (null: all of them). */
export interface PodScope {
  readonly namespaces: NamespaceScope;
  readonly pods: LabelSelector | null;
}

/** The other side of a connection, as a rule describes it. Fields that were not written are null. */
export type Peer =
  | ({ readonly kind: 'pods'; readonly path: FieldPath } & PodScope)
  | {
      readonly kind: 'ipBlock';
      readonly cidr: CidrText;
      readonly except: readonly CidrText[];
      readonly path: FieldPath;
    }
  | { readonly kind: 'nodes'; readonly selector: LabelSelector; readonly path: FieldPath }
  | { readonly kind: 'domainNames'; readonly names: readonly string[]; readonly path: FieldPath };

/** A CIDR as a range, as it was written, and where. */
export interface CidrText {
  readonly range: IpRange;
  readonly text: string;
  readonly path: FieldPath;
}

/** One item of a rule's ports. */
export type PortMatch =
  | {
      readonly kind: 'range';
      readonly protocol: Protocol;
      /** 1..65535 where the item names no port. */
      readonly first: number;
      readonly last: number;
      /** The protocol was not written: the API takes TCP. */
      readonly protocolDefaulted: boolean;
      readonly path: FieldPath;
    }
  | {
      readonly kind: 'named';
      readonly name: string;
      /** Null: the container port's own protocol. */
      readonly protocol: Protocol | null;
      readonly protocolDefaulted: boolean;
      readonly path: FieldPath;
    };

export interface Rule {
  /** 0-based position in the policy's list for its direction. */
  readonly index: number;
  /** The rule's own name; NetworkPolicy rules have none. */
  readonly name: string | null;
  readonly action: Action;
  /** Null: every peer. Never empty. */
  readonly peers: readonly Peer[] | null;
  /** Null: every port of every protocol. Never empty. */
  readonly ports: readonly PortMatch[] | null;
  readonly path: FieldPath;
}

/** What a policy says of one direction. */
export interface PolicyDirection {
  /** Whether the policy takes part in this direction at all. Without it, the rules are inert. */
  readonly applies: boolean;
  readonly rules: readonly Rule[];
}

export interface Policy {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for a cluster-wide policy. */
  readonly namespace: string | null;
  readonly name: string;
  readonly tier: Tier;
  /** Lower numbers are asked first; null in a tier without priorities, where rules are a union. */
  readonly priority: number | null;
  /** The pods that the policy selects. */
  readonly subject: PodScope;
  readonly ingress: PolicyDirection;
  readonly egress: PolicyDirection;
  /** policyTypes was left out or empty, so that the server filled in the directions. */
  readonly directionsDefaulted: boolean;
  readonly source: ObjectSource;
}

/** What a policy says of a direction. */
export function policyDirection(policy: Policy, direction: Direction): PolicyDirection {
  return direction === 'Ingress' ? policy.ingress : policy.egress;
}

/** `shop/web-egress`, or the bare name of a cluster-wide policy. */
export function policyName(policy: Pick<Policy, 'namespace' | 'name'>): string {
  return policy.namespace === null ? policy.name : `${policy.namespace}/${policy.name}`;
}
