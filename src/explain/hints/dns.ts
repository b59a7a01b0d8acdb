import type { Pod } from '../../model/objects.ts';
import type { Protocol } from '../../model/port.ts';
import { isolatingPolicies } from '../because.ts';
import type { CaseContext } from '../context.ts';
import { podName } from '../names.ts';
import type { FindHint } from './hint.ts';

const DNS_PORT = 53;

/** Labels that tell the cluster's DNS pods. */
const DNS_LABELS: readonly (readonly [string, string])[] = [
  ['k8s-app', 'kube-dns'],
  ['k8s-app', 'coredns'],
  ['app.kubernetes.io/name', 'coredns'],
  ['dns.operator.openshift.io/daemonset-dns', 'default'],
];

function dnsPods({ cluster }: CaseContext): Pod[] {
  return [...cluster.pods.values()]
    .flat()
    .filter(
      ({ labels, finished }) =>
        !finished && DNS_LABELS.some(([key, value]) => labels.get(key) === value),
    );
}

/**
 * Whether the source may reach DNS by a protocol; `maybe` where the input cannot tell: no DNS pod
 * is in it, or a rule opens the port to addresses, one of which may be a resolver.
 */
function reachesDns(context: CaseContext, protocol: Protocol): 'yes' | 'no' | 'maybe' {
  const { connection, sources, egress } = context;
  const rules = isolatingPolicies(egress.decision).flatMap(({ policy }) => policy.egress.rules);
  const opening = rules.filter(
    (rule) =>
      rule.ports === null ||
      rule.ports.some((port) =>
        port.kind === 'named'
          ? port.protocol === null || port.protocol === protocol
          : port.protocol === protocol && port.first <= DNS_PORT && DNS_PORT <= port.last,
      ),
  );
  if (opening.some(({ peers }) => peers === null)) return 'yes';
  const pods = dnsPods(context);
  for (const pod of pods) {
    const ports = pod.ports.filter(
      (port) => port.name?.startsWith('dns') && port.protocol === protocol,
    );
    const numbers = new Set([DNS_PORT, ...ports.map((port) => port.containerPort)]);
    for (const port of numbers) {
      const { egress: end } = sources.engine.decide({
        ...connection,
        destination: { kind: 'pod', pod },
        protocol,
        port,
        via: null,
      });
      if (end.verdict !== 'denied') return end.verdict === 'allowed' ? 'yes' : 'maybe';
    }
  }
  const byAddress = opening.some(({ peers }) => peers?.some((peer) => peer.kind !== 'pods'));
  return byAddress || (pods.length === 0 && opening.length > 0) ? 'maybe' : 'no';
}

/** The source, where names matter to it: an isolated pod that connects to something with a name. */
function isolatedSource({ connection, decision, answerCase }: CaseContext): Pod | null {
  const { source, destination, port, protocol } = connection;
  if (source.kind !== 'pod' || port === DNS_PORT || protocol === 'ICMP') return null;
  if (answerCase.destination.kind === 'range') return null;
  if (destination.kind === 'address' || destination.kind === 'node') return null;
  if (decision.decidedAt.length === 1 && decision.decidedAt[0] === 'ingress') return null;
  return isolatingPolicies(decision.egress).some(({ selects }) => selects === 'yes')
    ? source.pod
    : null;
}

export const dnsEgressBlocked: FindHint = (context) => {
  const pod = isolatedSource(context);
  if (pod === null) return null;
  if (reachesDns(context, 'UDP') !== 'no' || reachesDns(context, 'TCP') !== 'no') return null;
  return {
    text: `${podName(pod)} may not reach cluster DNS (port 53, UDP and TCP): a client that uses a name fails on the lookup first.`,
    place: null,
    end: 'egress',
  };
};

export const dnsOneProtocol: FindHint = (context) => {
  const pod = isolatedSource(context);
  if (pod === null) return null;
  const [udp, tcp] = [reachesDns(context, 'UDP'), reachesDns(context, 'TCP')];
  if (udp === 'no' && tcp === 'yes') {
    return {
      text: `${podName(pod)} may reach DNS on 53/TCP only, and lookups use UDP: allow 53/UDP too.`,
      place: null,
      end: 'egress',
    };
  }
  if (udp === 'yes' && tcp === 'no') {
    return {
      text: `${podName(pod)} may reach DNS on 53/UDP only, and long answers need TCP: allow 53/TCP too.`,
      place: null,
      end: 'egress',
    };
  }
  return null;
};
