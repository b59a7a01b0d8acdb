import type { Endpoint } from '../../model/connection.ts';
import type { CaseContext } from '../context.ts';
import { endName } from '../names.ts';

/** An address that may be a pod's whose address the input does not tell. */
export function externalAddress(context: CaseContext): string[] {
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

/** A name may lead to a pod of the cluster, whose policies nobody asked then. */
export function externalName({ connection, decision }: CaseContext): string[] {
  const { destination } = connection;
  if (destination.kind !== 'hostname' || decision.verdict === 'denied') return [];
  return [
    `${destination.name} is taken to lead outside the cluster: if a pod is behind that name, its own policies were not asked`,
  ];
}

/** The name of an end of the sample; where it is one address of a block, the block as asked. */
function nameInCase({ answerCase, connection, question }: CaseContext, end: Endpoint): string {
  const isSource = end === connection.source;
  const whole = isSource ? answerCase.source : answerCase.destination;
  if (whole.kind !== 'range') return endName(end);
  return isSource ? question.from : question.to;
}

/** A Service may hide where a connection comes from. */
export function sourceAddressKept({ connection, decision }: CaseContext): string[] {
  const { source, via } = connection;
  if (source.kind !== 'address' || via === null) return [];
  if (decision.ingress.reason === 'NOT_ISOLATED') return [];
  return [
    `the connection is taken to arrive with its own source address; a Service with externalTrafficPolicy Cluster may replace it by a node's`,
  ];
}

/** A rule that takes in a pod by its address alone. */
export function ipBlockMatchesPods({ decision, sources, connection }: CaseContext): string[] {
  return [decision.egress, decision.ingress].flatMap(({ deciding, direction, peer }) => {
    if (peer.kind !== 'pod' || deciding.length === 0) return [];
    const onlyByAddress = deciding.every((ref) => {
      // Policies of the whole cluster say themselves that networks take in pods.
      if (ref.policy.namespace === null) return false;
      const { peers } = sources.engine.ruleEvidence(ref, direction, connection);
      const matching = (peers ?? []).filter(({ matched }) => matched === 'yes');
      return matching.length > 0 && matching.every((item) => item.peer.kind === 'ipBlock');
    });
    return onlyByAddress
      ? ['an ipBlock is taken to match the addresses of pods; Cilium does not do that']
      : [];
  });
}

/** Neither end tells its family, and the other family would give another verdict. */
export function clusterFamily(context: CaseContext): string[] {
  const { cluster, question, decision, sources, connection } = context;
  const [family] = cluster.families;
  if (family === undefined || cluster.families.size > 1 || question.family !== null) return [];
  const ends = [connection.source, connection.destination];
  if (!ends.every((end) => end.kind === 'pod' && end.pod.addresses === null)) return [];
  const other = sources.engine.verdict({ ...connection, family: family === 4 ? 6 : 4 });
  if (other === decision.verdict) return [];
  return [
    `the connection is taken to use IPv${String(family)}, the only family in the input (--family ${family === 4 ? '6' : '4'}: ${other.toUpperCase()})`,
  ];
}
