import type { ClassEngine } from '../../src/engine/classes/class-engine.ts';
import { createClassEngine } from '../../src/engine/classes/create.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { DEFAULT_ENGINE_OPTIONS } from '../../src/model/connection.ts';

/** All pairs of a cluster, and all addresses outside, on all ports. */
export function allPairs(cluster: Cluster): {
  readonly engine: ClassEngine;
  readonly blocks: number;
} {
  const engine = createClassEngine(cluster, { engine: DEFAULT_ENGINE_OPTIONS });
  let blocks = 0;
  engine.blocks(() => blocks++);
  for (const own of engine.classes) {
    engine.toOutside(own);
    engine.fromOutside(own);
  }
  return { engine, blocks };
}
