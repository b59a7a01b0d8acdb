import type { ClassEngine, EndClass } from '../../engine/classes/class-engine.ts';
import type { Endpoint } from '../../model/connection.ts';
import type { WorkloadRef } from '../../model/objects.ts';
import { sameSight, SIGHT_PARTS, type Sight } from './diff-sight.ts';

/** An end that a diff can name. */
export type UnitEnd = Extract<Endpoint, { kind: 'pod' | 'node' }>;

/**
 * What keeps its name from version to version: a workload with whatever pods it has, a pod that no
 * workload made, or all nodes together.
 */
export interface Entity {
  readonly kind: 'workload' | 'pod' | 'nodes';
  /** '' for nodes. */
  readonly namespace: string;
  readonly name: string;
  readonly workload: WorkloadRef | null;
  /** Sorts entities by namespace, name and kind; equal in both versions. */
  readonly key: string;
  readonly units: readonly Unit[];
}

/** The pods of an entity that policies cannot tell apart, in either version. */
export interface Unit {
  readonly entity: Entity;
  /** Null where the entity is in the other version only. */
  readonly old: UnitSide | null;
  readonly new: UnitSide | null;
}

/** A unit in one version. */
export interface UnitSide {
  readonly entity: Entity;
  readonly endClass: EndClass;
  /** Never empty; sorted by name. */
  readonly ends: readonly UnitEnd[];
  readonly sight: Sight;
}

/** One version, as far as finding its units needs it. */
export interface Version {
  readonly engine: ClassEngine;
  readonly sightOf: (end: Endpoint) => Sight;
}

interface Draft {
  readonly entity: Omit<Entity, 'units'>;
  readonly old: UnitEnd[];
  readonly new: UnitEnd[];
}

/**
 * The entities of two versions with their units. Pods whose names are known are compared with the
 * pod of their name. Pods with other names than before (a rollout gives new ones) are compared with
 * those of the same workload that are most like them: first such as policies see alike, then such
 * with the most labels in common.
 */
export function findEntities(older: Version, newer: Version): readonly Entity[] {
  const drafts = new Map<string, Draft>();
  const add = (version: Version, side: 'old' | 'new'): void => {
    for (const { ends } of version.engine.classes) {
      for (const end of ends) {
        if (end.kind !== 'pod' && end.kind !== 'node') continue;
        const entity = entityOf(end);
        let draft = drafts.get(entity.key);
        if (draft === undefined) {
          draft = { entity, old: [], new: [] };
          drafts.set(entity.key, draft);
        }
        draft[side].push(end);
      }
    }
  };
  add(older, 'old');
  add(newer, 'new');
  return [...drafts.values()]
    .sort((a, b) => compare(a.entity.key, b.entity.key))
    .map(({ entity, old, new: young }) => {
      const units: Unit[] = [];
      const whole: Entity = { ...entity, units };
      const matched = match(group(whole, older, old), group(whole, newer, young));
      for (const [before, after] of matched) units.push({ entity: whole, old: before, new: after });
      return whole;
    });
}

/** The name of an end within its entity. */
export function memberName(end: UnitEnd): string {
  return end.kind === 'pod' ? end.pod.name : end.node.name;
}

function entityOf(end: UnitEnd): Omit<Entity, 'units'> {
  if (end.kind === 'node') {
    return { kind: 'nodes', namespace: '', name: 'nodes', workload: null, key: '' };
  }
  const { namespace, name, workload } = end.pod;
  if (workload === null) {
    return { kind: 'pod', namespace, name, workload, key: [namespace, name, 'Pod'].join('\0') };
  }
  const key = [namespace, workload.name, workload.kind].join('\0');
  return { kind: 'workload', namespace, name: workload.name, workload, key };
}

function group(entity: Entity, { engine, sightOf }: Version, ends: readonly UnitEnd[]): UnitSide[] {
  const groups = new Map<string, UnitSide & { readonly ends: UnitEnd[] }>();
  for (const end of [...ends].sort((a, b) => compare(memberName(a), memberName(b)))) {
    const endClass = engine.classOf(end);
    if (endClass === null) continue;
    const sight = sightOf(end);
    const parts = [String(endClass.id), ...SIGHT_PARTS.map((part) => sight[part])];
    const key = parts.join('\0');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { entity, endClass, ends: [end], sight });
    else known.ends.push(end);
  }
  return [...groups.values()];
}

type Pair = readonly [UnitSide | null, UnitSide | null];

function match(older: readonly UnitSide[], newer: readonly UnitSide[]): Pair[] {
  if (older.length === 0) return newer.map((side) => [null, side]);
  if (newer.length === 0) return older.map((side) => [side, null]);
  const pairs = new Map<UnitSide, Set<UnitSide>>(older.map((side) => [side, new Set()]));
  const places = new Map<string, UnitSide>();
  for (const side of older) for (const end of named(side)) places.set(memberName(end), side);
  const met = new Set<UnitSide>();
  for (const side of newer) {
    for (const end of named(side)) {
      const before = places.get(memberName(end));
      if (before === undefined) continue;
      pairs.get(before)?.add(side);
      met.add(side);
    }
  }
  for (const side of newer) {
    if (!met.has(side)) pairs.get(mostLike(side, older))?.add(side);
  }
  for (const [side, others] of pairs) {
    if (others.size === 0) others.add(mostLike(side, newer));
  }
  return [...pairs].flatMap(([before, others]) =>
    [...others].map((after): Pair => [before, after]),
  );
}

/** The ends whose names are their own. */
function named({ ends }: UnitSide): readonly UnitEnd[] {
  return ends.filter((end) => end.kind === 'node' || end.pod.identity === 'exact');
}

function mostLike(side: UnitSide, others: readonly UnitSide[]): UnitSide {
  let best: { readonly other: UnitSide; readonly score: number } | null = null;
  for (const other of others) {
    const score = sameSight(side.sight, other.sight) ? Infinity : sharedLabels(side, other);
    if (best === null || score > best.score) best = { other, score };
  }
  return best?.other ?? side;
}

function sharedLabels(a: UnitSide, b: UnitSide): number {
  const [x, y] = [labelsOf(a), labelsOf(b)];
  let shared = 0;
  for (const [key, value] of x) if (y.get(key) === value) shared++;
  return shared;
}

function labelsOf({ ends: [end] }: UnitSide): ReadonlyMap<string, string | null> {
  if (end === undefined) return new Map();
  return end.kind === 'pod' ? end.pod.labels : end.node.labels;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
