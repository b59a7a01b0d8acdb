import { namespaceOf } from '../../model/cluster.ts';
import { selectorMatches } from '../../model/labels.ts';
import type { Pod } from '../../model/objects.ts';
import type { PodScope } from '../../model/policy.ts';
import { endsOf, undecidedEnds, type CaseContext } from '../context.ts';
import { podName, policyText } from '../names.ts';
import { placeOf, takesPart } from '../places.ts';
import { endOf, type FindHint } from './hint.ts';

/** Whether a selection would take in a pod, if it did not use its node's network. */
function wouldSelect({ cluster }: CaseContext, scope: PodScope, pod: Pod): boolean {
  const { namespaces, pods } = scope;
  const inNamespace =
    namespaces.kind === 'own'
      ? namespaces.namespace === pod.namespace
      : selectorMatches(namespaces.selector, namespaceOf(cluster, pod.namespace).labels) === 'yes';
  return inNamespace && (pods === null || selectorMatches(pods, pod.labels) === 'yes');
}

export const hostNetworkPodSelected: FindHint = (context) => {
  for (const end of endsOf(context)) {
    const { subject, reason, direction } = end.decision;
    if (reason !== 'HOST_NETWORK' || subject.kind !== 'pod') continue;
    // Policies of the whole cluster never select such a pod, and say so.
    const policies = context.cluster.policies.get(subject.pod.namespace) ?? [];
    const policy = policies.find(
      (item) => takesPart(item, direction) && wouldSelect(context, item.subject, subject.pod),
    );
    if (policy === undefined) continue;
    return {
      text:
        `${policyText(policy)} selects ${podName(subject.pod)}, which has \`hostNetwork: true\`. ` +
        'What policies do to such a pod depends on the network plugin, and most ignore them: do not count on it.',
      place: placeOf(
        context.sources.locator,
        policy.source,
        policy.subject.pods?.path ?? ['spec'],
        'key',
      ),
      end: endOf(end),
    };
  }
  return null;
};

export const hostNetworkPeer: FindHint = (context) => {
  for (const end of undecidedEnds(context)) {
    const { decision, rules } = end;
    const other = decision.peer;
    if (other.kind !== 'pod' || !other.pod.hostNetwork) continue;
    for (const { ref, evidence } of rules) {
      const item = (evidence.peers ?? []).find(
        ({ peer, clauses }) =>
          peer.kind === 'pods' &&
          clauses.some(({ code }) => code === 'HOST_NETWORK_PEER') &&
          wouldSelect(context, peer, other.pod),
      );
      if (item === undefined || evidence.portsMatched === 'no') continue;
      return {
        text:
          `${policyText(ref.policy)} selects ${podName(other.pod)} by its labels, but that pod uses its node's network: its traffic has the node's address, which selectors normally do not match. ` +
          'Allow the addresses of the nodes with an ipBlock.',
        place: placeOf(context.sources.locator, ref.policy.source, item.peer.path),
        end: endOf(end),
      };
    }
  }
  return null;
};
