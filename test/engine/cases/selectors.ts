import { row } from '../../support/case.ts';
import type { ExpressionSpec } from '../../support/policies.ts';

const DB = { matchLabels: { role: 'db' } };
const fromRole = (operator: ExpressionSpec['operator'], ...values: string[]): object => ({
  podSelector: DB,
  ingress: [
    {
      from: [
        {
          podSelector: {
            matchExpressions: [{ key: 'role', operator, ...(values.length > 0 && { values }) }],
          },
        },
      ],
    },
  ],
});
const fromLabels = (matchLabels: Record<string, string>): object => ({
  podSelector: DB,
  ingress: [{ from: [{ podSelector: { matchLabels } }] }],
});
const both = (operators: readonly ['In' | 'NotIn', 'In' | 'NotIn']): object => ({
  podSelector: DB,
  ingress: [
    {
      from: [
        {
          podSelector: {
            matchExpressions: operators.map((operator) => ({
              key: 'role',
              operator,
              values: ['misc'],
            })),
          },
        },
      ],
    },
  ],
});

/** Labels and selectors. */
export const SELECTORS = [
  row(
    'NotIn does not match a listed value',
    [fromRole('NotIn', 'frontend')],
    'default/fe -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'NotIn matches another value',
    [fromRole('NotIn', 'frontend')],
    'default/lab -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'NotIn matches a pod without the label',
    [fromRole('NotIn', 'frontend')],
    'default/nolabel -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'In matches any listed value',
    [fromRole('In', 'frontend', 'misc')],
    'default/lab -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'In does not match a pod without the label',
    [fromRole('In', 'frontend', 'misc')],
    'default/nolabel -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'Exists matches an empty value',
    [fromRole('Exists')],
    'default/empty -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'Exists does not match a pod without the label',
    [fromRole('Exists')],
    'default/nolabel -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'DoesNotExist matches a pod without the label',
    [fromRole('DoesNotExist')],
    'default/nolabel -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'DoesNotExist does not match an empty value',
    [fromRole('DoesNotExist')],
    'default/empty -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'an empty value in matchLabels matches an empty value',
    [fromLabels({ role: '' })],
    'default/empty -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'an empty value in matchLabels needs the label',
    [fromLabels({ role: '' })],
    'default/nolabel -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'In with an empty value needs the label',
    [fromRole('In', '')],
    'default/nolabel -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'NotIn with an empty value matches a pod without the label',
    [fromRole('NotIn', '')],
    'default/nolabel -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'NotIn with an empty value does not match an empty value',
    [fromRole('NotIn', '')],
    'default/empty -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'requirements that contradict each other match nothing',
    [both(['In', 'NotIn'])],
    'default/lab -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'a requirement may be repeated',
    [both(['In', 'In'])],
    'default/lab -> default/db 1/TCP',
    'allowed',
  ),
  row(
    'values are compared letter by letter, with their case',
    [fromLabels({ role: 'Frontend' })],
    'default/fe -> default/db 1/TCP',
    'denied at ingress',
  ),
  row(
    'all entries of matchLabels must match',
    [fromLabels({ role: 'misc', project: 'other' })],
    'default/lab -> default/db 1/TCP',
    'denied at ingress',
  ),
];
