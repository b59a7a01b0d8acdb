import fc from 'fast-check';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Explanation, Remedy } from '../../src/explain/explanation.ts';
import { explain, type Asking, type Files } from './support.ts';

// A remedy is text that somebody will paste. So the test pastes it: the YAML is put into the
// manifests, these are read again, and the question is asked again.

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  spec?: unknown;
}

function filesOf(manifests: readonly Manifest[]): Files {
  const texts = manifests.map((manifest) => JSON.stringify(manifest, null, 2));
  return Object.fromEntries(texts.map((text, i) => [`${String(i)}.yaml`, `---\n${text}\n`]));
}

/** The manifests with a remedy pasted into them. */
function pasted(manifests: readonly Manifest[], remedy: Remedy): Manifest[] {
  const copy = structuredClone(manifests) as Manifest[];
  const yaml = load(remedy.yaml.join('\n'));
  if (remedy.path === null) {
    const { namespace } = remedy.policy;
    copy.push({ ...policy(namespace, 'remedy'), spec: yaml });
    return copy;
  }
  const own = copy.find(
    ({ kind, metadata }) =>
      kind === 'NetworkPolicy' &&
      metadata.name === remedy.policy.name &&
      metadata.namespace === remedy.policy.namespace,
  );
  // The last step of the path, with dots in it, is a label's key.
  const steps = /^(.*matchLabels)\.(.*)$/.exec(remedy.path);
  const path = (steps?.[1] ?? remedy.path).split(/[.[\]]+/).filter((step) => step !== '');
  let at: unknown = own;
  for (const step of path) at = (at as Record<string, unknown>)[step];
  if (steps !== null) Reflect.deleteProperty(at as object, steps[2]!);
  if (Array.isArray(at)) at.push(...(yaml as unknown[]));
  else Object.assign(at as object, yaml);
  return copy;
}

function policy(namespace: string, name: string) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
  };
}

const NAMESPACES = ['a', 'b'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels: { team: name } },
}));

const LABELS = [{}, { app: 'web' }, { app: 'db' }, { app: 'yes', tier: '1' }, { odd: '' }];

const PODS = NAMESPACES.flatMap(({ metadata: { name: namespace } }) =>
  LABELS.map((labels, i) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { namespace, name: `p${String(i)}`, labels },
    spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort: 8080 }] }] },
    status: { podIP: namespace === 'a' ? `10.0.0.${String(i + 1)}` : `10.1.0.${String(i + 1)}` },
  })),
);

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'a', name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
};

const selector = fc.oneof(
  fc.constant({}),
  fc.constantFrom(...LABELS).map((matchLabels) => ({ matchLabels })),
  fc.constant({ matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['db'] }] }),
  fc.constant({ matchExpressions: [{ key: 'app', operator: 'In', values: ['web', 'x'] }] }),
);
const namespaceSelector = fc.oneof(
  fc.constant({}),
  fc
    .constantFrom('team', 'name', 'kubernetes.io/metadata.name')
    .chain((key) => fc.constantFrom('a', 'b').map((value) => ({ matchLabels: { [key]: value } }))),
  fc.constant({ matchExpressions: [{ key: 'name', operator: 'In', values: ['a'] }] }),
);
const peer = fc.oneof(
  fc.record({ podSelector: selector }),
  fc.record({ namespaceSelector }),
  fc.record({ podSelector: selector, namespaceSelector }),
  fc.constantFrom('10.0.0.0/16', '10.0.0.1/32').map((cidr) => ({ ipBlock: { cidr } })),
);
const port = fc.oneof(
  fc.record({ port: fc.constantFrom(80, 80, 8080, 53, 'http', 'other') }),
  fc.record({ port: fc.constantFrom(80, 53), protocol: fc.constantFrom('TCP', 'UDP') }),
  fc.constantFrom({ port: 80, endPort: 80 }, { port: 8000, endPort: 8079 }, { protocol: 'UDP' }),
);

const rules = (field: 'from' | 'to') =>
  fc.array(
    fc.record(
      {
        [field]: fc.array(peer, { minLength: 1, maxLength: 2 }),
        ports: fc.array(port, { minLength: 1, maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
    { maxLength: 2 },
  );

const spec = fc.record(
  {
    podSelector: selector,
    policyTypes: fc.constantFrom(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
    ingress: rules('from'),
    egress: rules('to'),
  },
  { requiredKeys: ['podSelector'] },
);

const world = fc
  .array(fc.tuple(fc.constantFrom('a', 'b'), spec), { minLength: 1, maxLength: 3 })
  .map((specs) =>
    specs.map(([namespace, own], i) => ({ ...policy(namespace, `n${String(i)}`), spec: own })),
  );

const question = fc
  .tuple(
    fc.constantFrom('a/p1', 'b/p1', 'b/p3', 'a/p0', '10.9.9.9'),
    fc.constantFrom('a/p2', 'b/p2', 'a/svc/web', 'a/svc/web', 'a/p4', '10.9.9.9'),
    fc.constantFrom('80', '8080', '53/UDP'),
  )
  .map(([from, to, own]): Asking => ({ from, to, ports: [to.includes('svc') ? '80' : own] }));

function endVerdict(explanation: Explanation, end: Remedy['end']) {
  return explanation.cases[explanation.told ?? 0]?.[end]?.verdict;
}

describe('a remedy', () => {
  test('pasted into the manifests opens its end, and both together the connection', () => {
    const kinds = new Map<Remedy['kind'], number>();
    fc.assert(
      fc.property(world, question, (policies, asking) => {
        const manifests: Manifest[] = [...NAMESPACES, ...PODS, SERVICE, ...policies];
        const before = explain(filesOf(manifests), asking);
        for (const remedy of before.remedies) {
          kinds.set(remedy.kind, (kinds.get(remedy.kind) ?? 0) + 1);
          const after = explain(filesOf(pasted(manifests, remedy)), asking);
          expect(endVerdict(after, remedy.end)).toBe('allowed');
        }
        if (before.remedies.length === 0 || before.remedies.length < before.decidedAt.length)
          return;
        if (before.cases.length > 1) return;
        const both = before.remedies.reduce((all: readonly Manifest[], remedy, i) => {
          // Two new policies need two names.
          const next = pasted(all, remedy);
          const last = next.at(-1)!;
          if (remedy.path === null) {
            next[next.length - 1] = {
              ...last,
              metadata: { ...last.metadata, name: `r${String(i)}` },
            };
          }
          return next;
        }, manifests);
        expect(explain(filesOf(both), asking).verdict).toBe('allowed');
      }),
      { numRuns: 400, seed: 20261122 },
    );
    expect([...kinds.keys()].sort()).toEqual([
      ...['add-peer', 'add-policy', 'add-port', 'add-rule'],
      ...['change-namespace-label', 'change-port'],
    ]);
  });

  test('says exactly which other pods it would let through', () => {
    fc.assert(
      fc.property(world, question, (policies, asking) => {
        if (asking.to.includes('svc')) return;
        const manifests: Manifest[] = [...NAMESPACES, ...PODS, ...policies];
        const before = explain(filesOf(manifests), asking);
        for (const remedy of before.remedies) {
          const opened = PODS.map(
            ({ metadata }) => `${metadata.namespace}/${metadata.name}`,
          ).filter((name) => {
            if (name === asking.from || name === asking.to) return false;
            const own =
              remedy.end === 'ingress' ? { ...asking, from: name } : { ...asking, to: name };
            return (
              endVerdict(explain(filesOf(manifests), own), remedy.end) === 'denied' &&
              endVerdict(explain(filesOf(pasted(manifests, remedy)), own), remedy.end) === 'allowed'
            );
          });
          expect(remedy.opens.pods).toBe(opened.length);
          expect(remedy.opens.names).toEqual(opened.sort().slice(0, 3));
        }
      }),
      { numRuns: 60, seed: 7 },
    );
  });
});
