import { describe, test } from 'vitest';
import { createEngine } from '../../src/engine/create.ts';
import type { Case } from '../support/case.ts';
import { fixture, policiesOf } from '../support/fixture.ts';
import { connectionOf, expectOutcome } from '../support/judge.ts';
import { IP_BLOCKS } from './cases/ip-blocks.ts';
import { ISOLATION } from './cases/isolation.ts';
import { NODES, PEERS } from './cases/peers.ts';
import { PORTS } from './cases/ports.ts';
import { SELECTORS } from './cases/selectors.ts';

// Claims about the small cluster of test/support/fixture.ts, held against the engine and against
// the reference evaluator.

const TABLES: readonly (readonly [string, readonly Case[]])[] = [
  ['isolation', ISOLATION],
  ['peers', PEERS],
  ['nodes and the host network', NODES],
  ['ip blocks', IP_BLOCKS],
  ['ports', PORTS],
  ['selectors', SELECTORS],
];

describe.each(TABLES)('%s', (_, cases) => {
  test.each(cases.map((item) => [item.claim, item] as const))('%s', (_claim, item) => {
    const cluster = fixture(policiesOf(item.policies));
    expectOutcome(createEngine(cluster), connectionOf(cluster, item.connection), item);
  });
});
