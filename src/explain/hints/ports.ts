import { rangeContains } from '../../model/ip.ts';
import { formatAddress } from '../../model/ip-text.ts';
import type { PortEvidence, RuleEvidence } from '../../model/decision.ts';
import { undecidedEnds, type CaseContext } from '../context.ts';
import type { JudgedEnd } from '../ends.ts';
import { endName, policyText, portName, ruleName, serviceName } from '../names.ts';
import { placeOf } from '../places.ts';
import { endOf, type FindHint } from './hint.ts';

interface FailingPort {
  readonly end: JudgedEnd;
  readonly evidence: RuleEvidence;
  readonly port: PortEvidence;
  /** `shop/web-egress, egress rule 2`. */
  readonly rule: string;
}

/** The ports of allow rules whose peers match and whose ports do not, at ends that deny. */
function failingPorts(context: CaseContext): FailingPort[] {
  return undecidedEnds(context).flatMap((end) =>
    end.rules
      .filter(
        ({ ref, evidence }) =>
          ref.rule.action === 'Accept' &&
          evidence.peersMatched === 'yes' &&
          evidence.portsMatched === 'no',
      )
      .flatMap(({ ref, evidence }) =>
        (evidence.ports ?? []).map((port) => ({
          end,
          evidence,
          port,
          rule: `${policyText(ref.policy)}, ${ruleName(ref.rule, end.decision.direction)}`,
        })),
      ),
  );
}

function placeOfPort(context: CaseContext, { evidence, port }: FailingPort) {
  return placeOf(context.sources.locator, evidence.policy.source, port.port.path);
}

/** The port that allows the Service's own number; null where that is no mistake here. */
export function portOfService(context: CaseContext): FailingPort | null {
  const { via, port: podPort, protocol } = context.connection;
  const servicePort = via?.port?.port;
  if (servicePort === undefined || podPort === null || servicePort === podPort) return null;
  const found = failingPorts(context).find(
    ({ port: { port } }) =>
      port.kind === 'range' &&
      port.protocol === protocol &&
      port.first <= servicePort &&
      servicePort <= port.last,
  );
  return found ?? null;
}

export const servicePortNotPodPort: FindHint = (context) => {
  const { connection } = context;
  const { via } = connection;
  const found = portOfService(context);
  if (found === null || via === null || via.port === null) return null;
  return {
    text:
      `${found.rule} allows port ${String(via.port.port)}, the port of ${serviceName(via.service)}, which goes to pod port ${String(connection.port)}. ` +
      `Policies see the pod's port: allow ${portName(connection)}.`,
    place: placeOfPort(context, found),
    end: endOf(found.end),
  };
};

export const protocolDefaultsToTcp: FindHint = (context) => {
  const { port: number, protocol } = context.connection;
  if (number === null) return null;
  const found = failingPorts(context).find(
    ({ port: { port, clause } }) =>
      clause.code === 'PROTOCOL_DIFFERS' &&
      port.protocolDefaulted &&
      port.kind === 'range' &&
      port.first <= number &&
      number <= port.last,
  );
  if (found === undefined) return null;
  return {
    text: `${found.rule} lists the port without a protocol, which means TCP. Add \`protocol: ${protocol}\`.`,
    place: placeOfPort(context, found),
    end: endOf(found.end),
  };
};

export const namedPortUnresolved: FindHint = (context) => {
  const { destination } = context.connection;
  const found = failingPorts(context).find(
    ({ port: { clause } }) => clause.code === 'NAMED_PORT_UNRESOLVED',
  );
  if (found === undefined || found.port.port.kind !== 'named') return null;
  const { name, protocol } = found.port.port;
  const declared =
    destination.kind === 'pod'
      ? `no container of ${endName(destination)} declares a port of that name${protocol === null ? '' : ` for ${protocol}`}`
      : `${endName(destination)} is no pod and names no ports`;
  return {
    text: `${found.rule} allows the port named ${name}. A name is looked up on the destination pod, and ${declared}.`,
    place: placeOfPort(context, found),
    end: endOf(found.end),
  };
};

/** Two single ports around the one that is asked about: probably meant as a range. */
export const endPort: FindHint = (context) => {
  const { port: number, protocol } = context.connection;
  if (number === null) return null;
  for (const found of failingPorts(context)) {
    const items = found.evidence.rule.ports ?? [];
    const [low, high] = items;
    if (items.length !== 2 || low?.kind !== 'range' || high?.kind !== 'range') continue;
    const single = [low, high].every(
      (item) => item.first === item.last && item.protocol === protocol,
    );
    if (!single || !(low.first < number && number < high.first)) continue;
    return {
      text:
        `${found.rule} lists the two ports ${String(low.first)} and ${String(high.first)}, not those between them. ` +
        `A range is one item: \`port: ${String(low.first)}\` with \`endPort: ${String(high.first)}\`.`,
      place: placeOfPort(context, found),
      end: endOf(found.end),
    };
  }
  return null;
};

export const ipBlockForService: FindHint = (context) => {
  const { via } = context.connection;
  const { egress } = context;
  if (via === null || egress.decision.verdict !== 'denied') return null;
  for (const { ref, evidence } of egress.rules) {
    for (const { peer } of evidence.peers ?? []) {
      if (peer.kind !== 'ipBlock') continue;
      const held = via.service.clusterIPs.find((address) =>
        rangeContains(peer.cidr.range, address),
      );
      if (held === undefined) continue;
      return {
        text:
          `${policyText(ref.policy)} allows ${peer.cidr.text}, which holds ${formatAddress(held)}, the ClusterIP of ${serviceName(via.service)}. ` +
          'Policies see the pod behind the Service: select that pod instead.',
        place: placeOf(context.sources.locator, ref.policy.source, peer.path),
        end: 'egress',
      };
    }
  }
  return null;
};
