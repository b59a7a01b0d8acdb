import type { SourceFile } from '../model/source.ts';
import type { Place, Snippet, SnippetLine, SnippetMark } from './explanation.ts';

/** A remark on a place. */
export interface Remark {
  readonly place: Place;
  readonly matched: SnippetMark['matched'];
  readonly text: string;
}

/** More lines than this are cut down to the first one and those with remarks. */
const LONG = 10;
/** Machine-written text (minified JSON) is no help to a reader. */
const WIDE = 160;

const splitFiles = new WeakMap<SourceFile, readonly string[]>();

function linesOf(file: SourceFile): readonly string[] {
  let lines = splitFiles.get(file);
  if (lines === undefined) {
    lines = file.text.split(/\r\n|\n|\r/);
    // Pieces are many, and each is read again when it is asked for.
    if (file.origin === undefined) splitFiles.set(file, lines);
  }
  return lines;
}

/** The lines of the list item at `from`, with remarks. Empty where they are too wide to read. */
export function snippetOf(file: SourceFile, from: Place, remarks: readonly Remark[]): Snippet {
  const lines = linesOf(file);
  const { line: first, column } = file.origin ?? { line: 1, column: 1 };
  // A piece that starts within a line does not tell all of it.
  if (from.line === first && column > 1) return { file: file.name, lines: [] };
  const marked = remarks.filter(({ place }) => place.line >= from.line);
  const last = Math.max(
    lastLineOfItem(lines, from, first),
    ...marked.map(({ place }) => place.line),
  );
  const all: SnippetLine[] = [];
  for (let number = from.line; number <= last; number++) {
    const text = (lines[number - first] ?? '').trimEnd();
    if (text.length > WIDE) return { file: file.name, lines: [] };
    const marks = marked
      .filter(({ place }) => place.line === number)
      .map(({ place, matched, text: remark }) => ({ column: place.column, matched, text: remark }))
      .sort((a, b) => a.column - b.column);
    all.push({ number, text, afterGap: false, marks });
  }
  return { file: file.name, lines: all.length > LONG ? elide(all) : all };
}

/** A block item ends where a line is indented no deeper than its dash; a flow item on its line. */
function lastLineOfItem(lines: readonly string[], from: Place, first: number): number {
  if (lines[from.line - first]?.[from.column - 1] !== '-') return from.line;
  let last = from.line;
  for (let number = from.line + 1; number < first + lines.length; number++) {
    const text = (lines[number - first] ?? '').replace(/^( *)#.*$/, '$1');
    if (text.trim() === '') continue;
    if (text.search(/\S/) < from.column) break;
    last = number;
  }
  return last;
}

/** Keeps the first line and those with remarks; a single line between two kept ones stays too. */
function elide(lines: readonly SnippetLine[]): SnippetLine[] {
  const keep = lines.map((line, i) => i === 0 || line.marks.length > 0);
  const kept: SnippetLine[] = [];
  for (const [i, line] of lines.entries()) {
    if (keep[i] === true || (keep[i - 1] === true && keep[i + 1] === true)) {
      const previous = kept.at(-1);
      kept.push({
        ...line,
        afterGap: previous !== undefined && previous.number !== line.number - 1,
      });
    }
  }
  return kept;
}
