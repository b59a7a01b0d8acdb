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
  /**
   * The set of some ranges. Each must begin and end where a rule's range does, or one that was
   * given when the sets were made.
   */
  of(ranges: readonly PortRange[], icmp: boolean): PortSet;
  /** The ports of a set, ascending by protocol and number, as few ranges as can be. */
  ranges(set: PortSet): readonly PortRange[];
  hasIcmp(set: PortSet): boolean;
  /** The parts of a set that no rule can tell apart further. */
  parts(set: PortSet): readonly PortSet[];
  /** One port of a set that is not empty; ICMP where it has no ports. */
  sample(set: PortSet): PortSample;
}

/** A port of a protocol; ICMP has none. */
export type PortSample =
  | { readonly protocol: Protocol; readonly port: number }
  | { readonly protocol: 'ICMP'; readonly port: null };

/** Ports that no rule tells apart; null is ICMP. */
type Atom = PortRange | null;

/**
 * Sets over the ports that the rules of some clusters name, and further ranges. Between two
 * boundaries all ports of a protocol are one atom, so that a set is a few bits.
 */
export function createPortSets(
  clusters: readonly Cluster[],
  ranges: readonly PortRange[] = [],
): PortSets {
  return new InternedSets(atomsOf([...clusters.flatMap(rangesOf), ...ranges]));
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

/** ICMP, then the pieces of every protocol's ports, ascending. */
function atomsOf(ranges: readonly PortRange[]): Atom[] {
  const atoms: Atom[] = [null];
  for (const protocol of PROTOCOLS) {
    const starts = new Set([MIN_PORT]);
    for (const range of ranges) {
      if (range.protocol !== protocol) continue;
      starts.add(range.first);
      if (range.last < MAX_PORT) starts.add(range.last + 1);
    }
    const sorted = [...starts].sort((a, b) => a - b);
    for (const [i, first] of sorted.entries()) {
      atoms.push({ protocol, first, last: (sorted[i + 1] ?? MAX_PORT + 1) - 1 });
    }
  }
  return atoms;
}

class InternedSets implements PortSets {
  readonly none: PortSet;
  readonly all: PortSet;
  readonly #atoms: readonly Atom[];
  readonly #words: number;
  /** The bits of each set. */
  readonly #bits: Uint32Array[] = [];
  readonly #known = new Map<string, PortSet>();
  /** For union, intersection and difference: the numbers of pairs, and their results. */
  readonly #pairs = [new PairNumbers(), new PairNumbers(), new PairNumbers()] as const;
  readonly #results: readonly [PortSet[], PortSet[], PortSet[]] = [[-1], [-1], [-1]];

  constructor(atoms: readonly Atom[]) {
    this.#atoms = atoms;
    this.#words = Math.ceil(atoms.length / 32);
    this.none = this.#intern(new Uint32Array(this.#words));
    const full = new Uint32Array(this.#words);
    for (const at of atoms.keys()) setBit(full, at);
    this.all = this.#intern(full);
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
    const bits = new Uint32Array(this.#words);
    if (icmp) setBit(bits, 0);
    for (const { protocol, first, last } of ranges) {
      for (const [at, atom] of this.#atoms.entries()) {
        if (atom?.protocol !== protocol || atom.last < first || last < atom.first) continue;
        if (atom.first < first || last < atom.last) {
          throw new RangeError(`port sets cannot tell ${String(first)}-${String(last)} apart`);
        }
        setBit(bits, at);
      }
    }
    return this.#intern(bits);
  }

  ranges(set: PortSet): readonly PortRange[] {
    return mergePortRanges(this.#members(set).filter((atom) => atom !== null));
  }

  hasIcmp(set: PortSet): boolean {
    return ((this.#bitsOf(set)[0] ?? 0) & 1) !== 0;
  }

  parts(set: PortSet): readonly PortSet[] {
    return this.#members(set).map((atom) => {
      const bits = new Uint32Array(this.#words);
      setBit(bits, this.#atoms.indexOf(atom));
      return this.#intern(bits);
    });
  }

  sample(set: PortSet): PortSample {
    const members = this.#members(set);
    const [first] = members.filter((atom) => atom !== null);
    if (first !== undefined) return { protocol: first.protocol, port: first.first };
    if (members.length === 0) throw new RangeError('the empty set has no port');
    return { protocol: 'ICMP', port: null };
  }

  #members(set: PortSet): Atom[] {
    const bits = this.#bitsOf(set);
    return this.#atoms.filter((_, at) => (((bits[at >>> 5] ?? 0) >>> (at & 31)) & 1) === 1);
  }

  #bitsOf(set: PortSet): Uint32Array {
    const bits = this.#bits[set];
    if (bits === undefined) throw new RangeError(`no port set has the number ${String(set)}`);
    return bits;
  }

  #combined(operation: 0 | 1 | 2, a: PortSet, b: PortSet): PortSet {
    const results = this.#results[operation];
    const pair = this.#pairs[operation].of(a, b);
    const known = results[pair];
    if (known !== undefined) return known;
    const [x, y] = [this.#bitsOf(a), this.#bitsOf(b)];
    const bits = x.map((word, i) => {
      const other = y[i] ?? 0;
      return operation === 0 ? word | other : operation === 1 ? word & other : word & ~other;
    });
    const result = this.#intern(bits);
    results[pair] = result;
    return result;
  }

  #intern(bits: Uint32Array): PortSet {
    const key = bits.join();
    let set = this.#known.get(key);
    if (set === undefined) {
      set = this.#bits.push(bits) - 1;
      this.#known.set(key, set);
    }
    return set;
  }
}

function setBit(bits: Uint32Array, at: number): void {
  bits[at >>> 5] = (bits[at >>> 5] ?? 0) | (1 << (at & 31));
}
