import { policyDirection, type Direction, type Policy } from '../../model/policy.ts';
import { YES, type Certainty } from './certainty.ts';
import type { PeerMembers } from './peer-members.ts';
import { PairNumbers } from './pair-numbers.ts';

/** A policy that selects the pods of a class. */
export interface Selecting {
  readonly policy: Policy;
  readonly isSure: boolean;
}

/** The policies that take part in what each class may do in a direction; equal sets have equal numbers. */
export interface PolicySets {
  /** The set of each class; 0 has no policies. */
  readonly setOf: Int32Array;
  /** In the order in which they are asked. */
  policiesOf(set: number): readonly Selecting[];
}

/** @param policies in the order in which they are asked */
export function createPolicySets(
  policies: readonly Policy[],
  members: PeerMembers,
  classes: number,
  direction: Direction,
): PolicySets {
  const numbers = new PairNumbers();
  const setOf = new Int32Array(classes);
  const extend = (id: number, at: number, certainty: Certainty): void => {
    setOf[id] = numbers.of(setOf[id] as number, 2 * at + (certainty === YES ? 1 : 0));
  };
  for (const [at, policy] of policies.entries()) {
    if (!policyDirection(policy, direction).applies) continue;
    const { otherwise, classes: listed, certainties } = members.ofScope(policy.subject);
    if (otherwise === YES) {
      const others = new Set(listed);
      for (let id = 0; id < classes; id++) if (!others.has(id)) extend(id, at, YES);
    }
    for (const [i, id] of listed.entries()) {
      const certainty = certainties[i] as Certainty;
      if (certainty !== 0) extend(id, at, certainty);
    }
  }
  const known = new Map<number, readonly Selecting[]>();
  return {
    setOf,
    policiesOf(set) {
      let selecting = known.get(set);
      if (selecting === undefined) {
        selecting = numbers.sequence(set).map((item) => ({
          policy: policies[item >> 1] as Policy,
          isSure: item % 2 === 1,
        }));
        known.set(set, selecting);
      }
      return selecting;
    },
  };
}
