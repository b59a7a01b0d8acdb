import { describe, expect, test } from 'vitest';
import type { Kinds } from '../oracle/generate.ts';
import { referenceVerdict } from '../oracle/reference.ts';
import { forRandomQuestions, RUNS, SEED, TIMEOUT } from './runs.ts';

// Both say the same, and say it however they are asked. NETPOL_RUNS=300000 makes it a hunt;
// NETPOL_KINDS=everything hunts where the two are known to differ (see regressions.test.ts).

const KINDS: readonly Kinds[] =
  process.env['NETPOL_KINDS'] === 'everything' ? ['everything'] : ['unions', 'tiers'];

describe(`on random clusters (NETPOL_SEED=${String(SEED)} NETPOL_RUNS=${String(RUNS)})`, () => {
  test.each(KINDS)(
    'the engine answers what the reference evaluator answers: %s',
    (kinds) => {
      const verdicts = new Set<string>();
      forRandomQuestions(kinds, RUNS, (engine, connection, { cluster, options }) => {
        const expected = referenceVerdict(cluster, connection, options);
        verdicts.add(expected);
        expect(engine.verdict(connection)).toBe(expected);
        expect(engine.decide(connection).verdict).toBe(expected);
      });
      expect([...verdicts].sort()).toEqual(['allowed', 'denied', 'unknown']);
    },
    TIMEOUT,
  );
});
