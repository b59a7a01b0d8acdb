import { namespaceOf } from '../../model/cluster.ts';
import type { RuleEvidence } from '../../model/decision.ts';
import { requirementMatches } from '../../model/labels.ts';
import { NAMESPACE_NAME_LABEL, type Pod } from '../../model/objects.ts';
import type { NamespaceScope } from '../../model/policy.ts';
import { endsOf, type CaseContext } from '../context.ts';
import { judgeRules, type JudgedEnd } from '../ends.ts';
import { hasOrderedTiers } from '../places.ts';

/** Only labels other than the name are assumed to be missing. */
function dependsOnLabels(
  scope: NamespaceScope,
  wants: 'yes' | 'no',
  labels: Pod['labels'],
): boolean {
  return (
    scope.kind === 'selected' &&
    scope.selector.requirements.some(
      (requirement) =>
        requirement.key !== NAMESPACE_NAME_LABEL &&
        requirementMatches(requirement, labels) === wants,
    )
  );
}

/** Labels were asked of a namespace that is not in the input. */
export function namespaceLabels(context: CaseContext): string[] {
  const { cluster } = context;
  const names = new Set<string>();
  for (const end of endsOf(context)) {
    const { peer, subject } = end.decision;
    if (peer.kind === 'pod' && peerLabelsMatter(context, end, peer.pod)) {
      names.add(peer.pod.namespace);
    }
    if (subject.kind === 'pod' && end.decision.reason !== 'HOST_NETWORK') {
      const { name, labels, source } = namespaceOf(cluster, subject.pod.namespace);
      const wide = cluster.policies.get('') ?? [];
      const matters = wide.some(
        ({ subject: scope }) =>
          dependsOnLabels(scope.namespaces, 'yes', labels) ||
          dependsOnLabels(scope.namespaces, 'no', labels),
      );
      if (source === null && matters) names.add(name);
    }
  }
  return [...names]
    .sort()
    .map(
      (name) =>
        `namespace ${name} is not in the input: it is taken to have only the label ${NAMESPACE_NAME_LABEL}=${name}`,
    );
}

/** Whether other labels of the peer's namespace could have changed what an end says. */
function peerLabelsMatter({ cluster, sources }: CaseContext, end: JudgedEnd, peer: Pod): boolean {
  const { labels, source } = namespaceOf(cluster, peer.namespace);
  if (source !== null) return false;
  const { deciding, direction } = end.decision;
  const matter = (evidences: readonly RuleEvidence[], wants: 'yes' | 'no'): boolean =>
    evidences
      .filter(({ portsMatched }) => portsMatched !== 'no')
      .flatMap(({ peers }) => peers ?? [])
      .some(
        ({ peer: item, clauses }) =>
          item.kind === 'pods' &&
          dependsOnLabels(item.namespaces, wants, labels) &&
          clauses.every(
            ({ clause, matched }) => clause === 'namespaceSelector' || matched !== 'no',
          ),
      );
  const decided = deciding.map((ref) =>
    sources.engine.ruleEvidence(ref, direction, end.connection),
  );
  if (matter(decided, 'yes')) return true;
  if (
    deciding.length === 0 &&
    matter(
      end.rules.map(({ evidence }) => evidence),
      'no',
    )
  )
    return true;
  // Where the first match decides, rules that do not match, or that only pass, count as well.
  if (!hasOrderedTiers(end.decision)) return false;
  const ordered = judgeRules(
    sources,
    end.decision,
    end.speech,
    ({ tier }) => tier.unmatched === 'next',
  ).map(({ evidence }) => evidence);
  return matter(ordered, 'yes') || matter(ordered, 'no');
}
