import type { Engine } from '../../engine/engine.ts';
import type { Connection, Endpoint } from '../../model/connection.ts';
import type { Pod } from '../../model/objects.ts';
import { isolatingPolicies } from '../because.ts';
import { endsOf, type CaseContext } from '../context.ts';
import { isDeniedAbove, type JudgedEnd } from '../ends.ts';
import type { Remedy } from '../explanation.ts';
import { podName } from '../names.ts';
import { compareText, placeOf } from '../places.ts';
import { podsThatMayMatch } from './candidates.ts';
import { editPath, editsFor, type Edit } from './edits.ts';
import { editedOneWayEngine, oneWayEngine } from '../one-way.ts';

/** Beyond this many pods the count would take longer than the answer. */
const MOST_PODS = 50_000;

/**
 * For each end that denies, the smallest edit that is found to let the connection through there:
 * each one is put into the model and an engine asked again. None where an administrator's policy
 * denies at either end and no NetworkPolicy can change that, for blocks of addresses, ranges of
 * ports and ICMP, and where the input names neither labels nor an address.
 */
export function findRemedies(context: CaseContext): Remedy[] {
  const { source, destination } = context.answerCase;
  if (source.kind === 'range' || destination.kind === 'range') return [];
  const [ports, ...others] = context.answerCase.ports;
  if (ports === undefined || others.length > 0 || ports.first !== ports.last) return [];
  if (endsOf(context).some(isDeniedAbove)) return [];
  const { engine } = context.sources;
  return endsOf(context).flatMap((end) => {
    const { verdict, direction, subject } = end.decision;
    if (verdict !== 'denied' || subject.kind !== 'pod') return [];
    for (const edit of editsFor(context, end)) {
      if (edit.after.namespace !== subject.pod.namespace) continue;
      const after = editedOneWayEngine(engine, direction, edit.after, edit.isNew);
      if (after.verdict(context.connection) === 'allowed') {
        return [remedyOf(context, end, edit, after)];
      }
    }
    return [];
  });
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
    isolates: isolatingPolicies(end.decision).length === 0,
    opens: opensWhat(context, end, edit, engine),
  };
}

/** Which other pods the edit would let through, at the other end and as subjects. */
function opensWhat(
  { cluster, connection, sources }: CaseContext,
  { decision }: JudgedEnd,
  { after, opening }: Edit,
  engine: Engine,
): Remedy['opens'] {
  const { direction, subject, peer } = decision;
  if (countPods(cluster.pods) > MOST_PODS) return { pods: null, names: [], subjects: null };
  const namespace = after.namespace ?? '';
  const before = oneWayEngine(sources.engine, direction, namespace);
  const opened: string[] = [];
  for (const pod of podsThatMayMatch(cluster, opening)) {
    if (pod.finished || !isOther(pod, peer) || !isOther(pod, subject)) continue;
    const asked: Connection = {
      ...connection,
      [direction === 'Ingress' ? 'source' : 'destination']: { kind: 'pod', pod },
    };
    if (engine.verdict(asked) === 'allowed' && before.verdict(asked) !== 'allowed') {
      opened.push(podName(pod));
    }
  }
  const scope = [{ ...after.subject, kind: 'pods', path: [] } as const];
  let subjects = 0;
  for (const pod of podsThatMayMatch(cluster, scope)) {
    if (isOther(pod, subject) && engine.selects(after, { kind: 'pod', pod }) === 'yes') subjects++;
  }
  const names = [...new Set(opened)].sort(compareText);
  return { pods: opened.length, names: names.slice(0, 3), subjects };
}

function countPods(pods: ReadonlyMap<string, readonly Pod[]>): number {
  let count = 0;
  for (const own of pods.values()) count += own.length;
  return count;
}

function isOther(pod: Pod, end: Endpoint): boolean {
  return end.kind !== 'pod' || pod.namespace !== end.pod.namespace || pod.name !== end.pod.name;
}
