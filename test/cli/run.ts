import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll } from 'vitest';
import type { Io, OutputStream } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';

/** A stream that keeps what is written. */
export class Sink implements OutputStream {
  text = '';
  readonly isTTY: boolean;
  readonly columns = 80;
  destroyed = false;

  constructor(isTTY = false) {
    this.isTTY = isTTY;
  }

  write(text: string): boolean {
    this.text += text;
    return true;
  }

  once(): this {
    return this;
  }

  removeListener(): this {
    return this;
  }
}

export interface World {
  readonly cwd?: string;
  readonly stdin?: string | Io['stdin'];
  readonly env?: Io['env'];
  readonly tty?: boolean;
}

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line with streams of its own. */
export async function run(argv: readonly string[], world: World = {}): Promise<Result> {
  const { cwd = shop, stdin = '', env = {}, tty = false } = world;
  const stdout = new Sink(tty);
  const stderr = new Sink(tty);
  const input = typeof stdin === 'string' ? Readable.from([Buffer.from(stdin)]) : stdin;
  const code = await main(argv, { stdin: input, stdout, stderr, env, cwd });
  return { code, stdout: stdout.text, stderr: stderr.text };
}

const folders: string[] = [];

/** A folder with these files, which is removed after the tests. */
export function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'netpol-cli-'));
  folders.push(root);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

const pod = (namespace: string, name: string, labels: string, rest = ''): string => `---
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: ${namespace}, labels: {${labels}}}
spec:
  containers:
    - name: main
      image: example.com/main
${rest}`;

export const PODS =
  pod('shop', 'web', 'app: web') +
  pod('shop', 'cart', 'app: cart', 'status: {podIP: 172.16.0.9}\n') +
  pod('data', 'redis', 'app: redis', '      ports: [{name: redis, containerPort: 6379}]\n');

export const POLICY = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: redis, namespace: data}
spec:
  podSelector: {matchLabels: {app: redis}}
  ingress:
    - from:
        - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: shop}}
          podSelector: {matchLabels: {app: web}}
      ports: [{port: redis}]
    - from: [{ipBlock: {cidr: 10.0.0.0/8}}]
`;

/** A small input: shop/web may reach data/redis, shop/cart may not, others depend on their address. */
export const shop = folder({ 'pods.yaml': PODS, 'policies/redis.yaml': POLICY });
