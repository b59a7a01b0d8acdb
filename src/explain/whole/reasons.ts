import { endpointFamilies, sharedFamilies } from '../../engine/families.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Connection } from '../../model/connection.ts';
import type { Family } from '../../model/ip.ts';
import type { Service } from '../../model/objects.ts';
import type { Passages } from '../../query/whole/passages.ts';
import type { Pair } from '../../query/whole/pairs.ts';
import { explainEndDecision, judgeEnd } from '../ends.ts';
import type { EndExplanation } from '../explanation.ts';
import { portName } from '../names.ts';
import type { Sources } from '../rules.ts';
import type { EndReasonText, RuleText } from './list-data.ts';

/** Ports of a set that are explained each for itself: rules often allow one port. */
const MOST_PORTS = 8;

/** What both ends of a pair say to one port. */
export function reasonsAt(
  sources: Sources,
  pair: Pair,
  port: Pick<Connection, 'protocol' | 'port'>,
  via: Service | null,
): readonly EndReasonText[] {
  return endsOf(sources, connectionOf(pair, port, familyFor(sources, pair), via));
}

/**
 * What both ends of a pair say to some ports, in the words of `check`: the first port's sentence,
 * and the rules of all of them.
 */
export function reasonsOf(
  sources: Sources,
  passages: Passages,
  pair: Pair,
  ports: PortSet,
  via: Service | null = null,
): readonly EndReasonText[] {
  const family = familyFor(sources, pair);
  const sets = passages.engine.ports;
  const told = sets
    .parts(ports)
    .slice(0, MOST_PORTS)
    .map((part) => endsOf(sources, connectionOf(pair, sets.sample(part), family, via)));
  const [first, ...rest] = told;
  if (first === undefined) return [];
  return first.map((reason, at) => ({
    ...reason,
    rules: uniqueRules([reason, ...rest.flatMap((ends) => ends[at] ?? [])]),
  }));
}

function familyFor({ engine }: Sources, { source, destination }: Pair): Family {
  const { cluster } = engine;
  const own = endpointFamilies(cluster, source);
  const [family = 4] = sharedFamilies(cluster, own, endpointFamilies(cluster, destination));
  return family;
}

/** What both ends say to one connection. */
function endsOf(sources: Sources, connection: Connection): EndReasonText[] {
  const decision = sources.engine.decide(connection);
  const name = portName(connection);
  return [decision.egress, decision.ingress].map((end) => {
    const judged = judgeEnd(sources, end, connection, name);
    return reasonText(explainEndDecision(sources, judged, false));
  });
}

function reasonText(end: EndExplanation): EndReasonText {
  const { direction, verdict, because, deciding, alsoDeciding, closest, isolatedBy } = end;
  const rules: RuleText[] = [
    ...(deciding === null ? [] : [deciding, ...alsoDeciding]).map(({ text, place }) => {
      return { role: 'deciding' as const, text, place };
    }),
    ...(deciding === null && closest !== null && verdict !== 'allowed'
      ? [{ role: 'closest' as const, text: closest.text, place: closest.place }]
      : []),
    ...(deciding === null && closest === null && verdict !== 'allowed'
      ? isolatedBy.map(({ text, place }) => ({ role: 'isolating' as const, text, place }))
      : []),
  ];
  return { end: direction === 'Egress' ? 'egress' : 'ingress', verdict, because, rules };
}

function uniqueRules(reasons: readonly EndReasonText[]): RuleText[] {
  const rules = new Map<string, RuleText>();
  for (const rule of reasons.flatMap((reason) => reason.rules)) {
    const key = `${rule.role} ${rule.text}`;
    if (!rules.has(key)) rules.set(key, rule);
  }
  return [...rules.values()];
}

function connectionOf(
  { source, destination }: Pair,
  { protocol, port }: Pick<Connection, 'protocol' | 'port'>,
  family: Family,
  service: Service | null,
): Connection {
  const via = service === null ? null : { service, port: null };
  return { source, destination, protocol, port, family, via };
}
