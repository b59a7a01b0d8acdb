import type { Reach, ReachBlock } from './class-engine.ts';
import type { ClassFacts } from './class-table.ts';
import type { ClassedCluster } from './create.ts';
import type { Outcome } from './outcomes.ts';
import type { Row } from './rows.ts';
import { SourceGroups, type Said, type SourceGroup } from './source-groups.ts';

const NONE: ReadonlySet<number> = new Set();

/**
 * Visits every pair of classes between which something may pass. Sources with the same policies go
 * together, but for those of which the destination's policies say something else than of most. The
 * work grows with what rules name and with what passes, not with the number of pairs.
 */
export function visitBlocks(engine: ClassedCluster, visit: (block: ReachBlock) => void): void {
  const visitor = new BlockVisitor(engine, visit);
  for (const destination of engine.classes) visitor.visitDestination(destination);
}

/** What the destination's policies say to sources, in each family that is looked at. */
interface Heard {
  readonly rows: readonly (Row | null)[];
  /** Classes to which they say something else than to most. */
  readonly named: ReadonlySet<number>;
}

class BlockVisitor {
  readonly #engine: ClassedCluster;
  readonly #visit: (block: ReachBlock) => void;
  readonly #groups: SourceGroups;
  readonly #named = new WeakMap<Row, ReadonlySet<number>>();
  /** How many classes of each group the destination names. */
  readonly #taken = new Map<SourceGroup, number>();

  constructor(engine: ClassedCluster, visit: (block: ReachBlock) => void) {
    this.#engine = engine;
    this.#visit = visit;
    this.#groups = new SourceGroups(engine);
  }

  visitDestination(destination: ClassFacts): void {
    const rows = this.#groups.families.map((family) =>
      this.#engine.rowOf('Ingress', destination, family),
    );
    const heard = { rows, named: this.#namedBy(rows) };
    const special = new Map<SourceGroup, Said>();
    for (const { group, said } of this.#groups.exceptionsFor(destination)) special.set(group, said);
    this.#taken.clear();
    for (const id of heard.named) {
      const group = this.#groups.groupOf(id);
      this.#taken.set(group, (this.#taken.get(group) ?? 0) + 1);
      const source = this.#engine.classes[id] as ClassFacts;
      const said = special.get(group) ?? group.bucket.usual;
      this.#visitClasses([source], said, destination, heard, id);
    }
    for (const [group, said] of special) this.#visitGroup(group, said, destination, heard);
    for (const { groups, sample, usual } of this.#groups.buckets) {
      const reach = this.#reach(sample, usual, destination, heard, null);
      if (reach !== null && !this.#isSomething(reach)) continue;
      for (const group of groups) {
        if (!special.has(group)) this.#visitGroup(group, usual, destination, heard);
      }
    }
  }

  #visitGroup(group: SourceGroup, said: Said, destination: ClassFacts, heard: Heard): void {
    const { classes } = group;
    if (this.#taken.get(group) === classes.length) return;
    this.#visitClasses(classes, said, destination, heard, null);
  }

  /** @param id the class, where the destination's policies name it */
  #visitClasses(
    classes: readonly ClassFacts[],
    said: Said,
    destination: ClassFacts,
    heard: Heard,
    id: number | null,
  ): void {
    const except = id === null ? heard.named : NONE;
    const sample = classes[0] as ClassFacts;
    const reach = this.#reach(sample, said, destination, heard, id);
    if (reach !== null) {
      if (this.#isSomething(reach)) this.#visit({ classes, except, destination, reach });
      return;
    }
    for (const source of classes) {
      if (except.has(source.id)) continue;
      const own = this.#engine.between(source, destination);
      if (this.#isSomething(own)) {
        this.#visit({ classes: [source], except: NONE, destination, reach: own });
      }
    }
  }

  /** What passes; null where each pair has to be asked about. */
  #reach(
    source: ClassFacts,
    said: Said,
    destination: ClassFacts,
    { rows }: Heard,
    id: number | null,
  ): Reach | null {
    const engine = this.#engine;
    const { outcomes } = engine;
    let one: Outcome | null = null;
    let other: Outcome | null = null;
    for (const at of this.#groups.meetings(source, destination)) {
      one = other;
      other = outcomes.both(
        engine.unlessLocal(said[at] as Outcome, source, destination),
        engine.heard(rows[at] ?? null, id, source, destination),
      );
    }
    if (other === null) return engine.reachOf(engine.ports.none, engine.ports.none);
    if (outcomes.isInexact(other) || (one !== null && outcomes.isInexact(one))) return null;
    return engine.reachIn(one ?? other, other);
  }

  /** The classes of which the rows say something else than of most. */
  #namedBy(rows: readonly (Row | null)[]): ReadonlySet<number> {
    const [row = null, other = row] = rows;
    if (row === null || other === null) return NONE;
    if (other !== row) return new Set([...row.classes, ...other.classes]);
    let named = this.#named.get(row);
    if (named === undefined) {
      named = new Set(row.classes);
      this.#named.set(row, named);
    }
    return named;
  }

  #isSomething({ allowed, unknown }: Reach): boolean {
    const { none } = this.#engine.ports;
    return allowed !== none || unknown !== none;
  }
}
