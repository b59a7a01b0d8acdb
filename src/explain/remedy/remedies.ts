import { createEngine } from '../../engine/create.ts';
import type { Engine } from '../../engine/engine.ts';
import { namespaceOf, type Cluster } from '../../model/cluster.ts';
import type { Connection } from '../../model/connection.ts';
import type { Verdict } from '../../model/decision.ts';
import { selectorMatches } from '../../model/labels.ts';
import type { Pod } from '../../model/objects.ts';
import { policyDirection, type Direction, type Policy } from '../../model/policy.ts';
import { endsOf, type CaseContext } from '../context.ts';
import type { JudgedEnd } from '../ends.ts';
import type { Remedy } from '../explanation.ts';
import { podName } from '../names.ts';
import { compareText, placeOf } from '../places.ts';
import { editPath, editsFor, type Edit } from './edits.ts';

/** Beyond this many pods the count would take longer than the answer. */
const MOST_PODS = 50_000;

/**
 * For each end that denies, the smallest edit that is found to let the connection through there:
 * each one is put into the model and the engine asked again. None where an administrator's policy
 * denies, for blocks of addresses, ranges of ports and ICMP, and where the input names neither labels
 * nor an address.
 */
export function findRemedies(context: CaseContext): Remedy[] {
  const { source, destination } = context.answerCase;
  if (source.kind === 'range' || destination.kind === 'range') return [];
  const [ports, ...others] = context.answerCase.ports;
  if (ports === undefined || others.length > 0 || ports.first !== ports.last) return [];
  return endsOf(context).flatMap((end) => {
    if (end.decision.verdict !== 'denied' || end.decision.deciding.length > 0) return [];
    for (const edit of editsFor(context, end)) {
      const engine = createEngine(edited(context.cluster, edit), context.sources.engine.options);
      if (endVerdict(engine, end.decision.direction, context.connection) === 'allowed') {
        return [remedyOf(context, end, edit, engine)];
      }
    }
    return [];
  });
}

/** The cluster with the edited policy in place of the one it came from, or with the new one. */
export function edited(cluster: Cluster, { after, isNew }: Edit): Cluster {
  const namespace = after.namespace ?? '';
  const own = cluster.policies.get(namespace) ?? [];
  const isSame = (policy: Policy): boolean =>
    !isNew && policy.kind === after.kind && policy.name === after.name;
  const policies = isNew ? [...own, after] : own.map((policy) => (isSame(policy) ? after : policy));
  return { ...cluster, policies: new Map([...cluster.policies, [namespace, policies]]) };
}

function endVerdict(engine: Engine, direction: Direction, connection: Connection): Verdict {
  const decision = engine.decide(connection);
  return (direction === 'Ingress' ? decision.ingress : decision.egress).verdict;
}

function remedyOf(context: CaseContext, end: JudgedEnd, edit: Edit, engine: Engine): Remedy {
  const { after, isNew } = edit;
  return {
    end: end.decision.direction === 'Ingress' ? 'ingress' : 'egress',
    kind: edit.kind,
    text: edit.text,
    policy: { namespace: after.namespace ?? '', name: isNew ? null : after.name },
    path: editPath(edit),
    place: isNew ? null : placeOf(context.sources.locator, after.source, edit.path, 'key'),
    yaml: edit.yaml,
    replaces: edit.replaces,
    opens: opensWhat(context, end, after, engine),
  };
}

/** Whether a rule of the edited policy may take in a pod: those it cannot need no engine. */
function mayBePeer(cluster: Cluster, after: Policy, direction: Direction, pod: Pod): boolean {
  return policyDirection(after, direction).rules.some(
    ({ peers }) =>
      peers === null ||
      peers.some((peer) => {
        if (peer.kind !== 'pods') return true;
        if (peer.pods !== null && selectorMatches(peer.pods, pod.labels) === 'no') return false;
        const { namespaces } = peer;
        return namespaces.kind === 'own'
          ? namespaces.namespace === pod.namespace
          : selectorMatches(namespaces.selector, namespaceOf(cluster, pod.namespace).labels) !==
              'no';
      }),
  );
}

/** Which other pods the edit would let through, at the other end and as subjects. */
function opensWhat(
  { cluster, connection, sources }: CaseContext,
  { decision }: JudgedEnd,
  after: Policy,
  engine: Engine,
): Remedy['opens'] {
  const { direction, subject, peer } = decision;
  const all = [...cluster.pods.values()].flat().filter(({ finished }) => !finished);
  if (all.length > MOST_PODS) return { pods: null, names: [], subjects: null };
  const isOther = (pod: Pod, end: typeof subject): boolean =>
    end.kind !== 'pod' || pod.namespace !== end.pod.namespace || pod.name !== end.pod.name;
  const opened = all.filter((pod) => {
    if (!isOther(pod, peer) || !isOther(pod, subject)) return false;
    if (!mayBePeer(cluster, after, direction, pod)) return false;
    const asked: Connection = {
      ...connection,
      [direction === 'Ingress' ? 'source' : 'destination']: { kind: 'pod', pod },
    };
    return (
      endVerdict(engine, direction, asked) === 'allowed' &&
      endVerdict(sources.engine, direction, asked) !== 'allowed'
    );
  });
  const names = [...new Set(opened.map(podName))].sort(compareText);
  const subjects = (cluster.pods.get(after.namespace ?? '') ?? []).filter(
    (pod) => isOther(pod, subject) && engine.selects(after, { kind: 'pod', pod }) === 'yes',
  );
  return { pods: opened.length, names: names.slice(0, 3), subjects: subjects.length };
}
