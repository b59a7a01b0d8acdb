import type {
  EndReasonText,
  EndText,
  ListData,
  ListRow,
  Member,
  OpenData,
} from '../../explain/whole/list-data.ts';
import type { Json } from '../data-text.ts';

/** Version of the shape of the output; a change that could break a reader raises it. */
export const LIST_SCHEMA_VERSION = 1;

type JsonObject = { readonly [key: string]: Json };

/** What was asked, and by which program. */
export function headData({ question }: ListData, version: string): JsonObject {
  const { from, to, ports, namespace, family, by, denied } = question;
  return {
    schemaVersion: LIST_SCHEMA_VERSION,
    tool: { name: 'netpol', version },
    question: { from, to, ports: [...ports], namespace, family, by, denied },
  };
}

export function memberData({ text, kind, namespace, via, pods, members }: Member): JsonObject {
  return { text, kind, namespace, via, pods, members: [...members] };
}

export function openData({ sources, destinations, from, to, ports }: OpenData): JsonObject {
  return {
    sources: sources.map(({ text }) => text),
    destinations: destinations.map(({ text }) => text),
    from: [...(from?.ranges ?? [])],
    to: [...(to?.ranges ?? [])],
    ports: [...ports.items],
  };
}

export function rowData(row: ListRow): JsonObject {
  const { kind, text, via } = row.to;
  const data: Record<string, Json> = {
    from: endData(row.from),
    to: kind === 'outside' ? { text, kind, ranges: row.to.ranges, via } : { text, kind, via },
    where: row.where,
    [row.state]: row.ports.items,
    unknown: row.unknown.items,
    some: row.some.map(({ ports, state, pairs }) => {
      return { ports: ports.items, state, pairs, of: row.of };
    }),
  };
  if (row.reasons.length > 0) data['reasons'] = row.reasons.map(reasonData);
  return data;
}

export function reasonData({ end, verdict, because, rules }: EndReasonText): JsonObject {
  return {
    end,
    verdict,
    because,
    rules: rules.map(({ role, text, place: { file, line, column, document } }) => {
      return { role, text, source: { file, line, column, document } };
    }),
  };
}

function endData({ text, kind, ranges }: EndText): JsonObject {
  return kind === 'outside' ? { text, kind, ranges: [...ranges] } : { text, kind };
}
