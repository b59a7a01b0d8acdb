import type { Json } from '../data-text.ts';
import { escapeForJson } from '../escape.ts';
import { headData, memberData, openData, rowData } from './data.ts';
import type { ListFormat } from './format.ts';
import { isOpenQuestion } from './words.ts';

/** One object a line, each with its type: what `$defs.line` of schema/list-v1.json describes. */
export const NDJSON_LIST: ListFormat = {
  name: 'ndjson',
  *render(data, { version }) {
    const counts = { rows: 0, unknown: 0 };
    yield line('list', headData(data, version));
    for (const member of data.sources) yield line('source', memberData(member));
    for (const member of data.destinations) yield line('destination', memberData(member));
    if (data.open !== null) yield line('unrestricted', openData(data.open));
    for (const row of data.rows()) {
      counts.rows++;
      if (isOpenQuestion(row)) counts.unknown++;
      yield line('row', rowData(row));
    }
    yield line('end', { counts, notes: [...data.notes()] });
  },
};

/** The texts of data and of keys that many lines have. */
const TEXTS = new WeakMap<object, string>();
const KEYS = new Map<string, string>();

/** One line. There may be millions: what is the same object in many of them is written once. */
function line(type: string, data: { readonly [key: string]: Json }): string {
  let text = `{"type":${keyText(type)}`;
  for (const key in data) {
    const value = data[key] ?? null;
    text += `,${keyText(key)}:${typeof value === 'object' ? objectText(value) : plainText(value)}`;
  }
  return `${text}}\n`;
}

function keyText(key: string): string {
  let text = KEYS.get(key);
  if (text === undefined) {
    text = plainText(key);
    KEYS.set(key, text);
  }
  return text;
}

function objectText(data: object | null): string {
  if (data === null) return 'null';
  let text = TEXTS.get(data);
  if (text === undefined) {
    text = plainText(data as Json);
    TEXTS.set(data, text);
  }
  return text;
}

function plainText(data: Json): string {
  return escapeForJson(JSON.stringify(data));
}
