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

const NONE: readonly Json[] = [];

/** A row; what stands in many rows is one object in all of them. */
export function rowData(row: ListRow): JsonObject {
  const data: Record<string, Json> = {
    from: once(FROM, row.from, fromData),
    to: once(TO, row.to, toData),
    where: row.where,
    [row.state]: row.ports.items,
    unknown: row.unknown.items,
    some:
      row.some.length === 0
        ? NONE
        : row.some.map(({ ports, state, pairs }) => {
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

const FROM = new WeakMap<EndText, JsonObject>();
const TO = new WeakMap<EndText, JsonObject>();

function once(
  known: WeakMap<EndText, JsonObject>,
  end: EndText,
  make: (end: EndText) => JsonObject,
): JsonObject {
  let data = known.get(end);
  if (data === undefined) {
    data = make(end);
    known.set(end, data);
  }
  return data;
}

function fromData({ text, kind, ranges }: EndText): JsonObject {
  return kind === 'outside' ? { text, kind, ranges: [...ranges] } : { text, kind };
}

function toData({ text, kind, ranges, via }: EndText): JsonObject {
  return kind === 'outside' ? { text, kind, ranges: [...ranges], via } : { text, kind, via };
}
