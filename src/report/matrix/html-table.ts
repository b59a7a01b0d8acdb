import type { MatrixData, MatrixEnd } from '../../explain/whole/matrix-data.ts';
import type { CellReason } from './html-explanations.ts';
import { markText } from './html-marks.ts';
import { htmlText } from './html-text.ts';

/**
 * The grid as a table that needs no script: each cell links to the reason that decided it. What the
 * script needs besides is in attributes: what a cell's explanation is put together from, and the
 * ends that it tells of where they are called otherwise than the row and the column.
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
  const marks = data.legend.map((mark) => ({
    open: `<td class="${mark.state}"`,
    text: htmlText(markText(mark, isDense)),
  }));

  const cell = (mark: number, row: number, column: number): string => {
    const { open = '<td', text = '' } = marks[mark] ?? {};
    const reason = reasons[row]?.[column];
    if (reason === undefined) return `${open}>${text}</td>`;
    const { source, destination, first } = reason;
    const why = ` data-why="${[reason.head, ...reason.reasons].join(' ')}"`;
    const from = source === rowTold[row] ? '' : ` data-from="${htmlText(source)}"`;
    const to = destination === columnTold[column] ? '' : ` data-to="${htmlText(destination)}"`;
    const link = first === null ? '' : ` href="#r${String(first)}"`;
    return `${open}${why}${from}${to}><a${link}>${text}</a></td>`;
  };

  // Wide columns are wide by what is in their cells: their names may be broken.
  const head = data.columns
    .map((end, i) => headerHtml(end, 'col', !isDense, columnTold[i]))
    .join('\n');
  const body = data.cells.map((row, y) => {
    const end = data.rows[y];
    const header = end === undefined ? '' : headerHtml(end, 'row', false, rowTold[y]);
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

function headerHtml(
  { text }: MatrixEnd,
  scope: 'row' | 'col',
  breaks: boolean,
  told = text,
): string {
  const attribute = told === text ? '' : ` data-told="${htmlText(told)}"`;
  const name = breaks ? htmlText(text).replaceAll('/', '/<wbr>') : htmlText(text);
  return `<th scope="${scope}"${attribute}><span class="name">${name}</span></th>`;
}
