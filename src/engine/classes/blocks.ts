import type { Family } from '../../model/ip.ts';
import type { ReachBlock } from './class-engine.ts';
import type { ClassFacts } from './class-table.ts';
import type { ClassedCluster } from './create.ts';
import type { Outcome } from './outcomes.ts';

/** Sources that no destination's policies name by themselves say the same to each destination. */
interface SourceGroup {
  readonly classes: readonly ClassFacts[];
  readonly sample: ClassFacts;
}

/**
 * Visits every pair of classes between which something may pass. The work depends on the number of
 * blocks and on what rules name, not on the number of pairs.
 */
export function visitBlocks(engine: ClassedCluster, visit: (block: ReachBlock) => void): void {
  const groups = sourceGroups(engine);
  for (const destination of engine.classes) {
    const named = namedSources(engine, destination);
    for (const id of named) {
      const source = engine.classes[id] as ClassFacts;
      visitOne(engine, source, destination, visit);
    }
    for (const { classes, sample } of groups) {
      const usual = usualOutcome(engine, sample, destination);
      if (usual === null) {
        for (const source of classes) {
          if (!named.has(source.id)) visitOne(engine, source, destination, visit);
        }
        continue;
      }
      const reach = engine.reachIn(...usual);
      if (isNothing(engine, reach)) continue;
      if (classes.some(({ id }) => !named.has(id))) {
        visit({ classes, except: named, destination, reach });
      }
    }
  }
}

function visitOne(
  engine: ClassedCluster,
  source: ClassFacts,
  destination: ClassFacts,
  visit: (block: ReachBlock) => void,
): void {
  const reach = engine.between(source, destination);
  if (!isNothing(engine, reach)) visit({ classes: [source], except: NONE, destination, reach });
}

const NONE: ReadonlySet<number> = new Set();

function isNothing(engine: ClassedCluster, reach: ReachBlock['reach']): boolean {
  const { none } = engine.ports;
  return reach.allowed === none && reach.unknown === none;
}

/** Sources with the same policies, families and kind. */
function sourceGroups(engine: ClassedCluster): SourceGroup[] {
  const groups = new Map<string, ClassFacts[]>();
  for (const facts of engine.classes) {
    const { isHost, isNodeKnown, families } = facts;
    const local = isHost ? (isNodeKnown ? 'host' : 'some host') : isNodeKnown ? 'pod' : 'some pod';
    const key = [engine.setOf('Egress', facts), local, families?.join('')].join();
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [facts]);
    else group.push(facts);
  }
  return [...groups.values()].map((classes) => ({ classes, sample: classes[0] as ClassFacts }));
}

/** The classes to which the destination's policies say something else than to most. */
function namedSources(engine: ClassedCluster, destination: ClassFacts): ReadonlySet<number> {
  const plan = engine.planOf('Ingress', destination);
  if (plan === null) return NONE;
  const families: readonly Family[] = plan.seesAddresses ? [4, 6] : [4];
  const rows = families.map((family) => engine.rowOf('Ingress', destination, family));
  return new Set(rows.flatMap((row) => [...(row?.classes ?? [])]));
}

/** The outcomes in the families of a group's connections; null where only pairs can be asked. */
function usualOutcome(
  engine: ClassedCluster,
  source: ClassFacts,
  destination: ClassFacts,
): [Outcome, Outcome] | null {
  const { outcomes } = engine;
  const found = engine.familiesOf(source, destination).map((family) => {
    const row = engine.rowOf('Ingress', destination, family);
    let ingress = row?.otherwise ?? outcomes.allowAll;
    if (row !== null && source.isHost && !(source.isNodeKnown && destination.isNodeKnown)) {
      ingress = outcomes.orAllow(ingress);
    }
    return outcomes.both(engine.said('Egress', source, destination, family), ingress);
  });
  const [one, other = one] = found;
  if (one === undefined || other === undefined) {
    return [
      outcomes.of(engine.ports.none, engine.ports.all, false),
      outcomes.of(engine.ports.none, engine.ports.all, false),
    ];
  }
  return outcomes.isInexact(one) || outcomes.isInexact(other) ? null : [one, other];
}
