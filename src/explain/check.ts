import { createEngine } from '../engine/create.ts';
import type { Answer } from '../model/answer.ts';
import type { Cluster } from '../model/cluster.ts';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '../model/connection.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { Family } from '../model/ip.ts';
import type { Locator } from '../model/source.ts';
import { ask } from '../query/ask.ts';
import type { QuestionError } from '../query/question-error.ts';
import { explainAnswer } from './explain.ts';
import type { Explanation } from './explanation.ts';

/** A question as a program asks it. */
export interface CheckQuestion {
  readonly from: string;
  readonly to: string;
  /** Without it: every port of every protocol. */
  readonly port?: string | number | readonly (string | number)[];
  /** Of names that are written without one; `default` where it is left out. */
  readonly namespace?: string;
  /** Only this family; each that both ends have where it is left out. */
  readonly family?: Family;
}

/** What was loaded, as far as answering needs it. */
export interface LoadedInput {
  readonly cluster: Cluster;
  readonly locator: Locator;
  readonly diagnostics: readonly Diagnostic[];
}

export type Checked =
  | { readonly ok: true; readonly answer: Answer; readonly explanation: Explanation }
  | { readonly ok: false; readonly error: QuestionError };

/**
 * Asks one question of what was loaded, and explains the answer. To ask many, make an engine once
 * (`createEngine`) and use `ask` and `explainAnswer`.
 *
 * ```ts
 * const text = readFileSync('cluster.yaml', 'utf8');
 * const loaded = loadFiles([{ file: { name: 'cluster.yaml', text }, explicit: true }]);
 * const checked = check(loaded, { from: 'shop/web', to: 'data/redis', port: 6379 });
 * if (checked.ok) console.log(checked.answer.verdict);
 * ```
 *
 * @throws RangeError where the input has errors: bad input gets no answer, so look at
 *   `hasErrors(loaded)` and `loaded.diagnostics` first
 */
export function check(
  loaded: LoadedInput,
  question: CheckQuestion,
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
): Checked {
  refuseErrors(loaded);
  const { from, to, port = [], namespace = 'default', family = null } = question;
  const ports = (typeof port === 'object' ? port : [port]).map(String);
  const engine = createEngine(loaded.cluster, options);
  const asked = ask(engine, { from, to, ports, namespace, family });
  if (!asked.ok) return asked;
  const explanation = explainAnswer(engine, asked.answer, loaded.locator);
  return { ok: true, answer: asked.answer, explanation };
}

/** Throws a RangeError where the input has errors: it gets no answer. */
export function refuseErrors({ diagnostics }: LoadedInput): void {
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return;
  const count = errors.length === 1 ? '1 error' : `${String(errors.length)} errors`;
  throw new RangeError(`the input has ${count}, the first: ${first.message}`);
}
