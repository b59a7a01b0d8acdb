import { CSV_FORMAT } from './csv.ts';
import type { DiffFormat } from './format.ts';
import { GITHUB_FORMAT } from './github.ts';
import { DOT_FORMAT, MERMAID_FORMAT } from './graph.ts';
import { JSON_FORMAT } from './json.ts';
import { MD_FORMAT } from './md.ts';
import { TEXT_FORMAT } from './text.ts';

const ALL: readonly DiffFormat[] = [
  TEXT_FORMAT,
  JSON_FORMAT,
  MD_FORMAT,
  GITHUB_FORMAT,
  CSV_FORMAT,
  DOT_FORMAT,
  MERMAID_FORMAT,
];

/** The formats of `diff`, by name; the first one is the default. */
export const DIFF_FORMATS: Readonly<Record<string, DiffFormat>> = Object.fromEntries(
  ALL.map((format) => [format.name, format]),
);
