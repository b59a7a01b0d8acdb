import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '../../model/connection.ts';
import type { QuestionError } from '../../query/question-error.ts';
import { engineFor, listConnections } from '../../query/whole/list.ts';
import { matrixOf } from '../../query/whole/matrix.ts';
import type { WholeQuestion } from '../../query/whole/question.ts';
import { select, type Selected } from '../../query/whole/select.ts';
import { refuseErrors, type LoadedInput } from '../check.ts';
import { explainList } from './list.ts';
import type { ListData } from './list-data.ts';
import { explainMatrix } from './matrix.ts';
import type { MatrixData } from './matrix-data.ts';

/** A question about all pairs as a program asks it; what it leaves out is everything. */
export type PairsQuestion = Partial<WholeQuestion>;

export interface ListQuestion extends PairsQuestion {
  /** List what is denied instead. */
  readonly denied?: boolean;
  /** Tell of each row which rules decide it. */
  readonly explain?: boolean;
}

/**
 * Lists the connections of all pairs that are allowed, or with `denied` those that are not. The rows
 * are made while they are read.
 *
 * ```ts
 * const listed = list(loaded, { to: 'data/sts/redis', ports: ['6379'] });
 * if (listed.ok) for (const { from, ports } of listed.list.rows()) console.log(from.text, ports.text);
 * ```
 *
 * @throws RangeError where the input has errors
 */
export function list(
  loaded: LoadedInput,
  { denied = false, explain = false, ...question }: ListQuestion = {},
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
):
  | { readonly ok: true; readonly list: ListData }
  | { readonly ok: false; readonly error: QuestionError } {
  const selected = selectIn(loaded, question);
  if (!selected.ok) return selected;
  const { selection } = selected;
  const found = listConnections(engineFor(selection, options), selection, denied);
  return { ok: true, list: explainList(found, loaded.locator, { reasons: explain }) };
}

/**
 * Tells who reaches whom as a grid.
 *
 * @throws RangeError where the input has errors
 */
export function matrix(
  loaded: LoadedInput,
  question: PairsQuestion = {},
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
):
  | { readonly ok: true; readonly matrix: MatrixData }
  | { readonly ok: false; readonly error: QuestionError } {
  const selected = selectIn(loaded, question);
  if (!selected.ok) return selected;
  const { selection } = selected;
  const found = matrixOf(engineFor(selection, options), selection);
  return { ok: true, matrix: explainMatrix(found, loaded.locator) };
}

function selectIn(loaded: LoadedInput, question: PairsQuestion): Selected {
  refuseErrors(loaded);
  return select(loaded.cluster, {
    from: null,
    to: null,
    ports: [],
    namespace: 'default',
    only: null,
    family: null,
    by: 'workload',
    ...question,
  });
}
