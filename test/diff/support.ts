import { explainDiff } from '../../src/explain/whole/diff.ts';
import type { DiffData } from '../../src/explain/whole/diff-data.ts';
import { hasErrors, loadFiles, type Loaded } from '../../src/load/load.ts';
import { diffClusters } from '../../src/query/whole/diff.ts';
import type { DiffQuestion } from '../../src/query/whole/diff-result.ts';
import { DEFAULT_ENGINE_OPTIONS, type EngineOptions } from '../../src/model/connection.ts';

/** Two versions of a file, compared. */
export function diffOf(
  older: string,
  newer: string,
  question: Partial<DiffQuestion> = {},
  options: EngineOptions = DEFAULT_ENGINE_OPTIONS,
  revision: string | null = null,
  file = 'new.yaml',
): DiffData {
  const [old, young] = [load('old.yaml', older), load(file, newer)];
  const asked = { ports: [], family: null, ...question };
  const diffed = diffClusters(old.cluster, young.cluster, asked, options);
  if (!diffed.ok) throw new Error(diffed.error.message);
  return explainDiff(diffed.diff, {
    old: { name: { text: revision ?? 'old.yaml', revision }, locator: old.locator },
    new: { name: { text: file, revision: null }, locator: young.locator },
  });
}

function load(name: string, text: string): Loaded {
  const loaded = loadFiles([{ file: { name, text }, explicit: false }]);
  if (hasErrors(loaded))
    throw new Error(JSON.stringify(loaded.diagnostics.map((one) => one.message)));
  return loaded;
}

/** A Deployment: `shop/web app=web,tier=front http:80`. */
export function deployment(name: string, labels: string, more = ''): string {
  const [space = '', own = ''] = name.split('/');
  const set = labels.replaceAll('=', ': ').replaceAll(',', ', ');
  return `---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${own}, namespace: ${space}}
spec:
  selector: {matchLabels: {${set}}}
  template:
    metadata:
      labels: {${set}}
    spec:
      containers: [{name: main, image: example.com/main${more}}]
`;
}

/** A NetworkPolicy from the text of its spec. */
export function policy(name: string, spec: string): string {
  const [space = '', own = ''] = name.split('/');
  return `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${own}, namespace: ${space}}
spec:
${spec.replace(/^/gm, '  ')}
`;
}

/** A Namespace with labels. */
export function namespace(name: string, labels: string): string {
  return `---
apiVersion: v1
kind: Namespace
metadata:
  name: ${name}
  labels: {${labels.replaceAll('=', ': ')}}
`;
}
