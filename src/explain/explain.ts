import type { Answer, AnswerCase, CaseProblem } from '../model/answer.ts';
import type { Engine } from '../engine/engine.ts';
import type { Verdict } from '../model/decision.ts';
import type { Locator } from '../model/source.ts';
import { findAssumptions } from './assumptions.ts';
import { judgeCase, type CaseContext } from './context.ts';
import { explainEndDecision } from './ends.ts';
import type { Assumption, CaseExplanation, End, Explanation } from './explanation.ts';
import { explainUnknown } from './facts.ts';
import { casePorts, differing, explainService, headlineOf } from './headline.ts';
import { findHints } from './hints/hints.ts';
import { endName, explainEnd } from './names.ts';
import { endVerdicts } from './one-way.ts';
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
  const judged = new Map<number, CaseContext | null>();
  const contextAt = (at: number): CaseContext | null => {
    let found = judged.get(at);
    if (found === undefined) {
      const item = answer.cases[at];
      found = item === undefined ? null : judgeCase(sources, answer.question, item);
      judged.set(at, found);
    }
    return found;
  };
  const caseAt = (at: number): CaseExplanation[] => {
    const item = answer.cases[at];
    if (item === undefined) return [];
    const everyRule = options.everyRule === true && at === told;
    return [explainCase(sources, item, contextAt(at), everyRule)];
  };
  const range = (most: number): number[] => [...answer.cases.keys()].slice(0, most);
  const assumptionsOf = (indexes: readonly number[]) =>
    findAssumptions(indexes.map(contextAt).filter((item) => item !== null));
  const all = answer.cases.length;
  const isPart = all > MOST_LOOKED_AT;
  let cases: readonly CaseExplanation[] | null = null;
  let assumptions: readonly Assumption[] | null = null;

  const context = told === null ? null : contextAt(told);
  const decision = context?.decision ?? null;
  const first = range(MOST_SHOWN);
  const counts = countVerdicts(answer);
  return {
    verdict: answer.verdict,
    decidedAt: isPart
      ? decidedAtOfMany(engine, answer)
      : decidedAt(answer, range(all).map(contextAt)),
    question: answer.question,
    headline: headlineOf(answer, counts, decision),
    get cases() {
      return (cases ??= range(all).flatMap(caseAt));
    },
    counts,
    told,
    get shown() {
      const shownCases = all > MOST_SHOWN ? first.flatMap(caseAt) : this.cases;
      const toldCase = told === null ? [] : all > MOST_SHOWN ? caseAt(told) : [this.cases[told]];
      return {
        cases: shownCases,
        told: toldCase[0] ?? null,
        differing: differing(answer),
        assumptions: isPart
          ? assumptionsOf(told === null ? first : [...new Set([...first, told])])
          : this.assumptions,
        isPart,
      };
    },
    remedies: context === null || decision?.verdict !== 'denied' ? [] : findRemedies(context),
    hints: context === null ? [] : findHints(context),
    get assumptions() {
      return (assumptions ??= assumptionsOf(range(all)));
    },
    unknown: context === null ? null : explainUnknown(answer, context),
  };
}

/** Cases that are explained where a part of them is printed. */
const MOST_SHOWN = 20;
/** With more cases than this, each is explained only when a format prints it. */
const MOST_LOOKED_AT = 500;

function countVerdicts({ cases }: Answer): Explanation['counts'] {
  const counts = { allowed: 0, denied: 0, unknown: 0 };
  for (const { verdict } of cases) counts[verdict]++;
  return counts;
}

/** The same as `decidedAt`, without the evidence of each case. */
function decidedAtOfMany(engine: Engine, { verdict, cases }: Answer): readonly End[] {
  if (verdict !== 'denied' && verdict !== 'unknown') return [];
  const found = new Set<End>();
  for (const { sample, verdict: own } of cases) {
    if (sample === null || own !== verdict) continue;
    const ends = Object.entries(endVerdicts(engine, sample)) as [End, Verdict][];
    const same = ends.filter(([, said]) => said === verdict);
    for (const [end] of same.length > 0 ? same : ends.filter(([, said]) => said !== 'allowed')) {
      found.add(end);
    }
    if (found.size === 2) break;
  }
  return (['egress', 'ingress'] as const).filter((end) => found.has(end));
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
