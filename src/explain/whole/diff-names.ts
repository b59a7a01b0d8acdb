import type { ClassEngine } from '../../engine/classes/class-engine.ts';
import type { IpRange } from '../../model/ip.ts';
import { UnitNames } from '../../query/whole/group-names.ts';
import { memberName, type UnitEnd, type UnitSide } from '../../query/whole/diff-units.ts';
import type { DiffEnd } from './diff-data.ts';
import { outsideText } from './end-text.ts';

/** Names of ends that are put together; the others are counted. */
const MOST_NAMES = 3;

/** Puts the units of one version into words. */
export class DiffNames {
  readonly #names: UnitNames;

  constructor(engine: ClassEngine) {
    this.#names = new UnitNames(engine, false);
  }

  /** Units of one entity, which may be all that it has. */
  endOf(sides: readonly UnitSide[]): DiffEnd {
    const ends = [...new Set(sides.flatMap((side) => side.ends))];
    const members = ends.map(memberName).sort();
    const [first] = ends;
    if (first?.kind === 'node') {
      return { kind: 'node', text: nodesText(ends, sides), namespace: null, members };
    }
    const { kind, text, namespace } = this.#names.nameOf(ends);
    return { kind: kind === 'workload' ? 'workload' : 'pod', text, namespace, members };
  }
}

/** Addresses that nobody has. */
export function outsideEnd(ranges: readonly IpRange[]): DiffEnd {
  const { text, ranges: members } = outsideText(ranges);
  return { kind: 'outside', text, namespace: null, members };
}

function nodesText(ends: readonly UnitEnd[], [side]: readonly UnitSide[]): string {
  const names = ends.map(memberName).sort();
  const all = side?.entity.units.flatMap((unit) => (unit.new ?? unit.old)?.ends ?? []);
  if (names.length > 1 && new Set(all).size === names.length) return 'every node';
  if (names.length <= MOST_NAMES) return names.map((name) => `node:${name}`).join(', ');
  const shown = names.slice(0, MOST_NAMES - 1).map((name) => `node:${name}`);
  return `${shown.join(', ')} and ${String(names.length - shown.length)} more nodes`;
}
