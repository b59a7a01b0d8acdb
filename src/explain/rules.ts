import type { Engine } from '../engine/engine.ts';
import type { RuleEvidence, RuleRef } from '../model/decision.ts';
import type { Direction } from '../model/policy.ts';
import type { Locator } from '../model/source.ts';
import { bestMatch, compareScores, explainClause, type BestMatch, type Speech } from './clauses.ts';
import type { RuleExplanation, Snippet } from './explanation.ts';
import { mentionRule, placeOf } from './places.ts';
import { snippetOf, type Remark } from './snippet.ts';

/** What explaining needs at hand: the engine to ask and the positions. */
export interface Sources {
  readonly engine: Engine;
  readonly locator: Locator;
}

/** A rule held against a connection, with the peer and the port of it that come nearest. */
export interface JudgedRule {
  readonly ref: RuleRef;
  readonly evidence: RuleEvidence;
  readonly best: BestMatch;
}

export function judgeRule(
  sources: Sources,
  ref: RuleRef,
  direction: Direction,
  speech: Speech,
): JudgedRule {
  const evidence = sources.engine.ruleEvidence(ref, direction, speech.connection);
  return { ref, evidence, best: bestMatch(evidence) };
}

/**
 * The rule with the least to change: fewest failing clauses, then the nearest of them, then the
 * order of the policies. Rules that deny or pass cannot let anything through and are left out.
 */
export function closestRule(rules: readonly JudgedRule[]): JudgedRule | null {
  let closest: JudgedRule | null = null;
  for (const rule of rules) {
    if (rule.ref.rule.action !== 'Accept') continue;
    if (closest === null || compareScores(rule.best.score, closest.best.score) < 0) closest = rule;
  }
  return closest;
}

/** A judged rule in words and places. */
export function explainRule(
  { locator }: Sources,
  { ref, evidence, best }: JudgedRule,
  direction: Direction,
  speech: Speech,
): RuleExplanation {
  const { policy, rule } = ref;
  const { file } = policy.source;
  const mention = mentionRule(locator, policy, rule, direction);
  const evidences =
    best.portClause === null ? best.peerClauses : [...best.peerClauses, best.portClause];
  const clauses = evidences.map((clause) => explainClause(locator, evidence, clause, speech));
  const remarks: Remark[] = clauses.map((clause) => ({
    place: clause.place,
    matched: clause.matched,
    text: clause.has,
  }));
  for (const [field, absent, text] of [
    [peersField(direction), rule.peers === null, everyPeer(direction)],
    ['ports', rule.ports === null, 'every port of every protocol'],
  ] as const) {
    if (!absent || policy.kind !== 'NetworkPolicy') continue;
    const at = placeOf(locator, policy.source, [...rule.path, field], 'key');
    remarks.push({ place: at, matched: 'yes', text: `no \`${field}\`: ${text}` });
  }
  // Only some formats print it.
  let snippet: Snippet | null = null;
  return {
    ...mention,
    matched: evidence.matched,
    clauses,
    peer:
      best.peer === null || rule.peers === null
        ? null
        : { index: best.peer + 1, of: rule.peers.length },
    get snippet() {
      return (snippet ??= snippetOf(file, mention.place, remarks));
    },
  };
}

/** The field of a NetworkPolicy rule that holds its peers. */
export function peersField(direction: Direction): 'from' | 'to' {
  return direction === 'Ingress' ? 'from' : 'to';
}

function everyPeer(direction: Direction): string {
  return direction === 'Ingress' ? 'every source' : 'every destination';
}
