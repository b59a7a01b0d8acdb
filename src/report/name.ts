import type { CaseExplanation, Explanation } from '../explain/explanation.ts';
import { visibleData } from './escape.ts';
import type { Format } from './format.ts';

/** A field of a line that is read by splitting at spaces. */
function field(text: string): string {
  if (text === '') return '-';
  return /["\s]/.test(text) ? JSON.stringify(text).replaceAll(' ', '\\u0020') : text;
}

/**
 * One line of seven fields: verdict, ends that decided, from, to, port, policy, reason. A field
 * that has nothing to say is `-`.
 */
function line(explanation: Explanation): string {
  const { verdict, decidedAt, headline, cases, told, question } = explanation;
  const single = cases.length === 1 && told !== null ? cases[told] : undefined;
  const [policy, reason] = single === undefined ? ['', ''] : policyAndReason(single);
  return [
    verdict.toUpperCase(),
    decidedAt.join(','),
    headline.from,
    headline.to,
    cases.length > 1 && question.ports.length === 0 ? '*' : compactPorts(headline.port),
    policy,
    reason,
  ]
    .map(field)
    .join(' ');
}

/** `80/TCP,UDP`. */
function compactPorts(text: string): string {
  return text.replaceAll(' (all ports)', '').replaceAll(', ', ',');
}

/** The policy and the reason of the end that decided; on an allowed case of the isolated end. */
function policyAndReason({
  decidedAt,
  egress,
  ingress,
  problem,
}: CaseExplanation): [string, string] {
  if (egress === null || ingress === null) return ['', problem?.code ?? ''];
  const [first] = decidedAt;
  const open = ['NOT_ISOLATED', 'NOT_APPLICABLE'];
  const end =
    first === undefined
      ? open.includes(ingress.reason)
        ? egress
        : ingress
      : first === 'egress'
        ? egress
        : ingress;
  const rule = end.deciding ?? end.closest;
  return [rule?.policy.text ?? end.isolatedBy[0]?.text ?? '', end.reason];
}

/** For scripts that want neither JSON nor prose. */
export const NAME_FORMAT: Format = {
  name: 'name',
  render: (explanation) => `${line(visibleData(explanation))}\n`,
};
