import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { explainAnswer, type ExplainOptions } from '../../src/explain/explain.ts';
import type { Explanation } from '../../src/explain/explanation.ts';
import { loadFiles } from '../../src/load/load.ts';
import type { Answer, Question } from '../../src/model/answer.ts';
import type { EngineOptions } from '../../src/model/connection.ts';
import type { Locator } from '../../src/model/source.ts';
import { ask } from '../../src/query/ask.ts';

/** Manifests by file name, as a user would have them. */
export type Files = Readonly<Record<string, string>>;

export interface World {
  readonly engine: Engine;
  readonly locator: Locator;
}

/** A cluster read from text; a mistake in the text fails the test. */
export function worldOf(files: Files, options?: EngineOptions): World {
  const inputs = Object.entries(files).map(([name, text]) => ({
    file: { name, text },
    explicit: true,
  }));
  const { cluster, diagnostics, locator } = loadFiles(inputs);
  const errors = diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new Error(errors.map(({ field, message }) => `${field}: ${message}`).join('\n'));
  }
  return { engine: createEngine(cluster, options), locator };
}

export type Asking = Partial<Question> & Pick<Question, 'from' | 'to'>;

/** The answer to a question; a question that cannot be asked fails the test. */
export function answerOf({ engine }: World, asking: Asking): Answer {
  const asked = ask(engine, { ports: [], namespace: 'default', family: null, ...asking });
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.answer;
}

/** The explanation of the answer to a question about manifests. */
export function explain(
  files: Files,
  asking: Asking,
  options: ExplainOptions & { readonly engine?: EngineOptions } = {},
): Explanation {
  const world = worldOf(files, options.engine);
  return explainAnswer(world.engine, answerOf(world, asking), world.locator, options);
}
