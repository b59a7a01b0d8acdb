import type { Answer } from '../model/answer.ts';
import type { Connection, Endpoint } from '../model/connection.ts';
import type { FactValue, MissingFact, UnknownCase, Verdict } from '../model/decision.ts';
import type { Pod } from '../model/objects.ts';
import type { CaseContext } from './context.ts';
import type { UnknownExplanation } from './explanation.ts';
import { endName, listing, podName, rangeName, shortRule } from './names.ts';
import { compareText } from './places.ts';
import { outcomesOfRule } from './undecided-rule.ts';

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
      return `which rule the network plugin takes: ${listing(fact.rules.map(({ policy, rule }) => shortRule(policy, rule)))}`;
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
      return `look up ${listing(fact.names)} where the pod runs`;
    case 'tie':
      return 'give one of the policies another priority: the lower number is asked first';
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

/**
 * Facts in words, each once. Where neither node is known, only whether they are the same one
 * counts, so that the two facts are one.
 */
export function factTexts(facts: readonly MissingFact[]): string[] {
  return [...new Set(describeFacts(facts).map(({ text }) => text))];
}

function describeFacts(
  facts: readonly MissingFact[],
): { kind: MissingFact['kind']; text: string }[] {
  const nodes = facts.filter((fact) => fact.kind === 'node');
  const [a] = nodes;
  const b = nodes.find(({ end }) => end !== a?.end);
  if (a === undefined || b === undefined) {
    return facts.map((fact) => ({ kind: fact.kind, text: factText(fact) }));
  }
  const text = `whether ${podName(a.pod)} and ${podName(b.pod)} run on the same node`;
  return facts
    .filter((fact) => fact.kind !== 'node' || fact === a)
    .map((fact) => ({ kind: fact.kind, text: fact === a ? text : factText(fact) }));
}

function valueText(value: FactValue, { source, destination }: Connection): string {
  const own = endName(value.kind === 'address' ? value.endpoint : { kind: 'pod', pod: value.pod });
  // Two replicas of one workload go by one name.
  const isTwin = endName(source) === endName(destination);
  const name = isTwin ? `the ${value.end} ${own}` : own;
  switch (value.kind) {
    case 'label':
      return `${value.key} of ${name} is ${value.value === '' ? 'empty' : (value.value ?? 'any other value')}`;
    case 'address':
      return `${name} has an address in ${value.ranges.map(rangeName).join(', ')}`;
    case 'node':
      return `${name} runs on ${nodeText(value, value.end === 'source' ? destination : source, isTwin)}`;
  }
}

/** A node that matters only as that of the other end, or as any but that. */
function nodeText(
  { node, sameNode, end }: Extract<FactValue, { kind: 'node' }>,
  other: Endpoint,
  isTwin: boolean,
): string {
  if (!sameNode) return 'another node';
  if (other.kind === 'node') return `node ${other.node.name}`;
  const whose = isTwin ? `the ${end === 'source' ? 'destination' : 'source'}` : endName(other);
  return node === null ? `the node of ${whose}` : `${node}, the node of ${whose}`;
}

/** Whether a value stands for all those that no policy names. */
function isRest(value: FactValue): boolean {
  switch (value.kind) {
    case 'label':
      return value.value === null;
    case 'node':
      return !value.sameNode;
    case 'address':
      return false;
  }
}

/**
 * What is missing, what each value would give and how to supply it; null where every fact is
 * known or none of them matters.
 */
export function explainUnknown(answer: Answer, context: CaseContext): UnknownExplanation | null {
  const { decision } = context;
  if (decision.verdict !== 'unknown') return explainFamilies(answer);
  const facts = [...decision.egress.missing, ...decision.ingress.missing];
  const missing = unique(describeFacts(facts));
  const supply = [...new Set(facts.map(supplyText).filter((text) => text !== null))];
  const outcomes = outcomesOf(decision.cases, decision.connection);
  const isTold = outcomes.some(({ verdict }) => verdict !== 'unknown');
  return { missing, outcomes: isTold ? outcomes : outcomesOfRule(context), supply };
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
  // "Another node" is as short as "otherwise", and says what is meant.
  const isOther = (group: (typeof groups)[number]): boolean =>
    group === rest &&
    groups.length > 1 &&
    !group.cases.every(({ when }) => when.length === 1 && when[0]?.kind === 'node');
  return groups
    .sort((a, b) => Number(a === rest) - Number(b === rest))
    .map((group) => ({
      verdict: group.verdict,
      when: isOther(group) ? [] : alternatives(group.cases, connection),
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
