import type { DiffData } from '../../explain/whole/diff-data.ts';
import type { View } from '../format.ts';

/** An output format of `diff`. It prints what was found and explains nothing. */
export interface DiffFormat {
  readonly name: string;
  /** The whole output, piece by piece; it ends with a line break unless it is empty. */
  render(data: DiffData, view: View): Iterable<string>;
}
