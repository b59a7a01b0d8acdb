import type { Engine } from '../engine/engine.ts';
import type { Answer, AnswerCase, CaseEnd, Question } from '../model/answer.ts';
import type { Verdict } from '../model/decision.ts';
import { indexOf } from './cluster-index.ts';
import { problemCase } from './judged-case.ts';
import type { Leg, SourceLeg } from './leg.ts';
import { destinationLegs, sourceLegs } from './legs.ts';
import { answerPair, type PairAnswer, type PairOptions } from './pair.ts';
import { parseEndpoint } from './parse-endpoint.ts';
import { parsePort } from './parse-port.ts';
import { QuestionFault, type QuestionArgument, type QuestionError } from './question-error.ts';
import { resolveEndpoint, resolveSource, type ResolvedEnd } from './resolve.ts';

/** Above this number of pairs, connections are told apart by their verdicts only. */
const MAX_PAIRS_BY_RULES = 1000;

export type Asked =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly error: QuestionError };

/**
 * Answers a question: every connection from each of its sources to each of its destinations on
 * each of its ports, in each family that both ends have, is decided, and what is decided alike is
 * put together, pair by pair. Ranges of ports and blocks of addresses are answered exactly, at the
 * cost of the rules' boundaries in them.
 *
 * The verdict is that of all connections where they agree. `unknown` also where one connection
 * comes out differently in the two families, because nothing says which of them is used. `mixed`
 * where connections differ. Where both ends stand for several pods (a workload, a selector, `*`),
 * or one of them does, a pod's connection to itself is left out unless it is the only one.
 *
 * ```ts
 * const asked = ask(engine, { from: 'shop/web', to: 'data/redis', ports: ['6379'], namespace: 'default', family: null });
 * if (asked.ok) console.log(asked.answer.verdict);
 * else console.error(asked.error.message, asked.error.hint);
 * ```
 */
export function ask(engine: Engine, question: Question): Asked {
  const index = indexOf(engine.cluster);
  const { namespace } = question;
  let argument: QuestionArgument = 'from';
  try {
    // What is badly written comes before what the input does not have.
    const from = parseEndpoint(question.from, namespace);
    argument = 'to';
    const to = parseEndpoint(question.to, namespace);
    argument = 'port';
    const ports = question.ports.map(parsePort);
    argument = 'from';
    const source = resolveSource({ index, namespace, role: 'source' }, from);
    argument = 'to';
    const destination = resolveEndpoint({ index, namespace, role: 'destination' }, to);
    argument = 'port';
    const legs = destinationLegs(index, destination, ports);
    const isMany = isSeveral(source) || isSeveral(destination);
    const pairs = pairsOf(sourceLegs(index, source), legs, isMany);
    return { ok: true, answer: answerAll(engine, question, pairs) };
  } catch (error) {
    if (!(error instanceof QuestionFault)) throw error;
    const { kind, code, message, hint } = error;
    return { ok: false, error: { kind, code, message, hint, argument } };
  }
}

function isSeveral(end: ResolvedEnd): boolean {
  return end.kind === 'endpoints' && end.several;
}

type Pair = readonly [SourceLeg, Leg];

function pairsOf(
  sources: readonly SourceLeg[],
  legs: readonly Leg[],
  withoutSelf: boolean,
): readonly Pair[] {
  const pairs = sources.flatMap((source) => legs.map((leg): Pair => [source, leg]));
  if (!withoutSelf) return pairs;
  const others = pairs.filter(([source, leg]) => leg.via !== null || !isSame(source.end, leg.end));
  return others.length === 0 ? pairs : others;
}

/** One and the same pod. Two replicas, or two pods that need not exist, may be two pods. */
function isSame(a: CaseEnd, b: CaseEnd): boolean {
  return (
    a.kind === 'pod' &&
    b.kind === 'pod' &&
    a.pod.identity === 'exact' &&
    b.pod.identity === 'exact' &&
    a.pod.namespace === b.pod.namespace &&
    a.pod.name === b.pod.name
  );
}

function answerAll(engine: Engine, question: Question, pairs: readonly Pair[]): Answer {
  const { family } = question;
  const options = { engine, family, byRules: pairs.length <= MAX_PAIRS_BY_RULES };
  const cases: AnswerCase[] = [];
  const verdicts = new Set<Verdict>();
  for (const [source, leg] of pairs) {
    const answer = answerOne(options, source, leg);
    for (const one of answer.cases) cases.push(one);
    for (const verdict of answer.verdicts) verdicts.add(verdict);
  }
  const [first = 'unknown'] = verdicts;
  return { question, verdict: verdicts.size > 1 ? 'mixed' : first, cases };
}

/** A pod that has finished runs no container that could open or accept a connection. */
function answerOne(options: PairOptions, source: SourceLeg, leg: Leg): PairAnswer {
  if (leg.problem === null && !isFinished(source.end) && !isFinished(leg.end)) {
    return answerPair(options, source, leg);
  }
  const cases = [problemCase(source, leg, leg.problem ?? 'POD_FINISHED')];
  return { cases, verdicts: new Set(['unknown']) };
}

function isFinished(end: CaseEnd): boolean {
  return end.kind === 'pod' && end.pod.finished;
}
