import { csvLine } from '../csv.ts';
import type { MatrixFormat } from './format.ts';

/** A grid of what the marks say: `6379/TCP`, `all ports`, `none`; `itself` for a pod and itself. */
export const CSV_MATRIX: MatrixFormat = {
  name: 'csv',
  *render(data) {
    yield csvLine(['source', ...data.columns.map(({ text }) => text)]);
    for (const [row, marks] of data.cells.entries()) {
      const cells = marks.map((number) => data.legend[number]?.text ?? '');
      yield csvLine([data.rows[row]?.text ?? '', ...cells]);
    }
  },
};
