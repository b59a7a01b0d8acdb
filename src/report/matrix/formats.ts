import { CSV_MATRIX } from './csv.ts';
import type { MatrixFormat } from './format.ts';
import { HTML_MATRIX } from './html.ts';
import { JSON_MATRIX } from './json.ts';
import { MARKDOWN_MATRIX } from './markdown.ts';
import { TEXT_MATRIX } from './text.ts';

const ALL: readonly MatrixFormat[] = [
  TEXT_MATRIX,
  MARKDOWN_MATRIX,
  CSV_MATRIX,
  JSON_MATRIX,
  HTML_MATRIX,
];

/** The formats of `matrix`, by name; the first one is the default. */
export const MATRIX_FORMATS: Readonly<Record<string, MatrixFormat>> = Object.fromEntries(
  ALL.map((format) => [format.name, format]),
);
