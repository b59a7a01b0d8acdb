import type { OutsideReach } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Endpoint } from '../../model/connection.ts';
import { joinIpRanges, rangesOverlap, type IpRange } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import { addressPieces } from '../atoms.ts';
import type { Group, Part } from './groups.ts';
import type { Alike, Passage, Passages } from './passages.ts';

/** Addresses outside for which the same is told, and what. */
export interface OutsidePassage {
  /** Ascending within each family, IPv4 first; not touching each other. */
  readonly ranges: readonly IpRange[];
  readonly passage: Passage;
}

/**
 * What is told of a group and addresses that nobody known has, in lots of addresses that are alike.
 *
 * @param direction Egress: the group is the source
 * @param asked ports of the addresses, where they are the destinations
 */
export function outsidePassages(
  passages: Passages,
  group: Group,
  ranges: readonly IpRange[],
  direction: Direction,
  asked: PortSet,
): readonly OutsidePassage[] {
  const profiles = profilesOf(passages, group, direction);
  const cuts = profiles.flatMap(({ reaches }) => reaches.flatMap((reach) => reach.ranges));
  const lots = new Map<string, { readonly ranges: IpRange[]; readonly passage: Passage }>();
  for (const piece of addressPieces(ranges, cuts)) {
    const alike = profiles.flatMap(({ part, reaches, ends }): Alike[] => {
      const found = reaches.find((one) => one.ranges.some((range) => rangesOverlap(range, piece)));
      if (found === undefined || part.families?.includes(piece.family) === false) return [];
      const told = passages.told(found.reach, direction === 'Egress' ? asked : part.ports);
      const address: Endpoint = {
        kind: 'address',
        address: { family: piece.family, value: piece.first },
        sampleOf: [piece],
      };
      const [end] = part.ends as readonly [Endpoint];
      const sample =
        direction === 'Egress'
          ? { source: end, destination: address }
          : { source: address, destination: end };
      return [{ ...told, pairs: ends, sample }];
    });
    for (const passage of passages.summed(alike)) {
      if (!passages.tells(passage)) continue;
      const { told, unknown, some, pairs } = passage;
      const key = JSON.stringify([told, unknown, pairs, some]);
      const lot = lots.get(key);
      if (lot === undefined) lots.set(key, { ranges: [piece], passage });
      else lot.ranges.push(piece);
    }
  }
  return [...lots.values()].map((lot) => ({ ...lot, ranges: inFamilies(lot.ranges) }));
}

/** Parts of a group of which the same is told, and how many ends they have. */
interface Profile {
  readonly part: Part;
  readonly reaches: readonly OutsideReach[];
  readonly ends: number;
}

function profilesOf({ engine }: Passages, group: Group, direction: Direction): Profile[] {
  const profiles: Profile[] = [];
  for (const part of group.parts) {
    if (part.class === null) continue;
    const reaches =
      direction === 'Egress' ? engine.toOutside(part.class) : engine.fromOutside(part.class);
    const at = profiles.findIndex(
      (own) =>
        own.part.ports === part.ports &&
        own.part.families === part.families &&
        own.reaches.length === reaches.length &&
        own.reaches.every((reach, i) => reach === reaches[i]),
    );
    const own = profiles[at];
    if (own === undefined) profiles.push({ part, reaches, ends: part.ends.length });
    else profiles[at] = { ...own, ends: own.ends + part.ends.length };
  }
  return profiles;
}

function inFamilies(ranges: readonly IpRange[]): IpRange[] {
  return ([4, 6] as const).flatMap((family) =>
    joinIpRanges(ranges.filter((range) => range.family === family)),
  );
}
