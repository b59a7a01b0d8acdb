import type { PolicyDirection, Rule } from '../model/policy.ts';
import type { Report } from './report.ts';
import { checkBounds } from './schema-report.ts';

const MOST_PRIORITY = 1000;
const TIER_NAMES = ['Admin', 'Baseline'] as const;

/** The tier of a ClusterNetworkPolicy; there is no default. */
export function readTier(written: string | null, report: Report): 'Admin' | 'Baseline' {
  const path = ['spec', 'tier'];
  if (written === null) {
    report.required('field-required', path, '', { hint: 'write tier: Admin or tier: Baseline' });
    return 'Admin';
  }
  const tier = TIER_NAMES.find((name) => name === written);
  if (tier === undefined) report.unsupported('enum-value', path, written, TIER_NAMES);
  return tier ?? 'Admin';
}

/** A priority from 0 to 1000; policies with lower numbers are asked first. */
export function checkPriority(written: number | null, report: Report): number {
  const path = ['spec', 'priority'];
  if (written === null) {
    report.required('field-required', path, '', {
      hint: 'write a number from 0 to 1000; lower numbers are asked first',
    });
    return 0;
  }
  checkBounds(written, [0, MOST_PRIORITY], path, 'priority-range', report);
  return written;
}

/** What is left of a field or label that is null: the server drops it (see decode.ts). */
const NULL_MEANS: Readonly<Record<string, string>> = {
  namespaceSelector: 'pods of every namespace match',
  matchLabels: 'the selector matches more than it seems to',
  matchExpressions: 'the selector matches more than it seems to',
  ports: 'the rule matches every port of every protocol',
  protocols: 'the rule matches every port of every protocol',
};

/** Warns of nulls that are legal and make a selector or a rule match more. */
export function warnOfNulls(report: Report): void {
  if (report.hasErrors) return;
  for (const path of report.nulls) {
    const isLabel = path.at(-2) === 'matchLabels';
    const meaning = isLabel ? NULL_MEANS['matchLabels'] : NULL_MEANS[String(path.at(-1))];
    if (path[0] !== 'spec' || meaning === undefined) continue;
    report.warn('null-field', path, `null counts as absent: ${meaning}`, { at: 'key' });
  }
}

/** A policy without rules for a direction has no part in it. */
export function directionOf(rules: readonly Rule[]): PolicyDirection {
  return { applies: rules.length > 0, rules };
}
