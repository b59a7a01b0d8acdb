// The public library. Load manifests, ask, explain:
//
//   const loaded = await loadPaths(['deploy/']);
//   if (hasErrors(loaded)) …
//   const checked = check(loaded, { from: 'shop/web', to: 'data/redis', port: '6379/TCP' });

export { hasErrors, loadFiles } from './load/load.ts';
export type { InputCounts, InputFile, Loaded, LoadOptions } from './load/load.ts';
export { loadPaths } from './load/load-paths.ts';
export type { LoadPathsOptions } from './load/load-paths.ts';
export { readInput } from './load/read-files.ts';
export type { Input, InputWorld } from './load/read-files.ts';
export { formatDiagnostic } from './load/format-diagnostic.ts';
export type { FormattedDiagnostic } from './load/format-diagnostic.ts';
export { DIAGNOSTIC_CODES } from './load/codes.ts';

export { createEngine } from './engine/create.ts';
export type { Engine } from './engine/engine.ts';

export { ask } from './query/ask.ts';
export type { Asked } from './query/ask.ts';
export { QUESTION_ERROR_CODES } from './query/question-error.ts';
export type { QuestionArgument, QuestionError, QuestionErrorCode } from './query/question-error.ts';

export { createClassEngine } from './engine/classes/create.ts';
export type * from './engine/classes/class-engine.ts';
export type { PortSample, PortSet, PortSets } from './engine/classes/port-sets.ts';
export type { Grouping, WholeQuestion } from './query/whole/question.ts';

export { diffClusters } from './query/whole/diff.ts';
export type { Diffed } from './query/whole/diff.ts';
export type { DiffQuestion } from './query/whole/diff-result.ts';

export { list, matrix } from './explain/whole/answers.ts';
export type { ListQuestion, PairsQuestion } from './explain/whole/answers.ts';
export type {
  EndReasonText,
  EndText,
  ListData,
  ListRow,
  Member,
  OpenData,
  Passage,
  PortsText,
  RuleText,
  SomePairs,
} from './explain/whole/list-data.ts';
export type {
  CellExplanation,
  CellState,
  MatrixCounts,
  MatrixData,
  MatrixEnd,
  MatrixMark,
  MatrixQuestion,
} from './explain/whole/matrix-data.ts';

export { explainDiff } from './explain/whole/diff.ts';
export type { VersionSource } from './explain/whole/diff.ts';
export type * from './explain/whole/diff-data.ts';

export { check } from './explain/check.ts';
export type { Checked, CheckQuestion, LoadedInput } from './explain/check.ts';
export { explainAnswer } from './explain/explain.ts';
export type { ExplainOptions } from './explain/explain.ts';
export { CODES, explainCode } from './explain/codes.ts';
export type * from './explain/explanation.ts';

export { FORMATS } from './report/formats.ts';
export type { Format, View } from './report/format.ts';
export { LIST_FORMATS } from './report/list/formats.ts';
export type { ListFormat } from './report/list/format.ts';
export { MATRIX_FORMATS } from './report/matrix/formats.ts';
export type { MatrixFormat } from './report/matrix/format.ts';
export { DIFF_FORMATS } from './report/diff/formats.ts';
export type { DiffFormat } from './report/diff/format.ts';
export { explanationData, SCHEMA_VERSION } from './report/json.ts';

export { DEFAULT_ENGINE_OPTIONS } from './model/connection.ts';
export type * from './model/answer.ts';
export type * from './model/cluster.ts';
export type * from './model/connection.ts';
export type * from './model/decision.ts';
export type * from './model/diagnostic.ts';
export type * from './model/ip.ts';
export type * from './model/labels.ts';
export type * from './model/objects.ts';
export type * from './model/policy.ts';
export type * from './model/port.ts';
export type * from './model/source.ts';
export type * from './model/truth.ts';
