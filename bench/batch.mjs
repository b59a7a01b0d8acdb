// How many questions a minute `netpol check --batch` answers, at 1,000 pods and 100 policies.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NAMESPACES = 20;
const PODS = 1000;
const POLICIES = 100;
const QUESTIONS = 20_000;
/** What a machine of two cores must do at least. */
const LEAST_PER_MINUTE = 20_000;

/** @param {number} at */
const namespaceOf = (at) => `ns-${String(at % NAMESPACES)}`;

function manifests() {
  const documents = [];
  for (let at = 0; at < NAMESPACES; at++) {
    documents.push(
      `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: ${namespaceOf(at)}\n  labels: {team: t${String(at % 5)}}\n`,
    );
  }
  for (let at = 0; at < PODS; at++) {
    documents.push(
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: pod-${String(at)}\n  namespace: ${namespaceOf(at)}\n` +
        `  labels: {app: a${String(at % 7)}}\nspec:\n  containers:\n    - name: main\n      ports: [{name: web, containerPort: 8080}]\n` +
        `status: {podIP: 10.${String((at >> 8) + 1)}.0.${String(at & 255)}}\n`,
    );
  }
  for (let at = 0; at < POLICIES; at++) {
    documents.push(
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata:\n  name: policy-${String(at)}\n  namespace: ${namespaceOf(at)}\n` +
        `spec:\n  podSelector:\n    matchLabels: {app: a${String(at % 7)}}\n  policyTypes: [Ingress]\n  ingress:\n` +
        `    - from:\n        - namespaceSelector:\n            matchLabels: {team: t${String(at % 5)}}\n` +
        `          podSelector:\n            matchLabels: {app: a${String((at + 1) % 7)}}\n        - ipBlock: {cidr: 172.16.0.0/12}\n` +
        `      ports: [{port: web}, {port: 9000, endPort: 9100}]\n`,
    );
  }
  return documents.join('---\n');
}

function questions() {
  const lines = [];
  for (let id = 0; id < QUESTIONS; id++) {
    const [from, to] = [(id * 7919) % PODS, (id * 104_729 + 13) % PODS];
    lines.push(
      JSON.stringify({
        id,
        from: `${namespaceOf(from)}/pod-${String(from)}`,
        to: `${namespaceOf(to)}/pod-${String(to)}`,
        port: id % 3 === 0 ? 8080 : 9200,
      }),
    );
  }
  return `${lines.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'netpol-bench-'));
try {
  writeFileSync(join(folder, 'cluster.yaml'), manifests());
  writeFileSync(join(folder, 'questions.jsonl'), questions());
  const cli = fileURLToPath(new URL('../bin/netpol.js', import.meta.url));
  const args = [cli, 'check', '-f', 'cluster.yaml', '--batch', 'questions.jsonl'];
  const started = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let answered = 0;
  let first = 0;
  for await (const chunk of child.stdout) {
    if (answered === 0) first = performance.now();
    answered += String(chunk).split('\n').length - 1;
  }
  const ended = performance.now();
  const perMinute = Math.round((answered / (ended - first)) * 60_000);
  console.log(`first answer after ${String(Math.round(first - started))} ms`);
  console.log(`${String(perMinute)} questions a minute (at least ${String(LEAST_PER_MINUTE)})`);
  if (answered !== QUESTIONS || perMinute < LEAST_PER_MINUTE) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
