import { createEngine } from '../../engine/create.ts';
import type { ClassEngine, Reach, Whereabouts } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Engine } from '../../engine/engine.ts';
import type { ServiceHop } from '../../model/connection.ts';
import type { Verdict } from '../../model/decision.ts';
import type { Service } from '../../model/objects.ts';
import { commonFamilies } from '../families.ts';
import type { Group, Part } from './groups.ts';
import { countPairs, countSameNode, samplePair, type Pair } from './pairs.ts';

/** Ports that only some pairs have. */
export interface SomePorts {
  readonly ports: PortSet;
  readonly state: 'told' | 'unknown';
  readonly pairs: number;
}

/** What passes from one group to another, or what does not: whatever is told of. */
export interface Passage {
  /** Null: the same wherever the two run. */
  readonly where: 'same-node' | 'other-nodes' | null;
  /** Ports that every pair has. */
  readonly told: PortSet;
  /** Ports that are unknown for every pair. */
  readonly unknown: PortSet;
  /** Ports that only some pairs have. */
  readonly some: readonly SomePorts[];
  readonly pairs: number;
  /** One of the pairs, and the ports that are told of it; or that are unknown, where none is told. */
  readonly sample: Pair;
  readonly sampled: PortSet;
}

/** The ports of one pair, or of pairs that are alike. */
export interface Alike {
  readonly told: PortSet;
  readonly unknown: PortSet;
  readonly pairs: number;
  readonly sample: Pair;
}

/** The same, for pairs of which it may count where they run. */
interface PlacedAlike extends Alike {
  readonly where: Whereabouts | null;
}

const NONE: readonly SomePorts[] = [];

type EndPair = NonNullable<ReturnType<typeof samplePair>>;

/** Tells what passes, or with `denied` what does not. */
export class Passages {
  readonly engine: ClassEngine;
  readonly #denied: boolean;
  #one: Engine | null = null;
  /** A pod that reaches itself through a Service was left out. */
  leftOutHairpins = false;
  /** Ends without a common family were left out. */
  leftOutFamilies = false;

  constructor(engine: ClassEngine, denied: boolean) {
    this.engine = engine;
    this.#denied = denied;
  }

  /** The engine that decides one connection. */
  get one(): Engine {
    return (this.#one ??= createEngine(this.engine.cluster, this.engine.options));
  }

  /** What is told of in a reach, of the ports that were asked for. */
  told({ allowed, unknown }: Reach, asked: PortSet): { told: PortSet; unknown: PortSet } {
    const { ports } = this.engine;
    const open = this.#denied
      ? ports.difference(ports.difference(asked, allowed), unknown)
      : ports.intersection(asked, allowed);
    return { told: open, unknown: ports.intersection(asked, unknown) };
  }

  /**
   * What is told of two groups: nothing, one passage, or two where it counts on which nodes pods run
   * and there are pairs of both sorts.
   */
  between(source: Group, destination: Group): readonly Passage[] {
    const isOne = source.parts.length === 1 && destination.parts.length === 1;
    const plain = isOne
      ? this.#plain(source.parts[0], destination.parts[0], destination.via)
      : null;
    if (plain !== null) return plain;
    const alike = source.parts.flatMap((from) =>
      destination.parts.flatMap((to) => this.#alike(from, to, destination.via)),
    );
    const passages = isOne
      ? alike.map((lot): Passage => {
          // Without spread, which takes longer than all the rest: a large cluster has millions.
          const { told, unknown, pairs, sample, where } = lot;
          const placed = alike.length === 1 || where === null ? null : whereText(where);
          const sampled = this.#sampled(lot);
          return { where: placed, told, unknown, some: NONE, pairs, sample, sampled };
        })
      : this.summed(alike);
    return passages.filter((passage) => this.tells(passage));
  }

  /** Whether there is anything in it to tell of. */
  tells({ told, unknown, some }: Passage): boolean {
    const { none } = this.engine.ports;
    return told !== none || unknown !== none || some.length > 0;
  }

  /**
   * The short way for two parts of which all pairs are alike, as almost all are of the millions of a
   * large cluster; null where there is more to think of.
   */
  #plain(source: Part, destination: Part, via: Service | null): readonly Passage[] | null {
    const [from, to] = [source.class, destination.class];
    if (from === null || to === null || via !== null) return null;
    if (source.families !== null || destination.families !== null) return null;
    const { engine } = this;
    const mayBeNear = (from.isHost || to.isHost) && engine.nodesCount(from, to);
    if (mayBeNear && countSameNode(source, destination) > 0) return null;
    if (engine.cluster.families.size > 1 && !engine.canMeet(from, to)) {
      this.leftOutFamilies = true;
      return [];
    }
    const { told, unknown } = this.told(engine.between(from, to), destination.ports);
    const { none } = engine.ports;
    if (told === none && unknown === none) return [];
    const pairs = countPairs(source, destination);
    const sample = samplePair(source, destination, mayBeNear ? 'elsewhere' : undefined);
    if (pairs === 0 || sample === null) return [];
    const sampled = told === none ? unknown : told;
    return [{ where: null, told, unknown, some: NONE, pairs, sample, sampled }];
  }

  /** Pairs of two parts, in lots that are alike. */
  #alike(source: Part, destination: Part, via: Service | null): PlacedAlike[] {
    const pairs = countPairs(source, destination);
    if (via !== null && pairs < source.ends.length * destination.ends.length) {
      this.leftOutHairpins = true;
    }
    if (pairs === 0) return [];
    const same = this.#sameNodePairs(source, destination);
    const lot = (where: Whereabouts | null, count: number): PlacedAlike[] => {
      const sample = count === 0 ? null : samplePair(source, destination, where ?? undefined);
      if (sample === null) return [];
      const reach = this.#reach(source, destination, where, sample, via);
      if (reach === null) return [];
      const { told, unknown } = this.told(reach, destination.ports);
      return [{ told, unknown, pairs: count, where, sample }];
    };
    if (same === null) return lot(null, pairs);
    const [near, far] = [lot('same-node', same), lot('elsewhere', pairs - same)];
    const [a, b] = [near[0], far[0]];
    if (a === undefined || b === undefined) return [...near, ...far];
    if (a.told !== b.told || a.unknown !== b.unknown) return [a, b];
    return [{ ...b, where: null, pairs }];
  }

  /** Null where it does not count on which nodes they run. */
  #sameNodePairs(source: Part, destination: Part): number | null {
    const [from, to] = [source.class, destination.class];
    if (from === null || to === null || !this.engine.nodesCount(from, to)) return null;
    return countSameNode(source, destination);
  }

  #reach(
    source: Part,
    destination: Part,
    where: Whereabouts | null,
    sample: EndPair,
    via: Service | null,
  ): Reach | null {
    const [from, to] = [source.class, destination.class];
    const isPlain = source.families === null && destination.families === null;
    if (from === null || to === null || !isPlain) {
      return this.#oneByOne(source, destination, sample, via);
    }
    if (!this.engine.canMeet(from, to)) {
      this.leftOutFamilies = true;
      return null;
    }
    return this.engine.between(from, to, where ?? undefined);
  }

  /** Each port for itself, in each family: for ends that are reached in one family, and DNS names. */
  #oneByOne(source: Part, destination: Part, pair: EndPair, via: Service | null): Reach | null {
    const { ports, cluster } = this.engine;
    const families = commonFamilies(
      cluster,
      { end: pair.source, families: source.families },
      { end: pair.destination, families: destination.families },
      null,
    );
    if (families.length === 0) {
      this.leftOutFamilies = true;
      return null;
    }
    const hop: ServiceHop | null = via === null ? null : { service: via, port: null };
    const reach = { allowed: ports.none, unknown: ports.none };
    for (const part of ports.parts(destination.ports)) {
      const verdicts = new Set<Verdict>(
        families.map((family) =>
          this.one.verdict({
            ...pair,
            ...ports.sample(part),
            family,
            via: hop,
          }),
        ),
      );
      const [verdict] = verdicts;
      if (verdicts.size > 1 || verdict === 'unknown') {
        reach.unknown = ports.union(reach.unknown, part);
      } else if (verdict === 'allowed') {
        reach.allowed = ports.union(reach.allowed, part);
      }
    }
    return reach;
  }

  /** Lots of pairs as one: what all have, and what only some have. Nothing for no pairs. */
  summed(alike: readonly Alike[]): Passage[] {
    const { ports } = this.engine;
    const [first, ...rest] = alike;
    if (first === undefined) return [];
    let { told, unknown } = first;
    for (const lot of rest) {
      told = ports.intersection(told, lot.told);
      unknown = ports.intersection(unknown, lot.unknown);
    }
    const of = alike.reduce((sum, { pairs }) => sum + pairs, 0);
    const some = (['told', 'unknown'] as const).flatMap((state) => {
      const every = state === 'told' ? told : unknown;
      return this.#counted(
        alike.map((lot) => ({ ports: ports.difference(lot[state], every), pairs: lot.pairs })),
      ).map((one) => ({ ...one, state }));
    });
    const { none } = ports;
    const telling =
      alike.find((lot) => lot.told !== none) ?? alike.find((lot) => lot.unknown !== none) ?? first;
    const { sample } = telling;
    const sampled = this.#sampled(telling);
    return [{ where: null, told, unknown, some, pairs: of, sample, sampled }];
  }

  #sampled({ told, unknown }: Alike): PortSet {
    return told === this.engine.ports.none ? unknown : told;
  }

  /** Sets of ports that share none, with how many pairs have each. */
  #counted(
    lots: readonly { ports: PortSet; pairs: number }[],
  ): { ports: PortSet; pairs: number }[] {
    const { ports } = this.engine;
    let counted: { ports: PortSet; pairs: number }[] = [];
    for (const lot of lots) {
      let left = lot.ports;
      const next: typeof counted = [];
      for (const own of counted) {
        const both = ports.intersection(own.ports, left);
        const only = ports.difference(own.ports, both);
        left = ports.difference(left, both);
        if (both !== ports.none) next.push({ ports: both, pairs: own.pairs + lot.pairs });
        if (only !== ports.none) next.push({ ports: only, pairs: own.pairs });
      }
      if (left !== ports.none) next.push({ ports: left, pairs: lot.pairs });
      counted = next;
    }
    const byCount = new Map<number, PortSet>();
    for (const own of counted) {
      byCount.set(own.pairs, ports.union(byCount.get(own.pairs) ?? ports.none, own.ports));
    }
    return [...byCount].sort(([a], [b]) => b - a).map(([pairs, set]) => ({ ports: set, pairs }));
  }
}

function whereText(where: Whereabouts): 'same-node' | 'other-nodes' {
  return where === 'same-node' ? where : 'other-nodes';
}
