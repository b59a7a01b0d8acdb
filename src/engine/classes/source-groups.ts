import type { Family } from '../../model/ip.ts';
import { inputFamilies, sharedFamilies } from '../families.ts';
import type { ClassFacts } from './class-table.ts';
import type { Outcome } from './outcomes.ts';
import { rowOutcome } from './rows.ts';
import type { Sides } from './sides.ts';

/** What a source says to a destination in each family that is looked at. */
export type Said = readonly Outcome[];

/** Classes whose own policies are the same, and whose connections use the same families. */
export interface SourceGroup {
  readonly at: number;
  readonly classes: readonly ClassFacts[];
  readonly bucket: SourceBucket;
}

/** Groups that say the same to most destinations. */
export interface SourceBucket {
  readonly groups: readonly SourceGroup[];
  /** Stands for all of them in everything but what they say. */
  readonly sample: ClassFacts;
  readonly usual: Said;
}

/** That a group says something else to a destination than to most. */
export interface Exception {
  readonly group: SourceGroup;
  readonly said: Said;
}

/** The classes as sources: in groups that say the same to any destination, those in buckets. */
export class SourceGroups {
  readonly buckets: readonly SourceBucket[];
  /** The families to look at: one where no rule looks at addresses. */
  readonly families: readonly Family[];
  readonly #sides: Sides;
  readonly #ofClass: readonly SourceGroup[];
  /** What groups say to some classes, by those classes. */
  readonly #exceptions: readonly (Exception[] | undefined)[];
  readonly #none: readonly Exception[] = [];
  readonly #meetings: (readonly number[] | undefined)[] = [];
  /** How many groups there are. */
  readonly size: number;

  constructor(sides: Sides) {
    this.#sides = sides;
    this.families = sides.seesAddresses ? usedFamilies(sides) : [4];
    const lists = new Map<string, ClassFacts[]>();
    for (const facts of sides.classes) {
      const key = `${String(sides.setOf('Egress', facts))} ${kindOf(facts)}`;
      const list = lists.get(key);
      if (list === undefined) lists.set(key, [facts]);
      else list.push(facts);
    }
    const buckets = new Map<string, SourceBucket & { readonly groups: SourceGroup[] }>();
    const ofClass: SourceGroup[] = [];
    let at = 0;
    for (const classes of lists.values()) {
      const sample = classes[0] as ClassFacts;
      const usual = this.families.map(
        (family) =>
          sides.rowOf('Egress', sample, family)?.otherwise ?? sides.shared.outcomes.allowAll,
      );
      const key = `${usual.join()} ${kindOf(sample)}`;
      const bucket = buckets.get(key) ?? { groups: [], sample, usual };
      buckets.set(key, bucket);
      const group = { at: at++, classes, bucket };
      bucket.groups.push(group);
      for (const { id } of classes) ofClass[id] = group;
    }
    this.size = at;
    this.buckets = [...buckets.values()];
    this.#ofClass = ofClass;
    this.#exceptions = this.#findExceptions();
  }

  groupOf(id: number): SourceGroup {
    return this.#ofClass[id] as SourceGroup;
  }

  /** The groups that say something else to a destination than to most. */
  exceptionsFor({ id }: ClassFacts): readonly Exception[] {
    return this.#exceptions[id] ?? this.#none;
  }

  /** The families, as positions in `families`, in which sources of a kind may meet a destination. */
  meetings(source: ClassFacts, destination: ClassFacts): readonly number[] {
    const kinds = codeOf(source.families) * CODES + codeOf(destination.families);
    return (this.#meetings[kinds] ??= this.#meet(source, destination));
  }

  #meet(source: ClassFacts, destination: ClassFacts): readonly number[] {
    const shared = sharedFamilies(this.#sides.cluster, source.families, destination.families);
    // Where no rule looks at addresses, one family stands for all.
    if (!this.#sides.seesAddresses) return shared.length > 0 ? [0] : [];
    return shared.map((family) => this.families.indexOf(family));
  }

  /** Turns the rows of all groups round, so that they can be read by destination. */
  #findExceptions(): (Exception[] | undefined)[] {
    const found: (Exception[] | undefined)[] = [];
    for (const { groups, usual } of this.buckets) {
      for (const group of groups) {
        const sample = group.classes[0] as ClassFacts;
        const rows = this.families.map((family) => this.#sides.rowOf('Egress', sample, family));
        const [row, other] = rows;
        if (row === undefined || row === null) continue;
        const ids = new Set(row.classes);
        for (const id of other?.classes ?? []) ids.add(id);
        for (const id of ids) {
          const said = rows.map(
            (own) => (own === null ? usual[0] : rowOutcome(own, id)) as Outcome,
          );
          const list = found[id];
          if (list === undefined) found[id] = [{ group, said }];
          else list.push({ group, said });
        }
      }
    }
    return found;
  }
}

/** Equal for classes whose connections use the same families and are as local as each other. */
function kindOf({ isHost, isNodeKnown, families }: ClassFacts): string {
  return `${isHost ? 'host' : 'pod'} ${String(isNodeKnown)} ${String(families)}`;
}

/** The families in which any two classes may meet. */
function usedFamilies({ classes, cluster }: Sides): readonly Family[] {
  const used = new Set(classes.flatMap(({ families }) => families ?? inputFamilies(cluster)));
  return ([4, 6] as const).filter((family) => used.has(family));
}

const CODES = 4;

function codeOf(families: readonly Family[] | null): number {
  if (families === null) return 0;
  return families.length === 2 ? 3 : families[0] === 4 ? 1 : 2;
}
