import type { ClassIds, Reach, ReachBlock } from './class-engine.ts';
import type { ClassFacts } from './class-table.ts';
import type { Outcome } from './outcomes.ts';
import { rowOutcome, SpecialClasses, type Row } from './rows.ts';
import type { Reaches } from './reaches.ts';
import type { Sides } from './sides.ts';
import { SourceGroups, type Said, type SourceGroup } from './source-groups.ts';

const NONE: ClassIds = { isEmpty: true, has: () => false };

interface BlockWorld {
  readonly sides: Sides;
  readonly reaches: Reaches;
  /** What passes between two classes, whatever has to be asked. */
  readonly elsewhere: (source: ClassFacts, destination: ClassFacts) => Reach;
}

/**
 * Visits every pair of classes between which something may pass. Sources with the same policies go
 * together, but for those of which the destination's policies say something else than of most. The
 * work grows with what rules name and with what passes, not with the number of pairs.
 */
export function visitBlocks(world: BlockWorld, visit: (block: ReachBlock) => void): void {
  const visitor = new BlockVisitor(world, visit);
  for (const destination of world.sides.classes) visitor.visitDestination(destination);
}

class BlockVisitor {
  readonly #world: BlockWorld;
  readonly #visit: (block: ReachBlock) => void;
  readonly #groups: SourceGroups;
  /** By group: how many of its classes the destination names. */
  readonly #taken: Int32Array;
  /** By group: what it says to the destination, where that is not what it says to most. */
  readonly #special: (Said | undefined)[];

  constructor(world: BlockWorld, visit: (block: ReachBlock) => void) {
    this.#world = world;
    this.#visit = visit;
    this.#groups = new SourceGroups(world.sides);
    this.#taken = new Int32Array(this.#groups.size);
    this.#special = Array.from({ length: this.#groups.size });
  }

  visitDestination(destination: ClassFacts): void {
    const groups = this.#groups;
    const rows = groups.families.map((family) =>
      this.#world.sides.rowOf('Ingress', destination, family),
    );
    const named = namedBy(rows);
    const except = named === NOBODY ? NONE : new SpecialClasses(rows.filter((row) => row !== null));
    const exceptions = groups.exceptionsFor(destination);
    for (const { group, said } of exceptions) this.#special[group.at] = said;
    const heard: Outcome[] = [];
    for (let i = 0; i < named.length; i++) {
      const id = named[i] as number;
      const group = groups.groupOf(id);
      this.#taken[group.at] = (this.#taken[group.at] as number) + 1;
      for (const [at, row] of rows.entries()) {
        // The first row's classes come first, in its order.
        heard[at] =
          row === null
            ? -1
            : at === 0 && row.classes[i] === id
              ? (row.outcomes[i] as Outcome)
              : rowOutcome(row, id);
      }
      this.#visitNamed(id, this.#special[group.at] ?? group.bucket.usual, destination, heard);
    }
    const usual = rows.map((row) => row?.otherwise ?? this.#world.sides.shared.outcomes.allowAll);
    const visitGroup = (group: SourceGroup, said: Said): void => {
      this.#visitGroup(group, said, destination, usual, except);
    };
    for (const { group, said } of exceptions) visitGroup(group, said);
    for (const bucket of groups.buckets) {
      const reach = this.#reach(bucket.sample, bucket.usual, destination, usual);
      if (reach === this.#world.reaches.nothing) continue;
      for (const group of bucket.groups) {
        if (this.#special[group.at] === undefined) visitGroup(group, bucket.usual);
      }
    }
    for (const { group } of exceptions) this.#special[group.at] = undefined;
    for (const id of named) this.#taken[groups.groupOf(id).at] = 0;
  }

  #visitNamed(id: number, said: Said, destination: ClassFacts, heard: Said): void {
    const source = this.#world.sides.classes[id] as ClassFacts;
    const reach =
      this.#reach(source, said, destination, heard) ?? this.#world.elsewhere(source, destination);
    if (reach !== this.#world.reaches.nothing) {
      this.#visit({ classes: [source], except: NONE, destination, reach });
    }
  }

  #visitGroup(
    group: SourceGroup,
    said: Said,
    destination: ClassFacts,
    heard: Said,
    except: ClassIds,
  ): void {
    const { classes } = group;
    if (this.#taken[group.at] === classes.length) return;
    const reach = this.#reach(classes[0] as ClassFacts, said, destination, heard);
    if (reach === null) {
      for (const { id } of classes) {
        if (!except.has(id)) this.#visitNamed(id, said, destination, heard);
      }
    } else if (reach !== this.#world.reaches.nothing) {
      this.#visit({ classes, except, destination, reach });
    }
  }

  /** What passes; null where each pair has to be asked about. */
  #reach(source: ClassFacts, said: Said, destination: ClassFacts, heard: Said): Reach | null {
    const { sides, reaches } = this.#world;
    const { outcomes } = sides.shared;
    let one: Outcome | null = null;
    let other: Outcome | null = null;
    for (const at of this.#groups.meetings(source, destination)) {
      one = other;
      other = outcomes.both(
        sides.unlessLocal(said[at] as Outcome, source, destination),
        sides.unlessLocal(heard[at] as Outcome, destination, source),
      );
    }
    if (other === null) return reaches.nothing;
    if (outcomes.isInexact(other) || (one !== null && outcomes.isInexact(one))) return null;
    return reaches.ofOutcomes(one ?? other, other);
  }
}

const NOBODY: readonly number[] = [];

/** The classes of which rows say something special: those of the first, then those of the second. */
function namedBy([row = null, other = row]: readonly (Row | null)[]): ArrayLike<number> &
  Iterable<number> {
  if (row === null || other === null) return NOBODY;
  return other === row ? row.classes : [...new Set([...row.classes, ...other.classes])];
}
