import type { Locator } from '../../model/source.ts';
import type { OnProgress, RowEnd } from '../../query/whole/list.ts';
import type { WholeMatrix } from '../../query/whole/matrix.ts';
import type { Passage as RawPassage } from '../../query/whole/passages.ts';
import { counted } from '../names.ts';
import { explainCell } from './cell.ts';
import { memberOf, textOfEnd } from './end-text.ts';
import type { Passage } from './list-data.ts';
import { createLegend, type CellContent } from './marks.ts';
import type { MatrixData, MatrixEnd, MatrixMark } from './matrix-data.ts';
import { wholeNotes } from './notes.ts';
import { portsTexts, type PortsTextOf } from './ports-text.ts';

/** Puts a grid into words. Every cell is looked at; what explains it is made when asked for. */
export function explainMatrix(
  matrix: WholeMatrix,
  locator: Locator,
  onProgress?: OnProgress,
): MatrixData {
  const { selection, passages, rows, columns } = matrix;
  const { question } = selection;
  const { ports } = passages.engine;
  const textOf = portsTexts(ports);
  const whole = textOf(ports.of(selection.ports.ranges, selection.ports.icmp));
  const contentOf = (row: RowEnd, column: RowEnd): CellContent => {
    const found = matrix.cell(row, column);
    return {
      passages: found?.map((passage) => passageText(passage, textOf)) ?? null,
      asked: column.kind === 'group' ? textOf(column.group.parts[0].ports) : whole,
    };
  };
  const { cells, legend } = createLegend(rows, columns, contentOf, whole, onProgress);
  const state = (own: MatrixMark['state']): number =>
    legend.reduce((sum, mark) => sum + (mark.state === own ? mark.cells : 0), 0);
  const groups = [...rows, ...columns].flatMap((end) => (end.kind === 'group' ? [end.group] : []));
  const self = state('self');
  return {
    title: titleOf(matrix),
    question: { ports: question.ports, namespace: question.only, by: question.by },
    rows: rows.map(matrixEnd),
    columns: columns.map(matrixEnd),
    cells,
    legend,
    explain: (row, column) => {
      const [from, to] = [rows[row], columns[column]];
      const mark = legend[cells[row]?.[column] ?? -1];
      if (from === undefined || to === undefined || mark === undefined) {
        throw new RangeError(`no cell ${String(row)}, ${String(column)}`);
      }
      return explainCell({ matrix, locator, textOf }, from, to, mark);
    },
    counts: {
      rows: rows.length,
      columns: columns.length,
      pods: new Set(
        groups.flatMap(({ parts }) =>
          parts.flatMap(({ ends }) => ends.flatMap((end) => (end.kind === 'pod' ? [end.pod] : []))),
        ),
      ).size,
      cells: rows.length * columns.length - self,
      all: state('all'),
      some: state('some'),
      none: state('none'),
      unknown: state('unknown'),
    },
    notes: [...leftOut(matrix), ...wholeNotes(selection, passages, groups)],
  };
}

function titleOf({ selection: { question } }: WholeMatrix): string {
  const { ports, only, from, to } = question;
  const parts = [
    'Who reaches whom',
    ports.length === 0 ? '' : ` on ${ports.join(', ')}`,
    only === null ? '' : ` in namespace ${only}`,
    from === null ? '' : ` from ${from}`,
    to === null ? '' : ` to ${to}`,
  ];
  return parts.join('');
}

function leftOut({ leftOutLots }: WholeMatrix): string[] {
  if (leftOutLots === 0) return [];
  return [
    `addresses outside are left out: policies tell ${counted(leftOutLots, 'lot')} of them apart, which netpol list tells of`,
  ];
}

function matrixEnd(end: RowEnd): MatrixEnd {
  if (end.kind === 'group') {
    const member = memberOf(end.group);
    const { namespace, kind, pods, via } = member;
    return {
      text: via === null ? member.text : `${via} -> ${member.text}`,
      namespace,
      kind: kind === 'hostname' ? 'outside' : kind,
      pods,
      get members() {
        return member.members;
      },
    };
  }
  const { text, ranges } = textOfEnd(end);
  return { text, namespace: null, kind: 'outside', pods: 0, members: ranges };
}

function passageText(
  { where, told, unknown, some, pairs }: RawPassage,
  textOf: PortsTextOf,
): Passage {
  return {
    where,
    allowed: textOf(told),
    unknown: textOf(unknown),
    some: some.map((one) => ({
      ports: textOf(one.ports),
      state: one.state === 'unknown' ? 'unknown' : 'allowed',
      pairs: one.pairs,
    })),
    of: pairs,
  };
}
