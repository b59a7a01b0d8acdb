import type { Service } from '../../model/objects.ts';
import type { Locator } from '../../model/source.ts';
import type { OnProgress, Row, WholeList } from '../../query/whole/list.ts';
import type { Open } from '../../query/whole/open.ts';
import type { Sources } from '../rules.ts';
import { groupText, memberOf, outsideText, textOfEnd } from './end-text.ts';
import type { EndReasonText, ListData, ListRow, OpenData } from './list-data.ts';
import { wholeNotes } from './notes.ts';
import { portsTexts, type PortsTextOf } from './ports-text.ts';
import { reasonsOf } from './reasons.ts';

export interface ListOptions {
  /** Tell of each row which rules decide it. */
  readonly reasons: boolean;
  readonly onProgress?: OnProgress;
}

/** Puts a list of connections into words and places. */
export function explainList(list: WholeList, locator: Locator, options: ListOptions): ListData {
  const { selection, passages, denied, sources, destinations, open } = list;
  const { question } = selection;
  const textOf = portsTexts(passages.engine.ports);
  const reasons = (row: Row): readonly EndReasonText[] =>
    options.reasons ? rowReasons(list, { engine: passages.one, locator }, row) : [];
  return {
    question: {
      from: question.from,
      to: question.to,
      ports: question.ports,
      namespace: question.namespace,
      family: question.family,
      by: question.by,
      denied,
    },
    sources: sources.map(memberOf),
    destinations: destinations.map(memberOf),
    open: open === null ? null : openData(open, textOf),
    *rows() {
      for (const row of list.rows(options.onProgress))
        yield listRow(row, denied, textOf, reasons(row));
    },
    notes: () => wholeNotes(selection, passages, [...sources, ...destinations]),
  };
}

function openData({ sources, destinations, from, to, ports }: Open, textOf: PortsTextOf): OpenData {
  return {
    sources: [...sources].map(groupText),
    destinations: [...destinations].map(groupText),
    from: from.length === 0 ? null : outsideText(from),
    to: to.length === 0 ? null : outsideText(to),
    ports: textOf(ports),
  };
}

function listRow(
  { source, destination, passage }: Row,
  denied: boolean,
  textOf: PortsTextOf,
  reasons: ListRow['reasons'],
): ListRow {
  const state = denied ? 'denied' : 'allowed';
  return {
    from: textOfEnd(source),
    to: textOfEnd(destination),
    state,
    where: passage.where,
    ports: textOf(passage.told),
    unknown: textOf(passage.unknown),
    some: passage.some.map(({ ports, state: own, pairs }) => ({
      ports: textOf(ports),
      state: own === 'unknown' ? own : state,
      pairs,
    })),
    of: passage.pairs,
    reasons,
  };
}

/** Why the first connections of a row are as they are. */
function rowReasons({ passages }: WholeList, sources: Sources, row: Row): readonly EndReasonText[] {
  const { sample, sampled } = row.passage;
  return reasonsOf(sources, passages, sample, sampled, viaOf(row.destination));
}

function viaOf(end: Row['destination']): Service | null {
  return end.kind === 'group' ? end.group.via : end.via;
}
