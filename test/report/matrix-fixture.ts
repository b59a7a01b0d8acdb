import type { PortsText } from '../../src/explain/whole/list-data.ts';
import type {
  CellExplanation,
  CellState,
  EndReasonText,
  MatrixData,
  MatrixEnd,
  MatrixMark,
} from '../../src/explain/whole/matrix-data.ts';

/** Marks by letter, as the fixtures write a grid. */
const MARKS: Readonly<Record<string, { state: CellState; text: string; open: string }>> = {
  '*': { state: 'all', text: 'all ports', open: '1-65535/TCP' },
  A: { state: 'some', text: '6379/TCP', open: '6379/TCP' },
  B: { state: 'some', text: '53/TCP 53/UDP', open: '53/TCP' },
  'C?': { state: 'unknown', text: '? 8080/TCP', open: '' },
  '.': { state: 'none', text: 'none', open: '' },
  '-': { state: 'self', text: 'itself', open: '' },
};

/** What a fixture may change. */
export interface FixtureOptions {
  readonly title?: string;
  readonly notes?: readonly string[];
  /** Of every place. */
  readonly file?: string;
}

/**
 * A grid written as lines, one a row, of marks with spaces between them; rows and columns are the
 * names, in their order.
 */
export function matrixData(
  names: readonly string[],
  lines: readonly string[],
  { title = 'Who reaches whom', notes = [], file = 'policies.yaml' }: FixtureOptions = {},
): MatrixData {
  const letters = lines.map((line) => line.split(' '));
  const used = Object.keys(MARKS).filter((letter) => letters.flat().includes(letter));
  const ends = names.map(end);
  const count = (state: CellState): number =>
    letters.flat().filter((letter) => MARKS[letter]!.state === state).length;
  return {
    title,
    question: { ports: [], namespace: null, by: 'workload' },
    rows: ends,
    columns: ends,
    cells: letters.map((row) => row.map((letter) => used.indexOf(letter))),
    legend: used.map((letter) => mark(letter, letters.flat().filter((l) => l === letter).length)),
    explain: (row, column) => {
      const letter = letters[row]![column]!;
      // Of two pods of one StatefulSet: the first and the second.
      const second = row === column && letter !== '-';
      const name = told(names[column]!);
      return explain(told(names[row]!), second ? name.replace('-0', '-1') : name, letter, file);
    },
    counts: {
      rows: names.length,
      columns: names.length,
      pods: names.length,
      cells: letters.flat().length - count('self'),
      all: count('all'),
      some: count('some'),
      none: count('none'),
      unknown: count('unknown'),
    },
    notes,
  };
}

/** A StatefulSet is told of by its first pod. */
function told(name: string): string {
  return name.includes('/sts/') ? `${name.replace('/sts/', '/')}-0` : name;
}

function end(text: string): MatrixEnd {
  const [namespace = ''] = text.split('/');
  return { text, namespace, kind: 'workload', pods: 1, members: [told(text)] };
}

function ports(text: string): PortsText {
  return { items: text === '' ? [] : [text], text };
}

function mark(letter: string, cells: number): MatrixMark {
  const { state, text, open } = MARKS[letter]!;
  const unknown = state === 'unknown' ? '8080/TCP' : '';
  const passages =
    state === 'none' || state === 'self'
      ? []
      : [{ where: null, allowed: ports(open), unknown: ports(unknown), some: [], of: 1 }];
  return { letter, state, text, passages, cells };
}

function explain(row: string, column: string, letter: string, file: string): CellExplanation {
  const { state, text, open } = MARKS[letter]!;
  const place = { file, line: 24, column: 5, document: 1 };
  const ends: EndReasonText[] = [
    {
      end: 'egress',
      verdict: 'allowed',
      because: `no policy isolates ${row}`,
      rules: [],
    },
    {
      end: 'ingress',
      verdict: state === 'none' ? 'denied' : state === 'unknown' ? 'unknown' : 'allowed',
      because:
        state === 'none' ? `no rule lets ${row} reach ${column}` : 'allowed by data/redis rule 1',
      rules: [{ role: 'deciding', text: 'data/redis, ingress rule 1', place }],
    },
  ];
  return {
    row,
    column,
    sentence:
      state === 'self'
        ? `${row} reaches itself`
        : state === 'none'
          ? `${row} does not reach ${column}`
          : `${row} reaches ${column} on ${text}`,
    state,
    allowed: ports(open),
    unknown: ports(state === 'unknown' ? '8080/TCP' : ''),
    explained: text,
    ends: state === 'self' ? [] : ends,
    command: state === 'self' ? null : `netpol check --from ${row} --to ${column}`,
  };
}

export const SHOP_NAMES = [
  'data/sts/redis',
  'kube-system/deploy/coredns',
  'shop/deploy/cart',
  'shop/deploy/web',
];

/** Four workloads with every state of a cell. */
export const SHOP_LINES = ['- B . .', '. - . .', 'A B - C?', 'A B * -'];

export function shopMatrix(options: FixtureOptions = {}): MatrixData {
  return matrixData(SHOP_NAMES, SHOP_LINES, options);
}

/** `size` workloads; each reaches the next ones on some port. */
export function largeMatrix(size: number): MatrixData {
  const names = [...Array(size).keys()].map(
    (i) => `team-${String(i % 10)}/deploy/service-${String(i).padStart(4, '0')}`,
  );
  const lines = names.map((_, y) =>
    names
      .map((__, x) => (x === y ? '-' : ['.', 'A', '*', '.', 'B'][(x * 7 + y * 3) % 5]!))
      .join(' '),
  );
  return matrixData(names.toSorted(), lines);
}
