import type { Cluster } from '../../model/cluster.ts';
import type { Family } from '../../model/ip.ts';
import type { Direction } from '../../model/policy.ts';
import { sharedFamilies } from '../families.ts';
import type { ClassFacts, ClassTable } from './class-table.ts';
import type { Outcome } from './outcomes.ts';
import { PeerMembers } from './peer-members.ts';
import { createPolicySets, type PolicySets } from './policy-sets.ts';
import { RowBuilder, rowOutcome, Rows, type Row } from './rows.ts';
import { createPlan, type SetPlan } from './set-plan.ts';
import type { Shared } from './shared.ts';
import type { Vocabulary } from './vocabulary.ts';

/** What the policies of one direction say. */
interface Side {
  readonly sets: PolicySets;
  readonly planOf: (set: number) => SetPlan;
  readonly rows: Rows;
  /** The rows of classes, as far as they were asked for. */
  readonly known: Readonly<Record<Family, (Row | null | undefined)[]>>;
}

/** What the classes of a cluster say to each other by their policies, each from its own side. */
export class Sides {
  readonly cluster: Cluster;
  readonly classes: readonly ClassFacts[];
  readonly shared: Shared;
  readonly #sides: Readonly<Record<Direction, Side>>;
  #seesAddresses: boolean | null = null;

  constructor(cluster: Cluster, table: ClassTable, vocabulary: Vocabulary, shared: Shared) {
    this.cluster = cluster;
    this.classes = table.classes;
    this.shared = shared;
    const members = new PeerMembers(table, vocabulary);
    const builder = new RowBuilder(table.classes, members, shared);
    const side = (direction: Direction): Side => {
      const { policies } = vocabulary;
      const sets = createPolicySets(policies, members, table.classes.length, direction);
      const plans = new Map<number, SetPlan>();
      const planOf = (set: number): SetPlan => {
        let plan = plans.get(set);
        if (plan === undefined) {
          plan = createPlan(sets.policiesOf(set), direction, shared.ports);
          plans.set(set, plan);
        }
        return plan;
      };
      const known = (): undefined[] => table.classes.map(() => undefined);
      return {
        sets,
        planOf,
        rows: new Rows(builder, planOf, direction),
        known: { 4: known(), 6: known() },
      };
    };
    this.#sides = { Egress: side('Egress'), Ingress: side('Ingress') };
  }

  /** The set of policies that take part in what a class may do; 0 is none. */
  setOf(direction: Direction, { id }: Pick<ClassFacts, 'id'>): number {
    return this.#sides[direction].sets.setOf[id] as number;
  }

  /** The policies of a class, in the order in which they are asked. */
  policiesOf(direction: Direction, subject: Pick<ClassFacts, 'id'>) {
    return this.#sides[direction].sets.policiesOf(this.setOf(direction, subject));
  }

  /** The policies of a class, laid out; null where it has none. */
  planOf(direction: Direction, subject: ClassFacts): SetPlan | null {
    const set = this.setOf(direction, subject);
    return set === 0 ? null : this.#sides[direction].planOf(set);
  }

  /** What the policies of a class say to the others; null where it has none. */
  rowOf(direction: Direction, subject: ClassFacts, family: Family): Row | null {
    const { known, rows } = this.#sides[direction];
    let row = known[family][subject.id];
    if (row === undefined) {
      const set = this.setOf(direction, subject);
      row = set === 0 ? null : rows.of(set, subject, family);
      known[family][subject.id] = row;
    }
    return row;
  }

  /** Whether some rule of some policy looks at addresses. */
  get seesAddresses(): boolean {
    return (this.#seesAddresses ??= this.classes.some(
      (facts) =>
        this.#asksForAddresses('Egress', facts) || this.#asksForAddresses('Ingress', facts),
    ));
  }

  /** The families of connections between two classes; one where it makes no difference. */
  familiesOf(from: ClassFacts, to: ClassFacts): readonly Family[] {
    const both = sharedFamilies(this.cluster, from.families, to.families);
    if (both.length < 2) return both;
    const asks = this.#asksForAddresses('Egress', from) || this.#asksForAddresses('Ingress', to);
    return asks ? both : both.slice(0, 1);
  }

  /** What both ends come to, on different nodes as far as that is known. */
  join(from: ClassFacts, to: ClassFacts, family: Family): Outcome {
    const { outcomes } = this.shared;
    // Where one end lets nothing pass, the other need not be asked: the one that is made is first.
    const isIngressFirst =
      this.#isMade('Ingress', to, family) && !this.#isMade('Egress', from, family);
    const first = isIngressFirst
      ? this.#said('Ingress', to, from, family)
      : this.#said('Egress', from, to, family);
    if (first === outcomes.denyAll) return first;
    return isIngressFirst
      ? outcomes.both(this.#said('Egress', from, to, family), first)
      : outcomes.both(first, this.#said('Ingress', to, from, family));
  }

  /** Its own node always reaches a pod, and perhaps nobody knows whether this is it. */
  unlessLocal(outcome: Outcome, subject: ClassFacts, peer: ClassFacts): Outcome {
    const mayBeLocal = peer.isHost && subject.isPod && !(peer.isNodeKnown && subject.isNodeKnown);
    return mayBeLocal ? this.shared.outcomes.orAllow(outcome) : outcome;
  }

  #isMade(direction: Direction, { id }: ClassFacts, family: Family): boolean {
    return this.#sides[direction].known[family][id] !== undefined;
  }

  #said(direction: Direction, subject: ClassFacts, peer: ClassFacts, family: Family): Outcome {
    const row = this.rowOf(direction, subject, family);
    if (row === null) return this.shared.outcomes.allowAll;
    return this.unlessLocal(rowOutcome(row, peer.id), subject, peer);
  }

  #asksForAddresses(direction: Direction, subject: ClassFacts): boolean {
    return this.planOf(direction, subject)?.seesAddresses === true;
  }
}
