import type { CaseExplanation, Explanation, PolicyMention } from '../explain/explanation.ts';
import { visibleData } from './escape.ts';
import type { Format } from './format.ts';

/** A field of a line that is read by splitting at spaces. */
function field(text: string): string {
  if (text === '') return '-';
  return /["\s]/.test(text) ? JSON.stringify(text).replaceAll(' ', '\\u0020') : text;
}

/** The part of an explanation that makes the line. */
interface NameParts extends Pick<
  Explanation,
  'verdict' | 'decidedAt' | 'headline' | 'counts' | 'question'
> {
  readonly told: CaseExplanation | null;
}

/**
 * One line of seven fields: verdict, ends that decided, from, to, port, policy, reason. A field
 * that has nothing to say is `-`.
 */
function line(explanation: NameParts): string {
  const { verdict, decidedAt, headline, counts, told, question } = explanation;
  const count = counts.allowed + counts.denied + counts.unknown;
  const [policy, reason] = count === 1 && told !== null ? policyAndReason(told) : ['', ''];
  return [
    verdict.toUpperCase(),
    decidedAt.join(','),
    headline.from,
    headline.to,
    count > 1 && question.ports.length === 0 ? '*' : compactPorts(headline.port),
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
  const [isolating] = end.isolatedBy;
  return [nameOf(rule?.policy ?? isolating), end.reason];
}

/** `shop/web`, or with its kind `ClusterNetworkPolicy/tenants`. */
function nameOf(policy: PolicyMention | undefined): string {
  if (policy === undefined) return '';
  return policy.namespace === null ? `${policy.kind}/${policy.name}` : policy.text;
}

/** For scripts that want neither JSON nor prose. */
export const NAME_FORMAT: Format = {
  name: 'name',
  render({ verdict, decidedAt, headline, counts, question, shown: { told } }) {
    return `${line(visibleData({ verdict, decidedAt, headline, counts, question, told }))}\n`;
  },
};
