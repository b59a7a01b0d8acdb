import { lastOfFamily, subtractRanges, type Family, type IpRange } from '../../model/ip.ts';
import { NO, OPEN_FACT, YES, type Certainty } from './certainty.ts';
import { Evaluator } from './evaluate.ts';
import type { Outcome } from './outcomes.ts';
import { ruleBlocks, type PlanRule, type SetPlan } from './set-plan.ts';
import type { Shared } from './shared.ts';

/** Addresses to which a set of policies says the same. */
export interface OutsidePart {
  readonly ranges: readonly IpRange[];
  readonly outcome: Outcome;
}

/**
 * What a set of policies says to the addresses of a family that are nobody's: each is a peer of its
 * own, and only blocks tell them apart. Parts with an exact outcome differ in it; others may turn
 * out to be the same.
 */
export function outsideParts(
  plan: SetPlan,
  family: Family,
  portList: number,
  shared: Shared,
): readonly OutsidePart[] {
  const evaluator = new Evaluator(plan, plan.rules.map(usually), family, shared);
  const parts: { readonly outcome: Outcome; readonly ranges: IpRange[] }[] = [];
  const known = new Map<Outcome, IpRange[]>();
  const holding = new Map<number, number>();
  const changes = changesOf(plan, family);
  for (const [i, { at, begins, ends }] of changes.entries()) {
    for (const rule of ends) count(holding, rule, -1);
    for (const rule of begins) count(holding, rule, 1);
    const rules = [...holding.keys()].sort((a, b) => a - b);
    const outcome = evaluator.outcome(
      rules.map((rule) => ({ rule, certainty: YES })),
      portList,
    );
    const last = (changes[i + 1]?.at ?? lastOfFamily(family) + 1n) - 1n;
    let ranges = known.get(outcome);
    if (ranges === undefined) {
      ranges = [];
      parts.push({ outcome, ranges });
      if (!shared.outcomes.isInexact(outcome)) known.set(outcome, ranges);
    }
    ranges.push({ family, first: at, last });
  }
  return parts;
}

/** An address is no pod and no node, and which names lead to it nobody knows. */
function usually({ peers }: PlanRule): Certainty {
  if (peers === null) return YES;
  return peers.some(({ kind }) => kind === 'domainNames') ? OPEN_FACT : NO;
}

interface Change {
  readonly at: bigint;
  readonly begins: number[];
  readonly ends: number[];
}

/** Where blocks of rules begin and end, from the lowest address on. */
function changesOf(plan: SetPlan, family: Family): Change[] {
  const changes = new Map<bigint, Change>();
  const change = (at: bigint): Change => {
    const known = changes.get(at) ?? { at, begins: [], ends: [] };
    changes.set(at, known);
    return known;
  };
  change(0n);
  for (const [rule, { peers }] of plan.rules.entries()) {
    for (const { range, cuts } of ruleBlocks({ peers })) {
      if (range.family !== family) continue;
      for (const { first, last } of subtractRanges(range, cuts)) {
        change(first).begins.push(rule);
        if (last < lastOfFamily(family)) change(last + 1n).ends.push(rule);
      }
    }
  }
  return [...changes.values()].sort((a, b) => (a.at < b.at ? -1 : 1));
}

function count(holding: Map<number, number>, rule: number, by: number): void {
  const number = (holding.get(rule) ?? 0) + by;
  if (number === 0) holding.delete(rule);
  else holding.set(rule, number);
}
