import { ByteWindow } from './byte-window.ts';
import type { DiskFile } from './disk-file.ts';
import type { ItemLines } from './list-pieces.ts';
import { NotCut } from './not-cut.ts';

const SPACE = 0x20;
const DASH = 0x2d;
const TAB = 0x09;
const NEWLINE = 0x0a;
const RETURN = 0x0d;
const COMMENT = 0x23;

/**
 * The lines with the dashes of a block sequence's items, which all are in one column; the sequence
 * ends at a line that is indented less. Throws a NotCut where tabs make columns uncertain.
 */
export function findItemLines(
  file: DiskFile,
  { start, end, column }: { readonly start: number; readonly end: number; readonly column: number },
): ItemLines {
  const window = new ByteWindow(file, start);
  const starts: number[] = [];
  let line = start;
  while (line < end) {
    let indent = 0;
    while (indent < column && window.at(line + indent, line) === SPACE) indent++;
    const byte = window.at(line + indent, line);
    if (indent === column && byte === DASH && isSpace(window.at(line + indent + 1, line))) {
      starts.push(line);
    } else if (byte === TAB) {
      throw new NotCut('tabs stand in the indentation of its items');
    } else if (!isSpace(byte) && byte !== COMMENT) {
      break;
    }
    const lineEnd = window.find(NEWLINE, line + indent);
    line = lineEnd === -1 ? end : lineEnd + 1;
  }
  return { starts, end: Math.min(line, end) };
}

function isSpace(byte: number): boolean {
  return byte === SPACE || byte === NEWLINE || byte === RETURN;
}
