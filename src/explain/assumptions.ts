import type { Rule } from '../model/policy.ts';
import {
  clusterFamily,
  externalAddress,
  externalName,
  ipBlockMatchesPods,
  sourceAddressKept,
} from './assumptions/addresses.ts';
import { namespaceLabels } from './assumptions/namespaces.ts';
import {
  endedInitPort,
  foreignPolicies,
  hostNetwork,
  podNameFromWorkload,
  replicasZero,
} from './assumptions/objects.ts';
import type { CaseContext } from './context.ts';
import type { Assumption } from './explanation.ts';
import { portName, serviceName } from './names.ts';

/** What an answer took for granted. Codes are API: documented, never renamed. */
export const ASSUMPTION_CODES = [
  'ASSUME_NAMESPACE_LABELS',
  'ASSUME_HOST_NETWORK',
  'ASSUME_EXTERNAL_ADDRESS',
  'ASSUME_SOURCE_ADDRESS_KEPT',
  'ASSUME_IPBLOCK_MATCHES_PODS',
  'ASSUME_NODE_EGRESS',
  'ASSUME_EXTERNAL_NAME',
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

/** What an answer rests on; with a level where that differs from the code's own. */
interface Found {
  readonly text: string;
  readonly level: 0 | 1 | 2;
}

/** Finds out whether an answer rests on an assumption: its sentences, none where it does not. */
type Find = (context: CaseContext) => readonly (string | Found)[];

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
  ASSUME_EXTERNAL_NAME: externalName,
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
    const levels = new Map<string, Assumption['level']>();
    for (const found of contexts.flatMap((context) => FIND[code](context))) {
      const { text, level } =
        typeof found === 'string' ? { text: found, level: LEVELS[code] ?? 0 } : found;
      levels.set(text, Math.min(level, levels.get(text) ?? level) as Assumption['level']);
    }
    return [...levels].map(([text, level]) => ({ code, text, level }));
  });
}

/** Beside the line about the Service there is more to say only where a rule looks at addresses. */
function serviceTranslation({ connection, decision, egress }: CaseContext): Found[] {
  const { via } = connection;
  if (via === null || via.port === null) return [];
  const judged = [decision.egress, decision.ingress].some(
    ({ reason }) => !['NOT_ISOLATED', 'NOT_APPLICABLE', 'HOST_NETWORK'].includes(reason),
  );
  if (!judged) return [];
  const rules = [...egress.rules.map(({ ref }) => ref), ...decision.egress.deciding];
  const seesAddresses = rules.some(
    ({ rule }) => rule.peers?.some((peer) => peer.kind === 'ipBlock') ?? false,
  );
  const text = `policies are applied after ${serviceName(via.service)} has chosen the pod and its port, as kube-proxy and most plugins do`;
  return [{ text, level: seesAddresses ? 0 : 1 }];
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
