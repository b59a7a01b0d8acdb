import { escapeForJson } from './escape.ts';

export type Json =
  string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** JSON with two spaces of indentation, in which hidden characters are escaped. */
export function jsonText(data: Json): string {
  return escapeForJson(JSON.stringify(data, null, 2));
}

/** Letters that begin no number, no keyword and no other YAML syntax; nothing that needs quotes. */
const PLAIN = /^[A-Za-z/][-A-Za-z0-9_./()]*(?: [A-Za-z0-9_./()][-A-Za-z0-9_./()]*)*$/;
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|nan|inf)$/i;

function scalar(data: string | number | boolean | null): string {
  if (typeof data !== 'string') return String(data);
  if (PLAIN.test(data) && !RESERVED.test(data)) return data;
  return escapeForJson(JSON.stringify(data));
}

function isEmpty(data: Json): boolean {
  return typeof data === 'object' && data !== null && Object.keys(data).length === 0;
}

function lines(data: Json): string[] {
  if (typeof data !== 'object' || data === null) return [scalar(data)];
  if (isArray(data)) {
    if (data.length === 0) return ['[]'];
    return data.flatMap((item) => {
      const [first = '', ...rest] = lines(item);
      return [`- ${first}`, ...rest.map((line) => `  ${line}`)];
    });
  }
  if (isEmpty(data)) return ['{}'];
  return Object.entries(data).flatMap(([key, value]) => {
    const nested = lines(value);
    if (typeof value !== 'object' || value === null || isEmpty(value)) {
      return [`${scalar(key)}: ${nested[0] ?? ''}`];
    }
    return [`${scalar(key)}:`, ...nested.map((line) => `  ${line}`)];
  });
}

function isArray(data: Json): data is readonly Json[] {
  return Array.isArray(data);
}

/** JSON data as a block of YAML that YAML 1.1 and 1.2 read as the same data. */
export function yamlText(data: Json): string {
  return `${lines(data).join('\n')}\n`;
}
