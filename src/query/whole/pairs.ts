import type { Whereabouts } from '../../engine/classes/class-engine.ts';
import type { Endpoint } from '../../model/connection.ts';
import type { Pod } from '../../model/objects.ts';
import type { Part } from './groups.ts';
import type { SelectedEnd } from './select.ts';

type End = SelectedEnd['end'];

/** Two different ends. */
export interface Pair {
  readonly source: Endpoint;
  readonly destination: Endpoint;
}

interface Members {
  /** Pods of which each is one certain pod: they make no pair with themselves. */
  readonly exact: ReadonlySet<Pod>;
  /** The ends on each node whose name is known. */
  readonly onNodes: ReadonlyMap<string, readonly End[]>;
}

const MEMBERS = new WeakMap<Part, Members>();

function membersOf(part: Part): Members {
  let members = MEMBERS.get(part);
  if (members === undefined) {
    const exact = new Set<Pod>();
    const onNodes = new Map<string, End[]>();
    for (const end of part.ends) {
      if (end.kind === 'pod' && end.pod.identity === 'exact') exact.add(end.pod);
      const node = nodeName(end);
      if (node === null) continue;
      const others = onNodes.get(node);
      if (others === undefined) onNodes.set(node, [end]);
      else others.push(end);
    }
    members = { exact, onNodes };
    MEMBERS.set(part, members);
  }
  return members;
}

/** The nodes, as far as they are known, that ends of a part run on. */
export function nodesOf(part: Part): Iterable<string> {
  return membersOf(part).onNodes.keys();
}

function nodeName(end: End): string | null {
  if (end.kind === 'node') return end.node.name;
  return end.kind === 'pod' ? end.pod.nodeName : null;
}

/** One and the same pod. Two replicas, or two pods that need not exist, may be two pods. */
function isSame(a: End, b: End): boolean {
  return a.kind === 'pod' && b.kind === 'pod' && a.pod === b.pod && a.pod.identity === 'exact';
}

function sharedPods(source: Part, destination: Part): number {
  if (source.class !== destination.class || source.class === null) return 0;
  const [a, b] = [membersOf(source).exact, membersOf(destination).exact];
  if (a === b) return a.size;
  let shared = 0;
  for (const pod of a) if (b.has(pod)) shared++;
  return shared;
}

/** How many pairs two parts make; a pod makes none with itself. */
export function countPairs(source: Part, destination: Part): number {
  return source.ends.length * destination.ends.length - sharedPods(source, destination);
}

/** How many of them run on one node. */
export function countSameNode(source: Part, destination: Part): number {
  const [a, b] = [membersOf(source).onNodes, membersOf(destination).onNodes];
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let count = 0;
  for (const [node, ends] of few) count += ends.length * (many.get(node)?.length ?? 0);
  // A pod with itself counted as one on its node.
  if (source.class !== destination.class || source.class === null) return count;
  for (const pod of membersOf(source).exact) {
    if (pod.nodeName !== null && membersOf(destination).exact.has(pod)) count--;
  }
  return count;
}

/** The first pair by name, or one that runs so; null where there is none. */
export function samplePair(
  source: Part,
  destination: Part,
  where?: Whereabouts,
): { readonly source: End; readonly destination: End } | null {
  if (where === 'same-node') return sameNodePair(source, destination);
  for (const from of source.ends) {
    const node = nodeName(from);
    for (const to of destination.ends) {
      if (isSame(from, to)) continue;
      if (where === 'elsewhere' && node !== null && nodeName(to) === node) continue;
      return { source: from, destination: to };
    }
  }
  return null;
}

/** Looks from the end that has fewer: the other may be on every node. */
function sameNodePair(source: Part, destination: Part): ReturnType<typeof samplePair> {
  const isForward = source.ends.length <= destination.ends.length;
  const [few, many] = isForward ? [source, destination] : [destination, source];
  const { onNodes } = membersOf(many);
  for (const one of few.ends) {
    for (const other of onNodes.get(nodeName(one) ?? '') ?? []) {
      if (isSame(one, other)) continue;
      return isForward ? { source: one, destination: other } : { source: other, destination: one };
    }
  }
  return null;
}
