import type { Endpoint } from '../model/connection.ts';
import type { Family, IpRange } from '../model/ip.ts';
import { formatSelector, selectorMatches, type LabelSelector } from '../model/labels.ts';
import { nodeOf } from '../model/cluster.ts';
import type { Pod, Service } from '../model/objects.ts';
import type { AddressOwner, ClusterIndex } from './cluster-index.ts';
import { kindOf } from './kinds.ts';
import { madePod } from './made-pod.ts';
import { nearest, orList, someOf } from './nearest.ts';
import { endpointText, type EndpointRef } from './parse-endpoint.ts';
import { quote, unknownName, usageFault, type QuestionFault } from './question-error.ts';
import { suggestNames, suggestNamespaces } from './suggest.ts';

/** What an end of a question stands for in a cluster. */
export type ResolvedEnd =
  | {
      readonly kind: 'endpoints';
      readonly endpoints: readonly Endpoint[];
      /** The form stands for any number of pods: a workload, a selector, `*`. */
      readonly several: boolean;
      /** That of the address by which a pod or node was named; null: whatever it has. */
      readonly family: Family | null;
    }
  | { readonly kind: 'block'; readonly range: IpRange }
  /** With the family of the cluster IP by which it was named. */
  | { readonly kind: 'service'; readonly service: Service; readonly family: Family | null };

/** What the end is asked as, and in which namespace names without one are. */
export interface ResolveContext {
  readonly index: ClusterIndex;
  readonly role: 'source' | 'destination';
  readonly namespace: string;
}

/** Finds what a written endpoint stands for. Throws a QuestionFault where the input has no such thing. */
export function resolveEndpoint(context: ResolveContext, ref: EndpointRef): ResolvedEnd {
  const { index } = context;
  switch (ref.kind) {
    case 'pod':
      return single({ kind: 'pod', pod: findPod(context, ref.namespace, ref.name) });
    case 'workload':
      return several(liveOrAll(findWorkload(context, ref)));
    case 'service':
      return {
        kind: 'service',
        service: findService(context, ref.namespace, ref.name),
        family: null,
      };
    case 'pods':
      return several(selectPods(context, ref));
    case 'hypothetical':
      checkKnown(context, ref.namespace, ref.text);
      return single({ kind: 'pod', pod: hypotheticalPod(ref) });
    case 'node':
      return single({ kind: 'node', node: findNode(index, ref.name) });
    case 'block':
      return { kind: 'block', range: ref.range };
    case 'address': {
      const { family } = ref.address;
      const owner = index.owner(ref.address);
      if (owner !== null) return single(owner, family);
      const service = index.serviceAt(ref.address);
      if (service === null) return single({ kind: 'address', address: ref.address }, family);
      return { kind: 'service', service, family };
    }
  }
}

/** The same for a source, which is never a Service. */
export function resolveSource(
  context: ResolveContext,
  ref: EndpointRef,
): Exclude<ResolvedEnd, { kind: 'service' }> {
  const resolved = resolveEndpoint(context, ref);
  if (resolved.kind === 'service') throw serviceAsSource(resolved.service);
  return resolved;
}

/** The namespace's pods that a selector is sure to match and that have not ended. */
export function matchingPods(
  pods: readonly Pod[],
  selector: LabelSelector,
): { readonly live: Pod[]; readonly finished: number } {
  const live: Pod[] = [];
  let finished = 0;
  for (const pod of pods) {
    const matches = selectorMatches(selector, pod.labels);
    if (matches === 'no') continue;
    if (pod.finished) finished++;
    else if (matches === 'yes') live.push(pod);
    else throw selectionUnknown(pod, selector);
  }
  return { live, finished };
}

function single(endpoint: Endpoint | AddressOwner, family: Family | null = null): ResolvedEnd {
  return { kind: 'endpoints', endpoints: [endpoint], several: false, family };
}

function several(pods: readonly Pod[]): ResolvedEnd {
  const endpoints = [...pods].sort(byName).map((pod): Endpoint => ({ kind: 'pod', pod }));
  return { kind: 'endpoints', endpoints, several: true, family: null };
}

function byName(a: Pod, b: Pod): number {
  return compare(a.namespace, b.namespace) || compare(a.name, b.name);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A workload's pods without those that have ended, unless all have. */
function liveOrAll(pods: readonly Pod[]): readonly Pod[] {
  const live = pods.filter((pod) => !pod.finished);
  return live.length === 0 ? pods : live;
}

function findPod(context: ResolveContext, namespace: string, name: string): Pod {
  const { index } = context;
  const pod = index.pod(namespace, name);
  if (pod !== null) return pod;
  checkKnown(context, namespace, name);
  const made = index.workloads(namespace).flatMap((workload) => {
    const fitting = madePod(workload, name);
    const own = fitting?.workload;
    // A ReplicaSet of a Deployment makes the Deployment's pods.
    const isOuter = own?.kind === workload.kind && own.name === workload.name;
    return fitting !== null && isOuter ? [{ workload, pod: fitting }] : [];
  });
  if (made.length > 1) {
    const texts = made.map(({ workload }) => endpointText(workload.kind, namespace, workload.name));
    throw unknownName(
      'ambiguous-name',
      `${quote(name)} in namespace ${namespace} may be a pod of ${orList(texts)}`,
      `write ${orList(texts)}`,
    );
  }
  if (made[0] !== undefined) return made[0].pod;
  throw unknownName(
    'unknown-pod',
    `no pod ${quote(name)} in namespace ${namespace}`,
    suggestNames(index, namespace, name, context.role === 'destination'),
  );
}

function findWorkload(
  context: ResolveContext,
  ref: Extract<EndpointRef, { kind: 'workload' }>,
): readonly Pod[] {
  const { index } = context;
  const found = index
    .workloads(ref.namespace)
    .find(({ kind, name }) => kind === ref.workload && name === ref.name);
  if (found !== undefined) return found.pods;
  // Pods of a dump tell which workload made them, whether or not it is in the dump.
  const pods = index.cluster.pods.get(ref.namespace) ?? [];
  const made = pods.filter(
    ({ workload }) => workload?.kind === ref.workload && workload.name === ref.name,
  );
  if (made.length > 0) return made;
  checkKnown(context, ref.namespace, ref.name);
  throw unknownName(
    'unknown-workload',
    `no ${ref.workload} ${quote(ref.name)} in namespace ${ref.namespace}`,
    suggestNames(index, ref.namespace, ref.name, context.role === 'destination'),
  );
}

function findService(context: ResolveContext, namespace: string, name: string): Service {
  const { index } = context;
  const service = index.services(namespace).find((candidate) => candidate.name === name);
  if (service === undefined) {
    checkKnown(context, namespace, name);
    throw unknownName(
      'unknown-service',
      `no Service ${quote(name)} in namespace ${namespace}`,
      suggestNames(index, namespace, name, context.role === 'destination'),
    );
  }
  return service;
}

function findNode(index: ClusterIndex, name: string) {
  if (index.nodeNames.has(name)) return nodeOf(index.cluster, name);
  const names = nearest(name, index.nodeNames).map((known) => `node:${known}`);
  throw unknownName(
    'unknown-node',
    `no node ${quote(name)}`,
    names.length > 0
      ? `did you mean ${orList(names)}?`
      : 'add the Node object to the input, or write the address of the node',
  );
}

function selectPods(
  context: ResolveContext,
  ref: Extract<EndpointRef, { kind: 'pods' }>,
): readonly Pod[] {
  const { pods } = context.index.cluster;
  if (ref.namespace !== null) checkKnown(context, ref.namespace, ref.text);
  const from = ref.namespace === null ? [...pods.values()].flat() : pods.get(ref.namespace);
  const { live, finished } = matchingPods(from ?? [], ref.selector);
  if (live.length > 0) return live;
  const where = ref.namespace === null ? 'the input' : `namespace ${ref.namespace}`;
  const names = (from ?? []).map((pod) => pod.name);
  throw unknownName(
    'nothing-selected',
    ref.selector.requirements.length === 0
      ? `no running pod in ${where}`
      : `no running pod in ${where} matches ${formatSelector(ref.selector)}`,
    finished > 0
      ? `${String(finished)} that ${finished === 1 ? 'matches has' : 'match have'} finished`
      : names.length > 0
        ? `the pods there: ${someOf([...new Set(names)].sort())}`
        : '',
  );
}

function hypotheticalPod(ref: Extract<EndpointRef, { kind: 'hypothetical' }>): Pod {
  return {
    namespace: ref.namespace,
    name: ref.text,
    identity: 'hypothetical',
    labels: ref.labels,
    hostNetwork: false,
    addresses: null,
    nodeName: null,
    ports: [],
    endedPorts: [],
    finished: false,
    terminating: false,
    ready: null,
    workload: null,
    source: null,
    labelsPath: [],
  };
}

/** Refuses a namespace that nothing in the input mentions. */
function checkKnown(context: ResolveContext, namespace: string, rest: string): void {
  const { index } = context;
  if (index.namespaces.has(namespace)) return;
  throw unknownName(
    'unknown-namespace',
    `nothing in the input mentions namespace ${quote(namespace)}`,
    suggestNamespaces(index, namespace, rest, kindOf(namespace), context.namespace),
  );
}

function serviceAsSource(service: Service): QuestionFault {
  const { selector, namespace, name } = service;
  return usageFault(
    'service-as-source',
    `${endpointText('Service', namespace, name)} is a Service, and a Service opens no connections`,
    selector === null || selector.requirements.length === 0
      ? 'ask from a pod'
      : `ask from the pods behind it: ${quote(`${namespace}/[${formatSelector(selector)}]`)}`,
  );
}

function selectionUnknown(pod: Pod, selector: LabelSelector): QuestionFault {
  return unknownName(
    'selection-unknown',
    `whether ${formatSelector(selector)} matches pod ${pod.namespace}/${pod.name} depends on a label that a controller sets`,
    'select by labels that the manifests give',
  );
}
