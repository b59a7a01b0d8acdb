import type { Format } from './format.ts';
import { JSON_FORMAT, YAML_FORMAT } from './json.ts';
import { NAME_FORMAT } from './name.ts';
import { TEXT_FORMAT } from './text.ts';

const ALL: readonly Format[] = [TEXT_FORMAT, JSON_FORMAT, YAML_FORMAT, NAME_FORMAT];

/** The formats of `check`, by name; the first one is the default. */
export const FORMATS: Readonly<Record<string, Format>> = Object.fromEntries(
  ALL.map((format) => [format.name, format]),
);
