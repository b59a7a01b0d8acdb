import type { ListData } from '../../explain/whole/list-data.ts';
import type { View } from '../format.ts';

/** An output format of `list`. It prints rows as they come and explains nothing. */
export interface ListFormat {
  readonly name: string;
  /** The whole output in pieces; it ends with a line break. */
  render(data: ListData, view: View): Iterable<string>;
}
