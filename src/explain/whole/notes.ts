import type { Cluster } from '../../model/cluster.ts';
import { NAMESPACE_NAME_LABEL, type Pod } from '../../model/objects.ts';
import type { NamespaceScope, Policy } from '../../model/policy.ts';
import type { Group } from '../../query/whole/groups.ts';
import type { Passages } from '../../query/whole/passages.ts';
import type { Selection } from '../../query/whole/select.ts';
import { counted, listing, serviceName } from '../names.ts';

/** What an answer about all pairs leaves out, and what it rests on: sentences without a full stop. */
export function wholeNotes(
  selection: Selection,
  passages: Passages,
  groups: readonly Group[],
): readonly string[] {
  const { cluster, finished, withoutBackends, ports } = selection;
  const notes: string[] = [];
  if (finished > 0) {
    notes.push(
      finished === 1
        ? '1 pod has finished and takes no part'
        : `${String(finished)} pods have finished and take no part`,
    );
  }
  if (withoutBackends.length > 0) {
    const names = listing(withoutBackends.map(serviceName).sort());
    notes.push(`${names} ${withoutBackends.length === 1 ? 'has' : 'have'} no backend for the port`);
  }
  if (passages.leftOutFamilies) {
    notes.push('pairs without a common address family are left out: nothing can pass between them');
  }
  if (passages.leftOutHairpins) {
    notes.push(
      'a pod that reaches itself through the Service is left out: the API does not say what its policies mean then',
    );
  }
  const pods = groups.flatMap(({ parts }) => parts.flatMap(({ ends }) => podsOf(ends)));
  notes.push(
    ...hostNotes(pods, passages),
    ...namespaceNotes(cluster, pods),
    ...foreignNotes(cluster),
  );
  if (ports.icmp) {
    notes.push('the API leaves ICMP undefined; this is what most network plugins do');
  }
  return notes;
}

function podsOf(ends: Group['parts'][number]['ends']): Pod[] {
  return ends.flatMap((end) => (end.kind === 'pod' ? [end.pod] : []));
}

function hostNotes(pods: readonly Pod[], { engine }: Passages): string[] {
  const hosts = new Set(pods.filter(({ hostNetwork }) => hostNetwork)).size;
  if (hosts === 0) return [];
  const who = `${counted(hosts, 'pod')} ${hosts === 1 ? 'shares its' : 'share their'} node's network and ${hosts === 1 ? 'is' : 'are'} taken to be`;
  return [
    engine.options.hostNetwork === 'node'
      ? `${who} the node, whose traffic no policy selects; plugins differ (--host-network=pod)`
      : `${who} pods like any other; plugins differ (--host-network=node)`,
  ];
}

/** Namespaces of pods that are not in the input, where some policy asks for labels of namespaces. */
function namespaceNotes(cluster: Cluster, pods: readonly Pod[]): string[] {
  const missing = [...new Set(pods.map(({ namespace }) => namespace))]
    .filter((name) => cluster.namespaces.get(name) === undefined)
    .sort();
  const asks = [...cluster.policies.values()].flat().some(asksForLabels);
  if (missing.length === 0 || !asks) return [];
  const [is, has] = missing.length === 1 ? ['namespace', 'is'] : ['namespaces', 'are'];
  return [
    `${is} ${listing(missing)} ${has} not in the input and ${has} taken to have only the label ${NAMESPACE_NAME_LABEL}`,
  ];
}

function asksForLabels({ subject, ingress, egress }: Policy): boolean {
  const rules = [...ingress.rules, ...egress.rules];
  const scopes = rules.flatMap(({ peers }) =>
    (peers ?? []).flatMap((peer) => (peer.kind === 'pods' ? [peer.namespaces] : [])),
  );
  return [subject.namespaces, ...scopes].some(asksForOther);
}

function asksForOther(scope: NamespaceScope): boolean {
  return (
    scope.kind === 'selected' &&
    scope.selector.requirements.some(({ key }) => key !== NAMESPACE_NAME_LABEL)
  );
}

function foreignNotes({ foreignPolicies }: Cluster): string[] {
  if (foreignPolicies.length === 0) return [];
  const kinds = new Set(foreignPolicies.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  const who =
    foreignPolicies.length === 1
      ? 'a policy that is'
      : `${counted(foreignPolicies.length, 'policy')} that are`;
  return [`${who} not evaluated may change this: ${listing([...kinds].sort())}`];
}
