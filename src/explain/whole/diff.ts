import type { PortSet } from '../../engine/classes/port-sets.ts';
import type { Locator } from '../../model/source.ts';
import type {
  Diff,
  LoneReach,
  LoneUnit,
  PairChange,
  ReachChange,
} from '../../query/whole/diff-result.ts';
import { CauseTexts, type TextVersion } from './diff-cause-texts.ts';
import { rawCauses, type RawCause } from './diff-causes.ts';
import type {
  Cause,
  ConnectionChange,
  DiffCounts,
  DiffData,
  DiffEnd,
  LoneEnd,
  LonePeers,
  OpenPorts,
  VersionName,
} from './diff-data.ts';
import { DiffNames, outsideEnd } from './diff-names.ts';
import { diffNotes } from './diff-notes.ts';
import type { SideName } from './diff-samples.ts';
import { portsTexts, type PortsTextOf } from './ports-text.ts';

/** What the words of a diff need of one version, beside the diff itself. */
export interface VersionSource {
  readonly name: VersionName;
  readonly locator: Locator;
}

/**
 * Puts the difference between two versions into words: what passes differently between which ends,
 * the exact ports before and after, and the edit that did it. Causes are found when looked at. It
 * decides nothing.
 */
export function explainDiff(
  diff: Diff,
  versions: Readonly<Record<SideName, VersionSource>>,
): DiffData {
  return new DiffExplainer(diff, versions).data();
}

class DiffExplainer {
  readonly #diff: Diff;
  readonly #versions: Readonly<Record<SideName, TextVersion>>;
  readonly #ports: PortsTextOf;
  readonly #texts: CauseTexts;
  /** Causes that are the same for all units of a change. */
  readonly #raw = new WeakMap<ReachChange, Partial<Record<Cause['effect'], readonly RawCause[]>>>();

  constructor(diff: Diff, versions: Readonly<Record<SideName, VersionSource>>) {
    this.#diff = diff;
    const withNames = (side: SideName): TextVersion => {
      return { ...versions[side], names: new DiffNames(diff[side].engine) };
    };
    this.#versions = { old: withNames('old'), new: withNames('new') };
    this.#ports = portsTexts(diff.new.engine.ports);
    this.#texts = new CauseTexts(diff, this.#versions);
  }

  data(): DiffData {
    const { question, pairs, added, removed } = this.#diff;
    const changes = pairs.map((pair) => this.#change(pair));
    return {
      old: this.#versions.old.name,
      new: this.#versions.new.name,
      question: { ports: question.ports, family: question.family },
      counts: countsOf(changes, this.#diff),
      changes,
      added: added.map((unit) => this.#lone(unit, 'new')),
      removed: removed.map((unit) => this.#lone(unit, 'old')),
      notes: diffNotes(this.#diff),
    };
  }

  #change(pair: PairChange): ConnectionChange {
    const { change } = pair;
    const { none } = this.#diff.new.engine.ports;
    let causes: readonly Cause[] | null = null;
    const find = (): readonly Cause[] => [
      ...(change.up === none ? [] : this.#causes(pair, 'opens')),
      ...(change.down === none ? [] : this.#causes(pair, 'closes')),
    ];
    return {
      kind: change.down === none ? 'opened' : change.up === none ? 'closed' : 'changed',
      from: this.#endOf(pair, 'source'),
      to: this.#endOf(pair, 'destination'),
      where: whereOf(change),
      before: this.#open(change.before),
      after: this.#open(change.after),
      opened: this.#ports(change.up),
      closed: this.#ports(change.down),
      get causes() {
        return (causes ??= find());
      },
    };
  }

  #endOf(pair: PairChange, role: 'source' | 'destination'): DiffEnd {
    const end = pair.change[role];
    if (end.kind === 'outside') return outsideEnd(end.ranges);
    return this.#versions.new.names.endOf(pair[role].map((unit) => unit.new));
  }

  #causes(pair: PairChange, effect: Cause['effect']): readonly Cause[] {
    const { change } = pair;
    const { source, destination } = change;
    const isOther = [source, destination].some((end) => end.kind === 'joint' && end.isOther);
    const known = this.#raw.get(change) ?? {};
    const raw = known[effect] ?? rawCauses(this.#diff, pair, effect);
    if (!isOther) this.#raw.set(change, { ...known, [effect]: raw });
    const causes = raw.map((one) => this.#texts.causeOf(one, pair, effect));
    // Two rules of one version may come to the same words in the other.
    return [
      ...new Map(causes.map((cause) => [`${String(cause.end)} ${cause.text}`, cause])).values(),
    ];
  }

  #open({ allowed, unknown }: { allowed: PortSet; unknown: PortSet }): OpenPorts {
    return { allowed: this.#ports(allowed), unknown: this.#ports(unknown) };
  }

  #lone({ side, to, from }: LoneUnit, version: SideName): LoneEnd {
    const [end] = side.ends;
    const object = end?.kind === 'node' ? end.node : end?.pod;
    const source = object?.source ?? null;
    return {
      end: this.#versions[version].names.endOf([side]),
      place:
        source === null ? null : this.#texts.place(version, source, ['metadata', 'name'], 'key'),
      to: to.map((reach) => this.#peers(reach, version)),
      from: from.map((reach) => this.#peers(reach, version)),
    };
  }

  #peers(reach: LoneReach, version: SideName): LonePeers {
    const { names } = this.#versions[version];
    return {
      ports: this.#open(reach.reach),
      where: reach.acrossNodes ? 'other-nodes' : null,
      isEveryBut: reach.isEveryBut,
      peers: reach.peers.map((peer) => names.endOf([peer]).text),
      outside: reach.outside.length === 0 ? [] : [outsideEnd(reach.outside).text],
    };
  }
}

function whereOf({ onOneNode }: ReachChange): ConnectionChange['where'] {
  const known = [onOneNode.old, onOneNode.new].filter((own) => own !== null);
  if (known.length === 0) return null;
  return known.includes(false) ? 'other-nodes' : 'same-node';
}

function countsOf(changes: readonly ConnectionChange[], diff: Diff): DiffCounts {
  const count = (kind: ConnectionChange['kind']): number =>
    changes.filter((change) => change.kind === kind).length;
  const connects = (units: readonly LoneUnit[]): boolean =>
    units.some(({ to, from }) => to.length + from.length > 0);
  return {
    opened: count('opened'),
    closed: count('closed'),
    changed: count('changed'),
    added: entitiesOf(diff.added),
    removed: entitiesOf(diff.removed),
    addedConnects: connects(diff.added),
    removedConnected: connects(diff.removed),
  };
}

function entitiesOf(units: readonly LoneUnit[]): number {
  return new Set(units.map(({ side }) => side.entity)).size;
}
