import type { Cluster } from '../../model/cluster.ts';
import { policyDirection } from '../../model/policy.ts';
import {
  MAX_PORT,
  mergePortRanges,
  MIN_PORT,
  PROTOCOLS,
  type PortRange,
  type Protocol,
} from '../../model/port.ts';
import { PairNumbers } from './pair-numbers.ts';

/** A set of ports of each protocol, with ICMP: a number that equals that of every equal set. */
export type PortSet = number;

/** Sets of ports. Each operation is a look-up once it has been done. */
export interface PortSets {
  readonly none: PortSet;
  /** Every port of every protocol, and ICMP. */
  readonly all: PortSet;
  union(a: PortSet, b: PortSet): PortSet;
  intersection(a: PortSet, b: PortSet): PortSet;
  /** What is in `a` and not in `b`. */
  difference(a: PortSet, b: PortSet): PortSet;
  /** The set of some ranges, with or without ICMP. */
  of(ranges: readonly PortRange[], icmp: boolean): PortSet;
  /** The ports of a set, ascending by protocol and number, as few ranges as can be. */
  ranges(set: PortSet): readonly PortRange[];
  hasIcmp(set: PortSet): boolean;
  /**
   * The parts of a set that no rule of the clusters, and none of the ranges that were given beside
   * them, can tell apart further.
   */
  parts(set: PortSet): readonly PortSet[];
  /** One port of a set that is not empty; ICMP where it has no ports. */
  sample(set: PortSet): PortSample;
}

/** A port of a protocol; ICMP has none. */
export type PortSample =
  | { readonly protocol: Protocol; readonly port: number }
  | { readonly protocol: 'ICMP'; readonly port: null };

/**
 * All protocols in one row of numbers: port p of the n-th one is n * SPAN + p; ICMP comes last, and
 * touches the last port of none.
 */
const SPAN = MAX_PORT + 1;
const ICMP = PROTOCOLS.length * SPAN + 1;

/**
 * Sets of ports for some clusters.
 *
 * @param ranges further ranges that `parts` keeps apart
 */
export function createPortSets(
  clusters: readonly Cluster[],
  ranges: readonly PortRange[] = [],
): PortSets {
  return new InternedSets(() => [...clusters.flatMap(rangesOf), ...ranges]);
}

/** Every range that rules name, and the declared ports that their names may stand for. */
function rangesOf(cluster: Cluster): PortRange[] {
  const found = new Map<number, PortRange>();
  const names = new Set<string>();
  for (const policy of [...cluster.policies.values()].flat()) {
    for (const direction of ['Ingress', 'Egress'] as const) {
      for (const { ports } of policyDirection(policy, direction).rules) {
        for (const item of ports ?? []) {
          if (item.kind === 'named') names.add(item.name);
          else add(found, item.protocol, item.first, item.last);
        }
      }
    }
  }
  if (names.size > 0) {
    for (const pods of cluster.pods.values()) {
      for (const pod of pods) {
        for (const { name, protocol, containerPort } of pod.ports) {
          if (name !== null && names.has(name)) add(found, protocol, containerPort, containerPort);
        }
      }
    }
  }
  return [...found.values()];
}

function add(found: Map<number, PortRange>, protocol: Protocol, first: number, last: number): void {
  const key = (PROTOCOLS.indexOf(protocol) * (MAX_PORT + 1) + first) * (MAX_PORT + 1) + last;
  if (!found.has(key)) found.set(key, { protocol, first, last });
}

/** Where something begins or ends, in turn, ascending: the ports from each beginning to before its end. */
type Edges = Int32Array;

const OPERATIONS = [
  (a: boolean, b: boolean) => a || b,
  (a: boolean, b: boolean) => a && b,
  (a: boolean, b: boolean) => a && !b,
] as const;
type Operation = 0 | 1 | 2;

class InternedSets implements PortSets {
  readonly none: PortSet;
  readonly all: PortSet;
  readonly #told: () => readonly PortRange[];
  #cuts: readonly number[] | null = null;
  readonly #edges: Edges[] = [];
  readonly #known = new Map<string, PortSet>();
  /** For each operation the numbers of pairs, and their results. */
  readonly #pairs = [new PairNumbers(), new PairNumbers(), new PairNumbers()] as const;
  readonly #results: readonly [PortSet[], PortSet[], PortSet[]] = [[-1], [-1], [-1]];

  /** @param told gives the ranges that parts are cut at */
  constructor(told: () => readonly PortRange[]) {
    this.#told = told;
    this.none = this.#intern([]);
    const all = PROTOCOLS.map((protocol) => ({ protocol, first: MIN_PORT, last: MAX_PORT }));
    this.all = this.of(all, true);
  }

  union(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.none) return a;
    if (a === this.none) return b;
    if (a === this.all || b === this.all) return this.all;
    return a < b ? this.#combined(0, a, b) : this.#combined(0, b, a);
  }

  intersection(a: PortSet, b: PortSet): PortSet {
    if (a === b || b === this.all) return a;
    if (a === this.all) return b;
    if (a === this.none || b === this.none) return this.none;
    return a < b ? this.#combined(1, a, b) : this.#combined(1, b, a);
  }

  difference(a: PortSet, b: PortSet): PortSet {
    if (a === b || a === this.none || b === this.all) return this.none;
    if (b === this.none) return a;
    return this.#combined(2, a, b);
  }

  of(ranges: readonly PortRange[], icmp: boolean): PortSet {
    const edges = mergePortRanges(ranges).flatMap(({ protocol, first, last }) => [
      indexOf(protocol, first),
      indexOf(protocol, last) + 1,
    ]);
    return this.#intern(icmp ? [...edges, ICMP, ICMP + 1] : edges);
  }

  ranges(set: PortSet): readonly PortRange[] {
    return pairsOf(this.#edgesOf(set)).flatMap(([first, end]) => rangeOf(first, end));
  }

  hasIcmp(set: PortSet): boolean {
    return this.#edgesOf(set).at(-1) === ICMP + 1;
  }

  parts(set: PortSet): readonly PortSet[] {
    this.#cuts ??= cutsOf(this.#told());
    const cuts = this.#cuts;
    return pairsOf(this.#edgesOf(set)).flatMap(([first, end]) => {
      const starts = [first, ...cuts.filter((cut) => first < cut && cut < end)];
      return starts.map((start, i) => this.#intern([start, starts[i + 1] ?? end]));
    });
  }

  sample(set: PortSet): PortSample {
    const [range] = this.ranges(set);
    if (range !== undefined) return { protocol: range.protocol, port: range.first };
    if (set === this.none) throw new RangeError('the empty set has no port');
    return { protocol: 'ICMP', port: null };
  }

  #edgesOf(set: PortSet): Edges {
    const edges = this.#edges[set];
    if (edges === undefined) throw new RangeError(`no port set has the number ${String(set)}`);
    return edges;
  }

  #combined(operation: Operation, a: PortSet, b: PortSet): PortSet {
    const results = this.#results[operation];
    const pair = this.#pairs[operation].of(a, b);
    const known = results[pair];
    if (known !== undefined) return known;
    const edges = combine(this.#edgesOf(a), this.#edgesOf(b), OPERATIONS[operation]);
    const result = this.#intern(edges);
    results[pair] = result;
    return result;
  }

  #intern(edges: readonly number[]): PortSet {
    const key = edges.join();
    let set = this.#known.get(key);
    if (set === undefined) {
      set = this.#edges.push(Int32Array.from(edges)) - 1;
      this.#known.set(key, set);
    }
    return set;
  }
}

function indexOf(protocol: Protocol, port: number): number {
  return PROTOCOLS.indexOf(protocol) * SPAN + port;
}

function rangeOf(first: number, end: number): PortRange[] {
  const protocol = PROTOCOLS[Math.floor(first / SPAN)];
  if (protocol === undefined) return [];
  return [{ protocol, first: first % SPAN, last: (end - 1) % SPAN }];
}

function pairsOf(edges: Edges): [first: number, end: number][] {
  const pairs: [number, number][] = [];
  for (let i = 0; i < edges.length; i += 2) {
    pairs.push([edges[i] as number, edges[i + 1] as number]);
  }
  return pairs;
}

/** Goes through the edges of both sets upwards, and notes where the result begins and ends. */
function combine(a: Edges, b: Edges, isIn: (a: boolean, b: boolean) => boolean): number[] {
  const edges: number[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x = Infinity, y = Infinity] = [a[i], b[j]];
    if (x <= y) i++;
    if (y <= x) j++;
    // Inside a set after an odd number of its edges; inside the result likewise.
    if (isIn(i % 2 === 1, j % 2 === 1) !== (edges.length % 2 === 1)) edges.push(Math.min(x, y));
  }
  return edges;
}

function cutsOf(ranges: readonly PortRange[]): number[] {
  const cuts = new Set<number>();
  for (const { protocol, first, last } of ranges) {
    cuts.add(indexOf(protocol, first));
    cuts.add(indexOf(protocol, last) + 1);
  }
  return [...cuts].sort((a, b) => a - b);
}
