import type { CaseEnd } from '../model/answer.ts';
import type { Connection } from '../model/connection.ts';
import type { IpRange } from '../model/ip.ts';
import { formatAddress, formatRange } from '../model/ip-text.ts';
import type { Pod, Service, WorkloadKind } from '../model/objects.ts';
import { policyName, type Direction, type Policy, type Rule } from '../model/policy.ts';
import type { EndpointExplanation } from './explanation.ts';

/** kubectl's short names: the form in which questions name workloads. */
const SHORT_KINDS: Readonly<Record<WorkloadKind, string>> = {
  Deployment: 'deploy',
  ReplicaSet: 'rs',
  StatefulSet: 'sts',
  DaemonSet: 'ds',
  ReplicationController: 'rc',
  Job: 'job',
  CronJob: 'cj',
};

/** A pod as a question names it: `shop/web`, `shop/deploy/web`, `shop/app=web`. */
export function podName(pod: Pod): string {
  if (pod.identity === 'replica' && pod.workload !== null) {
    return `${pod.namespace}/${SHORT_KINDS[pod.workload.kind]}/${pod.workload.name}`;
  }
  return `${pod.namespace}/${pod.name}`;
}

/** `shop/svc/web`. */
export function serviceName(service: Service): string {
  return `${service.namespace}/svc/${service.name}`;
}

/** An end of a case as a question names it; address ranges as blocks, joined by commas. */
export function endName(end: CaseEnd): string {
  switch (end.kind) {
    case 'pod':
      return podName(end.pod);
    case 'node':
      return `node:${end.node.name}`;
    case 'address':
      return end.sampleOf === undefined
        ? formatAddress(end.address)
        : listing(end.sampleOf.map(rangeName));
    case 'hostname':
      return end.name;
    case 'range':
      return end.ranges.map(rangeName).join(', ');
    case 'service':
      return serviceName(end.service);
  }
}

/** A range as a block, or as the one address that it holds. */
export function rangeName(range: IpRange): string {
  const { family, first, last } = range;
  return first === last ? formatAddress({ family, value: first }) : formatRange(range);
}

/** An end of a case for machines. */
export function explainEnd(end: CaseEnd): EndpointExplanation {
  const text = endName(end);
  const bare = { kind: end.kind, text, namespace: null, labels: null };
  switch (end.kind) {
    case 'pod':
      return {
        kind: 'pod',
        text,
        namespace: end.pod.namespace,
        name: end.pod.name,
        labels: Object.fromEntries(end.pod.labels),
      };
    case 'service':
      return { ...bare, namespace: end.service.namespace, name: end.service.name };
    case 'node':
      return { ...bare, name: end.node.name };
    case 'hostname':
      return { ...bare, name: end.name };
    case 'address':
    case 'range':
      return { ...bare, name: null };
  }
}

/** `6379/TCP`, or `ICMP`. */
export function portName(connection: Pick<Connection, 'port' | 'protocol'>): string {
  return connection.port === null
    ? connection.protocol
    : `${String(connection.port)}/${connection.protocol}`;
}

/** `ingress rule 1`; a rule's own name follows in brackets. */
export function ruleName(rule: Rule, direction: Direction): string {
  return `${direction.toLowerCase()} ${bareRule(rule)}`;
}

/**
 * `shop/web rule 2`, `tenants rule 1 (deny-others)`: where the tier and the direction are said
 * already. Only a policy that has no name of its own keeps its kind.
 */
export function shortRule(policy: Policy, rule: Rule): string {
  return `${shortPolicy(policy)} ${bareRule(rule)}`;
}

/** `rule 1 (deny-others)`. */
export function bareRule(rule: Rule): string {
  const name = rule.name === null ? '' : ` (${rule.name})`;
  return `rule ${String(rule.index + 1)}${name}`;
}

/** The name of a policy whose tier is said already. */
export function shortPolicy(policy: Policy): string {
  return policy.namespace === null && policy.name === 'default'
    ? `${policy.kind} default`
    : policyName(policy);
}

/** `NetworkPolicy` is the rule and goes without saying; other kinds are named. */
export function policyText(policy: Policy): string {
  const name = policyName(policy);
  return policy.kind === 'NetworkPolicy' ? name : `${policy.kind} ${name}`;
}

/** `a`, `a and b`, `a, b and c`; beyond `most` the rest is only counted: `a, b and 5 more`. */
export function listing(items: readonly string[], most = 3): string {
  const shown = items.length > most ? items.slice(0, most - 1) : items;
  const rest = items.length - shown.length;
  const words = rest > 0 ? [...shown, `${String(rest)} more`] : shown;
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}

/** `1 pod`, `2 pods`. */
export function counted(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  return `${String(count)} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`;
}
