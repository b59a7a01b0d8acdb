import type { ChangeEnd, JointUnit, PairChange, ReachChange } from './diff-result.ts';
import type { Entity, UnitSide } from './diff-units.ts';

/** Changes of joints as changes of entities: one where all units of two entities change alike. */
export function pairsOf(
  changes: readonly ReachChange[],
  entities: readonly Entity[],
): PairChange[] {
  const order = new Map(entities.map((entity, index) => [entity, index]));
  const groups = new Map<number, PairChange[]>();
  const rank = (unit: JointUnit | null): number =>
    unit === null ? entities.length : (order.get(unit.entity) ?? 0);
  for (const change of changes) {
    for (const source of unitsOf(change.source)) {
      for (const destination of unitsOf(change.destination)) {
        if (!canConnect(source, destination, change)) continue;
        const key = rank(source) * (entities.length + 1) + rank(destination);
        const group = groups.get(key);
        const pair = { source: listOf(source), destination: listOf(destination), change };
        if (group === undefined) groups.set(key, [pair]);
        else group.push(pair);
      }
    }
  }
  return [...groups].sort(([a], [b]) => a - b).flatMap(([, group]) => mergeAlike(group));
}

function unitsOf(end: ChangeEnd): readonly (JointUnit | null)[] {
  return end.kind === 'joint' ? end.units : [null];
}

function listOf(unit: JointUnit | null): readonly JointUnit[] {
  return unit === null ? [] : [unit];
}

/** Changes of all units of two entities as one, where they are the same for all. */
function mergeAlike(group: readonly PairChange[]): readonly PairChange[] {
  const [first] = group;
  if (first === undefined || group.length === 1) return group;
  const key = reachKey(first.change);
  const sources = new Set(group.flatMap(({ source }) => source));
  const destinations = new Set(group.flatMap(({ destination }) => destination));
  const isAll =
    [sources, destinations].every((units) =>
      [...units].every(({ entity }) => entity.units.length === units.size),
    ) && group.every(({ change }) => reachKey(change) === key);
  const pairs = Math.max(sources.size, 1) * Math.max(destinations.size, 1);
  const missing = pairs - group.length;
  // A pod and itself make no pair.
  const own = [...sources].filter((unit) => destinations.has(unit) && !isSeveral(unit)).length;
  if (!isAll || missing !== own) return group;
  return [{ source: [...sources], destination: [...destinations], change: first.change }];
}

function reachKey({ source, destination, before, after, onOneNode }: ReachChange): string {
  const outside = [source, destination].map((end) =>
    end.kind === 'outside'
      ? end.ranges.map(({ family, first, last }) => [family, first, last].join()).join()
      : '',
  );
  const sets = [before.allowed, before.unknown, after.allowed, after.unknown];
  return JSON.stringify([outside, sets, onOneNode.old, onOneNode.new]);
}

/** False for a pod and itself, and where the ends do not run as the change asks. */
function canConnect(
  source: JointUnit | null,
  destination: JointUnit | null,
  { onOneNode }: ReachChange,
): boolean {
  if (source === null || destination === null) return true;
  if (source === destination && !isSeveral(source)) return false;
  const [old, young] = [onOneNode.old, onOneNode.new];
  if (old === null && young === null) return true;
  const shares = {
    old: shareNode(source.old, destination.old),
    new: shareNode(source.new, destination.new),
  };
  if (old !== null && young !== null) return !(shares.old && shares.new);
  return old === null ? shares.new === young : shares.old === old;
}

function isSeveral(unit: JointUnit): boolean {
  return [unit.old, unit.new].some(isSeveralEnds);
}

/** Whether there may be two different ends. */
export function isSeveralEnds({ ends }: UnitSide): boolean {
  const [first] = ends;
  return ends.length > 1 || (first?.kind === 'pod' && first.pod.identity !== 'exact');
}

function shareNode(a: UnitSide, b: UnitSide): boolean {
  const nodes = new Set(
    [...a.ends, ...b.ends].map((end) => (end.kind === 'pod' ? end.pod.nodeName : end.node.name)),
  );
  return nodes.size === 1 && !nodes.has(null);
}
