import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/*
 * What `netpol check` on ten pods costs beside starting Node. Programs run in turn, so that a
 * machine whose speed drifts slows all of them; the ratio of medians is what counts.
 */

const RUNS = 40;
const folder = mkdtempSync(join(tmpdir(), 'netpol-startup-'));

const pods = Array.from(
  { length: 10 },
  (_, i) => `apiVersion: v1
kind: Pod
metadata: {name: pod-${String(i)}, namespace: shop, labels: {app: app-${String(i)}}}
spec: {containers: [{name: app, image: nginx, ports: [{containerPort: 80}]}]}
`,
);
const policy = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec:
  podSelector: {matchLabels: {app: app-1}}
  policyTypes: [Ingress]
  ingress:
    - from: [{podSelector: {matchLabels: {app: app-0}}}]
      ports: [{port: 80}]
`;
writeFileSync(join(folder, 'cluster.yaml'), [...pods, policy].join('---\n'));
writeFileSync(join(folder, 'empty.cjs'), '');

const cli = join(process.cwd(), 'bin/netpol.js');
const question = ['--from', 'shop/pod-0', '--to', 'shop/pod-1', '--port', '80'];
const programs: Readonly<Record<string, readonly string[]>> = {
  'node -e 0': ['-e', '0'],
  'an empty file': [join(folder, 'empty.cjs')],
  'netpol --version': [cli, '--version'],
  'netpol check, not a file read (usage error)': [cli, 'check', '--from', 'shop/'],
  'netpol check, ten pods, -q': [cli, 'check', '-f', folder, ...question, '-q'],
  'netpol check, ten pods': [cli, 'check', '-f', folder, ...question],
};

const env = { ...process.env };
// Node 20 reads the certificates at every start.
delete env['NODE_EXTRA_CA_CERTS'];
const times = new Map<string, number[]>(Object.keys(programs).map((name) => [name, []]));
for (let run = 0; run < RUNS + 2; run++) {
  for (const [name, args] of Object.entries(programs)) {
    const start = process.hrtime.bigint();
    spawnSync(process.execPath, args, { env, stdio: 'ignore' });
    const took = Number(process.hrtime.bigint() - start) / 1e6;
    // The first two rounds warm the disk's cache.
    if (run >= 2) times.get(name)?.push(took);
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

const base = median(times.get('node -e 0') ?? []);
for (const [name, values] of times) {
  const middle = median(values);
  console.log(
    `${name.padEnd(46)} ${middle.toFixed(1).padStart(6)} ms  ${(middle / base).toFixed(2)}`,
  );
}
