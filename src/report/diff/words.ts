import { counted, listing } from '../../explain/names.ts';
import type {
  Cause,
  ConnectionChange,
  DiffCounts,
  DiffData,
  DiffPlace,
  LonePeers,
  OpenPorts,
} from '../../explain/whole/diff-data.ts';
import { placeText } from '../page.ts';

/** Words that several formats of `diff` share. */

/** `2 opened, 1 closed; 1 workload added`, or `no difference`. */
export function countsText({ opened, closed, changed, added, removed }: DiffCounts): string {
  const connections = [
    [opened, 'opened'],
    [closed, 'closed'],
    [changed, 'changed'],
  ] as const;
  const ends = [
    [added, 'added'],
    [removed, 'removed'],
  ] as const;
  const parts = [
    connections.filter(([count]) => count > 0).map(([count, verb]) => `${String(count)} ${verb}`),
    ends
      .filter(([count]) => count > 0)
      .map(([count, verb], index) => {
        return index === 0 ? `${counted(count, 'workload')} ${verb}` : `${String(count)} ${verb}`;
      }),
  ];
  const texts = parts.filter((list) => list.length > 0).map((list) => list.join(', '));
  return texts.length === 0 ? 'no difference' : texts.join('; ');
}

export function isSame({ changes, added, removed }: DiffData): boolean {
  return changes.length + added.length + removed.length === 0;
}

/** `6379/TCP, perhaps 80/TCP`, or `none`. */
export function openText({ allowed, unknown }: OpenPorts): string {
  const parts = [allowed.text, unknown.text === '' ? '' : `perhaps ${unknown.text}`];
  return parts.filter((part) => part !== '').join(', ') || 'none';
}

/** `+5432/TCP`, `-80/TCP`: what a change is about. */
export function changedPorts({ opened, closed }: ConnectionChange): string {
  const parts = [
    opened.text === '' ? '' : `+${opened.text}`,
    closed.text === '' ? '' : `-${closed.text}`,
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** `was none, is 5432/TCP`. */
export function wasIs({ before, after }: ConnectionChange): string {
  return `was ${openText(before)}, is ${openText(after)}`;
}

/** `(on other nodes)`, or ''. */
export function whereText(where: ConnectionChange['where'] | LonePeers['where']): string {
  if (where === null) return '';
  return where === 'same-node' ? ' (on one node)' : ' (on other nodes)';
}

/** Who a workload of one version has connections with. */
export function peersText({ isEveryBut, peers, outside }: LonePeers, most: number): string {
  const named = listing(peers, most);
  const words = isEveryBut
    ? peers.length === 0
      ? 'all others'
      : `all others but ${named}`
    : named;
  return [words, ...outside].filter((word) => word !== '').join(', ');
}

/** `policies.yaml:40:7`; of a git revision `HEAD~1:policies.yaml:40:7`. */
export function diffPlaceText(place: DiffPlace): string {
  const text = placeText(place);
  return place.revision === null ? text : `${place.revision}:${text}`;
}

/** Changes that were made by the same edits. */
export interface CauseGroup {
  readonly causes: readonly Cause[];
  readonly changes: readonly ConnectionChange[];
}

/** Changes of a kind by the edits that made them, in the order of their first changes. */
export function byCause(changes: readonly ConnectionChange[]): readonly CauseGroup[] {
  const groups = new Map<string, { causes: readonly Cause[]; changes: ConnectionChange[] }>();
  for (const change of changes) {
    const { causes } = change;
    const key = JSON.stringify(causes.map(causeKey));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { causes, changes: [change] });
    else group.changes.push(change);
  }
  return [...groups.values()];
}

/** Equal for causes that say the same. */
export function causeKey({ kind, effect, end, text, place }: Cause): string {
  return JSON.stringify([kind, effect, end, text, place === null ? null : diffPlaceText(place)]);
}

/** The causes of a change as they are printed: one that opens and closes is told once. */
export function toldCauses(causes: readonly Cause[]): readonly Cause[] {
  const told = causes.map((cause): [string, Cause] => [
    causeKey({ ...cause, effect: 'opens' }),
    cause,
  ]);
  return [...new Map(told).values()];
}
