import type { Position, SourceFile } from '../model/source.ts';

const starts = new WeakMap<SourceFile, readonly number[]>();

/** The 1-based line of an offset; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineOf(file: SourceFile, offset: number): number {
  const lines = lineStarts(file);
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Line and column of an offset; the byte order mark of a file is no column. */
export function positionAt(file: SourceFile, offset: number): Position {
  const line = lineOf(file, offset);
  const start = lineStarts(file)[line - 1] ?? 0;
  const mark = start === 0 && offset > 0 && file.text.charCodeAt(0) === 0xfeff ? 1 : 0;
  return { line, column: offset - start - mark + 1, offset };
}

function lineStarts(file: SourceFile): readonly number[] {
  const known = starts.get(file);
  if (known !== undefined) return known;
  const lines = [0];
  const { text } = file;
  if (text.includes('\r')) {
    for (const match of text.matchAll(/\r\n?|\n/g)) lines.push(match.index + match[0].length);
  } else {
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1))
      lines.push(at + 1);
  }
  starts.set(file, lines);
  return lines;
}
