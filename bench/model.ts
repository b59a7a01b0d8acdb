import { hasErrors, loadFiles, type InputFile } from '../src/load/load.ts';
import type { Cluster } from '../src/model/cluster.ts';
import type { Manifest } from './manifests/manifest.ts';

/** How many objects are read at once: enough to be quick, few enough for short texts. */
const BATCH = 2000;

/**
 * The model of such objects, through the loader itself. Throws where it finds an error in them.
 * Objects with the detail `read` are read several times as quickly.
 */
export function clusterOf(objects: Iterable<Manifest>): Cluster {
  const files: InputFile[] = [];
  let batch: Manifest[] = [];
  const flush = () => {
    const text = JSON.stringify({ apiVersion: 'v1', items: batch, kind: 'List' });
    files.push({ file: { name: `cluster-${files.length}.json`, text }, explicit: true });
    batch = [];
  };
  for (const object of objects) {
    batch.push(object);
    if (batch.length === BATCH) flush();
  }
  if (batch.length > 0) flush();
  const loaded = loadFiles(files);
  if (hasErrors(loaded)) {
    const error = loaded.diagnostics.find(({ severity }) => severity === 'error');
    throw new Error(`the generated cluster has errors: ${error?.message ?? ''}`);
  }
  return loaded.cluster;
}
