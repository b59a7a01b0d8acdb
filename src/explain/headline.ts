import type { Answer, AnswerCase } from '../model/answer.ts';
import type { Decision } from '../model/decision.ts';
import { formatPortRange } from '../model/port.ts';
import type { End, Explanation, Headline, ServiceExplanation, Shown } from './explanation.ts';
import { endName, listing, serviceName } from './names.ts';
import { hasOrderedTiers } from './places.ts';

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
    service.externalName !== null
      ? `${name} is another name for ${service.externalName}`
      : port === null
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

/** The same text for all cases, or none. Stops where two differ: there may be a million. */
function common(
  cases: readonly AnswerCase[],
  textOf: (answerCase: AnswerCase) => string,
): string | null {
  const [first] = cases;
  if (first === undefined) return null;
  const text = textOf(first);
  return cases.every((item) => textOf(item) === text) ? text : null;
}

const TEXTS: Readonly<Record<Shown['differing'][number], (item: AnswerCase) => string>> = {
  source: ({ source }) => endName(source),
  destination: ({ destination }) => endName(destination),
  ports: (item) => casePorts(item).join(', '),
  family: ({ family }) => String(family),
};

/** What tells the cases of an answer apart. */
export function differing({ cases }: Answer): Shown['differing'] {
  const fields = ['source', 'destination', 'ports', 'family'] as const;
  return cases.length < 2 ? [] : fields.filter((field) => common(cases, TEXTS[field]) === null);
}

function viaText({ via, destination }: AnswerCase): string {
  if (via === null || destination.kind === 'service') return '';
  return `${serviceName(via.service)}${via.port === null ? '' : `:${String(via.port.port)}`}`;
}

/** The words of the first line. Where cases differ in something, the question's own words stand. */
export function headlineOf(
  answer: Answer,
  counts: Explanation['counts'],
  told: Decision | null,
): Headline {
  const { question, cases } = answer;
  const asked = question.ports.length === 0 ? 'all ports' : listing(question.ports, 4);
  return {
    from: common(cases, TEXTS.source) ?? question.from,
    to: common(cases, TEXTS.destination) ?? question.to,
    via: (common(cases, viaText) ?? '') || null,
    port: common(cases, TEXTS.ports) ?? asked,
    note: noteOf(answer, counts, told),
  };
}

function isOnePair(cases: readonly AnswerCase[]): boolean {
  return common(cases, TEXTS.source) !== null && common(cases, TEXTS.destination) !== null;
}

function noteOf(
  { verdict, cases, question }: Answer,
  counts: Explanation['counts'],
  told: Decision | null,
): string {
  if (verdict === 'mixed' && question.ports.length === 0 && isOnePair(cases)) {
    const open = cases.filter((item) => item.verdict === 'allowed').flatMap(casePorts);
    return open.length === 0 ? 'nothing is open for sure' : `open: ${listing(open, 4)}`;
  }
  if (cases.length > 1 && verdict === 'mixed') {
    return (['allowed', 'denied', 'unknown'] as const)
      .filter((own) => counts[own] > 0)
      .map((own) => `${String(counts[own])} ${own}`)
      .join(', ');
  }
  if (cases.length > 1) return verdict === 'unknown' ? 'depends on the address family' : '';
  if (told === null) return cases[0]?.problem === null ? '' : problemNote(cases[0]);
  const at = (ends: readonly End[]): string => ends.map((end) => `at ${end}`).join(' and ');
  if (verdict === 'denied') return at(told.decidedAt);
  if (verdict === 'unknown') return `${told.decidedAt.join(' and ')} cannot be decided`;
  const open = [told.egress, told.ingress].every(
    (end) => ['NOT_ISOLATED', 'NOT_APPLICABLE'].includes(end.reason) && !hasOrderedTiers(end),
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
