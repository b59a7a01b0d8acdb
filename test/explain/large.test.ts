import { describe, expect, test } from 'vitest';
import { explainAnswer } from '../../src/explain/explain.ts';
import type { AnswerCase } from '../../src/model/answer.ts';
import type { View } from '../../src/report/format.ts';
import { FORMATS } from '../../src/report/formats.ts';
import { answerOf, worldOf } from './support.ts';

const VIEW: View = {
  width: 80,
  color: 0,
  ascii: false,
  verbosity: 0,
  linkBase: null,
  version: '1',
};

const pod = (name: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: ${name}, namespace: a, labels: {app: ${name}}}\nspec: {containers: [{name: main}]}\n`;
const PODS = Array.from({ length: 40 }, (_, i) => pod(`p${String(i)}`));
const policy = (direction: string, selector: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: ${direction.toLowerCase()}, namespace: a}\nspec: {podSelector: {${selector}}, policyTypes: [${direction}]}\n`;

/** What is printed of every pair, and which cases had to be decided for it. */
function ask(policies: readonly string[], format: string) {
  const world = worldOf({ 'all.yaml': [...PODS, ...policies].join('---\n') });
  const answer = answerOf(world, { from: 'a/*', to: 'a/*', ports: ['80'] });
  const decided = new Set<number>();
  const cases = answer.cases.map((own, i): AnswerCase => {
    const { source, destination, via, ports, icmp, family, verdict, problem, sample } = own;
    const decide = () => {
      decided.add(i);
      return own.decide!();
    };
    return { source, destination, via, ports, icmp, family, verdict, problem, sample, decide };
  });
  const explanation = explainAnswer(world.engine, { ...answer, cases }, world.locator);
  const text = FORMATS[format]!.render(explanation, VIEW);
  return { text, decided, explanation };
}

describe('of a product of many pods', () => {
  test('only what is printed is decided with its evidence', () => {
    const { text, decided, explanation } = ask(
      [policy('Egress', 'matchLabels: {app: p39}')],
      'text',
    );
    expect(explanation.counts).toEqual({ allowed: 39 * 39, denied: 39, unknown: 0 });
    expect(decided.size).toBeLessThanOrEqual(21);
    expect(text).toContain('and 1540 more (-v)');
    expect(text).toMatch(/DENIED {2}a\/p39 -> a\/p0 /);
    expect(text).toContain('-v tells');
  });

  test('the rows name both ends, though the first ones have one source', () => {
    const { text } = ask([policy('Egress', 'matchLabels: {app: p39}')], 'text');
    expect(text).toMatch(/^ {2}✔ {2}a\/p0 {2}a\/p1 /m);
  });

  test.each([
    [['Egress'], 'egress'],
    [['Ingress'], 'ingress'],
    [['Egress', 'Ingress'], 'egress,ingress'],
  ])('the ends that decided are found all the same: %j', (directions, ends) => {
    const policies = directions.map((direction) => policy(direction, ''));
    const { text, decided, explanation } = ask(policies, 'name');
    expect(text).toMatch(new RegExp(`^DENIED ${ends} `));
    expect(decided.size).toBeLessThanOrEqual(21);
    const every = new Set(explanation.cases.flatMap(({ decidedAt }) => decidedAt));
    expect(explanation.decidedAt).toEqual([...every]);
  });

  test('JSON has every case', () => {
    const { text, decided } = ask([policy('Egress', 'matchLabels: {app: p39}')], 'json');
    expect((JSON.parse(text) as { cases: unknown[] }).cases).toHaveLength(40 * 39);
    expect(decided.size).toBe(40 * 39);
  });
});
