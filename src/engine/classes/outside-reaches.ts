import type { Endpoint } from '../../model/connection.ts';
import { joinIpRanges, lastOfFamily, type Family, type IpRange } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import type { OutsideReach, Reach } from './class-engine.ts';
import type { ClassFacts } from './class-table.ts';
import type { Inquiries } from './inquiries.ts';
import { outsideParts, type OutsidePart } from './outside.ts';
import type { Reaches } from './reaches.ts';
import type { Sides } from './sides.ts';

const BOTH: readonly Family[] = [4, 6];

/** What passes between classes and addresses outside; worked out once for classes with the same policies. */
export class OutsideReaches {
  readonly #sides: Sides;
  readonly #reaches: Reaches;
  readonly #inquiries: Inquiries;
  readonly #parts = new Map<string, readonly OutsidePart[]>();
  readonly #known = new Map<string, readonly OutsideReach[]>();

  constructor(sides: Sides, reaches: Reaches, inquiries: Inquiries) {
    this.#sides = sides;
    this.#reaches = reaches;
    this.#inquiries = inquiries;
  }

  /** All addresses of the families that a class has, or may have. */
  of(end: ClassFacts, direction: Direction): readonly OutsideReach[] {
    return (end.families ?? BOTH).flatMap((family) => this.#ofFamily(end, direction, family));
  }

  #ofFamily(end: ClassFacts, direction: Direction, family: Family): readonly OutsideReach[] {
    const plan = this.#sides.planOf(direction, end);
    if (plan === null) {
      const all = { family, first: 0n, last: lastOfFamily(family) };
      return [{ ranges: [all], reach: this.#reaches.everything }];
    }
    // Names of ports are those of the destination.
    const portList = direction === 'Ingress' && plan.hasNamedPorts ? end.portList : 0;
    const key = [direction, family, this.#sides.setOf(direction, end), portList].join();
    const { shared } = this.#sides;
    let parts = this.#parts.get(key);
    if (parts === undefined) {
      parts = outsideParts(plan, family, portList, shared);
      this.#parts.set(key, parts);
    }
    const isInexact = parts.some(({ outcome }) => shared.outcomes.isInexact(outcome));
    const reachKey = isInexact ? `${key} ${String(end.id)}` : key;
    let reaches = this.#known.get(reachKey);
    if (reaches === undefined) {
      reaches = this.#reachesOf(end, direction, parts);
      this.#known.set(reachKey, reaches);
    }
    return reaches;
  }

  #reachesOf(
    end: ClassFacts,
    direction: Direction,
    parts: readonly OutsidePart[],
  ): readonly OutsideReach[] {
    const ranges = new Map<Reach, IpRange[]>();
    for (const part of parts) {
      const reach = this.#reach(end, direction, part);
      const known = ranges.get(reach);
      if (known === undefined) ranges.set(reach, [...part.ranges]);
      else known.push(...part.ranges);
    }
    return [...ranges].map(([reach, own]) => ({ ranges: joinIpRanges(own), reach }));
  }

  #reach(end: ClassFacts, direction: Direction, { ranges, outcome }: OutsidePart): Reach {
    const [{ family, first }] = ranges as readonly [IpRange];
    const own = end.ends[0] as Endpoint;
    const address: Endpoint = { kind: 'address', address: { family, value: first } };
    const [source, destination] = direction === 'Egress' ? [own, address] : [address, own];
    const settled = this.#inquiries.settled(outcome, { source, destination, family });
    return this.#reaches.ofOutcomes(settled, settled);
  }
}
