import type { LabelSelector, Operator, Requirement } from '../model/labels.ts';
import type { FieldPath } from '../model/source.ts';
import { list, string, stringMap, struct, type Struct } from './decode.ts';
import { goJson } from './go-text.ts';
import { checkLabels } from './metadata.ts';
import type { Report } from './report.ts';
import { checkLabelKey, checkLabelValue } from './syntax.ts';

const OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist'] satisfies Operator[];

function isOperator(text: string): text is Operator {
  return OPERATORS.includes(text);
}

const requirementFields = {
  key: string(),
  operator: string('v1.LabelSelectorOperator'),
  values: list(string()),
};

/**
 * A selector. Unknown fields in it are refused in every kind: the whole of it is read, and without
 * one of its fields it matches more.
 */
export const labelSelector = struct(
  'v1.LabelSelector',
  {
    matchLabels: stringMap,
    matchExpressions: list(
      struct('v1.LabelSelectorRequirement', requirementFields, { unknown: 'strict' }),
    ),
  },
  {
    unknown: 'strict',
    dropped: {
      matchLabels: 'the selector matches more than was meant, or everything',
      matchExpressions: 'the selector matches more than was meant, or everything',
    },
    droppedAny: 'the selector matches more than was meant, or everything',
  },
);

/** A selector as it was read. */
export type SelectorFields = (typeof labelSelector)['zero'];

/**
 * Checks a selector (apimachinery pkg/apis/meta/v1/validation) and turns it into requirements.
 * Requirements with errors are left out: nothing is evaluated then.
 */
export function readSelector(
  selector: SelectorFields,
  path: FieldPath,
  report: Report,
): LabelSelector {
  const labelsPath = [...path, 'matchLabels'];
  const labels: ReadonlyMap<string, string> = selector.matchLabels ?? new Map<string, string>();
  checkLabels(labels, labelsPath, report);
  const requirements: Requirement[] = [...labels].map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
    path: [...labelsPath, key],
  }));
  for (const [index, fields] of (selector.matchExpressions ?? []).entries()) {
    const requirement = readRequirement(fields, [...path, 'matchExpressions', index], report);
    if (requirement !== null) requirements.push(requirement);
  }
  return { requirements, path };
}

function readRequirement(
  fields: Struct<typeof requirementFields>,
  path: FieldPath,
  report: Report,
): Requirement | null {
  if (report.usesSchema && (fields.key === null || fields.operator === null)) {
    for (const name of ['key', 'operator'] as const) {
      if (fields[name] === null) report.required('field-required', [...path, name]);
    }
    return null;
  }
  const key = fields.key ?? '';
  const operator = fields.operator ?? '';
  const values = fields.values ?? [];
  const valuesPath = [...path, 'values'];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0) {
      const detail = "must be specified when `operator` is 'In' or 'NotIn'";
      report.required('selector-values', valuesPath, detail);
    }
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0) {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      report.forbidden('selector-values', valuesPath, detail, { at: 'key' });
    }
  } else {
    const hint = `supported values: ${OPERATORS.map((name) => `"${name}"`).join(', ')}`;
    const message = `Invalid value: ${goJson(operator)}: not a valid selector operator`;
    report.error('selector-operator', [...path, 'operator'], message, { hint });
  }
  for (const message of checkLabelKey(key)) {
    report.invalid('label-invalid', [...path, 'key'], key, message);
  }
  for (const [index, value] of values.entries()) {
    for (const message of checkLabelValue(value)) {
      report.invalid('label-invalid', [...valuesPath, index], value, message);
    }
  }
  return isOperator(operator) ? { key, operator, values, path } : null;
}

/** A plain equality selector (`spec.selector` of a Service or ReplicationController). */
export function equalitySelector(
  labels: ReadonlyMap<string, string>,
  path: FieldPath,
): LabelSelector {
  const requirements = [...labels].map(([key, value]): Requirement => ({
    key,
    operator: 'In',
    values: [value],
    path: [...path, key],
  }));
  return { requirements, path };
}
