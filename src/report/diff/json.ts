import type {
  Cause,
  ConnectionChange,
  DiffData,
  DiffEnd,
  DiffPlace,
  LoneEnd,
  LonePeers,
  OpenPorts,
} from '../../explain/whole/diff-data.ts';
import type { Json } from '../data-text.ts';
import { escapeForJson } from '../escape.ts';
import type { View } from '../format.ts';
import type { DiffFormat } from './format.ts';
import { causeKey } from './words.ts';

/** Version of the shape of the output; a change that could break a reader raises it. */
export const DIFF_SCHEMA_VERSION = 1;

/**
 * What schema/diff-v1.json describes. There may be a million changes: each is a line, and causes
 * follow once, each with a number.
 */
function* render(data: DiffData, view: View): Iterable<string> {
  const { old: older, new: newer, question, counts, notes } = data;
  const head: { readonly [key: string]: Json } = {
    schemaVersion: DIFF_SCHEMA_VERSION,
    tool: { name: 'netpol', version: view.version },
    old: { name: older.text, revision: older.revision },
    new: { name: newer.text, revision: newer.revision },
    question: { ports: [...question.ports], family: question.family },
    counts: {
      opened: counts.opened,
      closed: counts.closed,
      changed: counts.changed,
      added: counts.added,
      removed: counts.removed,
    },
  };
  yield '{\n';
  for (const [key, value] of Object.entries(head)) yield `  "${key}": ${lineOf(value)},\n`;
  const numbers = new Map<string, number>();
  const causes: Cause[] = [];
  const numberOf = (cause: Cause): number => {
    const key = causeKey(cause);
    let number = numbers.get(key);
    if (number === undefined) {
      number = causes.push(cause) - 1;
      numbers.set(key, number);
    }
    return number;
  };
  yield* list('changes', data.changes, (change) => changeData(change, numberOf));
  yield* list('causes', causes, causeData);
  yield* list('added', data.added, loneData);
  yield* list('removed', data.removed, loneData);
  yield `  "notes": ${lineOf([...notes])}\n}\n`;
}

/** A list with one item a line. */
function* list<T>(key: string, items: readonly T[], dataOf: (item: T) => Json): Iterable<string> {
  yield `  "${key}": [`;
  let separator = '\n';
  for (const item of items) {
    yield `${separator}    ${lineOf(dataOf(item))}`;
    separator = ',\n';
  }
  yield items.length === 0 ? '],\n' : '\n  ],\n';
}

function lineOf(data: Json): string {
  return escapeForJson(JSON.stringify(data));
}

function changeData(change: ConnectionChange, numberOf: (cause: Cause) => number): Json {
  const { kind, from, to, where, before, after, opened, closed, causes } = change;
  return {
    change: kind,
    from: endData(from),
    to: endData(to),
    where,
    before: openData(before),
    after: openData(after),
    opened: [...opened.items],
    closed: [...closed.items],
    causes: causes.map(numberOf),
  };
}

function endData({ kind, text, namespace, members }: DiffEnd): Json {
  return { kind, text, namespace, members: [...members] };
}

function openData({ allowed, unknown }: OpenPorts): Json {
  return { allowed: [...allowed.items], unknown: [...unknown.items] };
}

function causeData({ kind, effect, end, text, object, place }: Cause): Json {
  return { kind, effect, end, text, object, source: placeData(place) };
}

function placeData(place: DiffPlace | null): Json {
  if (place === null) return null;
  const { version, revision, file, line, column, document } = place;
  return { version, revision, file, line, column, document };
}

function loneData({ end, place, to, from }: LoneEnd): Json {
  return {
    end: endData(end),
    source: placeData(place),
    from: from.map(peersData),
    to: to.map(peersData),
  };
}

function peersData({ ports, where, isEveryBut, peers, outside }: LonePeers): Json {
  return {
    ...(openData(ports) as object),
    where,
    everyBut: isEveryBut,
    peers: [...peers],
    outside: [...outside],
  };
}

export const JSON_FORMAT: DiffFormat = { name: 'json', render };
