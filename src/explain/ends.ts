import type { Connection } from '../model/connection.ts';
import type { EndDecision, EndReason, RuleRef, TierEvidence } from '../model/decision.ts';
import { formatRequirement, requirementMatches } from '../model/labels.ts';
import { policyDirection, TIERS, type Policy } from '../model/policy.ts';
import type { Speech } from './clauses.ts';
import { becauseOf, isolatingPolicies } from './because.ts';
import type { EndExplanation, NearPolicy } from './explanation.ts';
import { podName } from './names.ts';
import { mentionPolicy, mentionRule, takesPart } from './places.ts';
import { chainText, explainTiers } from './tiers.ts';
import { closestRule, explainRule, judgeRule, type JudgedRule, type Sources } from './rules.ts';

/** An end's decision with the rules that were held against it. */
export interface JudgedEnd {
  readonly decision: EndDecision;
  readonly connection: Connection;
  /** Both of the case, for sentences. */
  readonly speech: Speech;
  /** Where no rule decided: every rule of every policy that was asked, in the order asked. */
  readonly rules: readonly JudgedRule[];
  /** The one of them that comes nearest. */
  readonly closest: JudgedRule | null;
}

/** Holds the rules of the policies that an end asked against a connection that none let through. */
export function judgeEnd(
  sources: Sources,
  decision: EndDecision,
  connection: Connection,
  ports: string,
): JudgedEnd {
  const speech = { connection, peer: decision.peer, ports };
  const undecided = decision.deciding.length === 0 && decision.verdict !== 'allowed';
  // A rule of another tier was asked in its turn and did not match: no edit of it is at hand.
  const rules = undecided
    ? judgeRules(
        sources,
        decision,
        speech,
        ({ tier, outcome }) => tier.unmatched === 'deny' || outcome === 'unknown',
      )
    : [];
  const open = decision.verdict === 'unknown' ? rules.find(isOpen) : undefined;
  const own = rules.filter(({ ref }) => ref.policy.tier.unmatched === 'deny');
  return { decision, connection, speech, rules, closest: open ?? closestRule(own) };
}

/** Whether a rule denies that is asked before any NetworkPolicy, so that none can change it. */
export function isDeniedAbove({ decision }: JudgedEnd): boolean {
  return decision.deciding.some(
    ({ policy, rule }) => rule.action === 'Deny' && policy.tier.order < TIERS.networkPolicy.order,
  );
}

/** A rule of a tier whose first matching rule decides, and nobody knows whether it matches. */
function isOpen({ ref, evidence }: JudgedRule): boolean {
  return ref.policy.tier.unmatched === 'next' && evidence.matched === 'unknown';
}

/** Holds the rules of tiers against a connection. */
export function judgeRules(
  sources: Sources,
  { tiers, direction }: EndDecision,
  speech: Speech,
  takes: (tier: TierEvidence) => boolean,
): JudgedRule[] {
  return tiers
    .filter(takes)
    .flatMap(({ policies }) => policies)
    .flatMap(({ policy }) =>
      policyDirection(policy, direction).rules.map((rule): RuleRef => ({ policy, rule })),
    )
    .map((ref) => judgeRule(sources, ref, direction, speech));
}

/** One end in words and places. */
export function explainEndDecision(
  sources: Sources,
  judged: JudgedEnd,
  everyRule: boolean,
): EndExplanation {
  const { locator, engine } = sources;
  const { decision, speech } = judged;
  const { direction } = decision;
  const words = (rule: JudgedRule) => explainRule(sources, rule, direction, speech);
  const [first, ...others] = decision.deciding;
  const deciding = first === undefined ? null : words(judgeRule(sources, first, direction, speech));
  const tiers = explainTiers(sources, decision, speech);
  const isChain = tiers.length > 0 && isToldByTiers(decision);
  return {
    direction,
    verdict: decision.verdict,
    reason: decision.reason,
    because: isChain ? chainText(tiers, '→') : becauseOf(engine.cluster, decision, speech.ports),
    isChain,
    tiers,
    isolatedBy: isolatingPolicies(decision).map(({ policy, selects }) =>
      mentionPolicy(locator, policy, selects),
    ),
    deciding,
    alsoDeciding: others.map(({ policy, rule }) => mentionRule(locator, policy, rule, direction)),
    closest: judged.closest === null ? null : words(judged.closest),
    get closestPolicy() {
      return decision.reason === 'NOT_ISOLATED' ? nearestPolicy(sources, decision) : null;
    },
    rules: everyRule ? judgeRules(sources, decision, speech, () => true).map(words) : [],
  };
}

/** What the tiers said explains the verdict, without a word about facts that they do not see. */
const TOLD_BY_TIERS: ReadonlySet<EndReason> = new Set([
  'RULE_MATCHED',
  'RULE_DENIED',
  'NOT_ISOLATED',
  'NO_RULES',
  'NO_PEER_MATCH',
  'NO_PORT_MATCH',
  'NO_CLAUSE_PAIR',
  'PRIORITY_TIE',
]);

function isToldByTiers({ reason, tiers, missing }: EndDecision): boolean {
  if (TOLD_BY_TIERS.has(reason)) return true;
  // Whether both ends are on one node is asked before any tier.
  return (
    reason === 'INPUT_INCOMPLETE' &&
    tiers.some(({ outcome }) => outcome === 'unknown') &&
    !missing.some(({ kind }) => kind === 'node')
  );
}

/** The policy of the pod's namespace and direction that fails to select it by the fewest labels. */
function nearestPolicy({ engine, locator }: Sources, end: EndDecision): NearPolicy | null {
  if (end.subject.kind !== 'pod') return null;
  const { pod } = end.subject;
  const candidates = (engine.cluster.policies.get(pod.namespace) ?? []).filter((policy) =>
    takesPart(policy, end.direction),
  );
  let best: { policy: Policy; failing: number; near: Omit<NearPolicy, 'policy'> } | null = null;
  for (const policy of candidates) {
    const failed = (policy.subject.pods?.requirements ?? []).filter(
      (requirement) => requirementMatches(requirement, pod.labels) === 'no',
    );
    const [first] = failed;
    if (first === undefined || (best !== null && best.failing <= failed.length)) continue;
    const value = pod.labels.get(first.key);
    const has =
      value === undefined
        ? `${podName(pod)} has no label ${first.key}`
        : `${podName(pod)} has ${first.key}=${value ?? '…'}`;
    best = { policy, failing: failed.length, near: { wanted: formatRequirement(first), has } };
  }
  return best === null ? null : { policy: mentionPolicy(locator, best.policy), ...best.near };
}
