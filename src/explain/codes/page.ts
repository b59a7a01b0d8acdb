/** A page about a code: what it means, an example, what to do. */
export interface CodePage {
  readonly means: string;
  /** Lines of a question, a manifest or an answer. */
  readonly example: readonly string[];
  readonly advice: string;
}
