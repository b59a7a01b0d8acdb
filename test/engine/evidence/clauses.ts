import { createEngine } from '../../../src/engine/create.ts';
import type { Cluster } from '../../../src/model/cluster.ts';
import type { EngineOptions } from '../../../src/model/connection.ts';
import type { ClauseEvidence, RuleEvidence } from '../../../src/model/decision.ts';
import type { Operator } from '../../../src/model/labels.ts';
import type { Policy } from '../../../src/model/policy.ts';
import { formatFieldPath } from '../../../src/model/source.ts';
import { makeCluster, makeNamespace, makeNode, makePod } from '../../support/builders.ts';
import { connectionOf } from '../../support/judge.ts';
import { networkPolicy, type PeerSpec, type SelectorSpec } from '../../support/policies.ts';

// Each clause of a rule, held against a connection: whether it matches, which code says why not,
// what the rule wants, what the connection has, and where the clause stands in the policy.

function clusterOf(policies: readonly Policy[]): Cluster {
  return makeCluster({
    namespaces: [makeNamespace('default', { team: 'a' }), makeNamespace('other')],
    nodes: [
      makeNode('n1', '192.168.0.1', { zone: 'a' }),
      makeNode('n2', '192.168.0.2'),
      makeNode('n3', '192.168.0.3', { zone: 'a', rack: '2' }),
    ],
    pods: [
      makePod('default/db', {
        labels: { app: 'db' },
        ip: '10.1.0.1',
        node: 'n1',
        ports: ['web 80', 'web 81', 'dns 53/UDP', 'both 90', 'both 91/UDP'],
      }),
      makePod('default/web', {
        labels: { app: 'web', rev: null },
        ip: '10.1.0.2 fd00::2',
        node: 'n2',
      }),
      makePod('default/many', { ip: '10.1.0.4 10.3.0.4' }),
      makePod('default/nowhere', { labels: { app: 'web' } }),
      makePod('default/agent', { labels: { app: 'web' }, hostNetwork: true, node: 'n2' }),
      makePod('default/lost', { hostNetwork: true }),
      makePod('other/web', { labels: { app: 'web' }, ip: '10.2.0.2', node: 'n2' }),
    ],
    policies,
  });
}

/** The evidence for the only rule of a policy, held against `default/web -> default/db 80/TCP`. */
export function evidenceFor(policy: Policy, text: string, options?: EngineOptions): RuleEvidence {
  const cluster = clusterOf([policy]);
  const engine = createEngine(cluster, options);
  const direction = policy.egress.rules.length > 0 ? 'Egress' : 'Ingress';
  const [rule] = direction === 'Egress' ? policy.egress.rules : policy.ingress.rules;
  if (rule === undefined) throw new Error('no rule');
  return engine.ruleEvidence({ policy, rule }, direction, connectionOf(cluster, text));
}

/** All that a clause says: `podSelector no POD_LABEL_MISSING: wants a=b, has  @ ingress[0]…`. */
export function say({ clause, matched, code, wanted, actual, path }: ClauseEvidence): string {
  const at = formatFieldPath(path).replace('spec.', '');
  return `${clause} ${matched} ${code ?? '-'}: wants ${wanted}, has ${actual} @ ${at}`;
}

/** The clauses of one peer, in a policy of `default` that admits it to `default/db`. */
export function clausesOfPeer(peer: PeerSpec, source: string, options?: EngineOptions): string[] {
  const policy = networkPolicy('default/p', { ingress: [{ from: [peer] }] });
  const { peers } = evidenceFor(policy, `${source} -> default/db 80/TCP`, options);
  return (peers ?? []).flatMap(({ clauses }) => clauses.map(say));
}

/** Where the only peer of such a policy stands. */
export const PEER = 'ingress[0].from[0]';

export const match = (labels: Record<string, string>): SelectorSpec => ({ matchLabels: labels });

export const expression = (
  key: string,
  operator: Operator,
  values: string[] = [],
): SelectorSpec => ({ matchExpressions: [{ key, operator, values }] });
