import type { Position, SourceFile } from '../model/source.ts';

/** Where lines start, of whole files: pieces are many, and short. */
const starts = new WeakMap<SourceFile, readonly number[]>();

/** The 1-based line of an offset into a text; `\n`, `\r\n` and a lone `\r` end a line. */
export function lineOf(file: SourceFile, offset: number): number {
  return positionAt(file, offset).line;
}

/** Line and column of an offset into a text; the byte order mark of a file is no column. */
export function positionAt(file: SourceFile, offset: number): Position {
  const lines = lineStarts(file);
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lines[middle] ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const start = lines[low - 1] ?? 0;
  const { origin } = file;
  const isFirst = low === 1;
  const mark = origin === undefined && isFirst && offset > 0 && startsWithMark(file) ? 1 : 0;
  const before = origin !== undefined && isFirst ? origin.column - 1 : 0;
  return {
    line: low + (origin?.line ?? 1) - 1,
    column: before + offset - start - mark + 1,
    offset,
  };
}

function startsWithMark({ text }: SourceFile): boolean {
  return text.charCodeAt(0) === 0xfeff;
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
  if (file.origin === undefined) starts.set(file, lines);
  return lines;
}
