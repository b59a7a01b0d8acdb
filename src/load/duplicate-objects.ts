import type { Diagnostic } from '../model/diagnostic.ts';
import type { Locator } from '../model/source.ts';
import type { Decoded } from './decoder.ts';
import type { DecodedObject } from './file-objects.ts';
import { goQuote } from './go-text.ts';

/**
 * Two objects of one kind, namespace and name are one object: with kubectl the later one replaces
 * the earlier. Repeating an object is harmless; where two differ, nobody can know which is meant.
 */
export class DuplicateObjects {
  /** By kind and namespace, and by name. */
  readonly #seen = new Map<string, Map<string, DecodedObject>>();
  readonly #locator: Locator;

  constructor(locator: Locator) {
    this.#locator = locator;
  }

  /** `same` as one before, `new`, or an error that names both places. */
  add(object: DecodedObject): 'new' | 'same' | Diagnostic {
    const { kind, decoded, source } = object;
    const { namespace, name, generated } = decoded.identity;
    // Each object with a generateName becomes one of its own.
    if (generated) return 'new';
    const key = `${kind}/${namespace}`;
    let seen = this.#seen.get(key);
    if (seen === undefined) this.#seen.set(key, (seen = new Map<string, DecodedObject>()));
    const before = seen.get(name);
    if (before === undefined) {
      seen.set(name, object);
      return 'new';
    }
    if (contentOf(before.decoded) === contentOf(decoded)) return 'same';
    const { line } = this.#locator.locate(before.source, ['metadata', 'name'], 'value');
    const where = `${before.source.file.name}:${String(line)}`;
    const inNamespace = namespace === '' ? '' : ` in namespace ${goQuote(namespace)}`;
    return {
      severity: 'error',
      code: 'duplicate-object',
      field: 'metadata.name',
      message: `Duplicate value: ${goQuote(name)}: another ${kind}${inNamespace} at ${where} has this name and differs`,
      hint: 'kubectl would let the later one replace the earlier',
      location: { kind: 'field', source, path: ['metadata', 'name'], at: 'value' },
    };
  }
}

/** All that was read of an object but where it stands. */
function contentOf(decoded: Decoded): string {
  return JSON.stringify(decoded, (key, value: unknown) => {
    if (key === 'source' || key === 'uid') return undefined;
    if (typeof value === 'bigint') return String(value);
    if (value instanceof Map) {
      return [...(value as ReadonlyMap<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1));
    }
    if (key === 'requirements' && Array.isArray(value)) {
      return value.map((item: unknown) => JSON.stringify(item)).sort();
    }
    return value;
  });
}
