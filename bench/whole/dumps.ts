import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateCluster, type Manifest } from '../cluster.ts';
import { Random } from '../random.ts';
import { writeCluster } from '../write-cluster.ts';
import { measureCli, type Usage } from './children.ts';
import type { Place } from './points.ts';

/** The question that is asked of a whole cluster. */
function question(file: string): string[] {
  return ['list', '-f', file, '--by', 'class', '-o', 'ndjson'];
}

/** Writes a cluster as `kubectl get -o json` prints it; returns how many bytes that is. */
export function dump(place: Place, file: string): number {
  return writeCluster(generateCluster(place.shape, place), file, 'json');
}

/** Lists all connections of a dump, to nowhere. */
export function listAll(file: string): Usage {
  return measureCli(question(file), 'ignore');
}

/** Whether the list of the same objects in another order is the same, byte by byte. */
export function isSameShuffled(place: Place, folder: string): boolean {
  const objects = [...generateCluster(place.shape, place, 'read')];
  const first = digest(objects, folder);
  const random = new Random(place.pods);
  for (let at = objects.length - 1; at > 0; at--) {
    const other = random.int(0, at);
    [objects[at], objects[other]] = [objects[other]!, objects[at]!];
  }
  return first === digest(objects, folder);
}

function digest(objects: readonly Manifest[], folder: string): string {
  const [input, output] = [join(folder, 'objects.json'), join(folder, 'list.ndjson')];
  writeCluster(objects, input, 'json');
  const out = openSync(output, 'w');
  measureCli(question(input), out);
  closeSync(out);
  return createHash('sha256').update(readFileSync(output)).digest('hex');
}
