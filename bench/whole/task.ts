import { createEngine } from '../../src/engine/create.ts';
import { hasErrors } from '../../src/load/load.ts';
import { loadPaths } from '../../src/load/load-paths.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import { DEFAULT_ENGINE_OPTIONS, type Connection } from '../../src/model/connection.ts';
import { diffClusters } from '../../src/query/whole/diff.ts';
import { referenceVerdict } from '../../test/oracle/reference.ts';
import { generateCluster } from '../cluster.ts';
import { clusterOf } from '../model.ts';
import { Random } from '../random.ts';
import { check } from './check.ts';
import { allPairs } from './compute.ts';
import { edited } from './edited.ts';
import { cpuOf, cpuOfAsync, peakMemory } from './measure.ts';
import type { Place } from './points.ts';
import type { ComputeResult, DiffResult, DumpResult, ReferenceResult } from './task-results.ts';

/** Reads a dump of a cluster, then answers for all pairs, as the commands do. */
export async function runDump(file: string, isChecked: boolean): Promise<DumpResult> {
  const { result, cpu } = await cpuOfAsync(() => loadPaths([file]));
  if (hasErrors(result)) throw new Error(`${file} has errors`);
  const loadPeak = peakMemory();
  return { load: cpu, loadPeak, ...compute(result.cluster, isChecked) };
}

/** Answers for all pairs of a cluster that comes from no file. */
export function runModel(place: Place, isChecked: boolean): ComputeResult {
  return compute(clusterOf(generateCluster(place.shape, place, 'read')), isChecked);
}

function compute(cluster: Cluster, isChecked: boolean): ComputeResult {
  const { result, cpu } = cpuOf(() => allPairs(cluster));
  const { engine, blocks } = result;
  const peak = peakMemory();
  const checked = isChecked ? check(engine) : null;
  return { compute: cpu, classes: engine.classes.length, blocks, peak, checked };
}

/** Pairs that are put to the slow evaluator, on one port. */
const REFERENCE_PAIRS = 3000;
const REFERENCE_PORT = { protocol: 'TCP', port: 443 } as const;

/** What a pair costs where each is asked about by itself: the reference evaluator, then our own engine. */
export function runReference(place: Place): ReferenceResult {
  const cluster = clusterOf(generateCluster(place.shape, place, 'read'));
  const pods = [...cluster.pods.values()].flat().filter(({ finished }) => !finished);
  const random = new Random(place.pods);
  const connections = Array.from({ length: REFERENCE_PAIRS }, (): Connection => {
    const [source, destination] = [random.pick(pods), random.pick(pods)];
    return {
      source: { kind: 'pod', pod: source },
      destination: { kind: 'pod', pod: destination },
      ...REFERENCE_PORT,
      family: 4,
      via: null,
    };
  });
  const options = DEFAULT_ENGINE_OPTIONS;
  const engine = createEngine(cluster, options);
  const slow = cpuOf(() => connections.map((one) => referenceVerdict(cluster, one, options)));
  const quick = cpuOf(() => connections.map((one) => engine.verdict(one)));
  return {
    pairs: REFERENCE_PAIRS,
    reference: slow.cpu / REFERENCE_PAIRS,
    oneConnection: quick.cpu / REFERENCE_PAIRS,
    differences: slow.result.filter((verdict, at) => verdict !== quick.result[at]).length,
  };
}

/** Two versions of a cluster, with every hundredth policy edited. */
function versionsOf(place: Place): readonly [Cluster, Cluster] {
  const objects = () => generateCluster(place.shape, place, 'read');
  return [clusterOf(objects()), clusterOf(edited(objects()))];
}

/** All pairs of both versions. */
export function runBuildBoth(place: Place): DiffResult {
  const versions = versionsOf(place);
  const { cpu } = cpuOf(() => {
    for (const cluster of versions) allPairs(cluster);
  });
  return { cpu, changes: 0 };
}

/** What differs between both versions. */
export function runDiff(place: Place): DiffResult {
  const [older, newer] = versionsOf(place);
  const question = { ports: [], family: null };
  const { result, cpu } = cpuOf(() => diffClusters(older, newer, question, DEFAULT_ENGINE_OPTIONS));
  if (!result.ok) throw new Error(result.error.message);
  return { cpu, changes: result.diff.pairs.length };
}
