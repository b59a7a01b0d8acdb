import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Engine } from '../engine/engine.ts';
import { explainAnswer } from '../explain/explain.ts';
import type { Locator } from '../model/source.ts';
import { ask } from '../query/ask.ts';
import type { QuestionErrorCode } from '../query/question-error.ts';
import { escapeForJson } from '../report/escape.ts';
import { explanationData } from '../report/json.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import { failure, reasonOf } from './failure.ts';
import { linesOf, writeText, type Io } from './io.ts';
import { BadLine, parseBatchLine, type BATCH_ERROR_CODES, type BatchDefaults } from './question.ts';
import { VERSION } from './view.ts';

export interface Batch {
  readonly engine: Engine;
  readonly locator: Locator;
  /** JSON Lines, or `-` for stdin. */
  readonly file: string;
  readonly defaults: BatchDefaults;
  readonly quiet: boolean;
}

type ErrorCode = QuestionErrorCode | keyof typeof BATCH_ERROR_CODES;

/** What became of one line. */
interface Result {
  readonly data: Readonly<Record<string, unknown>>;
  readonly exitCode: ExitCode;
}

/**
 * Answers questions line by line, in their order and as they arrive. A line that is no question,
 * or that names what the input does not have, gets an error as its result and stops no other.
 *
 * The exit code is 0 where every question was answered, and as expected where it says what is
 * expected; 1 where something came out otherwise; 3 where a line had an error. Verdicts that
 * nobody expected anything of do not matter.
 */
export async function runBatch(io: Io, batch: Batch): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT.yes;
  let number = 0;
  const source = batch.file === '-' ? io.stdin : createReadStream(path.resolve(io.cwd, batch.file));
  try {
    for await (const line of linesOf(source)) {
      number++;
      if (line.trim() === '') continue;
      const result = answerLine(line, number, batch);
      if (result.exitCode > exitCode) exitCode = result.exitCode;
      if (batch.quiet) continue;
      const text = `${escapeForJson(JSON.stringify(result.data))}\n`;
      // Without a reader there is nobody to answer.
      if (!(await writeText(io.stdout, text))) break;
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw failure(`cannot read ${JSON.stringify(batch.file)}: ${reasonOf(error)}`);
  }
  return exitCode;
}

function answerLine(line: string, number: number, batch: Batch): Result {
  const { engine, locator } = batch;
  try {
    const { id, question, expect } = parseBatchLine(line, batch.defaults);
    const asked = ask(engine, question);
    if (!asked.ok) {
      const { code, message, hint, argument } = asked.error;
      return failed(id, { code, message: `${argument}: ${message}`, hint });
    }
    const explanation = explainAnswer(engine, asked.answer, locator);
    const met = expect === null || expect === asked.answer.verdict;
    return {
      data: {
        id,
        ...(expect === null ? {} : { expect, asExpected: met }),
        ...explanationData(explanation, VERSION),
      },
      exitCode: met ? EXIT.yes : EXIT.no,
    };
  } catch (error) {
    if (!(error instanceof BadLine)) throw error;
    const message = `line ${String(number)}: ${error.message}`;
    return failed(error.id, { code: 'bad-line', message, hint: error.hint });
  }
}

function failed(id: unknown, error: { code: ErrorCode; message: string; hint: string }): Result {
  return { data: { id, error }, exitCode: EXIT.failure };
}
