import { expect } from 'vitest';
import type { Engine } from '../../src/engine/engine.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { DEFAULT_ENGINE_OPTIONS, type Connection } from '../../src/model/connection.ts';
import { referenceVerdict } from '../oracle/reference.ts';
import { connect } from './builders.ts';
import type { Case } from './case.ts';

/** The connection of a case: `default/fe -> default/db 6379/TCP`. */
export function connectionOf(cluster: Cluster, text: string): Connection {
  const [from = '', to = '', port = ''] = text.split(/ -> | (?=[^ ]*$)/);
  return connect(cluster, from, to, port);
}

/** Holds the engine and the reference against a case. */
export function expectOutcome(
  engine: Engine,
  connection: Connection,
  expected: Pick<Case, 'verdict' | 'at'>,
): void {
  const decision = engine.decide(connection);
  expect({ verdict: decision.verdict, at: decision.decidedAt }).toEqual({
    verdict: expected.verdict,
    at: expected.at,
  });
  expect(engine.verdict(connection)).toBe(expected.verdict);
  expect(referenceVerdict(engine.cluster, connection, DEFAULT_ENGINE_OPTIONS)).toBe(
    expected.verdict,
  );
}
