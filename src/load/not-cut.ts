import type { SourceFile } from '../model/source.ts';
import type { ReadError } from './read-error.ts';

/** What is wrong at a place of a file that was being cut. */
export interface CutProblem {
  readonly file: SourceFile;
  readonly error: ReadError;
}

/**
 * Thrown where it is not certain that the pieces of a large file mean the same as the whole: it is
 * then read in another way, or as a whole.
 */
export class NotCut extends Error {
  /** Null: nothing need be wrong with the file. */
  readonly problem: CutProblem | null;

  constructor(reason: string, problem: CutProblem | null = null) {
    super(reason);
    this.problem = problem;
  }
}
