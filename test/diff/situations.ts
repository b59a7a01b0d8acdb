import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { explainDiff } from '../../src/explain/whole/diff.ts';
import type { DiffData } from '../../src/explain/whole/diff-data.ts';
import { loadFiles } from '../../src/load/load.ts';
import { DEFAULT_ENGINE_OPTIONS } from '../../src/model/connection.ts';
import { diffClusters } from '../../src/query/whole/diff.ts';
import { deployment, diffOf, policy } from './support.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');

/** Differences that every format prints. */
export const SITUATIONS: Readonly<Record<string, () => DiffData>> = {
  shop: () => {
    const [old, young] = [example('shop'), example('shop-next')];
    const question = { ports: [], family: null };
    const diffed = diffClusters(old.cluster, young.cluster, question, DEFAULT_ENGINE_OPTIONS);
    if (!diffed.ok) throw new Error(diffed.error.message);
    return explainDiff(diffed.diff, {
      old: { name: { text: 'shop', revision: null }, locator: old.locator },
      new: { name: { text: 'shop-next', revision: null }, locator: young.locator },
    });
  },
  same: () => diffOf(WEB + db('80'), WEB + db('80')),
  /** Opened and closed at once, a workload gone, addresses of both families, odd names of files. */
  mixed: () =>
    diffOf(
      WEB + OLD_JOB + db('80') + OUT,
      WEB + db('443'),
      {},
      undefined,
      'origin/main',
      'a|b,c:100%<i>\u202e.yaml',
    ),
  /** Pods of one workload that differ in what policies see, and nodes that count. */
  pods: () =>
    diffOf(pods('10.0.0.7') + NODES + db('80'), pods('10.0.0.9') + NODES + FROM_NODES + db('443')),
};

const WEB = deployment('shop/web', 'app=web');
const OLD_JOB = deployment('shop/old', 'app=old');
const OUT = policy(
  'shop/web-egress',
  `podSelector: {matchLabels: {app: web}}
policyTypes: [Egress]
egress:
  - to: [{ipBlock: {cidr: "2001:db8::/32"}}, {podSelector: {}}]`,
);

function db(port: string): string {
  return (
    deployment('shop/db', 'app=db') +
    policy(
      'shop/db',
      `podSelector: {matchLabels: {app: db}}
ingress:
  - from: [{podSelector: {matchLabels: {app: web}}}]
    ports: [{port: ${port}}]
  - from: [{ipBlock: {cidr: 10.0.0.0/29}}]`,
    )
  );
}

function pods(address: string): string {
  const pod = (name: string, labels: string, more: string): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: shop, labels: {${labels}}}
spec:
  nodeName: n1
  containers: [{name: main, image: example.com/main}]
${more}`;
  return (
    pod('web-1', 'app: web', `status: {podIP: ${address}}\n`) +
    pod('web-2', 'app: other', 'status: {podIP: 10.0.0.8}\n')
  );
}

const FROM_NODES = policy(
  'shop/from-nodes',
  `podSelector: {matchLabels: {app: web}}
ingress:
  - from: [{ipBlock: {cidr: 192.0.2.0/24}}]
    ports: [{port: 80}]`,
);

const NODES = `---
apiVersion: v1
kind: Node
metadata: {name: n1}
status: {addresses: [{type: InternalIP, address: 192.0.2.1}]}
---
apiVersion: v1
kind: Node
metadata: {name: n2}
status: {addresses: [{type: InternalIP, address: 192.0.2.2}]}
`;

function example(name: string) {
  const folder = join(EXAMPLES, name);
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      return { file: { name: `${name}/${file}`, text }, explicit: false };
    });
  return loadFiles(files);
}
