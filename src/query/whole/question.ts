import type { Family } from '../../model/ip.ts';

/** What the groups of an answer are: pods of one workload, each pod, all of a namespace, a class. */
export type Grouping = 'workload' | 'pod' | 'namespace' | 'class';

/** A question about all pairs. */
export interface WholeQuestion {
  /** Null: every pod, and the addresses that nobody known has. */
  readonly from: string | null;
  readonly to: string | null;
  /** Empty: every port of TCP, UDP and SCTP. */
  readonly ports: readonly string[];
  /** The namespace of names that are written without one. */
  readonly namespace: string;
  /** Leaves out every pod of other namespaces, where nothing else is asked for; null: leaves out none. */
  readonly only: string | null;
  /** Null: each family that both ends have. */
  readonly family: Family | null;
  readonly by: Grouping;
}
