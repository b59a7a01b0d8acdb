import type { EndClass } from '../../engine/classes/class-engine.ts';
import type { IpRange } from '../../model/ip.ts';
import { inOrder } from './diff-outside.ts';
import type { DiffVersion, LoneReach, LoneUnit } from './diff-result.ts';
import { isSeveralEnds } from './diff-merge.ts';
import { cut, reachBetween } from './diff-pairs.ts';
import type { Entity, UnitSide } from './diff-units.ts';

/**
 * What passes to and from the units of entities that are in one version only. Where one of them and
 * another meet, both have it.
 */
export function loneUnits(
  version: DiffVersion,
  entities: readonly Entity[],
  own: 'old' | 'new',
): readonly LoneUnit[] {
  const other = own === 'old' ? 'new' : 'old';
  const units = entities.flatMap((entity) => entity.units);
  const lone = units.filter((unit) => unit[other] === null).flatMap((unit) => unit[own] ?? []);
  if (lone.length === 0) return [];
  const sides = [...new Set(units.flatMap((unit) => unit[own] ?? []))];
  const byClass = new Map<EndClass, UnitSide[]>();
  for (const side of sides) {
    const known = byClass.get(side.endClass);
    if (known === undefined) byClass.set(side.endClass, [side]);
    else known.push(side);
  }
  return lone.map((side) => ({
    side,
    to: reaches(version, side, sides, byClass, 'to'),
    from: reaches(version, side, sides, byClass, 'from'),
  }));
}

interface Draft {
  readonly reach: LoneReach['reach'];
  readonly acrossNodes: boolean;
  readonly peers: UnitSide[];
  readonly outside: IpRange[];
}

function reaches(
  version: DiffVersion,
  side: UnitSide,
  all: readonly UnitSide[],
  byClass: ReadonlyMap<EndClass, readonly UnitSide[]>,
  direction: 'to' | 'from',
): readonly LoneReach[] {
  const { engine } = version;
  const { ports } = engine;
  const drafts = new Map<string, Draft>();
  const draftOf = (reach: LoneReach['reach'], acrossNodes: boolean): Draft | null => {
    if (reach.allowed === ports.none && reach.unknown === ports.none) return null;
    const key = [reach.allowed, reach.unknown, acrossNodes].join();
    let draft = drafts.get(key);
    if (draft === undefined) {
      draft = { reach, acrossNodes, peers: [], outside: [] };
      drafts.set(key, draft);
    }
    return draft;
  };
  const ownMask = version.maskAt(side);
  for (const [endClass, peers] of byClass) {
    const [from, to] = direction === 'to' ? [side.endClass, endClass] : [endClass, side.endClass];
    const acrossNodes = engine.nodesCount(from, to);
    const whole = reachBetween(engine, from, to, acrossNodes ? false : null);
    for (const peer of peers) {
      if (peer === side && !isSeveralEnds(side)) continue;
      const mask = direction === 'to' ? version.maskAt(peer) : ownMask;
      draftOf(cut(engine, whole, mask), acrossNodes)?.peers.push(peer);
    }
  }
  const outside =
    direction === 'to' ? engine.toOutside(side.endClass) : engine.fromOutside(side.endClass);
  const mask = direction === 'to' ? version.maskAt(null) : ownMask;
  for (const { ranges, reach } of outside) {
    draftOf(cut(engine, reach, mask), false)?.outside.push(...ranges);
  }
  const place = new Map(all.map((peer, index) => [peer, index]));
  const others = all.length - (isSeveralEnds(side) ? 0 : 1);
  const byPlace = (a: UnitSide, b: UnitSide): number => (place.get(a) ?? 0) - (place.get(b) ?? 0);
  return [...drafts.values()]
    .map(({ reach, acrossNodes, peers, outside: addresses }) => {
      // Most of a large version is told by what is not in it.
      const isEveryBut = peers.length > 1 && peers.length * 2 > others;
      const shown = isEveryBut ? allBut(side, all, peers) : peers.sort(byPlace);
      return { reach, acrossNodes, isEveryBut, peers: shown, outside: inOrder(addresses) };
    })
    .sort((a, b) => Number(b.isEveryBut) - Number(a.isEveryBut));
}

function allBut(
  side: UnitSide,
  all: readonly UnitSide[],
  peers: readonly UnitSide[],
): readonly UnitSide[] {
  const left = new Set(all);
  for (const peer of peers) left.delete(peer);
  if (!isSeveralEnds(side)) left.delete(side);
  return [...left];
}
