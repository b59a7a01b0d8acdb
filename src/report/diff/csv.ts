import type { DiffData, LonePeers } from '../../explain/whole/diff-data.ts';
import type { PortsText } from '../../explain/whole/list-data.ts';
import { csvLine } from '../csv.ts';
import type { DiffFormat } from './format.ts';
import { diffPlaceText, peersText, toldCauses } from './words.ts';

const COLUMNS = [
  'change',
  'from',
  'to',
  'where',
  'before',
  'before_unknown',
  'after',
  'after_unknown',
  'opened',
  'closed',
  'causes',
  'places',
];

/** One row a pair; rows of added and removed workloads follow. */
function* render(data: DiffData): Iterable<string> {
  yield csvLine(COLUMNS);
  for (const change of data.changes) {
    const { kind, from, to, where, before, after, opened, closed, causes } = change;
    const told = toldCauses(causes);
    yield csvLine([
      kind,
      from.text,
      to.text,
      where ?? '',
      portsText(before.allowed),
      portsText(before.unknown),
      portsText(after.allowed),
      portsText(after.unknown),
      portsText(opened),
      portsText(closed),
      told.map(({ text }) => text).join('; '),
      told.flatMap(({ place }) => (place === null ? [] : [diffPlaceText(place)])).join('; '),
    ]);
  }
  for (const [kind, ends] of [
    ['added', data.added],
    ['removed', data.removed],
  ] as const) {
    for (const { end, place, from, to } of ends) {
      const at = place === null ? '' : diffPlaceText(place);
      const line = (source: string, destination: string, peers: LonePeers | null): string => {
        const sets = (['allowed', 'unknown'] as const).map((state) =>
          peers === null ? '' : portsText(peers.ports[state]),
        );
        const [before, after] = kind === 'added' ? [['', ''], sets] : [sets, ['', '']];
        const where = peers?.where ?? '';
        return csvLine([kind, source, destination, where, ...before, ...after, '', '', '', at]);
      };
      for (const peers of from) yield line(peersText(peers, Infinity), end.text, peers);
      for (const peers of to) yield line(end.text, peersText(peers, Infinity), peers);
      if (from.length + to.length === 0) yield line(end.text, '', null);
    }
  }
}

/** In the form that questions take. */
function portsText({ items }: PortsText): string {
  return items.join(' ');
}

export const CSV_FORMAT: DiffFormat = { name: 'csv', render };
