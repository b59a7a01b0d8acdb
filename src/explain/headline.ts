import type { Answer, AnswerCase } from '../model/answer.ts';
import type { Decision } from '../model/decision.ts';
import { formatPortRange } from '../model/port.ts';
import type { End, Headline, ServiceExplanation } from './explanation.ts';
import { endName, listing, serviceName } from './names.ts';

/** The ports of a case: `6379/TCP`, `ICMP`. */
export function casePorts(answerCase: AnswerCase): string[] {
  return answerCase.icmp ? ['ICMP'] : answerCase.ports.map(formatPortRange);
}

/** The Service of a case; null where there is none. */
export function explainService({ via, sample }: AnswerCase): ServiceExplanation | null {
  if (via === null) return null;
  const { service, port } = via;
  const podPort = sample?.port ?? null;
  const name = serviceName(service);
  const text =
    port === null
      ? `${name} is headless: its pods are addressed themselves`
      : `${name} port ${String(port.port)} goes to port ${String(podPort ?? port.targetPort)} of the pod`;
  return {
    namespace: service.namespace,
    name: service.name,
    port: port?.port ?? null,
    portName: port?.name ?? null,
    podPort,
    text,
  };
}

/** The same text for all, or none. */
function common(texts: readonly string[]): string | null {
  return new Set(texts).size === 1 ? (texts[0] ?? null) : null;
}

/** The words of the first line. Where cases differ in something, the question's own words stand. */
export function headlineOf(answer: Answer, told: Decision | null): Headline {
  const { question, cases } = answer;
  const via = cases.map((item) =>
    item.via === null || item.destination.kind === 'service'
      ? ''
      : `${serviceName(item.via.service)}${item.via.port === null ? '' : `:${String(item.via.port.port)}`}`,
  );
  const asked = question.ports.length === 0 ? 'all ports' : listing(question.ports, 4);
  return {
    from: common(cases.map(({ source }) => endName(source))) ?? question.from,
    to: common(cases.map(({ destination }) => endName(destination))) ?? question.to,
    via: (common(via) ?? '') || null,
    port: common(cases.map((item) => casePorts(item).join(', '))) ?? asked,
    note: noteOf(answer, told),
  };
}

function isOnePair(cases: readonly AnswerCase[]): boolean {
  return (
    new Set(cases.map(({ source, destination }) => `${endName(source)} ${endName(destination)}`))
      .size === 1
  );
}

function noteOf({ verdict, cases, question }: Answer, told: Decision | null): string {
  if (verdict === 'mixed' && question.ports.length === 0 && isOnePair(cases)) {
    const open = cases.filter((item) => item.verdict === 'allowed').flatMap(casePorts);
    return open.length === 0 ? 'nothing is open for sure' : `open: ${listing(open, 4)}`;
  }
  if (cases.length > 1 && verdict === 'mixed') {
    const count = (own: string): number => cases.filter((item) => item.verdict === own).length;
    return (['allowed', 'denied', 'unknown'] as const)
      .filter((own) => count(own) > 0)
      .map((own) => `${String(count(own))} ${own}`)
      .join(', ');
  }
  if (cases.length > 1) return verdict === 'unknown' ? 'depends on the address family' : '';
  if (told === null) return cases[0]?.problem === null ? '' : problemNote(cases[0]);
  const at = (ends: readonly End[]): string => ends.map((end) => `at ${end}`).join(' and ');
  if (verdict === 'denied') return at(told.decidedAt);
  if (verdict === 'unknown') return `${told.decidedAt.join(' and ')} cannot be decided`;
  const open = [told.egress, told.ingress].every(({ reason }) =>
    ['NOT_ISOLATED', 'NOT_APPLICABLE'].includes(reason),
  );
  return open ? 'no policy applies' : '';
}

function problemNote(answerCase: AnswerCase | undefined): string {
  switch (answerCase?.problem) {
    case 'NO_ENDPOINTS':
      return 'no endpoints';
    case 'POD_FINISHED':
      return 'the pod has finished';
    case 'NO_COMMON_FAMILY':
      return 'no common address family';
    default:
      return '';
  }
}
