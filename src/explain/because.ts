import type { Cluster } from '../model/cluster.ts';
import type { Endpoint } from '../model/connection.ts';
import type { EndDecision } from '../model/decision.ts';
import { policyDirection, type Policy } from '../model/policy.ts';
import { counted, endName, listing, policyText, ruleName, shortRule } from './names.ts';
import { factTexts } from './facts.ts';

/** The policies of the last tier that was asked, where that tier isolates. */
export function isolatingPolicies(
  end: EndDecision,
): { policy: Policy; selects: 'yes' | 'unknown' }[] {
  return end.tiers
    .filter(({ tier }) => tier.unmatched === 'deny')
    .flatMap(({ policies }) => policies.map(({ policy, selects }) => ({ policy, selects })));
}

/**
 * Why an end came to its verdict: one sentence without a full stop.
 *
 * @param ports what the case is about: `6379/TCP`, `ICMP`, or `these ports`
 */
export function becauseOf(cluster: Cluster, end: EndDecision, ports: string): string {
  const subject = endName(end.subject);
  const [first] = end.deciding;
  switch (end.reason) {
    case 'NOT_APPLICABLE':
      return notApplicable(end.subject, subject);
    case 'HOST_NETWORK':
      return `${subject} uses its node's network, where policies do not apply`;
    case 'SELF':
      return 'a pod can always reach itself';
    case 'NODE_LOCAL':
      return nodeLocal(end, subject);
    case 'NOT_ISOLATED':
      return notIsolatedText(cluster, end);
    case 'RULE_MATCHED':
    case 'RULE_DENIED': {
      const verb = end.reason === 'RULE_MATCHED' ? 'allowed' : 'denied';
      if (first === undefined) return `${verb} by a rule`;
      const rest = end.deciding.length - 1;
      const more = rest === 0 ? '' : ` (and ${counted(rest, 'more rule')})`;
      return `${verb} by ${shortRule(first.policy, first.rule)}${more}`;
    }
    case 'NO_RULES':
    case 'NO_PEER_MATCH':
    case 'NO_PORT_MATCH':
    case 'NO_CLAUSE_PAIR':
      return isolatedText(end, ports);
    case 'INPUT_INCOMPLETE':
      return undecidedText(end);
    case 'CASES_AGREE':
      return `the input lacks ${listing(factTexts(end.missing))}, but every possible value gives the same`;
    case 'PRIORITY_TIE':
      return `rules of equal priority disagree (${listing(tiedRules(end), 4)}), and the API lets the network plugin choose`;
    case 'CNI_SPECIFIC':
      return `${subject} reaches itself through a Service, and the API does not say what its policies mean then`;
  }
}

function notApplicable(subject: Endpoint, name: string): string {
  switch (subject.kind) {
    case 'node':
      return `${name} is a node, and policies select pods only`;
    case 'address':
      return `${name} is no pod of the input, and policies select pods only`;
    default:
      return `${name} is no pod, and policies select pods only`;
  }
}

function nodeLocal({ direction, peer }: EndDecision, subject: string): string {
  const is = peer.kind === 'node' ? 'is' : 'uses the network of';
  const local = `${endName(peer)} ${is} the node that ${subject} runs on`;
  return direction === 'Ingress'
    ? `${local}: a pod's own node may always reach it`
    : `${local}: a pod may always reach its own node`;
}

/** Why no NetworkPolicy isolates a pod. */
export function notIsolatedText(cluster: Cluster, end: EndDecision): string {
  const open = 'not isolated';
  if (end.subject.kind !== 'pod') return open;
  const { namespace } = end.subject.pod;
  const policies = cluster.policies.get(namespace) ?? [];
  const direction = end.direction.toLowerCase();
  const applying = policies.filter((policy) => policyDirection(policy, end.direction).applies);
  if (policies.length === 0) return `${open}: namespace ${namespace} has no policy`;
  if (policies.length === 1) {
    return `${open}: the only policy of namespace ${namespace} does not select it for ${direction}`;
  }
  if (applying.length === 0) {
    return `${open}: no policy of namespace ${namespace} restricts ${direction}`;
  }
  return `${open}: none of the ${String(policies.length)} policies of namespace ${namespace} selects it for ${direction}`;
}

function isolated(end: EndDecision): string {
  return `isolated by ${listing(isolatingPolicies(end).map(({ policy }) => policyText(policy)))}`;
}

/** Which NetworkPolicies isolate a pod, and why none of their rules lets the connection through. */
export function isolatedText(end: EndDecision, ports: string): string {
  return `${isolated(end)}${noRule(end, ports)}`;
}

function noRule(end: EndDecision, ports: string): string {
  const direction = end.direction.toLowerCase();
  const peer = endName(end.peer);
  const many = isolatingPolicies(end).length > 1;
  const inward = end.direction === 'Ingress';
  const admits = inward ? `admits ${peer}` : `lets it reach ${peer}`;
  switch (end.reason) {
    case 'NO_RULES': {
      const nothing = inward ? 'nothing may come in' : 'nothing may leave';
      return `, which ${many ? 'have' : 'has'} no ${direction} rule: ${nothing}`;
    }
    case 'NO_PEER_MATCH':
      return `; no rule ${admits}`;
    case 'NO_PORT_MATCH':
      return ports === 'ICMP'
        ? `; a rule ${admits}, but only on ports, which ICMP does not have`
        : `; a rule ${admits}, but not on ${ports}`;
    default:
      return `; one rule ${admits} and another allows ${ports}, but no rule does both`;
  }
}

/** Which missing facts leave an end undecided, and what they would tell. */
export function undecidedText(end: EndDecision): string {
  const subject = endName(end.subject);
  const facts = listing(factTexts(end.missing));
  const policies = isolatingPolicies(end);
  const sure = policies.filter(({ selects }) => selects === 'yes');
  const peer = endName(end.peer);
  if (policies.length > 0 && sure.length === 0) {
    const names = listing(policies.map(({ policy }) => policyText(policy)));
    return `whether ${names} ${policies.length === 1 ? 'selects' : 'select'} ${subject} depends on ${facts}`;
  }
  if (policies.length === 0) return `the answer depends on ${facts}`;
  const admits = end.direction === 'Ingress' ? `admits ${peer}` : `lets it reach ${peer}`;
  if (end.missing.every(({ kind }) => kind === 'node')) {
    const local =
      end.direction === 'Ingress'
        ? 'its own node may always reach it'
        : 'it may always reach its own node';
    return `${isolated(end)}; no rule ${admits}, but ${local}, and so the answer depends on ${facts}`;
  }
  return `${isolated(end)}; whether a rule ${admits} depends on ${facts}`;
}

function tiedRules(end: EndDecision): string[] {
  const tie = end.missing.find((fact) => fact.kind === 'tie');
  return (tie?.rules ?? end.deciding).map(
    ({ policy, rule }) => `${policyText(policy)}, ${ruleName(rule, end.direction)}: ${rule.action}`,
  );
}
