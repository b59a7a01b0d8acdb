import { requirementMatches, selectorMatches, type LabelSelector } from '../../model/labels.ts';
import type { Pod, Workload } from '../../model/objects.ts';
import { policyDirection, type Policy } from '../../model/policy.ts';
import { endsOf, type CaseContext } from '../context.ts';
import { endName, policyText, portName, ruleName } from '../names.ts';
import { hasField, placeOf, takesPart } from '../places.ts';
import { explainRule, judgeRule } from '../rules.ts';
import { failingPeers } from './peers.ts';
import { endOf, type FindHint } from './hint.ts';

function selectorPlace(context: CaseContext, policy: Policy) {
  const path = policy.subject.pods?.path ?? ['spec'];
  return placeOf(context.sources.locator, policy.source, path, 'key');
}

export const implicitIngressIsolation: FindHint = (context) => {
  const { decision } = context.ingress;
  if (decision.verdict !== 'denied') return null;
  const policy = decision.tiers
    .flatMap(({ policies }) => policies)
    .map((item) => item.policy)
    .find(
      (item) =>
        item.directionsDefaulted && item.egress.rules.length > 0 && item.ingress.rules.length === 0,
    );
  if (policy === undefined) return null;
  return {
    text:
      `${policyText(policy)} has egress rules and no policyTypes, which then means [Ingress, Egress]: it isolates ${endName(decision.subject)} for ingress too. ` +
      'Write `policyTypes: [Egress]` if only egress is meant.',
    place: selectorPlace(context, policy),
    end: 'ingress',
  };
};

/** Policies of the subject's namespace that select it and do not take part in the direction. */
function inertPolicies(context: CaseContext, end: 'egress' | 'ingress'): Policy[] {
  const { subject, reason, direction } = context[end].decision;
  if (reason !== 'NOT_ISOLATED' || subject.kind !== 'pod') return [];
  return (context.cluster.policies.get(subject.pod.namespace) ?? []).filter(
    (policy) =>
      !takesPart(policy, direction) && context.sources.engine.selects(policy, subject) === 'yes',
  );
}

export const egressDenyNotEffective: FindHint = (context) => {
  const policy = inertPolicies(context, 'egress').find(
    (item) =>
      item.directionsDefaulted &&
      hasField(context.sources.locator, item.source, ['spec'], 'egress'),
  );
  if (policy === undefined) return null;
  return {
    text:
      `${policyText(policy)} has an empty \`egress\` and no policyTypes, which then means [Ingress]: it leaves egress open and isolates for ingress. ` +
      'Add `policyTypes: [Egress]`.',
    place: placeOf(context.sources.locator, policy.source, ['spec', 'egress'], 'key'),
    // It is about ingress too, which the policy isolates.
    end: null,
  };
};

export const rulesForUnlistedDirection: FindHint = (context) => {
  for (const end of ['egress', 'ingress'] as const) {
    const { direction } = context[end].decision;
    const policy = inertPolicies(context, end).find(
      (item) => policyDirection(item, direction).rules.length > 0,
    );
    if (policy === undefined) continue;
    return {
      text: `${policyText(policy)} has ${end} rules, but its policyTypes do not list ${direction}, so they have no effect.`,
      place: placeOf(context.sources.locator, policy.source, ['spec', end], 'key'),
      end,
    };
  }
  return null;
};

/** A selector that asks for something, not one that takes every pod. */
function isSpecific(selector: LabelSelector | null): selector is LabelSelector {
  return (
    selector?.requirements.some(({ operator }) => operator === 'In' || operator === 'Exists') ??
    false
  );
}

export const policyInOtherNamespace: FindHint = (context) => {
  for (const end of endsOf(context)) {
    const { subject, reason, direction } = end.decision;
    if (reason !== 'NOT_ISOLATED' || subject.kind !== 'pod') continue;
    const { pod } = subject;
    for (const namespace of [...context.cluster.policies.keys()].sort()) {
      if (namespace === '' || namespace === pod.namespace) continue;
      const own = context.cluster.pods.get(namespace) ?? [];
      const policy = context.cluster.policies.get(namespace)?.find((item) => {
        const selector = item.subject.pods;
        return (
          takesPart(item, direction) &&
          isSpecific(selector) &&
          selectorMatches(selector, pod.labels) === 'yes' &&
          own.every(({ labels }) => selectorMatches(selector, labels) === 'no')
        );
      });
      if (policy === undefined) continue;
      return {
        text:
          `${policyText(policy)} would select ${endName(subject)} by its labels, but a NetworkPolicy applies only to pods of its own namespace, and none there matches. ` +
          `Set \`metadata.namespace: ${pod.namespace}\` if it is meant for this pod.`,
        place: placeOf(context.sources.locator, policy.source, ['metadata', 'namespace'], 'key'),
        end: endOf(end),
      };
    }
  }
  return null;
};

function workloadOf({ cluster }: CaseContext, pod: Pod): Workload | null {
  if (pod.workload === null) return null;
  const { kind, name } = pod.workload;
  return (
    cluster.workloads.find(
      (item) => item.namespace === pod.namespace && item.kind === kind && item.name === name,
    ) ?? null
  );
}

/** The label that a selector wants, where the workload has it and the pod has not. */
function misplacedLabel(selector: LabelSelector, pod: Pod, workload: Workload): string | null {
  const failing = selector.requirements.filter(
    (requirement) => requirementMatches(requirement, pod.labels) === 'no',
  );
  const [first] = failing;
  const onWorkload = failing.every(
    (requirement) => requirementMatches(requirement, workload.labels) === 'yes',
  );
  return first !== undefined && onWorkload && isSpecific(selector) ? first.key : null;
}

export const labelOnWorkloadNotOnPod: FindHint = (context) => {
  const candidates = [
    ...failingPeers(context).flatMap(({ end, peer, pod, evidence }) =>
      peer.pods === null ? [] : [{ end, selector: peer.pods, pod, policy: evidence.policy }],
    ),
    ...endsOf(context).flatMap((end) => {
      const { subject, reason, direction } = end.decision;
      if (reason !== 'NOT_ISOLATED' || subject.kind !== 'pod') return [];
      return (context.cluster.policies.get(subject.pod.namespace) ?? [])
        .filter((policy) => takesPart(policy, direction))
        .flatMap((policy) =>
          policy.subject.pods === null
            ? []
            : [{ end, selector: policy.subject.pods, pod: subject.pod, policy }],
        );
    }),
  ];
  for (const { end, selector, pod, policy } of candidates) {
    const workload = workloadOf(context, pod);
    const key = workload === null ? null : misplacedLabel(selector, pod, workload);
    if (workload === null || key === null) continue;
    return {
      text:
        `${policyText(policy)} selects on ${key}, which is a label of ${workload.kind} ${workload.namespace}/${workload.name}, not of its pods. ` +
        "Selectors see the pods' labels only (spec.template.metadata.labels).",
      place: placeOf(context.sources.locator, policy.source, selector.path, 'key'),
      end: endOf(end),
    };
  }
  return null;
};

/** A list item that holds nothing: a stray dash, or a template that rendered no value. */
const NULL_ITEM = /^\s*-\s*(?:null|~)?\s*(?:#.*)?$/;

export const allowAllRule: FindHint = (context) => {
  for (const end of endsOf(context)) {
    const { deciding, direction, reason } = end.decision;
    const { speech } = end;
    if (reason !== 'RULE_MATCHED') continue;
    const empty = deciding.find(({ rule }) => rule.peers === null && rule.ports === null);
    if (empty === undefined) continue;
    const judged = judgeRule(context.sources, empty, direction, speech);
    const { snippet, place } = explainRule(context.sources, judged, direction, speech);
    const [line, second] = snippet.lines;
    if (line === undefined || second !== undefined || !NULL_ITEM.test(line.text)) continue;
    const everyone = direction === 'Ingress' ? 'every source' : 'every destination';
    return {
      text:
        `${policyText(empty.policy)}, ${ruleName(empty.rule, direction)} is an empty list item, which allows ${everyone} on every port. ` +
        'To allow nothing, remove it.',
      place,
      end: endOf(end),
    };
  }
  return null;
};

export const oneSidedAllow: FindHint = ({ egress, ingress, connection, decision }) => {
  if (decision.verdict !== 'denied') return null;
  const [open, shut] = egress.decision.verdict === 'denied' ? [ingress, egress] : [egress, ingress];
  if (open.decision.reason !== 'RULE_MATCHED' || shut.decision.verdict !== 'denied') return null;
  const source = endName(connection.source);
  const destination = endName(connection.destination);
  const port = portName(connection);
  return {
    text:
      open === ingress
        ? `Only one end is open: ${destination} admits ${source} on ${port}, but ${source} may not leave for it. Both ends must allow a connection.`
        : `Only one end is open: ${source} may leave for ${destination} on ${port}, but ${destination} does not admit it. Both ends must allow a connection.`,
    place: null,
    end: null,
  };
};
