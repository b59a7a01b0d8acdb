import type { ClassEngine, EndClass } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Direction } from '../../model/policy.ts';
import { pairsOf } from './diff-merge.ts';
import { outsideChanges, type BeforeAfter } from './diff-outside.ts';
import type { ChangeEnd, Diff, Joint, JointUnit, PairChange, ReachChange } from './diff-result.ts';
import { sameSight } from './diff-sight.ts';
import type { Entity, Unit } from './diff-units.ts';

type Base = Pick<Diff, 'old' | 'new' | 'contents'>;

/** A joint with its classes and the ports that are asked for on it. */
interface Part extends Joint {
  readonly units: JointUnit[];
  readonly classes: Readonly<Record<'old' | 'new', EndClass>>;
  readonly masks: Readonly<Record<'old' | 'new', PortSet>>;
}

/** Every pair of entities between which something passes differently, sorted by name. */
export function changedPairs(
  base: Base,
  entities: readonly Entity[],
  onProgress?: (done: number, total: number) => void,
): readonly PairChange[] {
  const parts = partsOf(base, entities);
  const changes = [...innerChanges(base, parts, onProgress), ...outerChanges(base, parts)];
  return changes.length === 0 ? [] : pairsOf(changes, entities);
}

function partsOf({ old: older, new: newer }: Base, entities: readonly Entity[]): Part[] {
  const parts = new Map<string, Part>();
  for (const unit of entities.flatMap(({ units }) => units)) {
    if (!isJoint(unit)) continue;
    const isOther = !sameSight(unit.old.sight, unit.new.sight);
    const masks = { old: older.maskAt(unit.old), new: newer.maskAt(unit.new) };
    const classes = { old: unit.old.endClass, new: unit.new.endClass };
    const ids = [classes.old.id, classes.new.id, masks.old, masks.new];
    const key = `${ids.join()} ${String(isOther)}`;
    const known = parts.get(key);
    if (known === undefined) {
      parts.set(key, { kind: 'joint', units: [unit], isOther, classes, masks });
    } else known.units.push(unit);
  }
  return [...parts.values()];
}

function isJoint(unit: Unit): unit is JointUnit {
  return unit.old !== null && unit.new !== null;
}

/** Changes between pods and nodes. Pairs of which nothing that takes part is new are not looked at. */
function innerChanges(
  base: Base,
  parts: readonly Part[],
  onProgress?: (done: number, total: number) => void,
): ReachChange[] {
  const changes: ReachChange[] = [];
  const add = (source: Part, destination: Part): void => {
    for (const onOneNode of nodeCases(base, source, destination)) {
      const was = reachOf(base.old.engine, 'old', source, destination, onOneNode.old);
      const is = reachOf(base.new.engine, 'new', source, destination, onOneNode.new);
      const { masks } = destination;
      // Most pairs end here, before anything is made of them.
      if (masks.old === masks.new && isSame(was, is)) continue;
      const before = cut(base.old.engine, was, masks.old);
      const after = cut(base.new.engine, is, masks.new);
      if (isSame(before, after)) continue;
      changes.push(changeOf(base, { source, destination, before, after, onOneNode }));
    }
  };
  const isNew = isNewFor(base);
  const sources = new Set(parts.filter((part) => isNew(part, 'Egress')));
  const destinations = parts.filter((part) => isNew(part, 'Ingress'));
  for (const [at, source] of parts.entries()) {
    for (const destination of sources.has(source) ? parts : destinations) add(source, destination);
    onProgress?.(at, parts.length);
  }
  return changes;
}

type NodeCase = ReachChange['onOneNode'];
const ANYWHERE: NodeCase = { old: null, new: null };
const ELSEWHERE: readonly NodeCase[] = [ANYWHERE];

/**
 * What may be the case of the nodes that two ends run on. Where it counts in both versions, only
 * ends on different nodes are of interest: on one node everything passes, in both.
 */
function nodeCases(base: Base, source: Part, destination: Part): readonly NodeCase[] {
  if (!isHost(source) && !isHost(destination)) return ELSEWHERE;
  const [before, after] = (['old', 'new'] as const).map((side) => {
    const [from, to] = [source.classes[side], destination.classes[side]];
    return base[side].engine.canMeet(from, to) && base[side].engine.nodesCount(from, to);
  });
  if (before === true && after === true) return [{ old: false, new: false }];
  if (before === true) return [true, false].map((old) => ({ old, new: null }));
  if (after === true) return [true, false].map((own) => ({ old: null, new: own }));
  return ELSEWHERE;
}

function isHost({ classes }: Part): boolean {
  return classes.old.isHost || classes.new.isHost;
}

function outerChanges(base: Base, parts: readonly Part[]): ReachChange[] {
  const isNew = isNewFor(base);
  const outside = { old: base.old.maskAt(null), new: base.new.maskAt(null) };
  const found: ReachChange[] = [];
  for (const part of parts) {
    for (const direction of ['Egress', 'Ingress'] as const) {
      if (!isNew(part, direction)) continue;
      const masks = direction === 'Egress' ? outside : part.masks;
      const reach = (side: 'old' | 'new') =>
        direction === 'Egress'
          ? base[side].engine.toOutside(part.classes[side])
          : base[side].engine.fromOutside(part.classes[side]);
      const masked = (side: 'old' | 'new', own: BeforeAfter['before']) =>
        cut(base[side].engine, own, masks[side]);
      for (const change of outsideChanges(reach('old'), reach('new'), masked)) {
        const { ranges, before, after } = change;
        const address: ChangeEnd = { kind: 'outside', ranges };
        const [source, destination] = direction === 'Egress' ? [part, address] : [address, part];
        found.push(changeOf(base, { source, destination, before, after, onOneNode: ANYWHERE }));
      }
    }
  }
  return found;
}

/** Whether a joint's policies in a direction, or what policies see of it, is not what it was. */
function isNewFor({ old: older, new: newer, contents }: Base) {
  const known = { old: new Map<string, string>(), new: new Map<string, string>() };
  const textOf = (side: 'old' | 'new', endClass: EndClass, direction: Direction): string => {
    const key = `${String(endClass.id)} ${direction}`;
    let text = known[side].get(key);
    if (text === undefined) {
      const { engine } = side === 'old' ? older : newer;
      const policies = engine.policiesOf(endClass, direction);
      // Each number says when its policy is asked; those that are asked together have no order.
      const numbers = policies.map((policy) => contents.policy(policy, direction));
      text = numbers.sort((a, b) => a - b).join();
      known[side].set(key, text);
    }
    return text;
  };
  return ({ isOther, classes }: Part, direction: Direction): boolean =>
    isOther || textOf('old', classes.old, direction) !== textOf('new', classes.new, direction);
}

function reachOf(
  engine: ClassEngine,
  side: 'old' | 'new',
  source: Part,
  destination: Part,
  onOneNode: boolean | null,
): BeforeAfter['before'] {
  return reachBetween(engine, source.classes[side], destination.classes[side], onOneNode);
}

function isSame(a: BeforeAfter['before'], b: BeforeAfter['before']): boolean {
  return a.allowed === b.allowed && a.unknown === b.unknown;
}

/** What passes between two classes: nothing without a common family; where nodes count, on one node or on different ones. */
export function reachBetween(
  engine: ClassEngine,
  source: EndClass,
  destination: EndClass,
  onOneNode: boolean | null,
): BeforeAfter['before'] {
  if (onOneNode !== true) return engine.between(source, destination);
  return engine.canMeet(source, destination)
    ? engine.between(source, destination, 'same-node')
    : { allowed: engine.ports.none, unknown: engine.ports.none };
}

/** A reach with only the ports of a set. */
export function cut(
  { ports }: ClassEngine,
  { allowed, unknown }: BeforeAfter['before'],
  mask: PortSet,
): BeforeAfter['before'] {
  return {
    allowed: ports.intersection(allowed, mask),
    unknown: ports.intersection(unknown, mask),
  };
}

function changeOf({ old: { engine } }: Base, parts: Omit<ReachChange, 'up' | 'down'>): ReachChange {
  const { ports } = engine;
  const rises = (a: BeforeAfter['before'], b: BeforeAfter['before']): PortSet =>
    ports.union(
      ports.difference(b.allowed, a.allowed),
      ports.difference(ports.difference(b.unknown, a.allowed), a.unknown),
    );
  const { before, after } = parts;
  return { ...parts, up: rises(before, after), down: rises(after, before) };
}
