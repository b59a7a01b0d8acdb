import { and, type Truth } from './truth.ts';
import type { FieldPath } from './source.ts';

/**
 * The labels of an object. A null value says that the key is present and its value is set by a
 * controller, so that manifests do not tell it (`pod-template-hash`).
 */
export type Labels = ReadonlyMap<string, string | null>;

export type Operator = 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';

/** One condition on one label key; matchLabels entries are `In` with one value. */
export interface Requirement {
  readonly key: string;
  readonly operator: Operator;
  /** Empty for Exists and DoesNotExist. */
  readonly values: readonly string[];
  /** From the object's root to the entry of matchLabels or matchExpressions. */
  readonly path: FieldPath;
}

/** All requirements must hold; no requirement at all matches every object. */
export interface LabelSelector {
  readonly requirements: readonly Requirement[];
  readonly path: FieldPath;
}

/** Whether labels meet one requirement. NotIn holds where the key is missing. */
export function requirementMatches(requirement: Requirement, labels: Labels): Truth {
  const value = labels.get(requirement.key);
  switch (requirement.operator) {
    case 'Exists':
      return value === undefined ? 'no' : 'yes';
    case 'DoesNotExist':
      return value === undefined ? 'yes' : 'no';
    case 'In':
      if (value === undefined) return 'no';
      if (value === null) return 'unknown';
      return requirement.values.includes(value) ? 'yes' : 'no';
    case 'NotIn':
      if (value === undefined) return 'yes';
      if (value === null) return 'unknown';
      return requirement.values.includes(value) ? 'no' : 'yes';
  }
}

/** Whether labels meet every requirement of a selector. */
export function selectorMatches(selector: LabelSelector, labels: Labels): Truth {
  let result: Truth = 'yes';
  for (const requirement of selector.requirements) {
    result = and(result, requirementMatches(requirement, labels));
    if (result === 'no') return 'no';
  }
  return result;
}

/** A requirement in kubectl's selector syntax: `app=web`, `tier in (a,b)`, `!debug`. */
export function formatRequirement(requirement: Requirement): string {
  const { key, operator, values } = requirement;
  switch (operator) {
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    case 'In':
      return values.length === 1
        ? `${key}=${String(values[0])}`
        : `${key} in (${values.join(',')})`;
    case 'NotIn':
      return values.length === 1
        ? `${key}!=${String(values[0])}`
        : `${key} notin (${values.join(',')})`;
  }
}

/** A selector in kubectl's syntax; the empty selector reads `<all>`. */
export function formatSelector(selector: LabelSelector): string {
  if (selector.requirements.length === 0) return '<all>';
  return selector.requirements.map(formatRequirement).join(',');
}
