import { nearest } from './nearest.ts';
import { isObject } from './plain-object.ts';
import type { Report } from './report.ts';
import { isUnderSchema, mismatch, pathOf, quoteHint, type Place } from './type-mismatch.ts';

/**
 * Typed readers that decode plain values as Go decodes JSON into the API's structs
 * (sigs.k8s.io/json, strict): a wrong type is an error with Go's message, a null field is an
 * absent one, and a null list element or map value is the zero value of its type. In a custom
 * resource (`report.usesSchema`) a null list element is a type error, and a null map value is
 * dropped (apiextensions-apiserver pkg/apiserver/schema/defaulting/prunenulls.go); its metadata is
 * decoded as any other.
 */

/** Reads one non-null value; null means that it was reported. */
export interface Reader<T> {
  /** Go's name of the type, as in `of type []v1.NetworkPolicyPeer`. */
  readonly type: string;
  readonly zero: T;
  read(value: unknown, place: Place, report: Report): T | null;
  /** Whether the value is right as it stands, so that no place is needed: inputs are mostly these. */
  isPlain?(value: unknown): boolean;
}

/** A string, or a string type such as `v1.Protocol`. */
export function string(type = 'string'): Reader<string> {
  return {
    type,
    zero: '',
    isPlain: (value) => typeof value === 'string',
    read: (value, place, report) =>
      typeof value === 'string'
        ? value
        : mismatch(type, value, place, report, quoteHint(value, place, report)),
  };
}

export const bool: Reader<boolean> = {
  type: 'bool',
  zero: false,
  isPlain: (value) => typeof value === 'boolean',
  read: (value, place, report) =>
    typeof value === 'boolean' ? value : mismatch('bool', value, place, report),
};

const INT32_MIN = -(2 ** 31);
const INT32_MAX = 2 ** 31 - 1;

export const int32: Reader<number> = {
  type: 'int32',
  zero: 0,
  read(value, place, report) {
    if (typeof value !== 'number') {
      const hint =
        typeof value === 'string' && /^\d+$/.test(value) ? `write ${value} without quotes` : '';
      return mismatch('int32', value, place, report, hint);
    }
    // A schema has bounds of its own. Adding 0 turns -0 into 0.
    const fits = report.usesSchema || (INT32_MIN <= value && value <= INT32_MAX);
    if (Number.isInteger(value) && fits) return value + 0;
    return mismatch('int32', value, place, report, '', `number ${String(value)}`);
  },
};

/** A number or a name (apimachinery pkg/util/intstr): a quoted number is a name. */
export const intOrString: Reader<number | string> = {
  type: 'intstr.IntOrString',
  zero: 0,
  read: (value, place, report) =>
    typeof value === 'string' ? value : int32.read(value, place, report),
};

/** A field that is known and not looked at. */
export const anything: Reader<true> = { type: 'any', zero: true, read: () => true };

/** A list; Go prints its type without the `*` or aliases of the element's. */
export function list<T>(element: Reader<T>): Reader<readonly T[]> {
  const type = `[]${element.type}`;
  return {
    type,
    zero: [],
    read(value, place, report) {
      if (!Array.isArray(value)) return mismatch(type, value, place, report);
      const items: T[] = [];
      for (let index = 0; index < value.length; index++) {
        const item: unknown = value[index];
        if (element.isPlain?.(item) === true) {
          items.push(item as T);
          continue;
        }
        const at = { parent: place, step: index, struct: place.struct, isField: false };
        if (item === null || item === undefined) {
          if (isUnderSchema(at, report)) mismatch(element.type, null, at, report);
          else report.nulls.push(pathOf(at));
          items.push(element.zero);
        } else items.push(element.read(item, at, report) ?? element.zero);
      }
      return items;
    },
  };
}

const plainString = string();

/** `map[string]string`: labels, annotations, selectors. A null value is "", or dropped. */
export const stringMap: Reader<ReadonlyMap<string, string>> = {
  type: 'map[string]string',
  zero: new Map(),
  read(value, place, report) {
    if (!isObject(value)) return mismatch('map[string]string', value, place, report);
    const texts = new Map<string, string>();
    for (const key of Object.keys(value)) {
      const item = value[key];
      if (typeof item === 'string') {
        texts.set(key, item);
        continue;
      }
      const at = { parent: place, step: key, struct: place.struct, isField: false };
      if (item !== null && item !== undefined)
        texts.set(key, plainString.read(item, at, report) ?? '');
      else if (isUnderSchema(at, report)) report.nulls.push(pathOf(at));
      else texts.set(key, '');
    }
    return texts;
  },
};

type Fields = Readonly<Record<string, Reader<unknown>>>;

/** The fields of a struct; null where absent, null, or of a wrong type that was reported. */
export type Struct<F extends Fields> = {
  readonly [K in keyof F]: (F[K] extends Reader<infer T> ? T : never) | null;
};

/** What is known of a struct besides the fields that are read. */
export interface StructOptions<F extends Fields> {
  /**
   * `strict`: every field that is neither read nor in `others` is refused. `partial`: only fields
   * that are misspellings of one that is read, since the rest of the struct is no business of ours.
   */
  readonly unknown: 'strict' | 'partial';
  /** The other fields of the Go struct, if they are all given here. */
  readonly others?: readonly string[];
  /**
   * Words that are easily written here, by the field that is meant; null: none, however near one is.
   */
  readonly aliases?: Readonly<Record<string, (keyof F & string) | null>>;
  /** By field: what it would mean if a misspelling of it were dropped. */
  readonly dropped?: Partial<Readonly<Record<keyof F & string, string>>>;
  /** What it would mean if any unknown field were dropped. */
  readonly droppedAny?: string;
}

const MOST_REMEMBERED = 1000;

/** A struct, by its Go name (`v1.IPBlock`). */
export function struct<F extends Fields>(
  type: string,
  fields: F,
  { unknown, others = [], aliases = {}, dropped = {}, droppedAny = '' }: StructOptions<F>,
): Reader<Struct<F>> {
  const name = type.slice(type.lastIndexOf('.') + 1);
  const names = Object.keys(fields);
  /** Null for a field that is known and not read. */
  const known = new Map<string, Reader<unknown> | null>(Object.entries(fields));
  for (const field of others) if (!known.has(field)) known.set(field, null);
  /** What unknown fields mean: the same few stand in thousands of objects. */
  const meanings = new Map<string, string | null>();
  const zero = Object.fromEntries(names.map((field) => [field, null])) as Struct<F>;

  function meantBy(key: string): string | null {
    const remembered = meanings.get(key);
    if (remembered !== undefined) return remembered;
    const meaning = meaningOf(key);
    if (meanings.size < MOST_REMEMBERED) meanings.set(key, meaning);
    return meaning;
  }

  function meaningOf(key: string): string | null {
    if (Object.hasOwn(aliases, key)) return aliases[key] ?? null;
    if (unknown === 'strict') return nearest(key, known.keys());
    const lower = key.toLowerCase();
    const spelling = names.find((field) => field.toLowerCase() === lower);
    return spelling ?? (others.length > 0 ? nearest(key, names) : null);
  }

  return {
    type,
    zero,
    read(value, place, report) {
      if (!isObject(value)) return mismatch(type, value, place, report);
      const result: Record<string, unknown> = { ...zero };
      // One pass over what is there: inputs have many fields that are no business of ours.
      for (const field of Object.keys(value)) {
        const reader = known.get(field);
        if (reader === undefined) {
          const meant = meantBy(field);
          if (meant === null && unknown === 'partial') continue;
          report.unknownField(
            [...pathOf(place), field],
            unknownHint(meant, dropped, names, droppedAny),
          );
        } else if (reader !== null) {
          const item = value[field];
          if (reader.isPlain?.(item) === true) {
            result[field] = item;
            continue;
          }
          const at = { parent: place, step: field, struct: name, isField: true };
          if (item === null || item === undefined) report.nulls.push(pathOf(at));
          else result[field] = reader.read(item, at, report);
        }
      }
      return result as Struct<F>;
    },
  };
}

function unknownHint(
  meant: string | null,
  dropped: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
  droppedAny: string,
): string {
  if (meant === null) {
    const known = `known fields: ${names.join(', ')}`;
    return droppedAny === '' ? known : `${known}; without it ${droppedAny}`;
  }
  const consequence = dropped[meant];
  const question = `did you mean "${meant}"?`;
  return consequence === undefined ? question : `${question} without it ${consequence}`;
}

/** Reads a whole object with the reader of its kind. */
export function readRoot<T>(reader: Reader<T>, value: unknown, report: Report): T {
  const place = { parent: null, step: '', struct: '', isField: false };
  return reader.read(value, place, report) ?? reader.zero;
}
