import type { Connection, Endpoint, ServiceHop } from './connection.ts';
import type { Decision, Verdict } from './decision.ts';
import type { Family, IpRange } from './ip.ts';
import type { Service } from './objects.ts';
import type { PortRange } from './port.ts';

/** A question as it was asked. */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** Empty: every port of every protocol. */
  readonly ports: readonly string[];
  /** The namespace of names that are written without one. */
  readonly namespace: string;
  /** Null: each family that both ends have. */
  readonly family: Family | null;
}

/** One end of a case: an endpoint, or all the addresses of some ranges, which nobody known has. */
export type CaseEnd =
  | Endpoint
  | { readonly kind: 'range'; readonly ranges: readonly IpRange[] }
  /** A Service that has no backend for the port. */
  | { readonly kind: 'service'; readonly service: Service };

/** Why a case has no connection that could be judged. */
export const CASE_PROBLEMS = ['NO_ENDPOINTS', 'POD_FINISHED', 'NO_COMMON_FAMILY'] as const;
export type CaseProblem = (typeof CASE_PROBLEMS)[number];

/**
 * A part of an answer: connections from one source to one destination that are decided alike, by
 * the same rules.
 */
export interface AnswerCase {
  readonly source: CaseEnd;
  readonly destination: CaseEnd;
  readonly via: ServiceHop | null;
  /** Ports on the destination, ascending by protocol and number; empty for ICMP. */
  readonly ports: readonly PortRange[];
  readonly icmp: boolean;
  /** Null: the same for each family that both ends have. */
  readonly family: Family | null;
  readonly verdict: Verdict;
  /** Set where there is no connection to judge; then `sample` and `decide` are null. */
  readonly problem: CaseProblem | null;
  /** One connection of the case: all others are decided alike. */
  readonly sample: Connection | null;
  /** The evidence for the sample, computed when first asked for. */
  readonly decide: (() => Decision) | null;
}

export interface Answer {
  readonly question: Question;
  /** `mixed` where cases differ. */
  readonly verdict: Verdict | 'mixed';
  readonly cases: readonly AnswerCase[];
}
