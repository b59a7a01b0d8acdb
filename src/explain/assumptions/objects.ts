import { createEngine } from '../../engine/create.ts';
import { endsOf, podsOf, type CaseContext } from '../context.ts';
import { counted, listing, podName } from '../names.ts';

/** The other way to treat pods in the host network would give another verdict. */
export function hostNetwork(context: CaseContext): string[] {
  const { connection, decision, sources } = context;
  const pods = podsOf(context).filter((pod) => pod.hostNetwork);
  if (pods.length === 0) return [];
  const other = sources.engine.options.hostNetwork === 'node' ? 'pod' : 'node';
  const verdict = createEngine(context.cluster, { hostNetwork: other }).verdict(connection);
  if (verdict === decision.verdict) return [];
  const names = listing(pods.map(podName));
  const taken =
    other === 'pod'
      ? `${names} shares its node's network, so its traffic is taken to be its node's`
      : `${names} shares its node's network and is taken to be a pod like any other`;
  return [`${taken}; plugins differ (--host-network=${other}: ${verdict.toUpperCase()})`];
}

/** Policies of other API groups that may select an end. */
export function foreignPolicies(context: CaseContext): string[] {
  const namespaces = new Set(podsOf(context).map((pod) => pod.namespace));
  const foreign = context.cluster.foreignPolicies.filter(
    ({ namespace }) => namespace === null || namespaces.has(namespace),
  );
  if (foreign.length === 0 || namespaces.size === 0) return [];
  const names = foreign
    .map(
      ({ apiVersion, kind, namespace, name }) =>
        `${apiVersion} ${kind} ${namespace === null ? name : `${namespace}/${name}`}`,
    )
    .sort();
  const many =
    foreign.length === 1 ? 'a policy that is' : `${counted(foreign.length, 'policy')} that are`;
  return [`${many} not evaluated may change this: ${listing(names)}`];
}

/** The port that a rule names is declared only where it does not count. */
export function endedInitPort(context: CaseContext): string[] {
  const { destination } = context.connection;
  if (destination.kind !== 'pod') return [];
  const { pod } = destination;
  const names = endsOf(context)
    .flatMap(({ rules }) => rules)
    .flatMap(({ evidence }) => evidence.ports ?? [])
    .flatMap(({ port, matched }) => (port.kind === 'named' && matched === 'no' ? [port.name] : []));
  const ended = pod.endedPorts.find(
    ({ name, containerPort }) =>
      name !== null && names.includes(name) && containerPort === context.connection.port,
  );
  return ended === undefined
    ? []
    : [
        `port ${String(ended.name)} of ${podName(pod)} is declared only by an init container that ends before the pod runs, so it does not count`,
      ];
}

/** The workload of an end makes no pods now. */
export function replicasZero(context: CaseContext): string[] {
  return podsOf(context).flatMap((pod) => {
    const made = context.cluster.workloads.find(
      ({ namespace, kind, name }) =>
        pod.namespace === namespace && pod.workload?.kind === kind && pod.workload.name === name,
    );
    if (made === undefined || (made.replicas !== 0 && !made.suspended)) return [];
    const why = made.suspended ? 'is suspended' : 'has 0 replicas';
    return [`${made.kind} ${made.namespace}/${made.name} ${why}: it makes no pods now`];
  });
}

/** A pod that only its name ties to a workload of the input. */
export function podNameFromWorkload(context: CaseContext): string[] {
  return podsOf(context).flatMap((pod) => {
    const { identity, namespace, name, workload } = pod;
    const known = context.cluster.pods.get(namespace)?.some((own) => own.name === name) ?? false;
    if (identity !== 'exact' || known || workload === null) return [];
    return [
      `${namespace}/${name} is no Pod of the input: by its name it is taken to be a pod of ${workload.kind} ${namespace}/${workload.name}`,
    ];
  });
}
