import type { FieldPath } from '../model/source.ts';
import { formatFieldPath } from '../model/source.ts';
import type { LoadCode } from './codes.ts';
import type { Pointer, Report } from './report.ts';

/**
 * What the API server says of a custom resource that breaks its schema: the wording of
 * kube-openapi's validation, as apiextensions-apiserver reports it.
 */

/** A number outside its bounds; true where it is inside. */
export function checkBounds(
  value: number,
  [least, most]: readonly [number, number],
  path: FieldPath,
  code: LoadCode,
  report: Report,
): boolean {
  if (least <= value && value <= most) return true;
  const field = formatFieldPath(path);
  const [word, bound] = value < least ? ['greater', least] : ['less', most];
  const detail = `${field} in body should be ${word} than or equal to ${String(bound)}`;
  report.invalid(code, path, value, detail);
  return false;
}

/** A list that is missing, empty or too long. */
export function checkItems(
  items: readonly unknown[] | null,
  { required, most }: { readonly required: boolean; readonly most: number },
  path: FieldPath,
  report: Report,
  hint = '',
): void {
  if (items === null) {
    if (required) report.required('field-required', path, '', { hint });
  } else if (items.length === 0) {
    const detail = `${formatFieldPath(path)} in body should have at least 1 items`;
    report.invalid('list-empty', path, 0, detail, { hint });
  } else {
    checkMostItems(items, most, path, report);
  }
}

/** A list that is too long. */
export function checkMostItems(
  items: readonly unknown[],
  most: number,
  path: FieldPath,
  report: Report,
): void {
  if (items.length <= most) return;
  const count = String(items.length);
  report.error(
    'list-too-long',
    path,
    `Too many: ${count}: must have at most ${String(most)} items`,
  );
}

/** An object of which exactly one field must be set; the fields that are, else null. */
export function onlyField<F extends object>(
  fields: F,
  path: FieldPath,
  report: Report,
  pointer: Pointer = {},
): (keyof F & string) | null {
  const set = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [name]));
  if (set.length === 1) return set[0] as keyof F & string;
  const names = Object.keys(fields).join(', ');
  const hint = pointer.hint ?? `set one of ${names}`;
  if (set.length === 0) {
    const detail = `${formatFieldPath(path)} in body should have at least 1 properties`;
    report.invalid('one-field', path, 0, detail, { hint });
  } else {
    const message = `Too many: ${String(set.length)}: must have at most 1 item`;
    report.error('one-field', path, message, {
      hint: `set one of ${names}; it has ${set.join(', ')}`,
    });
  }
  return null;
}

/**
 * A rule of the schema itself (CEL) that does not hold. Since Kubernetes 1.35 the server shows the
 * value where it is a scalar, before it showed the type; null: the value is no scalar.
 */
export function breaksRule(
  code: LoadCode,
  value: string | null,
  path: FieldPath,
  detail: string,
  report: Report,
  pointer: Pointer = {},
): void {
  if (value === null) report.error(code, path, `Invalid value: ${detail}`, pointer);
  else report.invalid(code, path, value, detail, pointer);
}
