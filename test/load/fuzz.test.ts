import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/load/format-diagnostic.ts';
import { loadFiles } from '../../src/load/load.ts';

const labels = { app: 'web', tier: 'fe' };
const podSpec = {
  hostNetwork: true,
  nodeName: 'n1',
  containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 80, protocol: 'TCP' }] }],
  initContainers: [{ name: 'i', restartPolicy: 'Always', ports: [{ containerPort: 81 }] }],
};
const template = { metadata: { labels }, spec: podSpec };

/** One valid object of each kind that is read. */
const MANIFESTS: readonly object[] = [
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'shop', labels, annotations: { 'a/b': 'c' } },
    spec: {
      podSelector: {
        matchLabels: labels,
        matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }],
      },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [
        { from: [{ podSelector: {}, namespaceSelector: {} }], ports: [{ port: 80, endPort: 90 }] },
      ],
      egress: [
        {
          to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
          ports: [{ protocol: 'UDP', port: 'dns' }],
        },
      ],
    },
  },
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop', labels } },
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1' },
    status: { addresses: [{ type: 'InternalIP', address: '192.168.0.1' }] },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'p',
      labels,
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r', uid: 'u', controller: true },
      ],
    },
    spec: podSpec,
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      podIPs: [{ ip: '10.0.0.1' }],
      conditions: [{ type: 'Ready', status: 'True' }],
      hostIPs: [{ ip: '192.168.0.1' }],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { selector: labels, clusterIP: '10.96.0.1', ports: [{ port: 80, targetPort: 'http' }] },
  },
  {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'e' },
    addressType: 'IPv4',
    ports: [{ port: 80 }],
    endpoints: [{ addresses: ['10.0.0.1'], conditions: { ready: true } }],
  },
  ...['Deployment', 'ReplicaSet', 'StatefulSet', 'DaemonSet'].map((kind) => ({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'w', labels },
    spec: { replicas: 2, selector: { matchLabels: labels }, template },
  })),
  {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name: 'w' },
    spec: { selector: labels, template },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j' },
    spec: { parallelism: 1, completionMode: 'Indexed', template },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'j' },
    spec: { suspend: true, jobTemplate: { spec: { template } } },
  },
];

const PATHS = MANIFESTS.map((manifest) => pathsOf(manifest));

function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]));
  return path.length === 0 ? below : [path, ...below];
}

type Mutable = Record<string, unknown>;

/** What a mutation does to the field at a path. */
const changes = fc.oneof(
  fc.record({ kind: fc.constant('delete' as const) }),
  fc.record({
    kind: fc.constant('replace' as const),
    value: fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        '',
        '80',
        0,
        -1,
        1e300,
        null,
        [],
        {},
        [null],
        [{}],
        '10.0.0.5/24',
        '::1',
      ),
    ),
  }),
  fc.record({
    kind: fc.constant('rename' as const),
    key: fc.oneof(
      fc.string(),
      fc.constantFrom('__proto__', 'constructor', 'hasOwnProperty', 'podselector', 'items'),
    ),
  }),
);

const mutated = fc
  .nat({ max: MANIFESTS.length - 1 })
  .chain((index) =>
    fc.tuple(
      fc.constant(index),
      fc.array(fc.tuple(fc.constantFrom(...(PATHS[index] ?? [])), changes), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
  )
  .map(([index, mutations]) => {
    const manifest = structuredClone(MANIFESTS[index]) as Mutable;
    for (const [path, change] of mutations) {
      let parent: unknown = manifest;
      for (const step of path.slice(0, -1)) parent = (parent as Mutable | undefined)?.[step];
      if (typeof parent !== 'object' || parent === null) continue;
      const key = path.at(-1) ?? '';
      const value = (parent as Mutable)[key];
      if (change.kind !== 'replace') Reflect.deleteProperty(parent, key);
      if (change.kind === 'rename')
        Object.defineProperty(parent, change.key, {
          value,
          enumerable: true,
          configurable: true,
          writable: true,
        });
      // A copy: a value that is put into itself would be no manifest.
      if (change.kind === 'replace') (parent as Mutable)[key] = structuredClone(change.value);
    }
    return manifest;
  });

/** Loads a text and prints all that is said about it, so that every position is looked up. */
function linesOf(text: string, explicit = true): string[] {
  const loaded = loadFiles([{ file: { name: 'f.yaml', text }, explicit }]);
  return loaded.diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, loaded.locator).text);
}

describe('the loader never throws', () => {
  test('the manifests that are mutated are valid', () => {
    for (const manifest of MANIFESTS) expect(linesOf(JSON.stringify(manifest))).toEqual([]);
  });

  test('mutated manifests give diagnostics, each on one line with a place in the file', () => {
    fc.assert(
      fc.property(mutated, (manifest) => {
        for (const text of [
          JSON.stringify(manifest),
          `# YAML\n---\n${JSON.stringify(manifest, null, 1)}`,
        ]) {
          for (const line of linesOf(text))
            expect(line).toMatch(/^f\.yaml(:\d+:\d+)?: [^\n]+ \[[a-z-]+\]$/);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('manifests with lines dropped, doubled or indented otherwise give diagnostics', () => {
    const lines = MANIFESTS.map((manifest) =>
      JSON.stringify(manifest, null, 2)
        .replaceAll(/[{}",]/g, '')
        .split('\n')
        .filter((line) => line.trim() !== ''),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...lines),
        fc.array(fc.tuple(fc.nat(), fc.constantFrom('drop', 'double', 'indent', 'dash', 'cut')), {
          maxLength: 4,
        }),
        (original, edits) => {
          const text = [...original];
          for (const [position, edit] of edits) {
            const at = position % Math.max(text.length, 1);
            const line = text[at] ?? '';
            if (edit === 'drop') text.splice(at, 1);
            else if (edit === 'double') text.splice(at, 0, line);
            else if (edit === 'indent') text[at] = `  ${line}`;
            else if (edit === 'dash') text[at] = line.replace(/\S/, '- $&');
            else text[at] = line.slice(0, -3);
          }
          for (const explicit of [true, false]) linesOf(text.join('\n'), explicit);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('random text gives diagnostics', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        linesOf(text);
        linesOf(`apiVersion: v1\nkind: Pod\n${text}`, false);
      }),
      { numRuns: 1000 },
    );
  });
});
