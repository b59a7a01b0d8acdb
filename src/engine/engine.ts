import type { Cluster } from '../model/cluster.ts';
import type { Connection, Endpoint, EngineOptions } from '../model/connection.ts';
import type { Decision, RuleEvidence, RuleRef, Verdict } from '../model/decision.ts';
import type { Direction, Policy } from '../model/policy.ts';
import type { Truth } from '../model/truth.ts';

/** Answers for one connection at a time. Total: no method throws, none does I/O. */
export interface Engine {
  readonly cluster: Cluster;
  readonly options: EngineOptions;
  /** The verdict with its evidence. */
  decide(connection: Connection): Decision;
  /** The verdict alone, without evidence: the same as `decide(connection).verdict`. */
  verdict(connection: Connection): Verdict;
  /** Each clause of a rule, held against a connection. */
  ruleEvidence(ref: RuleRef, direction: Direction, connection: Connection): RuleEvidence;
  /** Whether a policy selects an endpoint as its subject, whatever directions it applies to. */
  selects(policy: Policy, endpoint: Endpoint): Truth;
}
