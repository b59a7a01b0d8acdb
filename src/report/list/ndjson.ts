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

function line(type: string, data: { readonly [key: string]: Json }): string {
  const fields = JSON.stringify(data).slice(1);
  return `${escapeForJson(`{"type":"${type}",${fields}`)}\n`;
}
