import { formatFieldPath, type FieldPath } from '../model/source.ts';
import type { Report } from './report.ts';

/**
 * Where a reader stands. A chain, since a path is needed only where something is wrong: inputs
 * have millions of fields.
 */
export interface Place {
  /** Null at the root of the object. */
  readonly parent: Place | null;
  readonly step: string | number;
  /** The innermost Go struct; the step is a field of it, or lies below one. */
  readonly struct: string;
  /** Whether the step is a field of a struct, not an index or a map key. */
  readonly isField: boolean;
}

/** The path from the root of the object to a place. */
export function pathOf(place: Place): FieldPath {
  const path: (string | number)[] = [];
  for (let at: Place = place; at.parent !== null; at = at.parent) path.push(at.step);
  return path.reverse();
}

/** How Go names a field: innermost struct, then all field names without indexes and map keys. */
function goFieldOf(place: Place): string {
  const names: string[] = [];
  for (let at: Place = place; at.parent !== null; at = at.parent) {
    if (at.isField) names.push(String(at.step));
  }
  return [place.struct, ...names.reverse()].join('.');
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/**
 * Reports a value of a wrong type in the server's words: Go's, or in a custom resource those of its
 * schema. `found` is what Go calls the value.
 */
export function mismatch(
  type: string,
  value: unknown,
  place: Place,
  report: Report,
  hint = '',
  found = kindOf(value),
): null {
  const path = pathOf(place);
  const wanted = schemaTypeOf(type);
  const message = report.usesSchema
    ? schemaMismatch(wanted, value, path)
    : `json: cannot unmarshal ${found} into Go struct field ${goFieldOf(place)} of type ${type}`;
  report.wrongType(path, message, hint === '' ? shapeHint(wanted, found) : hint);
  return null;
}

/** The wording of custom resources, which the server holds against their schema. */
function schemaMismatch(wanted: string, value: unknown, path: FieldPath): string {
  const kind = schemaKindOf(value);
  const field = formatFieldPath(path);
  return `Invalid value: "${kind}": ${field} in body must be of type ${wanted}: "${kind}"`;
}

function schemaKindOf(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Number.isInteger(value)) return 'integer';
  const kind = kindOf(value);
  return kind === 'bool' ? 'boolean' : kind;
}

/** Whether the server holds a place against a schema: metadata is decoded like that of any kind. */
export function isUnderSchema(place: Place, report: Report): boolean {
  return report.usesSchema && pathOf(place)[0] !== 'metadata';
}

/** The JSON type that holds a Go type. */
function schemaTypeOf(type: string): string {
  if (type.startsWith('[]')) return 'array';
  if (type.startsWith('map[')) return 'object';
  const scalars: Readonly<Record<string, string>> = {
    bool: 'boolean',
    int32: 'integer',
    string: 'string',
    'v1.Protocol': 'string',
    'v1.PolicyType': 'string',
    'v1.LabelSelectorOperator': 'string',
    'types.UID': 'string',
    'intstr.IntOrString': 'integer',
  };
  return scalars[type] ?? 'object';
}

/** What to write where the shape is wrong, which Go's message leaves to be guessed. */
function shapeHint(wanted: string, found: string): string {
  if (wanted === 'array') return 'write a list: each item on a line of its own after "- "';
  if (wanted === 'object' && found === 'array') return 'write one mapping, without "- " before it';
  return '';
}

/** What to write where YAML made something else of a word than a string. */
export function quoteHint(value: unknown, place: Place, report: Report): string {
  if (typeof value !== 'boolean' && typeof value !== 'number') return '';
  const spelling = report.spelling(pathOf(place));
  return spelling === ''
    ? ''
    : `YAML reads a bare ${spelling} as a ${kindOf(value) === 'bool' ? 'boolean' : 'number'}: quote it: "${spelling}"`;
}
