import {
  selectorMatches,
  type Labels,
  type LabelSelector,
  type Requirement,
} from '../../model/labels.ts';
import { MAYBE, YES, type Certainty } from './certainty.ts';
import { PairNumbers } from './pair-numbers.ts';

/** Stands for every value that no selector names. */
const OTHER = '\u0000';

/** Label sets that a selector takes in, with how sure that is; null: all of them. */
export type LabelMatches = readonly (readonly [set: number, certainty: Certainty])[] | null;

/**
 * Labels, as far as some selectors can tell them apart: keys that none of them names are dropped,
 * and values that none of them names are one value. What is left of the labels of a hundred
 * thousand pods are a few thousand sets, each held against each selector once.
 */
export class LabelSets {
  /** What is left of the labels of each set. */
  readonly #sets: Labels[] = [];
  /** The values that selectors name, by key. */
  readonly #named = new Map<string, Set<string>>();
  /** Numbers of keys with their values, so that sets of labels can be numbered. */
  readonly #pairs = new Map<string, Map<string | null, number>>();
  #pairCount = 0;
  readonly #sequences = new PairNumbers();
  readonly #setOfSequence = new Map<number, number>();
  /** Many pods have one and the same object as labels. */
  readonly #known = new WeakMap<Labels, number>();
  /** The sets that have a key with a value, by key and value. */
  readonly #having = new Map<string, Map<string | null, number[]>>();

  constructor(selectors: Iterable<LabelSelector>) {
    for (const { requirements } of selectors) {
      for (const { key, values } of requirements) {
        const named = this.#named.get(key) ?? new Set();
        for (const value of values) named.add(value);
        this.#named.set(key, named);
      }
    }
  }

  /** The number of the set that some labels belong to. */
  idOf(labels: Labels): number {
    let id = this.#known.get(labels);
    if (id === undefined) {
      id = this.#find(labels);
      this.#known.set(labels, id);
    }
    return id;
  }

  /** The sets, of those that were asked for until now, that a selector takes in. */
  matching(selector: LabelSelector): LabelMatches {
    const { requirements } = selector;
    if (requirements.length === 0) return null;
    const found: (readonly [number, Certainty])[] = [];
    for (const set of this.#candidates(requirements)) {
      const truth = selectorMatches(selector, this.#sets[set] as Labels);
      if (truth !== 'no') found.push([set, truth === 'yes' ? YES : MAYBE]);
    }
    return found;
  }

  #find(labels: Labels): number {
    const kept: [string, string | null][] = [];
    const pairs: number[] = [];
    for (const [key, value] of labels) {
      const named = this.#named.get(key);
      if (named === undefined) continue;
      const seen = value === null || named.has(value) ? value : OTHER;
      kept.push([key, seen]);
      pairs.push(this.#pairOf(key, seen));
    }
    let sequence = 0;
    for (const pair of pairs.sort((a, b) => a - b)) sequence = this.#sequences.of(sequence, pair);
    let set = this.#setOfSequence.get(sequence);
    if (set === undefined) {
      set = this.#sets.push(new Map(kept)) - 1;
      this.#setOfSequence.set(sequence, set);
      for (const [key, value] of kept) this.#note(key, value, set);
    }
    return set;
  }

  #pairOf(key: string, value: string | null): number {
    let values = this.#pairs.get(key);
    if (values === undefined) {
      values = new Map<string | null, number>();
      this.#pairs.set(key, values);
    }
    let pair = values.get(value);
    if (pair === undefined) {
      pair = this.#pairCount++;
      values.set(value, pair);
    }
    return pair;
  }

  #note(key: string, value: string | null, set: number): void {
    let values = this.#having.get(key);
    if (values === undefined) {
      values = new Map<string | null, number[]>();
      this.#having.set(key, values);
    }
    const sets = values.get(value);
    if (sets === undefined) values.set(value, [set]);
    else sets.push(set);
  }

  /** The shortest list of sets that holds all that can match. */
  #candidates(requirements: readonly Requirement[]): Iterable<number> {
    let best: number[] | null = null;
    for (const { key, operator, values } of requirements) {
      if (operator !== 'In') continue;
      const having = this.#having.get(key);
      const sets = [null, ...new Set(values)].flatMap((value) => having?.get(value) ?? []);
      if (best === null || sets.length < best.length) best = sets;
    }
    return best?.sort((a, b) => a - b) ?? this.#sets.keys();
  }
}
