import type { Connection, Endpoint } from './connection.ts';
import type { Family, IpRange } from './ip.ts';
import type { Pod } from './objects.ts';
import type { Direction, Peer, Policy, PortMatch, Rule, Tier } from './policy.ts';
import type { FieldPath } from './source.ts';
import type { Truth } from './truth.ts';

export type Verdict = 'allowed' | 'denied' | 'unknown';

/** Why an end came to its verdict. Codes are API: documented, never renamed. */
export const END_REASONS = [
  // allowed
  'NOT_APPLICABLE',
  'HOST_NETWORK',
  'SELF',
  'NODE_LOCAL',
  'NOT_ISOLATED',
  'RULE_MATCHED',
  // denied
  'RULE_DENIED',
  'NO_RULES',
  'NO_PEER_MATCH',
  'NO_PORT_MATCH',
  'NO_CLAUSE_PAIR',
  // allowed or denied: facts are missing, and each value of them gives the same
  'CASES_AGREE',
  // unknown
  'INPUT_INCOMPLETE',
  'PRIORITY_TIE',
  'CNI_SPECIFIC',
] as const;
export type EndReason = (typeof END_REASONS)[number];

/** Why a clause did not match, or could not be decided. Codes are API. */
export const CLAUSE_CODES = [
  'POD_LABEL_MISSING',
  'POD_LABEL_VALUE_DIFFERS',
  'POD_LABEL_PRESENT',
  'POD_LABEL_EXCLUDED',
  'NS_LABEL_MISSING',
  'NS_LABEL_VALUE_DIFFERS',
  'NS_LABEL_PRESENT',
  'NS_LABEL_EXCLUDED',
  'NAMESPACE_DIFFERS',
  'NOT_A_POD',
  'NOT_A_NODE',
  'NOT_AN_OUTSIDE_ADDRESS',
  'HOST_NETWORK_PEER',
  'IP_NOT_IN_CIDR',
  'IP_EXCEPTED',
  'IP_FAMILY_DIFFERS',
  'PORT_DIFFERS',
  'PROTOCOL_DIFFERS',
  'NAMED_PORT_UNRESOLVED',
  'ICMP_NOT_COVERED',
  'NODE_LABEL_DIFFERS',
  'LABEL_VALUE_UNKNOWN',
  'ADDRESS_UNKNOWN',
  'HOSTNAME_UNRESOLVED',
  'DOMAIN_NAME_UNRESOLVED',
] as const;
export type ClauseCode = (typeof CLAUSE_CODES)[number];

/** One condition of a rule, held against the connection. */
export interface ClauseEvidence {
  readonly clause:
    | 'namespace'
    | 'namespaceSelector'
    | 'podSelector'
    | 'ipBlock'
    | 'nodes'
    | 'domainNames'
    | 'port';
  readonly matched: Truth;
  /** Null where the clause matches. */
  readonly code: ClauseCode | null;
  /** What the rule asks for: `app=web`, `10.0.0.0/8`, `6379/TCP`. */
  readonly wanted: string;
  /** What the connection has: `app=cart`, `10.1.0.7`, `80/TCP`; '' where it has nothing. */
  readonly actual: string;
  /** Where the clause stands in the policy. */
  readonly path: FieldPath;
}

export interface PeerEvidence {
  readonly peer: Peer;
  readonly matched: Truth;
  /** One a requirement; all must match. */
  readonly clauses: readonly ClauseEvidence[];
}

export interface PortEvidence {
  readonly port: PortMatch;
  readonly matched: Truth;
  readonly clause: ClauseEvidence;
}

/** Every clause of a rule, held against one connection. */
export interface RuleEvidence {
  readonly policy: Policy;
  readonly rule: Rule;
  readonly matched: Truth;
  readonly peersMatched: Truth;
  readonly portsMatched: Truth;
  /** Null: the rule names no peer, so every peer matches. */
  readonly peers: readonly PeerEvidence[] | null;
  /** Null: the rule names no port, so every port matches. */
  readonly ports: readonly PortEvidence[] | null;
}

/** A policy that selects the subject, for sure or perhaps. */
export interface PolicyEvidence {
  readonly policy: Policy;
  readonly selects: 'yes' | 'unknown';
  readonly rules: readonly { readonly rule: Rule; readonly matched: Truth }[];
}

/** What one tier said. `next`: no policy of it decided. */
export interface TierEvidence {
  readonly tier: Tier;
  readonly outcome: 'allow' | 'deny' | 'pass' | 'next' | 'unknown';
  /** In evaluation order; empty where the tier takes no part. */
  readonly policies: readonly PolicyEvidence[];
}

/** A fact that the input lacks and that a verdict needs. */
export type MissingFact =
  | {
      readonly kind: 'label';
      readonly end: 'source' | 'destination';
      readonly pod: Pod;
      readonly key: string;
    }
  | {
      readonly kind: 'address';
      readonly end: 'source' | 'destination';
      readonly endpoint: Endpoint;
      readonly family: Family;
    }
  | { readonly kind: 'node'; readonly end: 'source' | 'destination'; readonly pod: Pod }
  | {
      readonly kind: 'nodeLabels';
      readonly end: 'source' | 'destination';
      readonly endpoint: Endpoint;
    }
  | { readonly kind: 'hostname'; readonly name: string }
  | { readonly kind: 'domainNames'; readonly endpoint: Endpoint; readonly names: readonly string[] }
  /** Rules of equal priority that disagree: the API lets the plugin choose. */
  | { readonly kind: 'tie'; readonly rules: readonly RuleRef[] }
  /** A pod that reaches itself through a Service: the API does not say. */
  | { readonly kind: 'hairpin'; readonly pod: Pod };

export interface RuleRef {
  readonly policy: Policy;
  readonly rule: Rule;
}

/** A value that a missing fact might have. */
export type FactValue =
  | {
      readonly kind: 'label';
      readonly end: 'source' | 'destination';
      readonly pod: Pod;
      readonly key: string;
      /** Null: any value that no policy names. */
      readonly value: string | null;
    }
  | {
      readonly kind: 'address';
      readonly end: 'source' | 'destination';
      readonly endpoint: Endpoint;
      /** Any address of these ranges. */
      readonly ranges: readonly IpRange[];
    }
  | {
      readonly kind: 'node';
      readonly end: 'source' | 'destination';
      readonly pod: Pod;
      /** Null: a node that the input does not name. */
      readonly node: string | null;
      /** Whether both ends are on one node then. */
      readonly sameNode: boolean;
    };

/** What the verdict would be if the facts were so. */
export interface UnknownCase {
  readonly when: readonly FactValue[];
  readonly verdict: Verdict;
}

/** What one end of a connection says to it. */
export interface EndDecision {
  readonly direction: Direction;
  /** The end whose policies are asked. */
  readonly subject: Endpoint;
  readonly peer: Endpoint;
  readonly verdict: Verdict;
  readonly reason: EndReason;
  /** The tiers that were asked, in order; the last one decided, where one did. */
  readonly tiers: readonly TierEvidence[];
  /** The rules that decided: all that match, in evaluation order. Empty where none did. */
  readonly deciding: readonly RuleRef[];
  /** Facts that this end lacked, whether or not they changed the verdict. */
  readonly missing: readonly MissingFact[];
}

/** The answer for one connection. */
export interface Decision {
  readonly connection: Connection;
  readonly verdict: Verdict;
  /**
   * On a denial the ends that denied, on an unknown the ends that are unknown. Where missing facts
   * make now one end deny and now the other, each that is not sure to allow.
   */
  readonly decidedAt: readonly ('egress' | 'ingress')[];
  readonly egress: EndDecision;
  readonly ingress: EndDecision;
  /**
   * Where facts are missing: what each possible value of them gives. They agree where the verdict
   * is not unknown. Empty where nothing was missing, or where a fact cannot be enumerated.
   */
  readonly cases: readonly UnknownCase[];
}
