/**
 * One input: a file, or standard input. `name` is what messages show. A file too large to be one
 * text is read in pieces, each of which is a source file of its own.
 */
export interface SourceFile {
  readonly name: string;
  readonly text: string;
  /** Of a piece: where its text starts in the file, counted in bytes. */
  readonly origin?: Position;
}

/** Steps from the root of an object to a field: `['spec', 'ingress', 0, 'from']`. */
export type FieldPath = readonly (string | number)[];

/**
 * Where an object was read: a slice of a file that holds one YAML or JSON document (or one
 * item of a long list), and the steps from that slice's root to the object itself.
 * Offsets are UTF-16 code units into `file.text`; lines are computed only when printed.
 */
export interface ObjectSource {
  readonly file: SourceFile;
  readonly start: number;
  readonly end: number;
  /** 1-based number of the document in its file. */
  readonly document: number;
  /** From the root of the slice to the object: `[]`, or `['items', 3]` inside a List. */
  readonly path: FieldPath;
}

/** A place in a file, 1-based; columns count UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  /** Offset into the text that the place was found in. */
  readonly offset: number;
}

/**
 * Finds fields in the text that they were read from. The loader provides it, so that layers
 * above it can print positions without knowing YAML.
 */
export interface Locator {
  /**
   * The position of the field at `path` of the object, of its key or of its value; where the
   * field does not exist, of its nearest existing ancestor.
   */
  locate(source: ObjectSource, path: FieldPath, at: 'key' | 'value'): Position;
}

/** The API's way to write a path: `spec.ingress[0].from[1].ipBlock`. */
export function formatFieldPath(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${String(step)}]`;
    else text += text === '' ? step : `.${step}`;
  }
  return text;
}

/** RFC 6901 pointer of a path: `/spec/ingress/0`. */
export function formatPointer(path: FieldPath): string {
  return path
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
