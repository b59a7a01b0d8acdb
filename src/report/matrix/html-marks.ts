import type { CellState, MatrixData, MatrixMark } from '../../explain/whole/matrix-data.ts';
import { htmlText } from './html-text.ts';
import { markWords } from './words.ts';

// Colour says what these say already.
const GLYPHS: Readonly<Record<CellState, string>> = {
  all: '✔',
  some: '✔',
  none: '✘',
  unknown: '?',
  self: '–',
};

export function glyphOf(state: CellState): string {
  return GLYPHS[state];
}

/**
 * What a cell shows: the glyph of its state, and which ports where that is not all or none. What is
 * unknown has its glyph in the words, and in the letter.
 */
export function markText({ state, letter, text }: MatrixMark, isDense: boolean): string {
  const ports = isDense ? letter : text;
  if (state === 'unknown') return ports;
  const isPart = state === 'some' || (state === 'all' && letter !== '*');
  return isPart ? `${GLYPHS[state]}\u00a0${ports}` : GLYPHS[state];
}

/** A mark in a sentence that names the two ends already. */
function spoken({ state, text }: MatrixMark): string {
  switch (state) {
    case 'all':
    case 'some':
      return `${text} allowed`;
    case 'none':
      return 'denied';
    case 'unknown':
      return unknownWords(text);
    case 'self':
      return 'itself';
  }
}

function unknownWords(text: string): string {
  return text.replaceAll('? ', 'unknown: ');
}

/** Whether some port is surely open between some of the pods. */
function isOpen({ passages }: MatrixMark): boolean {
  return passages.some(
    ({ allowed, some }) =>
      allowed.items.length > 0 || some.some(({ state }) => state === 'allowed'),
  );
}

/** What the filter of the page finds a mark by; nothing for a pod and itself. */
function verdictsOf(mark: MatrixMark): string {
  const verdicts = [
    ...(mark.state !== 'self' && isOpen(mark) ? ['allowed'] : []),
    ...(mark.state === 'none' ? ['denied'] : []),
    ...(mark.state === 'unknown' ? ['unknown'] : []),
  ];
  return verdicts.join(' ');
}

/** The legend: the page reads from it what each mark says. */
export function legendHtml({ legend }: MatrixData): string {
  const items = legend.map((mark) => {
    const cells = `${String(mark.cells)} ${mark.cells === 1 ? 'cell' : 'cells'}`;
    return (
      `<li data-label="${htmlText(spoken(mark))}" data-verdicts="${verdictsOf(mark)}">` +
      `<span class="key ${mark.state}" aria-hidden="true">${htmlText(markText(mark, true))}</span> ` +
      `${htmlText(mark.state === 'unknown' ? unknownWords(mark.text) : markWords(mark))} <span class="muted">${cells}</span></li>`
    );
  });
  return `<ul id="legend" class="marks">\n${items.join('\n')}\n</ul>`;
}
