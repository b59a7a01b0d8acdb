import { expect } from 'vitest';
import fc from 'fast-check';
import { createEngine } from '../../src/engine/create.ts';
import type { Engine } from '../../src/engine/engine.ts';
import type { Connection } from '../../src/model/connection.ts';
import { describeScenario } from '../oracle/describe.ts';
import { scenarios, type Kinds, type Scenario } from '../oracle/generate.ts';

/** NETPOL_SEED repeats a run; NETPOL_RUNS makes it longer (questions for each comparison). */
export const SEED = Number(process.env['NETPOL_SEED'] ?? 20260101);
export const RUNS = Number(process.env['NETPOL_RUNS'] ?? 10_000);

/** How long a test may take that asks so many questions. */
export const TIMEOUT = 60_000 + RUNS * 20;

type Check = (engine: Engine, connection: Connection, scenario: Scenario) => void;

/**
 * Runs a check on at least `questions` random connections. A failure prints the seed, the path to
 * the scenario and the scenario itself, as small as fast-check can make it.
 */
export function forRandomQuestions(kinds: Kinds, questions: number, check: Check): number {
  let asked = 0;
  for (let batch = 0; asked < questions; batch += 1) {
    const property = fc.property(scenarios(kinds), (scenario) => {
      const engine = createEngine(scenario.cluster, scenario.options);
      for (const connection of scenario.connections) {
        asked += 1;
        try {
          check(engine, connection, scenario);
        } catch (error) {
          const reason = error instanceof Error ? error.message : String(error);
          throw new Error(`${reason}\n${describeScenario(scenario, connection)}`, { cause: error });
        }
      }
    });
    fc.assert(property, { seed: SEED + batch, numRuns: Math.min(500, RUNS) });
  }
  expect(asked).toBeGreaterThanOrEqual(questions);
  return asked;
}

/** A part of the runs, for properties that ask many questions each. */
export function share(part: number): number {
  return Math.ceil(RUNS / part);
}
