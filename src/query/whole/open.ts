import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import { endpointFamilies } from '../../engine/families.ts';
import type { IpRange } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import type { Group } from './groups.ts';
import type { SelectedAddresses, Selection } from './select.ts';

/**
 * What no policy restricts: each of these sources, and each address of `from`, reaches each of these
 * destinations and, but for addresses, each address of `to`, on all ports that are asked for.
 */
export interface Open {
  readonly sources: ReadonlySet<Group>;
  readonly destinations: ReadonlySet<Group>;
  readonly from: readonly IpRange[];
  readonly to: readonly IpRange[];
  readonly ports: PortSet;
  /** The addresses of the question that `from` and `to` stand for. */
  readonly asked: ReadonlySet<SelectedAddresses>;
}

/** Finds them. Who has a family of its own in a cluster of both, and what is asked otherwise, is not among them. */
export function findOpen(
  engine: ClassEngine,
  selection: Selection,
  sources: readonly Group[],
  destinations: readonly Group[],
): Open {
  const ports = engine.ports.of(selection.ports.ranges, selection.ports.icmp);
  let from = sources.filter((group) => isOpen(engine, group, 'Egress'));
  let to = destinations.filter(
    (group) =>
      isOpen(engine, group, 'Ingress') &&
      group.via === null &&
      group.parts.every((part) => part.ports === ports),
  );
  const families = new Map([...from, ...to].map((group) => [group, familiesOf(engine, group)]));
  const kinds = new Set([...families.values()].flatMap((own) => [...own]));
  if (kinds.has('4') && kinds.has('6')) {
    const isEither = (group: Group): boolean =>
      [...(families.get(group) ?? [])].some((kind) => kind === '4' || kind === '6');
    from = from.filter((group) => !isEither(group));
    to = to.filter((group) => !isEither(group));
  }
  /** One word for the addresses of all of them: the families have to be the same. */
  const whole = (groups: readonly Group[], asked: readonly SelectedAddresses[]) => {
    const own = new Set(groups.flatMap((group) => [...(families.get(group) ?? [])]));
    const isMixed = own.size > 1 && (own.has('4') || own.has('6'));
    if (groups.length === 0 || isMixed || ports === engine.ports.none)
      return { asked: [], ranges: [] };
    const isOwn = ({ family }: IpRange): boolean =>
      own.has('') || own.has('46') || own.has(String(family));
    return { asked, ranges: asked.flatMap(({ ranges }) => ranges).filter(isOwn) };
  };
  const incoming = whole(to, selection.sources.outside);
  const outgoing = whole(
    from,
    selection.destinations.outside.filter((one) => {
      return one.via === null && engine.ports.of(one.ports.ranges, one.ports.icmp) === ports;
    }),
  );
  return {
    sources: new Set(from),
    destinations: new Set(to),
    from: incoming.ranges,
    to: outgoing.ranges,
    ports,
    asked: new Set([...incoming.asked, ...outgoing.asked]),
  };
}

/** How many pairs a set of open ends stands for. */
export function openPairs({ sources, destinations, from, to }: Open): number {
  const [incoming, outgoing] = [from.length > 0 ? 1 : 0, to.length > 0 ? 1 : 0];
  return sources.size * destinations.size + incoming * destinations.size + outgoing * sources.size;
}

function isOpen(engine: ClassEngine, { parts }: Group, direction: Direction): boolean {
  return parts.every(
    (part) =>
      part.class !== null && part.families === null && !engine.isRestricted(part.class, direction),
  );
}

/** The families of each part: `4`, `6`, `46`, or '' where they are not known. */
function familiesOf({ cluster }: ClassEngine, { parts }: Group): ReadonlySet<string> {
  return new Set(
    parts.map(({ ends }) => {
      const [end] = ends;
      return end === undefined ? '' : (endpointFamilies(cluster, end)?.join('') ?? '');
    }),
  );
}
