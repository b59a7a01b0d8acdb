/** An object as kubectl prints it: its fields, and those of all maps in it, in order of their names. */
export type Manifest = Readonly<Record<string, unknown>>;

/** The fields that the loader reads, or all that a server would tell. */
export type Detail = 'read' | 'all';

export const CREATED = '2026-11-22T09:00:00Z';

/** Copies a map with its keys in order, as kubectl prints it. */
export function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/**
 * Freezes a value and all in it, so that many objects may share it. Writers keep the text of what
 * is frozen (see render.ts).
 */
export function shared<T extends object>(value: T): T {
  for (const part of Object.values(value) as unknown[]) {
    if (typeof part === 'object' && part !== null) shared(part);
  }
  return Object.freeze(value);
}

/** `f:name: {}` for each name, as managedFields list them. */
export function fieldSet(names: Iterable<string>): Record<string, object> {
  return sorted(
    Object.fromEntries([...names].map((name) => [name === '.' ? name : `f:${name}`, {}])),
  );
}

/** The identifier of the object of a number, in the form of a uuid. */
export function uidOf(kind: string, index: number): string {
  const [code, hex] = [kind.length + kind.charCodeAt(0) * 256, index.toString(16)];
  return `${hex.padStart(8, '0')}-${code.toString(16).padStart(4, '0')}-4a54-9a55-1c2d3e4f5a6b`;
}
