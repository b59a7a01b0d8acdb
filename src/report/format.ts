import type { Explanation } from '../explain/explanation.ts';
import type { ColorLevel } from './color.ts';

/** How much room and which means a reader has. */
export interface View {
  /** Columns of the terminal; prose is wrapped at this or 100, whichever is less. */
  readonly width: number;
  readonly color: ColorLevel;
  /** Words instead of glyphs. */
  readonly ascii: boolean;
  /** 0: the verdict and why; 1: every policy that took part; 2: every clause. */
  readonly verbosity: 0 | 1 | 2;
  /** Where relative file names start, as a `file://` address, to link them; null: no links. */
  readonly linkBase: string | null;
  /** Of this program. */
  readonly version: string;
}

/** An output format. It prints an explanation and explains nothing. */
export interface Format {
  readonly name: string;
  /** The whole output, which ends with a line break. */
  render(explanation: Explanation, view: View): string;
}
