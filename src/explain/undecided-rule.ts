import { createEngine } from '../engine/create.ts';
import type { Cluster } from '../model/cluster.ts';
import type { MissingFact, PeerEvidence, RuleRef, Verdict } from '../model/decision.ts';
import type { Policy, PolicyDirection, Rule } from '../model/policy.ts';
import { endsOf, type CaseContext } from './context.ts';
import type { UnknownExplanation } from './explanation.ts';
import { endName, listing, shortRule } from './names.ts';

/**
 * What it would give if the one rule that nobody can decide matched, and if it did not: for facts
 * that cannot be enumerated. None where several rules are undecided.
 */
export function outcomesOfRule(context: CaseContext): UnknownExplanation['outcomes'] {
  const { engine } = context.sources;
  const { egress, ingress } = context.decision;
  const facts = [...egress.missing, ...ingress.missing];
  const [fact, other] = facts;
  if (fact?.kind === 'tie' && other === undefined) return outcomesOfTie(context, fact.rules);
  if (facts.some(({ kind }) => kind !== 'domainNames' && kind !== 'nodeLabels')) return [];
  const open = endsOf(context).flatMap(({ rules }) =>
    rules.flatMap(({ ref, evidence }) =>
      (evidence.peers ?? [])
        .filter(({ matched }) => evidence.matched === 'unknown' && matched === 'unknown')
        .map((item) => ({ ref, item })),
    ),
  );
  const [only, more] = open;
  if (only === undefined || more !== undefined) return [];
  const { ref, item } = only;
  const when = peerCondition(item, facts);
  if (when === null) return [];
  const verdictWith = (rules: readonly Rule[]): Verdict => {
    const cluster = withPolicy(engine.cluster, ref.policy, (side) => ({
      ...side,
      rules: side.rules.flatMap((own) => (own === ref.rule ? rules : [own])),
    }));
    return createEngine(cluster, engine.options).verdict(context.connection);
  };
  return [
    { when: [[when]], verdict: verdictWith([{ ...ref.rule, peers: null }]) },
    { when: [], verdict: verdictWith([]) },
  ];
}

/** What each of the rules would give, if the network plugin took it before the others. */
function outcomesOfTie(
  context: CaseContext,
  rules: readonly RuleRef[],
): UnknownExplanation['outcomes'] {
  const { engine } = context.sources;
  return rules.map((taken) => {
    const cluster = rules
      .filter((ref) => ref !== taken)
      .reduce((all, { policy, rule }) => {
        return withPolicy(all, policy, (side) =>
          side.rules.includes(rule) ? { ...side, rules: [] } : side,
        );
      }, engine.cluster);
    // A policy that is not taken has no say at all, with none of its rules.
    const verdict = createEngine(cluster, engine.options).verdict(context.connection);
    return { when: [[`the network plugin takes ${shortRule(taken.policy, taken.rule)}`]], verdict };
  });
}

/** The fact that an undecided peer asks for, as a condition. */
function peerCondition(item: PeerEvidence, facts: readonly MissingFact[]): string | null {
  const [fact] = facts;
  const wanted = item.clauses[0]?.wanted ?? '';
  if (fact?.kind === 'domainNames' && item.peer.kind === 'domainNames') {
    return `${endName(fact.endpoint)} is an address of ${listing(item.peer.names)}`;
  }
  if (fact?.kind === 'nodeLabels' && item.peer.kind === 'nodes') {
    const { endpoint } = fact;
    const node =
      endpoint.kind === 'node'
        ? `node ${endpoint.node.name}`
        : `the node that ${endName(endpoint)} runs on`;
    return `${node} has ${wanted}`;
  }
  return null;
}

/** The cluster with a policy that says something else of each direction. */
function withPolicy(
  cluster: Cluster,
  policy: Policy,
  change: (side: PolicyDirection) => PolicyDirection,
): Cluster {
  const changed: Policy = {
    ...policy,
    ingress: change(policy.ingress),
    egress: change(policy.egress),
  };
  const key = policy.namespace ?? '';
  const own = (cluster.policies.get(key) ?? []).map((item) => (item === policy ? changed : item));
  return { ...cluster, policies: new Map([...cluster.policies, [key, own]]) };
}
