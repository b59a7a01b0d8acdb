import { namespaceOf } from '../../model/cluster.ts';
import type { PeerEvidence, RuleEvidence } from '../../model/decision.ts';
import {
  formatRequirement,
  formatSelector,
  requirementMatches,
  selectorMatches,
  type LabelSelector,
  type Requirement,
} from '../../model/labels.ts';
import { NAMESPACE_NAME_LABEL, type Pod } from '../../model/objects.ts';
import type { Peer } from '../../model/policy.ts';
import { endsOf, undecidedEnds, type CaseContext } from '../context.ts';
import type { JudgedEnd } from '../ends.ts';
import { podName, policyText } from '../names.ts';
import { placeOf } from '../places.ts';
import { peersField } from '../rules.ts';
import { endOf, type FindHint } from './hint.ts';

/** A peer that fails, of a rule whose ports match, at an end that denies; the other end is a pod. */
interface FailingPeer {
  readonly end: JudgedEnd;
  readonly evidence: RuleEvidence;
  readonly item: PeerEvidence;
  readonly peer: Extract<Peer, { kind: 'pods' }>;
  readonly pod: Pod;
}

/** The failing peers of allow rules, those of the closest rule first. */
export function failingPeers(context: CaseContext): FailingPeer[] {
  return undecidedEnds(context).flatMap((end) => {
    const other = end.decision.peer;
    if (other.kind !== 'pod') return [];
    // No other label would help: selectors do not see a pod that uses its node's network.
    if (other.pod.hostNetwork && context.sources.engine.options.hostNetwork === 'node') return [];
    const rules = end.closest === null ? end.rules : [end.closest, ...end.rules];
    return rules
      .filter(({ ref, evidence }) => ref.rule.action === 'Accept' && evidence.portsMatched !== 'no')
      .flatMap(({ evidence }) =>
        (evidence.peers ?? []).flatMap((item) =>
          item.peer.kind === 'pods' && item.matched === 'no'
            ? [{ end, evidence, item, peer: item.peer, pod: other.pod }]
            : [],
        ),
      );
  });
}

function failingCodes({ clauses }: PeerEvidence): string[] {
  return clauses.flatMap(({ matched, code }) => (matched === 'yes' || code === null ? [] : [code]));
}

/** Two items, each of which is enough, where one item with both conditions would have denied. */
export const peerOrNotAnd: FindHint = (context) => {
  const { engine, locator } = context.sources;
  for (const end of endsOf(context)) {
    const { deciding, direction, peer: other, reason } = end.decision;
    const [first] = deciding;
    if (reason !== 'RULE_MATCHED' || first === undefined || other.kind !== 'pod') continue;
    if (deciding.length > 1 || first.policy.kind !== 'NetworkPolicy') continue;
    const evidence = engine.ruleEvidence(first, direction, end.connection);
    const halves = orHalves(evidence);
    if (halves === null) continue;
    const labels = namespaceOf(context.cluster, other.pod.namespace).labels;
    const both =
      selectorMatches(halves.namespaces, labels) === 'yes' &&
      selectorMatches(halves.pods, other.pod.labels) === 'yes';
    if (both) continue;
    const field = peersField(direction);
    const [namespaces, pods] = [formatSelector(halves.namespaces), formatSelector(halves.pods)];
    return {
      text:
        `\`${field}\` lists the namespaceSelector (${namespaces}) and the podSelector (${pods}) as two items, so either one is enough. ` +
        `If only such pods of such namespaces are meant, make them one item: remove the \`-\` before the second.`,
      place: placeOf(locator, first.policy.source, halves.pods.path, 'key'),
      end: endOf(end),
    };
  }
  return null;
};

/** The two halves of what may be meant as one peer: next to each other, one a selector of each kind. */
function orHalves(
  evidence: RuleEvidence,
): { namespaces: LabelSelector; pods: LabelSelector } | null {
  const items = evidence.peers ?? [];
  for (const [i, item] of items.entries()) {
    const next = items[i + 1];
    if (next === undefined) return null;
    const [a, b] = [item.peer, next.peer];
    if (a.kind !== 'pods' || b.kind !== 'pods') continue;
    const [wide, own] = a.namespaces.kind === 'selected' ? [a, b] : [b, a];
    if (wide.namespaces.kind !== 'selected' || wide.pods !== null) continue;
    if (own.namespaces.kind !== 'own' || own.pods === null) continue;
    const byThese = items.every(({ matched }, j) => matched !== 'yes' || j === i || j === i + 1);
    if (byThese) return { namespaces: wide.namespaces.selector, pods: own.pods };
  }
  return null;
}

export const peerNeedsNamespace: FindHint = (context) => {
  for (const { end, item, peer, pod, evidence } of failingPeers(context)) {
    const codes = failingCodes(item);
    if (codes.length !== 1 || codes[0] !== 'NAMESPACE_DIFFERS') continue;
    const own = evidence.policy.namespace ?? '';
    return {
      text:
        `A podSelector alone looks only in the policy's own namespace ${own}, and ${podName(pod)} is in ${pod.namespace}. ` +
        `Add a namespaceSelector for ${NAMESPACE_NAME_LABEL}=${pod.namespace} to the same item.`,
      place: placeOf(context.sources.locator, evidence.policy.source, peer.path),
      end: endOf(end),
    };
  }
  return null;
};

/** The first requirement on the peer's namespace that fails, where the pod itself would match. */
function failingNamespace(
  context: CaseContext,
  accept: (requirement: Requirement, pod: Pod) => boolean,
): { failing: FailingPeer; requirement: Requirement } | null {
  for (const failing of failingPeers(context)) {
    const { peer, pod } = failing;
    if (peer.namespaces.kind !== 'selected') continue;
    const { labels, source } = namespaceOf(context.cluster, pod.namespace);
    if (source === null) continue;
    const requirement = peer.namespaces.selector.requirements.find(
      (item) => requirementMatches(item, labels) === 'no' && accept(item, pod),
    );
    if (requirement !== undefined) return { failing, requirement };
  }
  return null;
}

/** The namespace is selected by a `name` label that nobody put on it. */
export function missingNameLabel(
  context: CaseContext,
): { failing: FailingPeer; requirement: Requirement } | null {
  const namespaces = [...context.cluster.namespaces.values()];
  return failingNamespace(
    context,
    (requirement, pod) =>
      requirement.operator === 'In' &&
      requirement.key !== NAMESPACE_NAME_LABEL &&
      requirement.values.includes(pod.namespace) &&
      !namespaces.some(({ labels }) => labels.has(requirement.key)),
  );
}

export const namespaceLabelMissing: FindHint = (context) => {
  const found = missingNameLabel(context);
  if (found === null) return null;
  const { failing, requirement } = found;
  const { namespace } = failing.pod;
  return {
    text:
      `No namespace of the input has a label ${requirement.key}, so ${formatRequirement(requirement)} matches none. ` +
      `Kubernetes itself sets ${NAMESPACE_NAME_LABEL}=${namespace}: select on that.`,
    place: placeOf(
      context.sources.locator,
      failing.evidence.policy.source,
      requirement.path,
      'key',
    ),
    end: endOf(failing.end),
  };
};

export const podLabelInNamespaceSelector: FindHint = (context) => {
  const found = failingNamespace(
    context,
    (requirement, pod) =>
      (requirement.operator === 'In' || requirement.operator === 'Exists') &&
      requirementMatches(requirement, pod.labels) === 'yes',
  );
  if (found === null) return null;
  const { failing, requirement } = found;
  const { pod, evidence } = failing;
  return {
    text:
      `${policyText(evidence.policy)} asks for ${formatRequirement(requirement)} in a namespaceSelector, but that is a label of the pod ${podName(pod)}, not of its namespace. ` +
      'Put it into the podSelector of the same item.',
    place: placeOf(context.sources.locator, evidence.policy.source, requirement.path, 'key'),
    end: endOf(failing.end),
  };
};
