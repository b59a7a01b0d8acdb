import type { Engine } from '../engine/engine.ts';
import type { Answer, CaseEnd, Question } from '../model/answer.ts';
import { indexOf } from './cluster-index.ts';
import { problemCase } from './judged-case.ts';
import type { Leg, SourceLeg } from './leg.ts';
import { destinationLegs, sourceLegs } from './legs.ts';
import { answerPair, type PairOptions, type Tally } from './pair.ts';
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
    const sources = sourceLegs(index, source);
    const byRules = sources.length * legs.length <= MAX_PAIRS_BY_RULES;
    const options = { engine, family: question.family, byRules };
    const isMany = isSeveral(source) || isSeveral(destination);
    let tally = answerAll(options, sources, legs, isMany);
    if (tally.cases.length === 0) tally = answerAll(options, sources, legs, false);
    const [first = 'unknown'] = tally.verdicts;
    const verdict = tally.verdicts.size > 1 ? 'mixed' : first;
    return { ok: true, answer: { question, verdict, cases: tally.cases } };
  } catch (error) {
    if (!(error instanceof QuestionFault)) throw error;
    const { kind, code, message, hint } = error;
    return { ok: false, error: { kind, code, message, hint, argument } };
  }
}

function isSeveral(end: ResolvedEnd): boolean {
  return end.kind === 'endpoints' && end.several;
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

function answerAll(
  options: PairOptions,
  sources: readonly SourceLeg[],
  legs: readonly Leg[],
  withoutSelf: boolean,
): Tally {
  const tally: Tally = { cases: [], verdicts: new Set() };
  for (const source of sources) {
    for (const leg of legs) {
      if (withoutSelf && leg.via === null && isSame(source.end, leg.end)) continue;
      // A pod that has finished runs no container that could open or accept a connection.
      if (leg.problem === null && !isFinished(source.end) && !isFinished(leg.end)) {
        answerPair(options, source, leg, tally);
      } else {
        tally.cases.push(problemCase(source, leg, leg.problem ?? 'POD_FINISHED'));
        tally.verdicts.add('unknown');
      }
    }
  }
  return tally;
}

function isFinished(end: CaseEnd): boolean {
  return end.kind === 'pod' && end.pod.finished;
}
