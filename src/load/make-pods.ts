import type { Labels } from '../model/labels.ts';
import type { Pod, Workload, WorkloadRef } from '../model/objects.ts';
import type { PodDraft, WorkloadDraft } from './decoder.ts';
import { Ownership } from './ownership.ts';

const LABELS_PATH = ['metadata', 'labels'];

const POD_NAME = 'statefulset.kubernetes.io/pod-name';
const POD_INDEX = 'apps.kubernetes.io/pod-index';

/** Pods and workloads of the input, put together. */
export interface PodsAndWorkloads {
  readonly pods: readonly Pod[];
  readonly workloads: readonly Workload[];
}

/**
 * Makes the pods of the input: those that are in it, and for each workload without any live pod
 * among them what its template makes. A workload that another one in the input controls makes none
 * of its own, nor does an old ReplicaSet that its Deployment has scaled to 0.
 */
export function makePods(
  podDrafts: readonly PodDraft[],
  workloadDrafts: readonly WorkloadDraft[],
): PodsAndWorkloads {
  const ownership = new Ownership(workloadDrafts);
  const pods: Pod[] = [];
  const byName = new PodNames();
  const owned = new Map<WorkloadDraft, Pod[]>();
  for (const draft of podDrafts) {
    const owners = ownership.ownersOf(draft);
    const pod = podOf(draft, ownership.outermost(draft, owners));
    pods.push(pod);
    if (pod.identity === 'exact') byName.add(pod);
    for (const owner of owners) {
      const list = owned.get(owner) ?? [];
      list.push(pod);
      owned.set(owner, list);
    }
  }
  const workloads: Workload[] = [];
  for (const draft of workloadDrafts) {
    const own = owned.get(draft) ?? [];
    const isAlive = own.some(({ finished }) => !finished);
    const isOld = draft.identity.owner !== null && draft.replicas === 0;
    if (!isAlive && (isOld || ownership.ownerOf(draft.identity) !== null)) continue;
    const made = isAlive ? own : podsOfTemplate(draft, byName);
    if (!isAlive) {
      pods.push(...made.filter((pod) => byName.get(pod.namespace, pod.name) !== pod));
    }
    workloads.push(workloadOf(draft, made));
  }
  return { pods, workloads };
}

/** Pods by namespace and name: a key for both would cost as much memory as a pod. */
class PodNames {
  readonly #namespaces = new Map<string, Map<string, Pod>>();

  add(pod: Pod): void {
    let names = this.#namespaces.get(pod.namespace);
    if (names === undefined) this.#namespaces.set(pod.namespace, (names = new Map<string, Pod>()));
    names.set(pod.name, pod);
  }

  get(namespace: string, name: string): Pod | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }
}

function podOf(draft: PodDraft, workload: WorkloadRef | null): Pod {
  const { identity, hostNetwork, nodeName, ports, endedPorts } = draft;
  const { addresses, finished, ready, source } = draft;
  return {
    namespace: identity.namespace,
    name: identity.name,
    // Nobody knows the name that a generateName becomes.
    identity: identity.generated ? 'replica' : 'exact',
    labels: identity.labels,
    hostNetwork,
    addresses,
    nodeName,
    ports,
    endedPorts,
    finished,
    terminating: identity.terminating,
    ready,
    workload,
    source,
    labelsPath: LABELS_PATH,
  };
}

function workloadOf(draft: WorkloadDraft, pods: readonly Pod[]): Workload {
  const { kind, identity, replicas, suspended, source } = draft;
  const { namespace, name, labels } = identity;
  return { namespace, kind, name, labels, replicas, suspended, pods, source };
}

/** One pod that stands for any replica; of a StatefulSet, whose pods have names, each of them. */
function podsOfTemplate(draft: WorkloadDraft, byName: PodNames): Pod[] {
  const { identity, kind } = draft;
  const labels = new Map<string, string | null>([
    ...draft.template.labels,
    ...draft.controllerLabels,
  ]);
  if (kind !== 'StatefulSet') return [templatePod(draft, identity.name, 'replica', labels)];
  if (identity.generated) {
    labels.set(POD_NAME, null).set(POD_INDEX, null);
    return [templatePod(draft, identity.name, 'replica', labels)];
  }
  // With no replicas, the first pod stands for those that there would be.
  return Array.from({ length: Math.max(draft.replicas ?? 1, 1) }, (_, index) => {
    const ordinal = String(draft.firstOrdinal + index);
    const name = `${identity.name}-${ordinal}`;
    const existing = byName.get(identity.namespace, name);
    if (existing !== undefined) return existing;
    const own = new Map(labels).set(POD_NAME, name).set(POD_INDEX, ordinal);
    return templatePod(draft, name, 'exact', own);
  });
}

function templatePod(
  { kind, identity, template, source }: WorkloadDraft,
  name: string,
  podIdentity: 'exact' | 'replica',
  labels: Labels,
): Pod {
  const { hostNetwork, nodeName, ports, endedPorts, labelsPath } = template;
  return {
    namespace: identity.namespace,
    name,
    identity: podIdentity,
    labels,
    hostNetwork,
    addresses: null,
    nodeName,
    ports,
    endedPorts,
    finished: false,
    terminating: false,
    ready: null,
    workload: { kind, name: identity.name },
    source,
    labelsPath,
  };
}
