import type { ClassEngine, EndClass } from '../../engine/classes/class-engine.ts';
import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Family } from '../../model/ip.ts';
import type { Service } from '../../model/objects.ts';
import { compareNames, endText, UnitNames } from './group-names.ts';
import type { Grouping } from './question.ts';
import type { SelectedEnd, Selection, Side } from './select.ts';

/** Ends of a group that no policy tells apart and that are asked alike. */
export interface Part {
  /** Null for a DNS name, of which policies know nothing. */
  readonly class: EndClass | null;
  /** Sorted by name; never empty. */
  readonly ends: readonly SelectedEnd['end'][];
  /** The ports that are asked of them as destinations. */
  readonly ports: PortSet;
  readonly families: readonly Family[] | null;
}

/** Ends that are told of together. */
export interface Group {
  readonly kind: 'workload' | 'pod' | 'node' | 'hostname' | 'namespace' | 'class';
  /** `shop/deploy/web`; unlike that of every other group of its side that has the same `via`. */
  readonly text: string;
  readonly namespace: string | null;
  /** The Service that leads to it. */
  readonly via: Service | null;
  /** More than one only in the groups of namespaces. */
  readonly parts: readonly [Part, ...Part[]];
}

/** The ends of both sides of a selection in groups, each sorted by name. */
export function groupsOf(
  engine: ClassEngine,
  selection: Selection,
  by: Grouping,
): { readonly sources: readonly Group[]; readonly destinations: readonly Group[] } {
  const names = new UnitNames(engine, by === 'pod');
  return {
    sources: sideGroups(engine, selection.sources, by, names, false),
    destinations: sideGroups(engine, selection.destinations, by, names, true),
  };
}

interface Unit {
  readonly kind: Group['kind'];
  readonly text: string;
  readonly namespace: string | null;
  readonly via: Service | null;
  readonly part: Part;
}

function sideGroups(
  engine: ClassEngine,
  { ends }: Side,
  by: Grouping,
  names: UnitNames,
  isDestination: boolean,
): Group[] {
  const units = unitsOf(engine, ends, names, isDestination);
  switch (by) {
    case 'workload':
    case 'pod':
      return units.map(({ part, ...unit }) => ({ ...unit, parts: [part] }));
    case 'class':
      return together(units, ({ part, via }) => {
        return [part.class?.id, part.ports, via?.name, part.families].join(' ');
      }).map((own) => classGroup(own));
    case 'namespace':
      return together(units, ({ namespace, text, via }) =>
        JSON.stringify([namespace ?? text, namespace === null, via?.namespace, via?.name]),
      ).map((own) => namespaceGroup(own, names));
  }
}

/** Pods of one workload, or one pod, that no policy tells apart and that are asked alike. */
function unitsOf(
  engine: ClassEngine,
  selected: readonly SelectedEnd[],
  names: UnitNames,
  isDestination: boolean,
): Unit[] {
  const portSets = new Map<SelectedEnd['ports'], PortSet>();
  const units = new Map<string, { readonly first: SelectedEnd; ends: SelectedEnd['end'][] }>();
  for (const one of selected) {
    const { end, via, families } = one;
    const own = end.kind === 'hostname' ? null : engine.classOf(end);
    let ports = portSets.get(one.ports);
    if (ports === undefined) {
      ports = isDestination ? engine.ports.of(one.ports.ranges, one.ports.icmp) : engine.ports.all;
      portSets.set(one.ports, ports);
    }
    const service = via === null ? '' : `${via.namespace}/${via.name}`;
    const apart = [own?.id ?? '', isDestination ? ports : '', service, families ?? ''].join(' ');
    const key = `${names.unitOf(end)} ${apart}`;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, { first: one, ends: [end] });
    else unit.ends.push(end);
  }
  const made = [...units.values()].map(({ first, ends }): Unit => {
    const sorted = [...new Set(ends)].sort((a, b) => compareNames(endText(a), endText(b)));
    const { end, via, families } = first;
    return {
      ...names.nameOf(sorted),
      via,
      part: {
        class: end.kind === 'hostname' ? null : engine.classOf(end),
        ends: sorted,
        ports: portSets.get(first.ports) ?? engine.ports.none,
        families,
      },
    };
  });
  return sortedUnits(mergePorts(engine, made));
}

/** A backend that a Service reaches on several ports is one destination. */
function mergePorts(engine: ClassEngine, units: readonly Unit[]): Unit[] {
  const merged = new Map<string, Unit>();
  for (const unit of units) {
    const { text, via, part } = unit;
    const service = via === null ? part.ports : `${via.namespace}/${via.name}`;
    const key = [text, service, part.class?.id, part.families].join(' ');
    const other = merged.get(key)?.part.ports ?? engine.ports.none;
    merged.set(key, { ...unit, part: { ...part, ports: engine.ports.union(part.ports, other) } });
  }
  return [...merged.values()];
}

function sortedUnits(units: readonly Unit[]): Unit[] {
  const via = (unit: Unit): string =>
    unit.via === null ? '' : `${unit.via.namespace}/${unit.via.name}`;
  return [...units].sort((a, b) => compareNames(a.text, b.text) || compareNames(via(a), via(b)));
}

/** Items with equal keys together, in the order of the first of each. */
function together<T>(items: readonly T[], keyOf: (item: T) => string): (readonly [T, ...T[]])[] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups.values()];
}

function classGroup(units: readonly [Unit, ...Unit[]]): Group {
  const [first] = units;
  const namespaces = new Set(units.map(({ namespace }) => namespace));
  if (units.length === 1) return { ...withoutPart(first), parts: [first.part] };
  return {
    kind: 'class',
    text: `${first.text} and ${String(units.length - 1)} more`,
    namespace: namespaces.size === 1 ? first.namespace : null,
    via: first.via,
    parts: [{ ...first.part, ends: units.flatMap(({ part }) => part.ends) }],
  };
}

function namespaceGroup(units: readonly [Unit, ...Unit[]], names: UnitNames): Group {
  const [first, ...rest] = units;
  const { namespace } = first;
  const parts: [Part, ...Part[]] = [first.part];
  for (const { part } of rest) {
    const at = parts.findIndex(
      (own) =>
        own.class === part.class && own.ports === part.ports && own.families === part.families,
    );
    const own = parts[at];
    if (own === undefined || part.class === null) parts.push(part);
    else parts[at] = { ...own, ends: [...own.ends, ...part.ends] };
  }
  if (namespace === null) return { ...withoutPart(first), parts };
  const count = parts.reduce((sum, { ends }) => sum + ends.length, 0);
  const all = names.podsIn(namespace);
  const text = `${namespace}/*`;
  return {
    kind: 'namespace',
    text: count === all ? text : `${text} (${String(count)} of ${String(all)} pods)`,
    namespace,
    via: first.via,
    parts,
  };
}

function withoutPart({ kind, text, namespace, via }: Unit): Omit<Group, 'parts'> {
  return { kind, text, namespace, via };
}
