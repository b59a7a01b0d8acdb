import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainList } from '../../src/explain/whole/list.ts';
import type { ListData } from '../../src/explain/whole/list-data.ts';
import { explainMatrix } from '../../src/explain/whole/matrix.ts';
import type { Cluster } from '../../src/model/cluster.ts';
import type { EngineOptions } from '../../src/model/connection.ts';
import { engineFor, listConnections } from '../../src/query/whole/list.ts';
import { matrixOf } from '../../src/query/whole/matrix.ts';
import type { WholeQuestion } from '../../src/query/whole/question.ts';
import { select, type Selection } from '../../src/query/whole/select.ts';
import { portsWords } from '../../src/report/list/words.ts';
import { PORT_NUMBERS } from '../oracle/alphabet.ts';
import { scenarios } from '../oracle/generate.ts';
import { worldOf } from '../explain/support.ts';
import { bruteForce, holdsPort } from './brute-force.ts';

const SEED = 20260402;
const LOCATOR = { locate: () => ({ line: 1, column: 1, offset: 0 }) };

function selectionOf(cluster: Cluster, changes: Partial<WholeQuestion>): Selection {
  const selected = select(cluster, {
    from: null,
    to: null,
    ports: [],
    namespace: 'default',
    only: null,
    family: null,
    by: 'workload',
    ...changes,
  });
  if (!selected.ok) throw new Error(`${selected.error.code}: ${selected.error.message}`);
  return selected.selection;
}

function listOf(
  cluster: Cluster,
  options: EngineOptions,
  changes: Partial<WholeQuestion>,
  mostPairs?: number,
): ListData {
  const selection = selectionOf(cluster, changes);
  const found = listConnections(engineFor(selection, options), selection, false, mostPairs);
  return explainList(found, LOCATOR, { reasons: false });
}

/** A list in lines: what no policy restricts, then the rows. */
function linesOf(data: ListData): string[] {
  const { open } = data;
  const names = (list: readonly { readonly text: string }[], outside: { text: string } | null) =>
    [...list, ...(outside === null ? [] : [outside])].map(({ text }) => text).join(' ');
  return [
    ...(open === null
      ? []
      : [
          `(${names(open.sources, open.from)}) -> (${names(open.destinations, open.to)}) ${open.ports.text}`,
        ]),
    ...[...data.rows()].map((row) => {
      const via = row.to.via === null ? '' : `${row.to.via} -> `;
      return `${row.from.text} -> ${via}${row.to.text} ${portsWords(row)}`;
    }),
  ];
}

const pod = (
  namespace: string,
  name: string,
  labels: string,
  rest = '',
  status = '',
): string => `---
apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: ${namespace}
  labels: {${labels}}
  ${rest}
spec: {nodeName: n1, containers: [{name: main, image: example.com/main, ports: [{name: http, containerPort: 8080}]}]}
${status}
`;

const OWNED =
  'ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: u, controller: true}]';

const policy = (namespace: string, name: string, spec: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: ${name}, namespace: ${namespace}}
spec: ${spec}
`;

const HOST = `---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: ops}
spec: {hostNetwork: true, nodeName: n1, containers: [{name: main, image: example.com/agent}]}
`;

const SERVICE = `---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: a}
spec: {clusterIP: 10.96.0.1, selector: {app: web}, ports: [{port: 80, targetPort: http}]}
`;

const DENY = policy('a', 'deny', '{podSelector: {}}');
const WEB = policy(
  'a',
  'web',
  '{podSelector: {matchLabels: {app: web}}, ingress: [{from: [{podSelector: {matchLabels: {app: x}}}], ports: [{port: 8080}]}]}',
);
const OUT = policy(
  'a',
  'out',
  '{podSelector: {matchLabels: {app: x}}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 10.0.0.0/8, except: [10.1.0.0/16]}}]}]}',
);
const PAIR =
  pod('a', 'web-0', 'app: web, track: old', OWNED) + pod('a', 'web-1', 'app: web', OWNED);

/** Manifests, a question, and the lines of its answer. */
const TABLE: readonly (readonly [string, string, Partial<WholeQuestion>, readonly string[]])[] = [
  [
    'everything that no policy restricts is one line',
    pod('a', 'x', 'app: x') + pod('a', 'z', 'app: z'),
    {},
    ['(a/x a/z internet) -> (a/x a/z internet) all ports'],
  ],
  [
    'one pair that no policy restricts is a row like any other',
    pod('a', 'x', 'app: x') + pod('a', 'z', 'app: z'),
    { from: 'a/x', to: 'a/z', ports: ['80'] },
    ['a/x -> a/z 80/TCP'],
  ],
  [
    'the pods of a workload that no policy tells apart go by its name',
    PAIR + pod('a', 'x', 'app: x') + DENY + WEB,
    { to: 'a/*', from: 'a/*' },
    ['a/x -> a/sts/web 8080/TCP'],
  ],
  [
    'pods of a workload that differ in what policies see are listed apart',
    PAIR +
      pod('a', 'x', 'app: x') +
      WEB +
      policy(
        'a',
        'old',
        '{podSelector: {matchLabels: {track: old}}, ingress: [{ports: [{port: 9}]}]}',
      ),
    { from: 'a/x', to: 'a/[app=web]' },
    ['a/x -> a/sts/web{web-0} 9,8080/TCP', 'a/x -> a/sts/web{web-1} 8080/TCP'],
  ],
  [
    'a part of a workload is told by its pods',
    PAIR + pod('a', 'x', 'app: x') + WEB,
    { from: 'a/x', to: 'a/web-1' },
    ['a/x -> a/sts/web{web-1} 8080/TCP'],
  ],
  [
    'a Service is told with each backend at its target port',
    PAIR + SERVICE + pod('a', 'x', 'app: x') + WEB,
    { from: 'a/x', to: 'a/svc/web', ports: ['80'] },
    ['a/x -> a/svc/web -> a/sts/web 8080/TCP'],
  ],
  [
    'addresses outside are exact ranges',
    pod('a', 'x', 'app: x') + OUT,
    { from: 'a/x' },
    ['a/x -> 10.0.0.0/16, 10.2.0.0-10.255.255.255 all ports'],
  ],
  [
    'a block is answered for the addresses in it',
    pod('a', 'x', 'app: x') + OUT,
    { from: 'a/x', to: '10.0.0.0/15' },
    ['a/x -> 10.0.0.0/16 all ports'],
  ],
  [
    'a pod that need not exist is a source',
    pod('a', 'web', 'app: web') + WEB,
    { from: 'a/app=x', to: 'a/web' },
    ['a/app=x -> a/web 8080/TCP'],
  ],
  [
    'a node is told where it is asked for; it reaches the pods that it runs',
    pod('a', 'web', 'app: web') + WEB,
    { from: 'node:n1' },
    ['node:n1 -> a/web all ports', 'node:n1 -> internet all ports'],
  ],
  [
    'where it counts on which nodes pods run, each sort of pair has a row',
    pod('a', 'web', 'app: web') +
      pod('a', 'web2', 'app: web', OWNED).replace('n1', 'n2') +
      pod('a', 'web3', 'app: web', OWNED) +
      HOST +
      WEB,
    { from: 'ops/agent', to: 'a/*' },
    ['ops/agent -> a/sts/web all ports; on the same node', 'ops/agent -> a/web all ports'],
  ],
  [
    'a named port is asked of the pods that have it',
    pod('a', 'web', 'app: web') + pod('a', 'x', 'app: x') + WEB,
    { ports: ['http'], from: 'a/x' },
    ['a/x -> a/web 8080/TCP'],
  ],
  [
    'ICMP is told where it is asked for',
    pod('a', 'x', 'app: x') + pod('a', 'z', 'app: z'),
    { from: 'a/x', to: 'a/z', ports: ['ICMP', '53/UDP'] },
    ['a/x -> a/z 53/UDP ICMP'],
  ],
  [
    'pods that have finished take no part',
    pod('a', 'x', 'app: x') + pod('a', 'done', 'app: z', '', 'status: {phase: Succeeded}'),
    { to: 'a/*' },
    ['(a/x internet) -> (a/x) all ports'],
  ],
  [
    'a namespace has what all pairs have, and what only some have',
    PAIR + pod('a', 'x', 'app: x') + WEB,
    { by: 'namespace', from: 'a/*', to: 'a/*' },
    [
      'a/* -> a/* some: 8080/TCP (4 of 6 pairs); some: 1-8079,8081-65535/TCP all UDP all SCTP (2 of 6 pairs)',
    ],
  ],
];

describe('rows', () => {
  test.each(TABLE)('%s', (_, manifests, changes, expected) => {
    const { engine } = worldOf({ 'all.yaml': manifests });
    const list = listOf(engine.cluster, { hostNetwork: 'node' }, changes);
    expect(linesOf(list)).toEqual(expected);
  });

  test('say of finished pods that they take no part', () => {
    const files = {
      'all.yaml':
        pod('a', 'x', 'app: x') + pod('a', 'done', 'app: z', '', 'status: {phase: Succeeded}'),
    };
    const list = listOf(worldOf(files).engine.cluster, { hostNetwork: 'node' }, {});
    expect(list.notes()).toContain('1 pod has finished and takes no part');
  });
});

describe('random clusters', () => {
  test('rows are the same where the engine is asked which pairs have anything', () => {
    fc.assert(
      fc.property(scenarios('everything', 1), ({ cluster, options }) => {
        for (const by of ['workload', 'namespace', 'class'] as const) {
          const all = linesOf(listOf(cluster, options, { by }));
          expect(linesOf(listOf(cluster, options, { by }, 0))).toEqual(all);
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
  }, 60_000);

  test('namespaces have as many pairs as are counted one by one', () => {
    fc.assert(
      fc.property(scenarios('everything', 1), ({ cluster, options }) => {
        const truth = bruteForce(cluster, options);
        const rows = [
          ...listOf(cluster, options, { by: 'namespace', from: '*/*', to: '*/*' }).rows(),
        ];
        const open = listOf(cluster, options, { by: 'namespace', from: '*/*', to: '*/*' }).open;
        for (const [from, sources] of cluster.pods) {
          for (const [to, destinations] of cluster.pods) {
            const row = rows.find(
              (one) => one.from.text === `${from}/*` && one.to.text === `${to}/*`,
            );
            const isOpen =
              open?.sources.some(({ text }) => text === `${from}/*`) === true &&
              open.destinations.some(({ text }) => text === `${to}/*`);
            const pairs = sources.flatMap((source) =>
              destinations
                .filter((one) => one !== source || one.identity !== 'exact')
                .map((one) => [source, one === source ? { ...one, name: 'other' } : one] as const),
            );
            for (const number of PORT_NUMBERS) {
              const port = { protocol: 'TCP' as const, port: number };
              for (const state of ['allowed', 'unknown'] as const) {
                const said = pairs.map(([source, one]) =>
                  truth({ kind: 'pod', pod: source }, { kind: 'pod', pod: one }, port),
                );
                const judged = said.filter((verdict) => verdict !== 'nothing');
                const count = judged.filter((verdict) => verdict === state).length;
                const every = row?.[state === 'allowed' ? 'ports' : 'unknown'].items ?? [];
                const some = row?.some.find(
                  (one) => one.state === state && holdsPort(one.ports.items, port),
                );
                const told =
                  isOpen && state === 'allowed'
                    ? judged.length
                    : holdsPort(every, port)
                      ? (row?.of ?? 0)
                      : (some?.pairs ?? 0);
                expect([from, to, number, state, told]).toEqual([from, to, number, state, count]);
              }
            }
          }
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  }, 60_000);

  test('a grid says what the list says', () => {
    fc.assert(
      fc.property(scenarios('everything', 1), ({ cluster, options }) => {
        const selection = selectionOf(cluster, { from: '*/*', to: '*/*' });
        const matrix = matrixOf(engineFor(selection, options), selection);
        const data = explainMatrix(matrix, LOCATOR);
        const list = listOf(cluster, options, { from: '*/*', to: '*/*' });
        const told = new Map<string, string[]>();
        const say = (from: string, to: string, text: string): void => {
          const key = `${from} -> ${to}`;
          told.set(key, [...(told.get(key) ?? []), text]);
        };
        for (const from of list.open?.sources ?? []) {
          for (const to of list.open?.destinations ?? []) {
            say(from.text, to.text, list.open?.ports.text ?? '');
          }
        }
        for (const row of list.rows()) {
          say(row.from.text, row.to.text, portsWords(row).replace('; on ', ' on '));
        }
        for (const [i, row] of data.rows.entries()) {
          for (const [j, column] of data.columns.entries()) {
            const mark = data.legend[data.cells[i]![j]!]!;
            const said = told.get(`${row.text} -> ${column.text}`)?.join('; ') ?? 'none';
            if (mark.state !== 'self') expect(mark.text).toBe(said);
            const why = data.explain(i, j);
            expect(why.state).toBe(mark.state);
            if (mark.state === 'none') {
              const verdicts = why.ends.map(({ verdict }) => verdict);
              const isApart = verdicts.every((verdict) => verdict === 'allowed');
              expect(verdicts.includes('denied') || isApart).toBe(true);
            }
            if (mark.state === 'all' || mark.state === 'some') {
              expect(why.ends.map(({ verdict }) => verdict)).toEqual(['allowed', 'allowed']);
            }
          }
        }
      }),
      { seed: SEED, numRuns: 60 },
    );
  }, 60_000);
});
