import type { Diagnostic } from '../model/diagnostic.ts';
import { formatFieldPath } from '../model/source.ts';
import type { FieldPath, ObjectSource } from '../model/source.ts';
import { READ_CODES } from './read-error.ts';
import type { ReadCode } from './read-error.ts';

/** A diagnostic at a field of an object, or at the object where the field is missing. */
export function objectDiagnostic(
  code: ReadCode,
  source: ObjectSource,
  path: FieldPath,
  message: string,
  hint = '',
): Diagnostic {
  const { severity } = READ_CODES[code];
  const location = { kind: 'field', source, path, at: 'key' } as const;
  return { severity, code, field: formatFieldPath(path), message, hint, location };
}

/** The JSON type of a value as Go names it in its messages. */
export function jsonType(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** The start of an object as JSON, with what is nested in it left out. */
export function excerpt(value: Record<string, unknown>): string {
  const entries = Object.entries(value).map(([key, item]) => {
    const shown = Array.isArray(item)
      ? '[…]'
      : typeof item === 'object' && item !== null
        ? '{…}'
        : JSON.stringify(item);
    return `${JSON.stringify(key)}:${shown}`;
  });
  const text = `{${entries.join(',')}}`;
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}
