/** Three-valued logic (Kleene): `unknown` where a fact is missing from the input. */
export type Truth = 'yes' | 'no' | 'unknown';

/** yes only where both are yes; no where either is no. */
export function and(a: Truth, b: Truth): Truth {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'yes';
}

/** no only where both are no; yes where either is yes. */
export function or(a: Truth, b: Truth): Truth {
  if (a === 'yes' || b === 'yes') return 'yes';
  return a === 'unknown' || b === 'unknown' ? 'unknown' : 'no';
}
