import type { AnswerCase, Question } from '../model/answer.ts';
import type { Cluster } from '../model/cluster.ts';
import type { Connection } from '../model/connection.ts';
import type { Decision } from '../model/decision.ts';
import type { Pod } from '../model/objects.ts';
import { judgeEnd, type JudgedEnd } from './ends.ts';
import { casePorts } from './headline.ts';
import type { Sources } from './rules.ts';

/** A judged case: what assumptions, hints and remedies are found from. */
export interface CaseContext {
  readonly sources: Sources;
  readonly cluster: Cluster;
  readonly question: Question;
  readonly answerCase: AnswerCase;
  readonly connection: Connection;
  readonly decision: Decision;
  readonly egress: JudgedEnd;
  readonly ingress: JudgedEnd;
}

/** Decides a case and holds the rules against it; null where it has no connection to judge. */
export function judgeCase(
  sources: Sources,
  question: Question,
  answerCase: AnswerCase,
): CaseContext | null {
  const decision = answerCase.decide?.() ?? null;
  if (decision === null) return null;
  const { connection } = decision;
  const words = casePorts(answerCase);
  const ports = words.length === 1 ? String(words[0]) : 'these ports';
  return {
    sources,
    cluster: sources.engine.cluster,
    question,
    answerCase,
    connection,
    decision,
    egress: judgeEnd(sources, decision.egress, connection, ports),
    ingress: judgeEnd(sources, decision.ingress, connection, ports),
  };
}

/** Both ends in packet order. */
export function endsOf(context: CaseContext): readonly [JudgedEnd, JudgedEnd] {
  return [context.egress, context.ingress];
}

/** The ends that the case was denied at, or, where it is unknown, that are unknown. */
export function undecidedEnds(context: CaseContext): JudgedEnd[] {
  return endsOf(context).filter(({ decision }) => decision.verdict !== 'allowed');
}

/** The ends that are pods. */
export function podsOf({ connection }: CaseContext): Pod[] {
  return [connection.source, connection.destination].flatMap((end) =>
    end.kind === 'pod' ? [end.pod] : [],
  );
}
