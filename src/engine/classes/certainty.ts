/**
 * How sure it is that a peer takes in an end. All but NO and YES say which fact is missing, since
 * that decides how to find out what its values would give.
 */
export type Certainty = 0 | 1 | 2 | 3 | 4;

export const NO = 0;
/** An ipBlock would tell by the end's address, of which nothing is known. */
export const BY_ADDRESS = 1;
/** No value of the fact can be tried: the labels of an unknown node, the addresses of a name. */
export const OPEN_FACT = 2;
/** Any other missing fact, or more than one. */
export const MAYBE = 3;
export const YES = 4;

/** Either of two conditions. */
export function either(a: Certainty, b: Certainty): Certainty {
  if (a === YES || b === YES) return YES;
  if (a === NO || a === b) return b;
  return b === NO ? a : MAYBE;
}
