import {
  policyDirection,
  type Action,
  type Direction,
  type Policy,
  type Rule,
} from '../model/policy.ts';
import { or, type Truth } from '../model/truth.ts';
import type { End } from './ends.ts';
import { isLocalNode, podScopeTruth, ruleTruth, type Scene } from './match.ts';
import type { PolicyIndex, TierPolicies } from './policy-index.ts';

/**
 * What an end may come to, as a set of bits: with every fact known there is exactly one. OPEN says
 * that the API itself leaves the answer open.
 */
export const ALLOW = 1;
export const DENY = 2;
export const OPEN = 4;
export type Outcomes = number;

/**
 * What the rules of a tier may do, as a set of bits. TIE says that more than one is possible
 * because policies of equal priority differ.
 */
const ACCEPTED = 1;
const DENIED = 2;
const PASSED = 4;
const NO_MATCH = 8;
const TIE = 16;
type Actions = number;

const ACTION_BITS: Readonly<Record<Action, number>> = {
  Accept: ACCEPTED,
  Deny: DENIED,
  Pass: PASSED,
};

/** Why an end needs no policy: it passes before any tier is asked. */
export type Exemption = 'NOT_APPLICABLE' | 'HOST_NETWORK' | 'SELF' | 'NODE_LOCAL';

/** Receives what the walk sees. With a trace, every rule is looked at, not only as far as needed. */
export interface WalkTrace {
  exempt(reason: Exemption): void;
  enterTier(tier: TierPolicies): void;
  policy(policy: Policy, selects: 'yes' | 'unknown', rules: readonly TracedRule[]): void;
  /** Ends a group of equal priority; in a tie its policies may differ. */
  group(isTie: boolean): void;
  leaveTier(outcome: TierOutcome): void;
}

export interface TracedRule {
  readonly rule: Rule;
  readonly matched: Truth;
}

export type TierOutcome = 'allow' | 'deny' | 'pass' | 'next' | 'unknown';

/**
 * What one end of a connection says to it. Policies are asked only where the subject is a pod;
 * its node may always reach it; tiers are asked in order. In a tier the first matching rule by
 * priority decides; where none matches, a tier that isolates denies, any other leaves the
 * question to the next; where no tier decides, the connection is allowed.
 *
 * @param selfThroughService the pod reaches itself through a Service: the API does not say what an
 *   isolating tier does then, so that a denial by it stays open.
 */
export function walk(
  scene: Scene,
  index: PolicyIndex,
  direction: Direction,
  selfThroughService: boolean,
  trace: WalkTrace | null,
): Outcomes {
  const [subject, peer] =
    direction === 'Egress' ? [scene.source, scene.destination] : [scene.destination, scene.source];
  if (subject.pod === null) {
    trace?.exempt(subject.endpoint.kind === 'pod' ? 'HOST_NETWORK' : 'NOT_APPLICABLE');
    return ALLOW;
  }
  const local = isLocalNode(scene, subject, peer);
  if (local === 'yes') {
    trace?.exempt('NODE_LOCAL');
    return ALLOW;
  }
  let outcomes = local === 'unknown' ? ALLOW : 0;
  for (const tier of index.tiersFor(subject.pod.namespace, direction)) {
    trace?.enterTier(tier);
    const step = walkTier(scene, tier, direction, subject, peer, selfThroughService, trace);
    outcomes |= step.outcomes;
    trace?.leaveTier(tierOutcome(step));
    if (!step.continues) return outcomes;
  }
  return outcomes | ALLOW;
}

interface TierStep {
  readonly outcomes: Outcomes;
  /** The next tier may be asked. */
  readonly continues: boolean;
  /** A Pass may have left the tier. */
  readonly passes: boolean;
}

function tierOutcome(step: TierStep): TierOutcome {
  if (step.outcomes === 0) return step.passes ? 'pass' : 'next';
  if (step.continues) return 'unknown';
  if (step.outcomes === ALLOW) return 'allow';
  return step.outcomes === DENY ? 'deny' : 'unknown';
}

function walkTier(
  scene: Scene,
  { tier, groups }: TierPolicies,
  direction: Direction,
  subject: End,
  peer: End,
  selfThroughService: boolean,
  trace: WalkTrace | null,
): TierStep {
  let outcomes = 0;
  let passes = false;
  let selected: Truth = 'no';
  const denial = tier.unmatched === 'deny' && selfThroughService ? OPEN : DENY;
  for (const group of groups) {
    let actions: Actions = NO_MATCH;
    for (const policy of group) {
      const selects = podScopeTruth(scene, policy.subject, subject);
      if (selects === 'no') continue;
      selected = or(selected, selects);
      const { rules } = policyDirection(policy, direction);
      actions = combine(actions, policyActions(scene, policy, rules, selects, peer, trace));
      // Without priorities rules are a union: one that accepts decides.
      if (trace === null && policy.priority === null && actions === ACCEPTED) break;
    }
    trace?.group((actions & TIE) !== 0);
    if ((actions & ACCEPTED) !== 0) outcomes |= ALLOW;
    if ((actions & DENIED) !== 0) outcomes |= denial;
    if ((actions & PASSED) !== 0) passes = true;
    if ((actions & NO_MATCH) === 0) return { outcomes, continues: passes, passes };
  }
  if (tier.unmatched === 'next' || selected === 'no') return { outcomes, continues: true, passes };
  outcomes |= denial;
  return { outcomes, continues: passes || selected === 'unknown', passes };
}

/** The actions of the first matching rule of a policy; NO_MATCH where it might have none. */
function policyActions(
  scene: Scene,
  policy: Policy,
  rules: readonly Rule[],
  selects: 'yes' | 'unknown',
  peer: End,
  trace: WalkTrace | null,
): Actions {
  let actions = selects === 'unknown' ? NO_MATCH : 0;
  let open = true;
  const seen: TracedRule[] = [];
  for (const rule of rules) {
    const matched = ruleTruth(scene, rule, peer);
    if (trace !== null) seen.push({ rule, matched });
    if (open && matched !== 'no') {
      actions |= ACTION_BITS[rule.action];
      if (matched === 'yes') open = false;
    }
    if (!open && trace === null) return actions;
  }
  trace?.policy(policy, selects, seen);
  return open ? actions | NO_MATCH : actions;
}

/** The actions that a policy may take by itself. */
const ALL_ACTIONS = [ACCEPTED, DENIED, PASSED, NO_MATCH];

/**
 * What two policies of equal priority come to together: one that does not match leaves it to the
 * other, equal actions stand, and of different ones the plugin may take either.
 */
function combine(a: Actions, b: Actions): Actions {
  if (a === NO_MATCH) return b;
  if (b === NO_MATCH) return a;
  let result = (a | b) & TIE;
  for (const x of ALL_ACTIONS) {
    if ((a & x) === 0) continue;
    for (const y of ALL_ACTIONS) {
      if ((b & y) === 0) continue;
      if (x === NO_MATCH || x === y) result |= y;
      else result |= y === NO_MATCH ? x : x | y | TIE;
    }
  }
  return result;
}

/** Both ends must allow: egress at the source and ingress at the destination. */
export function bothEnds(egress: Outcomes, ingress: Outcomes): Outcomes {
  let result = (egress | ingress) & DENY;
  const egressPasses = (egress & (ALLOW | OPEN)) !== 0;
  const ingressPasses = (ingress & (ALLOW | OPEN)) !== 0;
  if (!egressPasses || !ingressPasses) return DENY;
  if (((egress | ingress) & OPEN) !== 0) result |= OPEN;
  if ((egress & ALLOW) !== 0 && (ingress & ALLOW) !== 0) result |= ALLOW;
  return result;
}
