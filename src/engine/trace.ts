import type {
  EndDecision,
  EndReason,
  MissingFact,
  RuleRef,
  TierEvidence,
  Verdict,
} from '../model/decision.ts';
import type { Direction, Policy, Tier } from '../model/policy.ts';
import type { End } from './ends.ts';
import { peersTruth, portsMatch, type Scene } from './match.ts';
import type { Exemption, TracedRule, WalkTrace } from './walk.ts';
import { OPEN, type Outcomes } from './walk.ts';

/** Collects what a walk sees into the evidence of one end. */
export interface EndTrace extends WalkTrace {
  /** The evidence, once the walk is over and its verdict known. */
  finish(verdict: Verdict, outcomes: Outcomes): EndDecision;
}

type PolicyRecord = TierEvidence['policies'][number];

/** A trace for one end of a scene. */
export function createEndTrace(scene: Scene, direction: Direction): EndTrace {
  const [subject, peer] =
    direction === 'Egress' ? [scene.source, scene.destination] : [scene.destination, scene.source];
  const tiers: TierEvidence[] = [];
  const ties: MissingFact[] = [];
  let exemption: Exemption | null = null;
  let tier: Tier | null = null;
  let policies: PolicyRecord[] = [];
  let matching: RuleRef[] = [];
  let possible: RuleRef[] = [];
  let deciding: readonly RuleRef[] = [];

  return {
    exempt(reason) {
      exemption = reason;
    },
    enterTier(entered) {
      tier = entered.tier;
      policies = [];
      matching = [];
      possible = [];
    },
    policy(policy, selects, rules) {
      policies.push({ policy, selects, rules });
      if (selects === 'yes') matching.push(...matchingRules(policy, rules, tier));
      possible.push(...possibleRules(policy, rules));
    },
    group(isTie) {
      if (isTie) ties.push({ kind: 'tie', rules: possible });
      deciding = matching;
      matching = [];
      possible = [];
    },
    leaveTier(outcome) {
      if (tier !== null) tiers.push({ tier, outcome, policies });
      if (outcome === 'pass') deciding = [];
    },
    finish(verdict, outcomes) {
      const missing = [...scene.facts.values(), ...ties];
      const isOpen = (outcomes & OPEN) !== 0;
      if (isOpen && subject.pod !== null) missing.push({ kind: 'hairpin', pod: subject.pod });
      const reason = exemption ?? reasonOf(verdict, outcomes);
      return {
        direction,
        subject: subject.endpoint,
        peer: peer.endpoint,
        verdict,
        reason,
        tiers,
        deciding: isUncertain() ? [] : deciding,
        missing,
      };
    },
  };

  function isUncertain(): boolean {
    return tiers.some(({ outcome }) => outcome === 'unknown');
  }

  function reasonOf(verdict: Verdict, outcomes: Outcomes): EndReason {
    if (verdict === 'unknown') {
      if ((outcomes & OPEN) !== 0) return 'CNI_SPECIFIC';
      return ties.length > 0 ? 'PRIORITY_TIE' : 'INPUT_INCOMPLETE';
    }
    if (isUncertain()) return 'CASES_AGREE';
    if (deciding.length > 0) return verdict === 'allowed' ? 'RULE_MATCHED' : 'RULE_DENIED';
    const last = tiers.at(-1);
    return verdict === 'allowed' || last === undefined
      ? 'NOT_ISOLATED'
      : denialReason(scene, last.policies, peer);
  }
}

/** Among rules that only allow, each that matches decides; else the first of the policy does. */
function matchingRules(policy: Policy, rules: readonly TracedRule[], tier: Tier | null): RuleRef[] {
  const matched = rules.filter((rule) => rule.matched === 'yes');
  const counted = tier?.unmatched === 'deny' ? matched : matched.slice(0, 1);
  return counted.map(({ rule }) => ({ policy, rule }));
}

/** The rules of a policy that may be its first to match: none after one that matches for sure. */
function possibleRules(policy: Policy, rules: readonly TracedRule[]): RuleRef[] {
  const sure = rules.findIndex(({ matched }) => matched === 'yes');
  const reached = sure < 0 ? rules : rules.slice(0, sure + 1);
  return reached.filter(({ matched }) => matched !== 'no').map(({ rule }) => ({ policy, rule }));
}

/** How far the rules of isolating policies are from matching: no rules, no peer, no port, no pair. */
function denialReason(scene: Scene, policies: readonly PolicyRecord[], peer: End): EndReason {
  const rules = policies.flatMap((policy) => policy.rules.map(({ rule }) => rule));
  if (rules.length === 0) return 'NO_RULES';
  const peerMatches = rules.some((rule) => peersTruth(scene, rule, peer) === 'yes');
  if (!peerMatches) return 'NO_PEER_MATCH';
  return rules.some((rule) => portsMatch(scene, rule)) ? 'NO_CLAUSE_PAIR' : 'NO_PORT_MATCH';
}
