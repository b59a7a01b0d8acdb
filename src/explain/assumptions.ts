import { namespaceOf } from '../model/cluster.ts';
import { createEngine } from '../engine/create.ts';
import type { Endpoint } from '../model/connection.ts';
import { requirementMatches } from '../model/labels.ts';
import { NAMESPACE_NAME_LABEL, type Pod } from '../model/objects.ts';
import { type NamespaceScope, type Rule } from '../model/policy.ts';
import { endsOf, type CaseContext } from './context.ts';
import type { JudgedEnd } from './ends.ts';
import type { Assumption } from './explanation.ts';
import { counted, endName, listing, podName, portName, serviceName } from './names.ts';

/** What an answer took for granted. Codes are API: documented, never renamed. */
export const ASSUMPTION_CODES = [
  'ASSUME_NAMESPACE_LABELS',
  'ASSUME_HOST_NETWORK',
  'ASSUME_EXTERNAL_ADDRESS',
  'ASSUME_SOURCE_ADDRESS_KEPT',
  'ASSUME_IPBLOCK_MATCHES_PODS',
  'ASSUME_NODE_EGRESS',
  'ASSUME_SERVICE_TRANSLATION',
  'ASSUME_CLUSTER_FAMILY',
  'ICMP_UNDEFINED',
  'FOREIGN_POLICY_NOT_EVALUATED',
  'ENDED_INIT_PORT',
  'REPLICAS_ZERO',
  'POD_NAME_FROM_WORKLOAD',
  'END_PORT_SUPPORT',
] as const;
export type AssumptionCode = (typeof ASSUMPTION_CODES)[number];

/** Finds out whether an answer rests on an assumption: its sentences, none where it does not. */
type Find = (context: CaseContext) => readonly string[];

const FIND: Readonly<Record<AssumptionCode, Find>> = {
  ASSUME_NAMESPACE_LABELS: namespaceLabels,
  ASSUME_HOST_NETWORK: hostNetwork,
  ASSUME_EXTERNAL_ADDRESS: externalAddress,
  ASSUME_SOURCE_ADDRESS_KEPT: sourceAddressKept,
  ASSUME_IPBLOCK_MATCHES_PODS: ipBlockMatchesPods,
  ASSUME_NODE_EGRESS: ({ decision }) =>
    decision.egress.reason === 'NODE_LOCAL'
      ? ['a pod may always reach its own node; some plugins apply egress rules to it']
      : [],
  ASSUME_SERVICE_TRANSLATION: serviceTranslation,
  ASSUME_CLUSTER_FAMILY: clusterFamily,
  ICMP_UNDEFINED: ({ connection }) =>
    connection.protocol === 'ICMP'
      ? ['the API leaves ICMP undefined; this is what most network plugins do']
      : [],
  FOREIGN_POLICY_NOT_EVALUATED: foreignPolicies,
  ENDED_INIT_PORT: endedInitPort,
  REPLICAS_ZERO: replicasZero,
  POD_NAME_FROM_WORKLOAD: podNameFromWorkload,
  END_PORT_SUPPORT: endPortSupport,
};

/** Said only with -v or -vv: true of nearly every cluster, or said in other words already. */
const LEVELS: Partial<Record<AssumptionCode, 1 | 2>> = {
  ASSUME_EXTERNAL_ADDRESS: 1,
  END_PORT_SUPPORT: 2,
};

/** What the answers of these cases rest on, each once, in the order of the codes. */
export function findAssumptions(contexts: readonly CaseContext[]): Assumption[] {
  return ASSUMPTION_CODES.flatMap((code) => {
    const texts = new Set(contexts.flatMap((context) => FIND[code](context)));
    return [...texts].map((text) => ({ code, text, level: LEVELS[code] ?? 0 }));
  });
}

function podsOf({ connection }: CaseContext): Pod[] {
  return [connection.source, connection.destination].flatMap((end) =>
    end.kind === 'pod' ? [end.pod] : [],
  );
}

/** Only labels other than the name are assumed to be missing. */
function dependsOnLabels(
  scope: NamespaceScope,
  wants: 'yes' | 'no',
  labels: Pod['labels'],
): boolean {
  return (
    scope.kind === 'selected' &&
    scope.selector.requirements.some(
      (requirement) =>
        requirement.key !== NAMESPACE_NAME_LABEL &&
        requirementMatches(requirement, labels) === wants,
    )
  );
}

function namespaceLabels(context: CaseContext): string[] {
  const { cluster } = context;
  const names = new Set<string>();
  for (const end of endsOf(context)) {
    const { peer, subject } = end.decision;
    if (peer.kind === 'pod' && peerLabelsMatter(context, end, peer.pod)) {
      names.add(peer.pod.namespace);
    }
    if (subject.kind === 'pod' && end.decision.reason !== 'HOST_NETWORK') {
      const { name, labels, source } = namespaceOf(cluster, subject.pod.namespace);
      const wide = cluster.policies.get('') ?? [];
      const matters = wide.some(
        ({ subject: scope }) =>
          dependsOnLabels(scope.namespaces, 'yes', labels) ||
          dependsOnLabels(scope.namespaces, 'no', labels),
      );
      if (source === null && matters) names.add(name);
    }
  }
  return [...names]
    .sort()
    .map(
      (name) =>
        `namespace ${name} is not in the input: it is taken to have only the label ${NAMESPACE_NAME_LABEL}=${name}`,
    );
}

/** Whether other labels of the peer's namespace could have changed what an end says. */
function peerLabelsMatter({ cluster, sources }: CaseContext, end: JudgedEnd, peer: Pod): boolean {
  const { labels, source } = namespaceOf(cluster, peer.namespace);
  if (source !== null) return false;
  const { deciding, direction } = end.decision;
  const evidences =
    deciding.length > 0
      ? deciding.map((ref) => sources.engine.ruleEvidence(ref, direction, end.connection))
      : end.rules.map(({ evidence }) => evidence);
  const wants = deciding.length > 0 ? 'yes' : 'no';
  return evidences
    .filter(({ portsMatched }) => portsMatched !== 'no')
    .flatMap(({ peers }) => peers ?? [])
    .some(
      ({ peer: item, clauses }) =>
        item.kind === 'pods' &&
        dependsOnLabels(item.namespaces, wants, labels) &&
        clauses.every(({ clause, matched }) => clause === 'namespaceSelector' || matched !== 'no'),
    );
}

function hostNetwork(context: CaseContext): string[] {
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

function externalAddress(context: CaseContext): string[] {
  const { cluster, connection } = context;
  if (cluster.policies.size === 0) return [];
  const placeless = [...cluster.pods.values()]
    .flat()
    .some((pod) => pod.addresses === null && !pod.finished);
  if (!placeless) return [];
  return [connection.source, connection.destination].flatMap((end) =>
    end.kind === 'address'
      ? [
          `${nameInCase(context, end)} is taken to be outside the cluster: no pod or node of the input is known to have it`,
        ]
      : [],
  );
}

/** The name of an end of the sample; where it is one address of a block, the block as asked. */
function nameInCase({ answerCase, connection, question }: CaseContext, end: Endpoint): string {
  const isSource = end === connection.source;
  const whole = isSource ? answerCase.source : answerCase.destination;
  if (whole.kind !== 'range') return endName(end);
  return isSource ? question.from : question.to;
}

function sourceAddressKept({ connection, decision }: CaseContext): string[] {
  const { source, via } = connection;
  if (source.kind !== 'address' || via === null) return [];
  if (decision.ingress.reason === 'NOT_ISOLATED') return [];
  return [
    `the connection is taken to arrive with its own source address; a Service with externalTrafficPolicy Cluster may replace it by a node's`,
  ];
}

function ipBlockMatchesPods({ decision, sources, connection }: CaseContext): string[] {
  return [decision.egress, decision.ingress].flatMap(({ deciding, direction, peer }) => {
    if (peer.kind !== 'pod' || deciding.length === 0) return [];
    const onlyByAddress = deciding.every((ref) => {
      const { peers } = sources.engine.ruleEvidence(ref, direction, connection);
      const matching = (peers ?? []).filter(({ matched }) => matched === 'yes');
      return matching.length > 0 && matching.every((item) => item.peer.kind === 'ipBlock');
    });
    return onlyByAddress
      ? ['an ipBlock is taken to match the addresses of pods; Cilium does not do that']
      : [];
  });
}

function serviceTranslation({ connection, decision }: CaseContext): string[] {
  const { via } = connection;
  if (via === null || via.port === null) return [];
  const judged = [decision.egress, decision.ingress].some(
    ({ reason }) => !['NOT_ISOLATED', 'NOT_APPLICABLE', 'HOST_NETWORK'].includes(reason),
  );
  return judged
    ? [
        `policies are applied after ${serviceName(via.service)} has chosen the pod and its port, as kube-proxy and most plugins do`,
      ]
    : [];
}

function clusterFamily(context: CaseContext): string[] {
  const { cluster, question, decision, sources, connection } = context;
  const [family] = cluster.families;
  if (family === undefined || cluster.families.size > 1 || question.family !== null) return [];
  if (!podsOf(context).some((pod) => pod.addresses === null)) return [];
  const byAddress = endsOf(context).some((end) => {
    const refs = end.rules.length > 0 ? end.rules.map(({ ref }) => ref) : end.decision.deciding;
    return refs.some(({ rule }) => rule.peers?.some((peer) => peer.kind === 'ipBlock'));
  });
  if (!byAddress) return [];
  const other = sources.engine.verdict({ ...connection, family: family === 4 ? 6 : 4 });
  if (other === decision.verdict) return [];
  return [
    `the connection is taken to use IPv${String(family)}, the only family in the input (--family ${family === 4 ? '6' : '4'}: ${other.toUpperCase()})`,
  ];
}

function foreignPolicies(context: CaseContext): string[] {
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

function endedInitPort(context: CaseContext): string[] {
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

function replicasZero(context: CaseContext): string[] {
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

/** `shop/web` or `web`: the form that names a Pod. */
const PLAIN_NAME = /^(?:[^/[=*:]+\/)?[^/[=*:]+$/;

function podNameFromWorkload({ question, connection }: CaseContext): string[] {
  return (
    [
      [question.from, connection.source],
      [question.to, connection.destination],
    ] as const
  ).flatMap(([text, end]) => {
    if (end.kind !== 'pod' || end.pod.identity !== 'replica' || end.pod.workload === null)
      return [];
    if (!PLAIN_NAME.test(text)) return [];
    const { kind, name } = end.pod.workload;
    return [
      `${text} is no Pod of the input: it is taken to be a pod of ${kind} ${end.pod.namespace}/${name}`,
    ];
  });
}

function endPortSupport({ decision, connection }: CaseContext): string[] {
  const { port } = connection;
  const byRange = (rule: Rule): boolean =>
    rule.ports !== null &&
    port !== null &&
    rule.ports.every(
      (item) => item.kind === 'range' && item.first < port && port <= item.last && item.first > 1,
    );
  const rules = [...decision.egress.deciding, ...decision.ingress.deciding];
  return rules.some(({ rule }) => byRange(rule))
    ? [`a rule allows ${portName(connection)} by endPort, which a few older plugins do not support`]
    : [];
}
