import type { Cluster } from '../model/cluster.ts';
import type { EndDecision, RuleRef, TierEvidence } from '../model/decision.ts';
import { TIERS, type Action } from '../model/policy.ts';
import { isolatedText, notIsolatedText, undecidedText } from './because.ts';
import { explainClause, type Speech } from './clauses.ts';
import type { SkippedRule, TierStep } from './explanation.ts';
import { factTexts } from './facts.ts';
import { counted, listing, shortPolicy, shortRule } from './names.ts';
import { hasOrderedTiers, mentionPolicy, mentionRule } from './places.ts';
import { judgeRule, type Sources } from './rules.ts';

/**
 * The chain of tiers that an end went through, in order; empty where only NetworkPolicies were
 * asked. NetworkPolicy is a step of it even where none selects the pod: that is why the chain
 * goes on.
 */
export function explainTiers(sources: Sources, end: EndDecision, speech: Speech): TierStep[] {
  if (!hasOrderedTiers(end)) return [];
  const own = TIERS.networkPolicy;
  const asked = end.tiers.filter(
    ({ tier, policies }) => policies.length > 0 || tier.order === own.order,
  );
  const steps = asked.map((step) => ({
    order: step.tier.order,
    step: explainTier(sources, end, step, speech),
  }));
  const last = asked.at(-1);
  const isReached = last !== undefined && (last.tier.order > own.order || leavesOn(last));
  if (isReached && !asked.some(({ tier }) => tier.order === own.order)) {
    const nothing: TierEvidence = { tier: own, outcome: 'next', policies: [] };
    steps.push({ order: own.order, step: explainTier(sources, end, nothing, speech) });
  }
  const chain = steps.sort((a, b) => a.order - b.order).map(({ step }) => step);
  if (end.reason !== 'NOT_ISOLATED') return chain;
  return chain.map((step, i) =>
    i < chain.length - 1 ? step : { ...step, text: `${step.text}; no tier denies it` },
  );
}

function leavesOn({ outcome }: TierEvidence): boolean {
  return outcome === 'pass' || outcome === 'next';
}

function explainTier(
  sources: Sources,
  end: EndDecision,
  step: TierEvidence,
  speech: Speech,
): TierStep {
  const { locator, engine } = sources;
  const { tier, outcome, policies } = step;
  const { direction } = end;
  const said =
    tier.unmatched === 'deny'
      ? networkPolicyStep(engine.cluster, end, step, speech.ports)
      : orderedStep(end, step);
  return {
    tier: tier.name,
    outcome,
    text: said.text,
    short: `${tier.name}: ${said.short}`,
    policies: policies.map(({ policy, selects }) => mentionPolicy(locator, policy, selects)),
    rules: said.rules.map(({ policy, rule }) => mentionRule(locator, policy, rule, direction)),
    skipped: said.skipped.map((ref) => skippedRule(sources, ref, end, speech)),
  };
}

interface Said {
  readonly text: string;
  readonly short: string;
  readonly rules: readonly RuleRef[];
  readonly skipped: readonly RuleRef[];
}

/** The tier whose rules are a union: the same words as where it is alone. */
function networkPolicyStep(
  cluster: Cluster,
  end: EndDecision,
  { outcome, policies }: TierEvidence,
  ports: string,
): Said {
  const rules = end.deciding.filter(({ policy }) => policy.tier.unmatched === 'deny');
  const [first] = rules;
  if (first !== undefined) {
    const rest = rules.length - 1;
    const more = rest === 0 ? '' : ` (and ${counted(rest, 'more rule')})`;
    const text = `allowed by ${shortRule(first.policy, first.rule)}`;
    return { text: `${text}${more}`, short: text, rules, skipped: [] };
  }
  if (outcome === 'next') {
    const text = notIsolatedText(cluster, end);
    return { text, short: 'not isolated', rules, skipped: [] };
  }
  const names = listing(policies.map(({ policy }) => shortPolicy(policy)));
  return outcome === 'deny'
    ? {
        text: isolatedText(end, ports),
        short: `denied, isolated by ${names}`,
        rules,
        skipped: [],
      }
    : { text: undecidedText(end), short: 'cannot be decided', rules, skipped: [] };
}

const DONE: Readonly<Record<Action, string>> = {
  Accept: 'accepted',
  Deny: 'denied',
  Pass: 'passed',
};

/** A tier whose first matching rule decides. */
function orderedStep(end: EndDecision, { outcome, policies }: TierEvidence): Said {
  const all = policies.flatMap(({ policy, rules, selects }) =>
    rules.map(({ rule, matched }) => ({ policy, rule, matched, selects })),
  );
  const names = listing(policies.map(({ policy }) => shortPolicy(policy)));
  if (outcome === 'next') {
    const many = all.length === 1 ? 'the only rule' : 'no rule';
    const verb = all.length === 1 ? 'does not match' : 'matches';
    const text = all.length === 0 ? `${names} has no rule` : `${many} of ${names} ${verb}`;
    return { text, short: 'no rule matches', rules: [], skipped: all };
  }
  const first = all.findIndex(({ matched, selects }) =>
    outcome === 'unknown'
      ? matched === 'unknown' || (matched === 'yes' && selects === 'unknown')
      : matched === 'yes' && selects === 'yes',
  );
  const skipped = all.slice(0, Math.max(first, 0)).filter(({ matched }) => matched === 'no');
  const tie = end.missing.find((fact) => fact.kind === 'tie');
  if (outcome === 'unknown' && tie !== undefined) {
    const words = tie.rules.map(({ policy, rule }) => `${shortRule(policy, rule)}: ${rule.action}`);
    const priority = tie.rules[0]?.policy.priority;
    return {
      text: `rules of equal priority ${String(priority)} disagree, and the API lets the network plugin choose`,
      short: `${listing(words, 4)}, at equal priority`,
      rules: tie.rules,
      skipped,
    };
  }
  const found = all[first];
  if (found === undefined) return { text: `of ${names}`, short: names, rules: [], skipped };
  if (outcome === 'unknown') {
    const facts = listing(factTexts(end.missing));
    const what =
      found.matched === 'unknown'
        ? `${shortRule(found.policy, found.rule)} matches`
        : `${shortPolicy(found.policy)} selects the pod`;
    const text = `whether ${what} depends on ${facts}`;
    const short = `${found.rule.action} by ${shortRule(found.policy, found.rule)}?`;
    return { text, short, rules: [found], skipped };
  }
  // Policies of one priority that come to the same decide together.
  const decided = policies.flatMap(({ policy, rules, selects }) => {
    if (policy.priority !== found.policy.priority || selects !== 'yes') return [];
    const rule = rules.find(({ matched }) => matched === 'yes');
    return rule === undefined ? [] : [{ policy, rule: rule.rule }];
  });
  const { action } = found.rule;
  const by = listing(decided.map(({ policy, rule }) => shortRule(policy, rule)));
  return { text: `${DONE[action]} by ${by}`, short: `${action} by ${by}`, rules: decided, skipped };
}

function skippedRule(
  sources: Sources,
  ref: RuleRef,
  end: EndDecision,
  speech: Speech,
): SkippedRule {
  const { locator } = sources;
  const { evidence, best } = judgeRule(sources, ref, end.direction, speech);
  const clauses =
    best.portClause === null ? best.peerClauses : [...best.peerClauses, best.portClause];
  const failing = clauses.find(({ matched }) => matched !== 'yes');
  const rule = mentionRule(locator, ref.policy, ref.rule, end.direction);
  if (failing === undefined) return { rule, code: null, wanted: '', actual: '', why: '' };
  const { code, wanted, actual, has } = explainClause(locator, evidence, failing, speech);
  return { rule, code, wanted, actual, why: `wants ${wanted}; ${has}` };
}

/** The whole chain on one line. */
export function chainText(steps: readonly TierStep[], arrow: string): string {
  return steps.map(({ short }) => short).join(` ${arrow} `);
}
