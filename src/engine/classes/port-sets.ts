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
  /**
   * One port for each part of a set that no rule can tell apart, ICMP as null: enough to ask about
   * all of it.
   */
  samples(set: PortSet): readonly ({ readonly protocol: Protocol; readonly port: number } | null)[];
}

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
  readonly #results = [
    new Map<number, PortSet>(),
    new Map<number, PortSet>(),
    new Map<number, PortSet>(),
  ];

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

  samples(
    set: PortSet,
  ): readonly ({ readonly protocol: Protocol; readonly port: number } | null)[] {
    return this.#members(set).map((atom) =>
      atom === null ? null : { protocol: atom.protocol, port: atom.first },
    );
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
    const results = this.#results[operation] as Map<number, PortSet>;
    const key = a * 2 ** 26 + b;
    let result = results.get(key);
    if (result === undefined) {
      const [x, y] = [this.#bitsOf(a), this.#bitsOf(b)];
      const bits = new Uint32Array(this.#words);
      for (let i = 0; i < bits.length; i++) {
        const [p, q] = [x[i] ?? 0, y[i] ?? 0];
        bits[i] = operation === 0 ? p | q : operation === 1 ? p & q : p & ~q;
      }
      result = this.#intern(bits);
      results.set(key, result);
    }
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
