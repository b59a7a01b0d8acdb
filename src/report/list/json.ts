import type { Json } from '../data-text.ts';
import { escapeForJson } from '../escape.ts';
import { headData, memberData, openData, rowData } from './data.ts';
import type { ListFormat } from './format.ts';
import { isOpenQuestion } from './words.ts';

/** One object, each of its lists with one item a line: what schema/list-v1.json describes. */
export const JSON_LIST: ListFormat = {
  name: 'json',
  *render(data, { version }) {
    const counts = { rows: 0, unknown: 0 };
    const head = Object.entries(headData(data, version)).map(
      ([key, value]) => `  ${JSON.stringify(key)}: ${text(value)},\n`,
    );
    yield `{\n${head.join('')}  "sources": [`;
    yield* items(data.sources, memberData);
    yield `],\n  "destinations": [`;
    yield* items(data.destinations, memberData);
    yield `],\n  "unrestricted": ${data.open === null ? 'null' : text(openData(data.open))},\n`;
    yield `  "rows": [`;
    yield* items(data.rows(), (row) => {
      counts.rows++;
      if (isOpenQuestion(row)) counts.unknown++;
      return rowData(row);
    });
    yield `],\n  "counts": ${text(counts)},\n  "notes": ${text([...data.notes()])}\n}\n`;
  },
};

function text(data: Json): string {
  return escapeForJson(JSON.stringify(data));
}

function* items<T>(list: Iterable<T>, dataOf: (item: T) => Json): Iterable<string> {
  let isEmpty = true;
  for (const item of list) {
    yield `${isEmpty ? '\n' : ',\n'}    ${text(dataOf(item))}`;
    isEmpty = false;
  }
  if (!isEmpty) yield '\n  ';
}
