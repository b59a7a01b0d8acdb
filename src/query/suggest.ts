import type { ClusterIndex } from './cluster-index.ts';
import { shortKind, type NamedKind } from './kinds.ts';
import { nearest, orList, someOf } from './nearest.ts';
import { endpointText } from './parse-endpoint.ts';

const MOST = 5;

/** Something that a question can name. */
interface Named {
  readonly kind: NamedKind;
  readonly namespace: string;
  readonly name: string;
}

/**
 * The hint of an error about an unknown name: what else has that name, here as another kind or in
 * another namespace, then what has a similar name in the namespace; else what the namespace has.
 */
export function suggestNames(
  index: ClusterIndex,
  namespace: string,
  name: string,
  withServices: boolean,
): string {
  const here = new Map<string, Set<string>>();
  const elsewhere: string[] = [];
  for (const named of allNames(index, withServices)) {
    const text = endpointText(named.kind, named.namespace, named.name);
    if (named.namespace === namespace) {
      here.set(named.name, (here.get(named.name) ?? new Set()).add(text));
    } else if (named.name === name) {
      elsewhere.push(text);
    }
  }
  const same = [...(here.get(name) ?? [])];
  const similar = nearest(name, here.keys())
    .filter((other) => other !== name)
    .flatMap((other) => [...(here.get(other) ?? [])]);
  const all = [...new Set([...same, ...elsewhere.sort(), ...similar])];
  if (all.length > 0) return `did you mean ${orList(all.slice(0, MOST))}?`;
  const known = [...here.values()].flatMap((texts) => [...texts]).sort();
  return known.length === 0 ? '' : `namespace ${namespace} has ${someOf(known)}`;
}

/** The hint of an error about a namespace that nothing mentions. */
export function suggestNamespaces(
  index: ClusterIndex,
  namespace: string,
  rest: string,
  kind: NamedKind | null,
  ownNamespace: string,
): string {
  const hints: string[] = [];
  if (kind !== null) {
    const path = kind === 'Pod' ? '' : `${shortKind(kind)}/`;
    hints.push(`for the ${kind} of namespace ${ownNamespace} write ${ownNamespace}/${path}${rest}`);
  }
  const names = nearest(namespace, index.namespaces);
  if (names.length > 0) hints.push(`did you mean ${orList(names)}?`);
  else if (kind === null)
    hints.push('add the Namespace object to the input if the namespace exists');
  return hints.join('; ');
}

function* allNames(index: ClusterIndex, withServices: boolean): Iterable<Named> {
  const { pods, workloads, services } = index.cluster;
  for (const { kind, namespace, name } of workloads) yield { kind, namespace, name };
  for (const pod of [...pods.values()].flat()) {
    const { namespace, workload } = pod;
    if (workload !== null) yield { ...workload, namespace };
    if (pod.identity === 'exact') yield { kind: 'Pod', namespace, name: pod.name };
  }
  if (!withServices) return;
  for (const { namespace, name } of services) yield { kind: 'Service', namespace, name };
}
