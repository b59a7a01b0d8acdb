import type { MatrixData } from '../../explain/whole/matrix-data.ts';
import type { View } from '../format.ts';

/** An output format of `matrix`. It prints a grid and explains nothing. */
export interface MatrixFormat {
  readonly name: string;
  /** The whole output in pieces; it ends with a line break. */
  render(data: MatrixData, view: View): Iterable<string>;
}
