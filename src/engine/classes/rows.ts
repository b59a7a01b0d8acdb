import type { Family } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import { NO, type Certainty } from './certainty.ts';
import type { ClassIds } from './class-engine.ts';
import type { ClassFacts } from './class-table.ts';
import { Evaluator, type Deviation } from './evaluate.ts';
import type { Outcome } from './outcomes.ts';
import { PairNumbers } from './pair-numbers.ts';
import type { PeerMembers } from './peer-members.ts';
import type { SetPlan } from './set-plan.ts';
import type { Shared } from './shared.ts';

/** What a set of policies says to each class: few classes deviate from what it says to all others. */
export interface Row {
  readonly otherwise: Outcome;
  /** Class ids, ascending. */
  readonly classes: Int32Array;
  readonly outcomes: Int32Array;
}

/** What the row says to a class. */
export function rowOutcome(row: Row, id: number): Outcome {
  const at = position(row.classes, id);
  return row.classes[at] === id ? (row.outcomes[at] as number) : row.otherwise;
}

/** The classes of which a row says something special. */
export class SpecialClasses implements ClassIds {
  readonly isEmpty: boolean;
  readonly #rows: readonly Row[];

  constructor(rows: readonly Row[]) {
    this.#rows = rows;
    this.isEmpty = rows.every(({ classes }) => classes.length === 0);
  }

  has(id: number): boolean {
    return this.#rows.some(({ classes }) => classes[position(classes, id)] === id);
  }
}

/** Where an id stands among ascending ones, or would stand. */
function position(ids: Int32Array, id: number): number {
  let low = 0;
  let high = ids.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

const CERTAINTIES = 5;

/** Makes rows: one scratch memory for all of them. */
export class RowBuilder {
  readonly #classes: readonly ClassFacts[];
  readonly #members: PeerMembers;
  readonly #shared: Shared;
  /** For each class the sequence of its deviations. */
  readonly #sequences: Int32Array;
  readonly #numbers = new PairNumbers();
  readonly #declaring: readonly number[];

  constructor(classes: readonly ClassFacts[], members: PeerMembers, shared: Shared) {
    this.#classes = classes;
    this.#members = members;
    this.#shared = shared;
    this.#sequences = new Int32Array(classes.length);
    this.#declaring = classes.filter(({ portList }) => portList !== 0).map(({ id }) => id);
  }

  /**
   * The row of a set of policies.
   *
   * @param portList what the subject declares, where it is the destination; null: each class is
   *   the destination, and declares its own
   */
  build(plan: SetPlan, family: Family, portList: number | null): Row {
    const usual: Certainty[] = [];
    const touched: number[] = [];
    for (const [rule, { peers }] of plan.rules.entries()) {
      const { otherwise, classes, certainties } = this.#members.ofPeers(peers, family);
      usual.push(otherwise);
      for (let i = 0; i < classes.length; i++) {
        const id = classes[i] as number;
        const sequence = this.#sequences[id] as number;
        if (sequence === 0) touched.push(id);
        const item = rule * CERTAINTIES + (certainties[i] as number);
        this.#sequences[id] = this.#numbers.of(sequence, item);
      }
    }
    // What a name stands for counts where a rule with one takes in peers that are not listed.
    const isNamedForMost = plan.rules.some(
      ({ named }, rule) => named.length > 0 && usual[rule] !== NO,
    );
    if (portList === null && isNamedForMost) {
      for (const id of this.#declaring) if (this.#sequences[id] === 0) touched.push(id);
    }
    const evaluator = new Evaluator(plan, usual, family, this.#shared);
    const otherwise = evaluator.outcome([], portList ?? 0);
    const row = this.#finish(
      evaluator,
      otherwise,
      Int32Array.from(touched).sort(),
      (id) => portList ?? (plan.hasNamedPorts ? (this.#classes[id]?.portList ?? 0) : 0),
    );
    for (const id of touched) this.#sequences[id] = 0;
    this.#numbers.clear();
    return row;
  }

  #finish(
    evaluator: Evaluator,
    otherwise: Outcome,
    touched: Int32Array,
    portListOf: (id: number) => number,
  ): Row {
    const known = new Map<number, Outcome>();
    const lists = this.#shared.portLists.length;
    const outcomes = new Int32Array(touched.length);
    let kept = 0;
    for (const id of touched) {
      const sequence = this.#sequences[id] as number;
      const portList = portListOf(id);
      const key = sequence * lists + portList;
      let outcome = known.get(key);
      if (outcome === undefined) {
        outcome = evaluator.outcome(this.#deviations(sequence), portList);
        known.set(key, outcome);
      }
      if (outcome === otherwise) continue;
      touched[kept] = id;
      outcomes[kept++] = outcome;
    }
    return { otherwise, classes: touched.slice(0, kept), outcomes: outcomes.slice(0, kept) };
  }

  #deviations(sequence: number): Deviation[] {
    return this.#numbers.sequence(sequence).map((item) => ({
      rule: Math.floor(item / CERTAINTIES),
      certainty: (item % CERTAINTIES) as Certainty,
    }));
  }
}

/** Rows of all sets of a direction, made when first asked for. */
export class Rows {
  readonly #build: (set: number, family: Family, portList: number | null) => Row;
  readonly #planOf: (set: number) => SetPlan;
  readonly #direction: Direction;
  readonly #keys = new PairNumbers();
  readonly #rows: (Row | undefined)[] = [];

  constructor(builder: RowBuilder, planOf: (set: number) => SetPlan, direction: Direction) {
    this.#build = (set, family, portList) => builder.build(planOf(set), family, portList);
    this.#planOf = planOf;
    this.#direction = direction;
  }

  /** The row of a class with policies, which are the set's. */
  of(set: number, { portList }: ClassFacts, family: Family): Row {
    const plan = this.#planOf(set);
    // Where no rule looks at addresses, one family stands for both.
    const seen = plan.seesAddresses ? family : 4;
    const declared = this.#direction === 'Egress' ? null : plan.hasNamedPorts ? portList : 0;
    const key = this.#keys.of(set * 2 + (seen === 4 ? 0 : 1), declared ?? 0);
    let row = this.#rows[key];
    if (row === undefined) {
      row = this.#build(set, seen, declared);
      this.#rows[key] = row;
    }
    return row;
  }
}
