import type { Answer } from '../model/answer.ts';
import type { Connection } from '../model/connection.ts';
import type { Decision, FactValue, MissingFact, UnknownCase, Verdict } from '../model/decision.ts';
import type { Pod } from '../model/objects.ts';
import type { UnknownExplanation } from './explanation.ts';
import { endName, listing, podName, policyText, rangeName } from './names.ts';
import { compareText } from './places.ts';

/** A missing fact in words: `the label pod-template-hash of shop/deploy/web`. */
export function factText(fact: MissingFact): string {
  switch (fact.kind) {
    case 'label':
      return `the label ${fact.key} of ${podName(fact.pod)}`;
    case 'address':
      return `the IPv${String(fact.family)} address of ${endName(fact.endpoint)}`;
    case 'node':
      return `the node that ${podName(fact.pod)} runs on`;
    case 'nodeLabels':
      return fact.endpoint.kind === 'node'
        ? `the labels of node ${fact.endpoint.node.name}`
        : `the labels of the node that ${endName(fact.endpoint)} runs on`;
    case 'hostname':
      return `the addresses of ${fact.name}`;
    case 'domainNames':
      return `whether ${endName(fact.endpoint)} is an address of ${listing(fact.names)}`;
    case 'tie':
      return `which rule the network plugin takes among ${listing(fact.rules.map(({ policy }) => policyText(policy)))}`;
    case 'hairpin':
      return `how the network plugin treats ${podName(fact.pod)} reaching itself through a Service`;
  }
}

function supplyText(fact: MissingFact): string | null {
  switch (fact.kind) {
    case 'label':
      return `add the running pods to the input (kubectl get pods -o yaml), or ask about ${labelledName(fact.pod, fact.key)}`;
    case 'address':
      return fact.endpoint.kind === 'node'
        ? 'add the Node to the input (kubectl get nodes -o yaml)'
        : 'add the running pod, whose status has its address (kubectl get pod -o yaml), or ask about the address';
    case 'node':
      return 'add the running pod, whose spec.nodeName names its node (kubectl get pod -o yaml)';
    case 'nodeLabels':
      return 'add the Node to the input (kubectl get nodes -o yaml)';
    case 'hostname':
      return 'ask about an address that the name resolves to';
    case 'domainNames':
    case 'tie':
    case 'hairpin':
      return null;
  }
}

/** The pod as a question names it by its labels, with a value to fill in. */
function labelledName(pod: Pod, key: string): string {
  const known = [...pod.labels].flatMap(([own, value]) =>
    value === null ? [] : [`${own}=${value}`],
  );
  return `${pod.namespace}/${[...known, `${key}=VALUE`].join(',')}`;
}

function valueText(value: FactValue, { source, destination }: Connection): string {
  const own = endName(value.kind === 'address' ? value.endpoint : { kind: 'pod', pod: value.pod });
  // Two replicas of one workload go by one name.
  const name = endName(source) === endName(destination) ? `the ${value.end} ${own}` : own;
  switch (value.kind) {
    case 'label':
      return `${value.key} of ${name} is ${value.value === '' ? 'empty' : (value.value ?? 'any other value')}`;
    case 'address':
      return `${name} has an address in ${value.ranges.map(rangeName).join(', ')}`;
    case 'node':
      return `${name} runs on ${value.node ?? 'any other node'}`;
  }
}

/** Whether a value stands for all those that no policy names. */
function isRest(value: FactValue): boolean {
  switch (value.kind) {
    case 'label':
      return value.value === null;
    case 'node':
      return value.node === null;
    case 'address':
      return false;
  }
}

/**
 * What is missing, what each value would give and how to supply it; null where every fact is
 * known or none of them matters.
 */
export function explainUnknown(answer: Answer, decision: Decision): UnknownExplanation | null {
  if (decision.verdict !== 'unknown') return explainFamilies(answer);
  const facts = [...decision.egress.missing, ...decision.ingress.missing];
  const missing = unique(facts.map((fact) => ({ kind: fact.kind, text: factText(fact) })));
  const supply = [...new Set(facts.map(supplyText).filter((text) => text !== null))];
  return { missing, outcomes: outcomesOf(decision.cases, decision.connection), supply };
}

/** Where the two families come out differently and nothing says which of them is used. */
function explainFamilies({ verdict, cases }: Answer): UnknownExplanation | null {
  if (verdict !== 'unknown') return null;
  const outcomes = cases.flatMap((item) =>
    item.family === null
      ? []
      : [{ when: [[`the connection uses IPv${String(item.family)}`]], verdict: item.verdict }],
  );
  return {
    missing: [{ kind: 'family', text: 'the address family that the connection uses' }],
    outcomes,
    supply: ['ask with --family 4 or --family 6'],
  };
}

const VERDICTS: readonly Verdict[] = ['denied', 'allowed', 'unknown'];

/**
 * The cases by verdict. The group that holds the values that no policy names is said last, as
 * "otherwise", where every other value is in another group.
 */
function outcomesOf(
  cases: readonly UnknownCase[],
  connection: Connection,
): UnknownExplanation['outcomes'] {
  const groups = VERDICTS.map((verdict) => ({
    verdict,
    cases: cases.filter((item) => item.verdict === verdict),
  })).filter((group) => group.cases.length > 0);
  const rest =
    groups.find((group) => group.cases.some((item) => item.when.every(isRest))) ??
    [...groups].sort((a, b) => b.cases.length - a.cases.length)[0];
  return groups
    .sort((a, b) => Number(a === rest) - Number(b === rest))
    .map((group) => ({
      verdict: group.verdict,
      when: group === rest && groups.length > 1 ? [] : alternatives(group.cases, connection),
    }));
}

function alternatives(cases: readonly UnknownCase[], connection: Connection): string[][] {
  return cases
    .map((item) => item.when.map((value) => valueText(value, connection)))
    .sort((a, b) => compareText(a.join('\n'), b.join('\n')));
}

function unique<T extends { readonly text: string }>(items: readonly T[]): T[] {
  const seen = new Map<string, T>();
  for (const item of items) if (!seen.has(item.text)) seen.set(item.text, item);
  return [...seen.values()];
}
