import type { EndDecision } from '../model/decision.ts';
import { policyDirection, type Direction, type Policy, type Rule } from '../model/policy.ts';
import {
  formatFieldPath,
  formatPointer,
  type FieldPath,
  type Locator,
  type ObjectSource,
} from '../model/source.ts';
import type { Place, PolicyMention, RuleMention } from './explanation.ts';
import { bareRule, policyText, ruleName, shortRule } from './names.ts';

/** The place of a field, of its key or of its value. */
export function placeOf(
  locator: Locator,
  source: ObjectSource,
  path: FieldPath,
  at: 'key' | 'value' = 'value',
): Place {
  const { line, column } = locator.locate(source, path, at);
  return { file: source.file.name, line, column, document: source.document };
}

/** A policy, with the place of the field that selects its pods. */
export function mentionPolicy(
  locator: Locator,
  policy: Policy,
  selects: 'yes' | 'unknown' = 'yes',
): PolicyMention {
  const { apiVersion, kind, namespace, name, tier, priority, subject, source } = policy;
  const path = subject.pods?.path ?? (namespace === null ? ['spec', 'subject'] : ['spec']);
  return {
    apiVersion,
    kind,
    namespace,
    name,
    text: policyText(policy),
    tier: tier.name,
    priority,
    place: placeOf(locator, source, path, 'key'),
    selects,
  };
}

/** A rule, with the place of its list item. */
export function mentionRule(
  locator: Locator,
  policy: Policy,
  rule: Rule,
  direction: Direction,
): RuleMention {
  return {
    policy: mentionPolicy(locator, policy),
    rule: rule.index + 1,
    ruleName: rule.name,
    action: rule.action,
    path: formatFieldPath(rule.path),
    pointer: formatPointer(rule.path),
    place: placeOf(locator, policy.source, rule.path, 'key'),
    text: `${policyText(policy)}, ${ruleName(rule, direction)}`,
    short: shortRule(policy, rule),
    bare: bareRule(rule),
  };
}

/** Whether an object has a field: only then has its key a place of its own. */
export function hasField(
  locator: Locator,
  source: ObjectSource,
  parent: FieldPath,
  field: string,
): boolean {
  const own = locator.locate(source, [...parent, field], 'key');
  return own.offset !== locator.locate(source, parent, 'key').offset;
}

/** Whether a tier whose first matching rule decides selects the pod of an end. */
export function hasOrderedTiers({ tiers }: EndDecision): boolean {
  return tiers.some(({ tier, policies }) => tier.unmatched === 'next' && policies.length > 0);
}

/** By code units: the same on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The policies of a namespace and of the whole cluster that take part in a direction. */
export function takesPart(policy: Policy, direction: Direction): boolean {
  return policyDirection(policy, direction).applies;
}
