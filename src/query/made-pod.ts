import type { Labels } from '../model/labels.ts';
import type { Pod, Workload, WorkloadKind } from '../model/objects.ts';

/** Letters and digits of the suffixes that controllers make up: no vowels, nothing that looks alike. */
const SAFE = '[bcdfghjklmnpqrstvwxz2456789]';
/** A generated name is cut to this length before its five random characters. */
const MAX_BASE = 58;

const HASH_LABEL = 'pod-template-hash';

/** What stands between the workload's name and the five random characters. */
const MIDDLE: Readonly<Record<WorkloadKind, string | null>> = {
  Deployment: `-(?<hash>${SAFE}{1,10})-`,
  ReplicaSet: '-',
  DaemonSet: '-',
  ReplicationController: '-',
  // Indexed Jobs put the index between.
  Job: '-(?:\\d+-)?',
  CronJob: '-\\d{8,10}-(?:\\d+-)?',
  // Its pods have ordinals, which are known names.
  StatefulSet: null,
};

/**
 * The pod of a workload whose name would be `name`, or null where the workload makes no pods with
 * such names. Only a workload whose pods are not in the input can make it. The pod is one certain
 * pod: two questions with the same name mean the same one.
 */
export function madePod(workload: Workload, name: string): Pod | null {
  const replica = workload.pods.find((pod) => pod.identity === 'replica');
  const middle = MIDDLE[workload.kind];
  if (replica === undefined || middle === null) return null;
  const match = new RegExp(`^${middle}${SAFE}{5}$`).exec(name.slice(workload.name.length));
  if (name.startsWith(workload.name) && match !== null) {
    return {
      ...replica,
      name,
      identity: 'exact',
      labels: withHash(replica, match.groups?.['hash']),
    };
  }
  return isCutName(workload.name, name) ? { ...replica, name, identity: 'exact' } : null;
}

/** A Deployment's pods carry the hash that is part of their names. */
function withHash(replica: Pod, hash: string | undefined): Labels {
  if (hash === undefined || replica.labels.get(HASH_LABEL) !== null) return replica.labels;
  return new Map(replica.labels).set(HASH_LABEL, hash);
}

/** Whether a long workload name, cut to what fits, begins a pod name of full length. */
function isCutName(workload: string, name: string): boolean {
  const base = `${workload}-`;
  if (name.length !== MAX_BASE + 5 || base.length <= MAX_BASE) return false;
  return (
    name.startsWith(base.slice(0, MAX_BASE)) &&
    new RegExp(`^${SAFE}{5}$`).test(name.slice(MAX_BASE))
  );
}
