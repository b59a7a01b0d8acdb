import type { WorkloadKind } from '../model/objects.ts';

/** What the middle part of `ns/kind/name` may stand for. */
export type NamedKind = 'Pod' | 'Service' | WorkloadKind;

interface KindNames {
  readonly singular: string;
  readonly short: string | null;
  readonly group: string | null;
}

const KINDS: Readonly<Record<NamedKind, KindNames>> = {
  Pod: { singular: 'pod', short: 'po', group: null },
  Service: { singular: 'service', short: 'svc', group: null },
  Deployment: { singular: 'deployment', short: 'deploy', group: 'apps' },
  StatefulSet: { singular: 'statefulset', short: 'sts', group: 'apps' },
  DaemonSet: { singular: 'daemonset', short: 'ds', group: 'apps' },
  ReplicaSet: { singular: 'replicaset', short: 'rs', group: 'apps' },
  ReplicationController: { singular: 'replicationcontroller', short: 'rc', group: null },
  Job: { singular: 'job', short: null, group: 'batch' },
  CronJob: { singular: 'cronjob', short: 'cj', group: 'batch' },
};

const BY_NAME: ReadonlyMap<string, NamedKind> = new Map(
  (Object.keys(KINDS) as NamedKind[]).flatMap((kind) =>
    namesOf(kind).map((name): [string, NamedKind] => [name, kind]),
  ),
);

/** Every name that kubectl accepts for a kind that a question can name. */
export const KIND_NAMES: readonly string[] = [...BY_NAME.keys()];

/** The kind of kubectl's name for it, in any case: `deploy`, `Deployments`, `deployment.apps`. */
export function kindOf(name: string): NamedKind | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** The shortest name of a kind, as suggestions write it. */
export function shortKind(kind: NamedKind): string {
  return KINDS[kind].short ?? KINDS[kind].singular;
}

function namesOf(kind: NamedKind): string[] {
  const { singular, short, group } = KINDS[kind];
  const full = [singular, `${singular}s`];
  const grouped = group === null ? [] : full.map((name) => `${name}.${group}`);
  return short === null ? [...full, ...grouped] : [short, ...full, ...grouped];
}
