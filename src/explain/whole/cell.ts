import type { Connection, Endpoint } from '../../model/connection.ts';
import type { Service } from '../../model/objects.ts';
import type { Locator } from '../../model/source.ts';
import type { RowEnd } from '../../query/whole/list.ts';
import type { WholeMatrix } from '../../query/whole/matrix.ts';
import type { Passage } from '../../query/whole/passages.ts';
import { samplePair, type Pair } from '../../query/whole/pairs.ts';
import { endName, portName, serviceName } from '../names.ts';
import { textOfEnd } from './end-text.ts';
import type { EndReasonText } from './list-data.ts';
import type { CellExplanation, MatrixMark } from './matrix-data.ts';
import type { PortsTextOf } from './ports-text.ts';
import { reasonsAt, reasonsOf } from './reasons.ts';

/** What explaining cells needs at hand. */
export interface CellSources {
  readonly matrix: WholeMatrix;
  readonly locator: Locator;
  readonly textOf: PortsTextOf;
}

/** Why a cell is as it is, told of one connection from the row to the column. */
export function explainCell(
  sources: CellSources,
  row: RowEnd,
  column: RowEnd,
  mark: MatrixMark,
): CellExplanation {
  const { matrix, textOf } = sources;
  const { none } = matrix.passages.engine.ports;
  const [passage] = matrix.cell(row, column) ?? [];
  const pair = passage?.sample ?? (mark.state === 'none' ? pairOf(row, column) : null);
  const names = pair === null ? [textOfEnd(row).text, textOfEnd(column).text] : namesOf(pair);
  const [from = '', to = ''] = names;
  const via = column.kind === 'group' ? column.group.via : column.via;
  const { explained, ends } =
    pair === null ? { explained: '', ends: [] } : tell(sources, passage, pair, via, column);
  return {
    row: from,
    column: to,
    sentence:
      row.kind === 'outside' && column.kind === 'outside'
        ? 'policies select pods only: nothing is said of addresses among themselves'
        : sentenceOf(from, to, mark),
    state: mark.state,
    allowed: textOf(passage === undefined ? none : passage.told),
    unknown: textOf(passage === undefined ? none : passage.unknown),
    explained,
    ends,
    command: pair === null ? null : commandOf(matrix, from, via === null ? to : serviceName(via)),
  };
}

function tell(
  { matrix, locator, textOf }: CellSources,
  passage: Passage | undefined,
  pair: Pair,
  via: Service | null,
  column: RowEnd,
): { readonly explained: string; readonly ends: readonly EndReasonText[] } {
  const { passages } = matrix;
  const sources = { engine: passages.one, locator };
  if (passage !== undefined) {
    const ends = reasonsOf(sources, passages, pair, passage.sampled, via);
    return { explained: textOf(passage.sampled).text, ends };
  }
  const port = usualPort(matrix, pair.destination, column);
  return { explained: portName(port), ends: reasonsAt(sources, pair, port, via) };
}

/** Where nothing passes, a port that is asked for: one that the pod declares, if there is one. */
function usualPort(
  { selection, passages }: WholeMatrix,
  destination: Endpoint,
  column: RowEnd,
): Pick<Connection, 'protocol' | 'port'> {
  const { ports: sets } = passages.engine;
  const asked =
    column.kind === 'group'
      ? column.group.parts[0].ports
      : sets.of(selection.ports.ranges, selection.ports.icmp);
  const ranges = sets.ranges(asked);
  const declared = destination.kind === 'pod' ? destination.pod.ports : [];
  const found = declared.find(({ protocol, containerPort }) =>
    ranges.some(
      (range) =>
        range.protocol === protocol && range.first <= containerPort && containerPort <= range.last,
    ),
  );
  return found === undefined
    ? sets.sample(asked)
    : { protocol: found.protocol, port: found.containerPort };
}

function pairOf(row: RowEnd, column: RowEnd): Pair | null {
  if (row.kind === 'group' && column.kind === 'group') {
    for (const from of row.group.parts) {
      for (const to of column.group.parts) {
        const pair = samplePair(from, to);
        if (pair !== null) return pair;
      }
    }
    return null;
  }
  const [source, destination] = [anyOf(row), anyOf(column)];
  return source === null || destination === null ? null : { source, destination };
}

function anyOf(end: RowEnd): Endpoint | null {
  if (end.kind === 'group') return end.group.parts[0].ends[0] ?? null;
  const [range] = end.ranges;
  if (range === undefined) return null;
  const address = { family: range.family, value: range.first };
  return { kind: 'address', address, sampleOf: end.ranges };
}

function namesOf({ source, destination }: Pair): [string, string] {
  return [endName(source), endName(destination)];
}

function sentenceOf(from: string, to: string, { state, text, passages }: MatrixMark): string {
  switch (state) {
    case 'self':
      return `${from} can always reach itself`;
    case 'none':
      return `${from} does not reach ${to}`;
    case 'unknown':
      return `whether ${from} reaches ${to} depends on facts that the input lacks: ${text}`;
    default: {
      const isPart = passages.some(({ some }) => some.length > 0);
      return isPart
        ? `${from} is one of those that reach ${to}: ${text}`
        : `${from} reaches ${to} on ${text}`;
    }
  }
}

function commandOf({ selection }: WholeMatrix, from: string, to: string): string {
  const { ports, family } = selection.question;
  return [
    `netpol check --from ${shellWord(from)} --to ${shellWord(to)}`,
    ...ports.map((port) => `--port ${shellWord(port)}`),
    ...(family === null ? [] : [`--family ${String(family)}`]),
  ].join(' ');
}

/** A word that a shell takes as it stands. */
function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}
