import { describe, expect, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Action, PodScope, Policy } from '../../src/model/policy.ts';
import { makeCluster, makeNamespace, makePod } from '../support/builders.ts';
import { connectionOf } from '../support/judge.ts';
import { adminPolicy, ALL_PODS, networkPolicy, selector } from '../support/policies.ts';
import { sayFact, sayValue } from '../support/say.ts';

// Policies of one tier with the same priority: where their actions differ, the API lets the plugin
// take either. After the tier, a NetworkPolicy without rules denies what it was left.

const REV_1: PodScope = { ...ALL_PODS, pods: selector({ matchLabels: { rev: '1' } }) };

/**
 * `yes Accept`: selects `default/db` for sure; `rev Deny`: selects it where its label rev is 1;
 * `none Deny`: selects it, and its rule does not match. ` @2` gives another priority than 1.
 */
function policyOf(text: string, index: number): Policy {
  const [selects = '', action = '', priority = '@1'] = text.split(' ');
  return adminPolicy('abc'.charAt(index), {
    priority: Number(priority.slice(1)),
    subject: selects === 'rev' ? REV_1 : ALL_PODS,
    ingress: [
      {
        action: action as Action,
        peers: selects === 'none' ? [{ kind: 'pods', ...REV_1, path: [] }] : null,
      },
    ],
  });
}

function answer(policies: readonly string[]) {
  const cluster = makeCluster({
    namespaces: [makeNamespace('default')],
    pods: [
      makePod('default/db', { labels: { app: 'db', rev: null } }),
      makePod('default/web', { labels: { app: 'web', rev: '0' } }),
    ],
    policies: [...policies.map(policyOf), networkPolicy('default/deny')],
  });
  const engine = createEngine(cluster);
  const connection = connectionOf(cluster, 'default/web -> default/db 80/TCP');
  const { verdict, ingress, cases } = engine.decide(connection);
  expect(engine.verdict(connection)).toBe(verdict);
  return {
    verdict: `${verdict}: ${ingress.reason}`,
    deciding: ingress.deciding.map(({ policy }) => policy.name).join(' '),
    missing: ingress.missing.map(sayFact),
    cases: cases.map(({ when, verdict: own }) => `${when.map(sayValue).join()}: ${own}`),
  };
}

const REV = 'label rev of the destination default/db';
const is = (value: string): string => `rev of the destination default/db is ${value}`;

describe('policies of equal priority', () => {
  test.each<[string, string[], string, string, string[], string[]]>([
    ['that both accept', ['yes Accept', 'yes Accept'], 'allowed: RULE_MATCHED', 'a b', [], []],
    ['that both deny', ['yes Deny', 'yes Deny'], 'denied: RULE_DENIED', 'a b', [], []],
    ['that both pass', ['yes Pass', 'yes Pass'], 'denied: NO_RULES', '', [], []],
    [
      'that accept and deny',
      ['yes Accept', 'yes Deny'],
      'unknown: PRIORITY_TIE',
      '',
      ['order of a[0] and b[0]'],
      [],
    ],
    [
      'that accept and pass, where the next tier denies',
      ['yes Accept', 'yes Pass'],
      'unknown: PRIORITY_TIE',
      '',
      ['order of a[0] and b[0]'],
      [],
    ],
    [
      'that deny and pass, where the next tier denies as well',
      ['yes Deny', 'yes Pass'],
      'denied: CASES_AGREE',
      '',
      ['order of a[0] and b[0]'],
      [],
    ],
    [
      'of which two agree and one does not',
      ['yes Accept', 'yes Deny', 'yes Deny'],
      'unknown: PRIORITY_TIE',
      '',
      ['order of a[0] and b[0] and c[0]'],
      [],
    ],
    [
      'that disagree, before one of the next priority',
      ['yes Accept', 'yes Deny', 'yes Accept @2'],
      'unknown: PRIORITY_TIE',
      '',
      ['order of a[0] and b[0]'],
      [],
    ],
    [
      'of which one has no rule that matches',
      ['yes Accept', 'none Deny'],
      'allowed: RULE_MATCHED',
      'a',
      [],
      [],
    ],
    [
      'of which the first has no rule that matches',
      ['none Accept', 'yes Deny'],
      'denied: RULE_DENIED',
      'b',
      [],
      [],
    ],
    [
      'that agree, one of them perhaps',
      ['rev Accept', 'yes Accept'],
      'allowed: RULE_MATCHED',
      'b',
      [REV],
      [],
    ],
    [
      'that agree, the second perhaps',
      ['yes Accept', 'rev Accept'],
      'allowed: RULE_MATCHED',
      'a',
      [REV],
      [],
    ],
    [
      'that both accept, perhaps',
      ['rev Accept', 'rev Accept'],
      'unknown: INPUT_INCOMPLETE',
      '',
      [REV],
      [`${is('1')}: allowed`, `${is('another')}: denied`],
    ],
    [
      'that disagree, if the first applies at all',
      ['rev Accept', 'yes Deny'],
      'unknown: PRIORITY_TIE',
      '',
      [REV, 'order of a[0] and b[0]'],
      [`${is('1')}: unknown`, `${is('another')}: denied`],
    ],
    [
      'that disagree, if the second applies at all',
      ['yes Accept', 'rev Deny'],
      'unknown: PRIORITY_TIE',
      '',
      [REV, 'order of a[0] and b[0]'],
      [`${is('1')}: unknown`, `${is('another')}: allowed`],
    ],
    [
      'that disagree, if both apply',
      ['rev Accept', 'rev Deny'],
      'unknown: PRIORITY_TIE',
      '',
      [REV, 'order of a[0] and b[0]'],
      [`${is('1')}: unknown`, `${is('another')}: denied`],
    ],
    [
      'of which one perhaps accepts and one has no rule that matches',
      ['rev Accept', 'none Deny'],
      'unknown: INPUT_INCOMPLETE',
      '',
      [REV],
      [`${is('1')}: allowed`, `${is('another')}: denied`],
    ],
  ])('%s', (_, policies, verdict, deciding, missing, cases) => {
    expect(answer(policies)).toEqual({ verdict, deciding, missing, cases });
  });
});

describe('the rules of a tie', () => {
  const rule = (action: Action, matched: 'no' | 'unknown' | 'yes') => {
    const [key, value] = { no: ['app', ''], unknown: ['hash', '1'], yes: ['app', 'web'] }[matched];
    const pods = selector({ matchLabels: { [String(key)]: String(value) } });
    return { action, peers: [{ kind: 'pods', ...ALL_PODS, pods, path: [] }] } as const;
  };

  test('are all that may be the first to match of their policy', () => {
    const cluster = makeCluster({
      namespaces: [makeNamespace('default')],
      pods: [makePod('default/db'), makePod('default/web', { labels: { app: 'web', hash: null } })],
      policies: [
        adminPolicy('a', {
          ingress: [
            rule('Deny', 'no'),
            rule('Accept', 'unknown'),
            rule('Accept', 'yes'),
            rule('Deny', 'yes'),
          ],
        }),
        adminPolicy('b', { ingress: [rule('Accept', 'no'), rule('Deny', 'unknown')] }),
        adminPolicy('c', { ingress: [rule('Pass', 'yes'), rule('Deny', 'yes')] }),
      ],
    });
    const connection = connectionOf(cluster, 'default/web -> default/db 80/TCP');
    const { ingress } = createEngine(cluster).decide(connection);
    expect(ingress.missing.map(sayFact)).toEqual([
      'label hash of the source default/web',
      'order of a[1] and a[2] and b[1] and c[0]',
    ]);
  });
});

describe('policies of different priority', () => {
  test.each<[string, string[], string, string]>([
    ['decide by the lower number', ['yes Deny @2', 'yes Accept @1'], 'allowed: RULE_MATCHED', 'b'],
    [
      'decide by the lower number, not by the name',
      ['yes Deny @10', 'yes Accept @9'],
      'allowed: RULE_MATCHED',
      'b',
    ],
    [
      'leave the tier with the first that passes',
      ['yes Pass @1', 'yes Accept @2'],
      'denied: NO_RULES',
      '',
    ],
    [
      'ask the next one where no rule matches',
      ['none Deny @1', 'yes Accept @2'],
      'allowed: RULE_MATCHED',
      'b',
    ],
    [
      'that come to the same, the first perhaps',
      ['rev Accept @1', 'yes Accept @2'],
      'allowed: RULE_MATCHED',
      'b',
    ],
  ])('%s', (_, policies, verdict, deciding) => {
    const found = answer(policies);
    expect([found.verdict, found.deciding]).toEqual([verdict, deciding]);
  });
});
