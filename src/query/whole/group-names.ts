import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import type { Pod } from '../../model/objects.ts';
import { endpointText } from '../parse-endpoint.ts';
import type { Group } from './groups.ts';
import type { SelectedEnd } from './select.ts';

type End = SelectedEnd['end'];

/** Names of pods between braces; the others are counted. */
const MOST_NAMES = 3;

/** By code units: the same on every machine. */
export function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** One end as a question names it. */
export function endText(end: End): string {
  switch (end.kind) {
    case 'pod':
      return podText(end.pod);
    case 'node':
      return `node:${end.node.name}`;
    case 'hostname':
      return end.name;
  }
}

function podText(pod: Pod): string {
  return pod.identity === 'replica' ? unitText(pod) : `${pod.namespace}/${pod.name}`;
}

/** The pod's workload, or the pod where it has none. */
function unitText({ namespace, name, workload, identity }: Pod): string {
  return workload === null || identity === 'hypothetical'
    ? `${namespace}/${name}`
    : endpointText(workload.kind, namespace, workload.name);
}

/** How ends are told of: the pods of a workload together, all others one by one. */
export class UnitNames {
  readonly #byPod: boolean;
  /** Pods of each that have names. */
  readonly #units = new Map<string, number>();
  readonly #namespaces = new Map<string, number>();

  /** @param byPod each pod for itself */
  constructor({ cluster }: ClassEngine, byPod: boolean) {
    this.#byPod = byPod;
    for (const [namespace, pods] of cluster.pods) {
      const live = pods.filter(({ finished }) => !finished);
      this.#namespaces.set(namespace, live.length);
      for (const pod of live) {
        if (pod.identity !== 'exact') continue;
        const text = unitText(pod);
        this.#units.set(text, (this.#units.get(text) ?? 0) + 1);
      }
    }
  }

  /** What an end is told of with: ends of one unit have the same. */
  unitOf(end: End): string {
    return end.kind === 'pod' && !this.#byPod ? unitText(end.pod) : endText(end);
  }

  /** The pods of a namespace that have not finished. */
  podsIn(namespace: string): number {
    return this.#namespaces.get(namespace) ?? 0;
  }

  /**
   * The name of some ends of one unit, sorted by name: the workload's where they are all of its
   * pods, else with the pods in braces.
   */
  nameOf(ends: readonly End[]): Pick<Group, 'kind' | 'text' | 'namespace'> {
    const [first] = ends;
    if (first?.kind !== 'pod') {
      const text = first === undefined ? '' : endText(first);
      return { kind: first?.kind ?? 'node', text, namespace: null };
    }
    const { pod } = first;
    const { namespace } = pod;
    const unit = unitText(pod);
    const isOwn = pod.workload === null || pod.identity === 'hypothetical';
    if (isOwn || (this.#byPod && pod.identity === 'exact')) {
      return { kind: 'pod', text: podText(pod), namespace };
    }
    const isWhole = pod.identity === 'replica' || ends.length === this.#units.get(unit);
    return { kind: 'workload', text: isWhole ? unit : `${unit}${braces(ends)}`, namespace };
  }
}

/** `{web-1,web-2}`. */
function braces(ends: readonly End[]): string {
  const names = ends.flatMap((end) => (end.kind === 'pod' ? [end.pod.name] : []));
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const rest = names.length - shown.length;
  return `{${[...shown, ...(rest > 0 ? [`${String(rest)} more`] : [])].join(',')}}`;
}
