import { markdownText, tableLine } from '../markdown.ts';
import type { MatrixFormat } from './format.ts';
import { countsWords, markWords } from './words.ts';

/** A table of marks, and a legend below it. */
export const MARKDOWN_MATRIX: MatrixFormat = {
  name: 'md',
  *render(data) {
    yield `**${markdownText(data.title)}** (rows reach columns)\n\n`;
    yield tableLine(['', ...data.columns.map(({ text }) => text)]);
    yield `| --- |${data.columns.map(() => ' :-: |').join('')}\n`;
    for (const [row, marks] of data.cells.entries()) {
      const cells = marks.map((number) => data.legend[number]?.letter ?? '');
      yield tableLine([data.rows[row]?.text ?? '', ...cells]);
    }
    yield '\n';
    for (const mark of data.legend) {
      yield `- \`${mark.letter}\` ${markdownText(markWords(mark))}\n`;
    }
    yield `\n${markdownText(countsWords(data))}\n`;
    if (data.notes.length > 0) yield '\n';
    for (const note of data.notes) yield `- ${markdownText(note)}\n`;
  },
};
