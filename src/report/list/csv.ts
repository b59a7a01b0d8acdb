import type { EndReasonText, EndText, ListRow, OpenData } from '../../explain/whole/list-data.ts';
import { placeText } from '../page.ts';
import { csvLine } from '../csv.ts';
import type { ListFormat } from './format.ts';
import { openNames, UNRESTRICTED } from './words.ts';

/**
 * A line for each state of a row. `(unrestricted)` stands for everyone who has a line of state
 * `member`: as a source for its sources, as a destination for its destinations.
 */
export const CSV_LIST: ListFormat = {
  name: 'csv',
  *render(data) {
    yield csvLine([
      ...['source', 'service', 'destination', 'state', 'where', 'ports', 'pairs', 'of'],
      ...['egress', 'ingress'],
    ]);
    if (data.open !== null) yield* openLines(data.open);
    for (const row of data.rows()) yield* rowLines(row);
  },
};

function* openLines(open: OpenData): Iterable<string> {
  const ports = open.ports.items.join(' ');
  yield csvLine([UNRESTRICTED, '', UNRESTRICTED, 'allowed', '', ports, '', '', '', '']);
  for (const end of openNames(open, 'sources')) {
    yield csvLine([nameOf(end), '', UNRESTRICTED, 'member', '', '', '', '', '', '']);
  }
  for (const end of openNames(open, 'destinations')) {
    yield csvLine([UNRESTRICTED, '', nameOf(end), 'member', '', '', '', '', '', '']);
  }
}

function* rowLines(row: ListRow): Iterable<string> {
  const { from, to, state, where, ports, unknown, some, of, reasons } = row;
  const lots = [
    { state, ports, pairs: null },
    { state: 'unknown', ports: unknown, pairs: null },
    ...some,
  ];
  for (const lot of lots) {
    if (lot.ports.items.length === 0) continue;
    yield csvLine([
      nameOf(from),
      to.via ?? '',
      nameOf(to),
      lot.state,
      where ?? '',
      lot.ports.items.join(' '),
      lot.pairs === null ? '' : String(lot.pairs),
      lot.pairs === null ? '' : String(of),
      reasonWords(reasons, 'egress'),
      reasonWords(reasons, 'ingress'),
    ]);
  }
}

/** Addresses as their ranges, which a program can read. */
function nameOf({ kind, text, ranges }: EndText): string {
  return kind === 'outside' ? ranges.join(' ') : text;
}

function reasonWords(reasons: readonly EndReasonText[], end: EndReasonText['end']): string {
  const own = reasons.find((reason) => reason.end === end);
  if (own === undefined) return '';
  const places = own.rules.map(({ place }) => placeText(place));
  return [own.because, ...places].join('; ');
}
