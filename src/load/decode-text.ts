/**
 * Decodes the bytes of a file as kubectl does: a byte order mark selects UTF-8 or UTF-16 and is
 * left out, and without one the text is UTF-8. What is not valid becomes U+FFFD.
 */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

/** The encoding that the first bytes of a file tell. */
export function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return 'utf-8';
}
