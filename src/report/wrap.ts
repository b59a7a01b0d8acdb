/** Prose is not set wider than this. */
const MOST_COLUMNS = 100;

/** Columns of a text. Every code point counts one; names in manifests are ASCII. */
export function columns(text: string): number {
  return Array.from(text).length;
}

/**
 * Breaks prose between words, so that names, which hold no spaces, stay whole.
 *
 * @param indent columns before each line, which the caller prints
 */
export function wrapProse(text: string, width: number, indent: number): string[] {
  const room = Math.min(width, MOST_COLUMNS) - indent;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && columns(line) + 1 + columns(word) > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}

/** Pads on the right to a number of columns. */
export function padTo(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
