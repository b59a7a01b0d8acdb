import { CSV_LIST } from './csv.ts';
import { DOT_LIST } from './dot.ts';
import type { ListFormat } from './format.ts';
import { JSON_LIST } from './json.ts';
import { MARKDOWN_LIST } from './markdown.ts';
import { MERMAID_LIST } from './mermaid.ts';
import { NDJSON_LIST } from './ndjson.ts';
import { TEXT_LIST } from './text.ts';

const ALL: readonly ListFormat[] = [
  TEXT_LIST,
  JSON_LIST,
  NDJSON_LIST,
  CSV_LIST,
  MARKDOWN_LIST,
  DOT_LIST,
  MERMAID_LIST,
];

/** The formats of `list`, by name; the first one is the default. */
export const LIST_FORMATS: Readonly<Record<string, ListFormat>> = Object.fromEntries(
  ALL.map((format) => [format.name, format]),
);
