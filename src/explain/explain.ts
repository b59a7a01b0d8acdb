import type { Answer, AnswerCase, CaseProblem } from '../model/answer.ts';
import type { Engine } from '../engine/engine.ts';
import type { Locator } from '../model/source.ts';
import { findAssumptions } from './assumptions.ts';
import { judgeCase, type CaseContext } from './context.ts';
import { explainEndDecision } from './ends.ts';
import type { CaseExplanation, End, Explanation } from './explanation.ts';
import { explainUnknown } from './facts.ts';
import { casePorts, explainService, headlineOf } from './headline.ts';
import { findHints } from './hints/hints.ts';
import { endName, explainEnd } from './names.ts';
import { findRemedies } from './remedy/remedies.ts';
import type { Sources } from './rules.ts';

export interface ExplainOptions {
  /** Every clause of every rule that was asked, for the told case (`-vv`). */
  readonly everyRule?: boolean;
}

/**
 * Puts an answer into words: for each case both ends in packet order with the policies and rules
 * that decided, and for the case worth telling most the smallest remedies, the mistakes that are
 * recognised by name, and what missing facts would give. It decides nothing: every verdict is the
 * engine's.
 */
export function explainAnswer(
  engine: Engine,
  answer: Answer,
  locator: Locator,
  options: ExplainOptions = {},
): Explanation {
  const sources: Sources = { engine, locator };
  const told = worthTelling(answer);
  const contexts = answer.cases.map((item) => judgeCase(sources, answer.question, item));
  const context = told === null ? null : (contexts[told] ?? null);
  const decision = context?.decision ?? null;
  return {
    verdict: answer.verdict,
    decidedAt: decidedAt(answer, contexts),
    question: answer.question,
    headline: headlineOf(answer, decision),
    cases: answer.cases.map((item, i) =>
      explainCase(sources, item, contexts[i] ?? null, options.everyRule === true && i === told),
    ),
    told,
    remedies: context === null || decision?.verdict !== 'denied' ? [] : findRemedies(context),
    hints: context === null ? [] : findHints(context),
    assumptions: findAssumptions(contexts.filter((item) => item !== null)),
    unknown: decision === null ? null : explainUnknown(answer, decision),
  };
}

/** The ends that decided the cases which came out as the whole answer did. */
function decidedAt(
  { verdict, cases }: Answer,
  contexts: readonly (CaseContext | null)[],
): readonly End[] {
  const ends = new Set(
    contexts.flatMap((context, i) =>
      cases[i]?.verdict === verdict ? (context?.decision.decidedAt ?? []) : [],
    ),
  );
  return (['egress', 'ingress'] as const).filter((end) => ends.has(end));
}

/**
 * The first case that is denied, else unknown, else the first one. Where all ports were asked for,
 * closed ones are no news: the first case that is open.
 */
function worthTelling({ cases, question }: Answer): number | null {
  const order = ['denied', 'unknown'] as const;
  for (const verdict of question.ports.length === 0 ? (['allowed', ...order] as const) : order) {
    const found = cases.findIndex((item) => item.verdict === verdict);
    if (found >= 0) return found;
  }
  return cases.length > 0 ? 0 : null;
}

function explainCase(
  sources: Sources,
  item: AnswerCase,
  context: CaseContext | null,
  everyRule: boolean,
): CaseExplanation {
  return {
    source: explainEnd(item.source),
    destination: explainEnd(item.destination),
    service: explainService(item),
    ports: casePorts(item),
    family: item.family,
    verdict: item.verdict,
    decidedAt: context?.decision.decidedAt ?? [],
    problem:
      item.problem === null ? null : { code: item.problem, text: problemText(item.problem, item) },
    egress: context === null ? null : explainEndDecision(sources, context.egress, everyRule),
    ingress: context === null ? null : explainEndDecision(sources, context.ingress, everyRule),
  };
}

function problemText(problem: CaseProblem, { source, destination }: AnswerCase): string {
  switch (problem) {
    case 'NO_ENDPOINTS':
      return `${endName(destination)} has no backend for this port: there is nothing to connect to`;
    case 'POD_FINISHED': {
      const finished = [source, destination].find((end) => end.kind === 'pod' && end.pod.finished);
      return `${endName(finished ?? destination)} has finished: it runs no container that could connect or answer`;
    }
    case 'NO_COMMON_FAMILY':
      return `${endName(source)} and ${endName(destination)} have no address family in common`;
  }
}
