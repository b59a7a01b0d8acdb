import { WORKLOAD_KINDS, type WorkloadKind, type WorkloadRef } from '../model/objects.ts';
import type { PodDraft, WorkloadDraft } from './decoder.ts';
import type { Identity } from './metadata.ts';

/** The label whose value ends the names of a Deployment's ReplicaSets. */
const TEMPLATE_HASH = 'pod-template-hash';

function isWorkloadKind(kind: string): kind is WorkloadKind {
  return (WORKLOAD_KINDS as readonly string[]).includes(kind);
}

/** The API group that a workload's kind lives in; other groups have kinds of the same name. */
function ownGroup(kind: WorkloadKind): RegExp {
  if (kind === 'ReplicationController') return /^v1$/;
  return kind === 'Job' || kind === 'CronJob' ? /^batch\// : /^(apps|extensions)\//;
}

/** Who made which pods, as far as the ownerReferences of the input tell. */
export class Ownership {
  readonly #byUid = new Map<string, WorkloadDraft>();
  readonly #byName = new Map<string, WorkloadDraft>();

  constructor(workloads: readonly WorkloadDraft[]) {
    for (const workload of workloads) {
      const { uid, namespace, name, generated } = workload.identity;
      if (uid !== null) this.#byUid.set(uid, workload);
      if (!generated) this.#byName.set(keyOf(namespace, workload.kind, name), workload);
    }
  }

  /**
   * The workload in the input that controls an object: by uid where both tell it, else by kind
   * and name.
   */
  ownerOf({ owner, namespace }: Identity): WorkloadDraft | null {
    if (
      owner === null ||
      !isWorkloadKind(owner.kind) ||
      !ownGroup(owner.kind).test(owner.apiVersion)
    ) {
      return null;
    }
    const byUid = owner.uid === null ? undefined : this.#byUid.get(owner.uid);
    if (byUid !== undefined) return byUid;
    const byName = this.#byName.get(keyOf(namespace, owner.kind, owner.name));
    const isOther = owner.uid !== null && (byName?.identity.uid ?? null) !== null;
    return byName === undefined || isOther ? null : byName;
  }

  /** The workloads in the input that made a pod, innermost first. */
  ownersOf(pod: PodDraft): WorkloadDraft[] {
    const owners: WorkloadDraft[] = [];
    let owner = this.ownerOf(pod.identity);
    while (owner !== null && !owners.includes(owner)) {
      owners.push(owner);
      owner = this.ownerOf(owner.identity);
    }
    if (owners.length === 0) {
      const named = referenceTo(pod.identity, pod.identity.labels);
      const found =
        named && this.#byName.get(keyOf(pod.identity.namespace, named.kind, named.name));
      // A Deployment whose ReplicaSet is not in the input.
      if (found && named.kind !== pod.identity.owner?.kind) owners.push(found);
    }
    return owners;
  }

  /** The outermost workload of a pod with these owners, whether or not it is in the input. */
  outermost(pod: PodDraft, owners: readonly WorkloadDraft[]): WorkloadRef | null {
    const last = owners.at(-1);
    if (last === undefined) return referenceTo(pod.identity, pod.identity.labels);
    const named = referenceTo(last.identity, last.template.labels);
    return named ?? { kind: last.kind, name: last.identity.name };
  }
}

/**
 * The owner that an object names. A ReplicaSet that ends in the pod-template-hash was made by the
 * Deployment whose name comes before.
 */
function referenceTo({ owner }: Identity, labels: ReadonlyMap<string, string>): WorkloadRef | null {
  if (
    owner === null ||
    !isWorkloadKind(owner.kind) ||
    !ownGroup(owner.kind).test(owner.apiVersion)
  ) {
    return null;
  }
  const { kind, name } = owner;
  const hash = labels.get(TEMPLATE_HASH) ?? '';
  if (kind === 'ReplicaSet' && hash !== '' && name.endsWith(`-${hash}`)) {
    return { kind: 'Deployment', name: name.slice(0, -hash.length - 1) };
  }
  return { kind, name };
}

function keyOf(namespace: string, kind: string, name: string): string {
  return `${namespace}/${kind}/${name}`;
}
