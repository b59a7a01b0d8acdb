import type { MatrixData, MatrixEnd } from '../../explain/whole/matrix-data.ts';
import type { CellReason } from './html-explanations.ts';
import { markText } from './html-marks.ts';
import { htmlText } from './html-text.ts';

/**
 * The grid as a table that needs no script: each cell links to its explanation. What the script
 * needs besides is in attributes: the mark of a cell, and the ends that a cell's explanation tells
 * of where they are called otherwise than its row and column.
 *
 * @param reasons of each cell, by row and column
 */
export function tableHtml(
  data: MatrixData,
  reasons: readonly (readonly CellReason[])[],
  isDense: boolean,
): string {
  // Most cells of a row tell of the same pod: its header says which.
  const rowTold = reasons.map(([first]) => first?.source ?? '');
  const columnTold = reasons[0]?.map(({ destination }) => destination) ?? [];
  const marks = data.legend.map((mark, i) => ({
    open: `<td class="${mark.state}" data-mark="${String(i)}"`,
    text: htmlText(markText(mark, isDense)),
  }));

  const cell = (mark: number, row: number, column: number): string => {
    const { open = '<td', text = '' } = marks[mark] ?? {};
    const reason = reasons[row]?.[column];
    if (reason === undefined) return `${open}>${text}</td>`;
    const { id, source, destination } = reason;
    const from = source === rowTold[row] ? '' : ` data-from="${htmlText(source)}"`;
    const to = destination === columnTold[column] ? '' : ` data-to="${htmlText(destination)}"`;
    return `${open}${from}${to}><a href="#${id}">${text}</a></td>`;
  };

  const head = data.columns.map((end, i) => headerHtml(end, 'col', columnTold[i])).join('\n');
  const body = data.cells.map((row, y) => {
    const end = data.rows[y];
    const header = end === undefined ? '' : headerHtml(end, 'row', rowTold[y]);
    return `<tr>${header}\n${row.map((mark, x) => cell(mark, y, x)).join('')}</tr>`;
  });
  return `<table id="matrix">
<caption>${htmlText(data.title)}: rows reach columns</caption>
<thead><tr><th scope="col">from ↓ to →</th>
${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>`;
}

function headerHtml({ text }: MatrixEnd, scope: 'row' | 'col', told = text): string {
  const attribute = told === text ? '' : ` data-told="${htmlText(told)}"`;
  // A long name may be broken behind its namespace.
  const name = htmlText(text).replaceAll('/', '/<wbr>');
  return `<th scope="${scope}"${attribute}><span class="name">${name}</span></th>`;
}
