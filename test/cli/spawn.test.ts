import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { shop } from './run.ts';

// The built program as a process: `npm test` builds it first.

const CLI = join(import.meta.dirname, '../../bin/netpol.js');
const env = { PATH: process.env['PATH'] ?? '', NO_COLOR: '1' };

function netpol(args: readonly string[], input = '') {
  return spawnSync(process.execPath, [CLI, ...args], { cwd: shop, env, input, encoding: 'utf8' });
}

test('it is built', () => {
  expect(existsSync(join(import.meta.dirname, '../../dist/cli.cjs'))).toBe(true);
});

test.each([
  [['--version'], 0, `${manifest.version}\n`],
  [['check', 'shop/web', 'data/redis', '6379', '-o', 'name'], 0, 'ALLOWED'],
  [['check', 'shop/cart', 'data/redis', '6379', '-o', 'name'], 1, 'DENIED'],
  [['check', 'shop/cart', 'data/redis', '0'], 2, ''],
  [['check', 'shop/none', 'data/redis', '80'], 3, ''],
  [['check', 'shop/app=new', 'data/redis', '80', '-o', 'name'], 4, 'UNKNOWN'],
])('%j', (args, code, start) => {
  const { status, stdout, stderr } = netpol(args);
  expect(status).toBe(code);
  expect(stdout.startsWith(start)).toBe(true);
  expect(stderr === '').toBe(code !== 2 && code !== 3);
});

test('stdin may be larger than what is read as one text', () => {
  const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
  const list = { apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b')] };
  const input = JSON.stringify(list) + ' '.repeat(70_000_000);
  const { status, stdout } = netpol(['check', '-q', '-f', '-', 'a', 'b', '80'], input);
  expect([status, stdout]).toEqual([0, '']);
});

test('a batch is answered while its questions arrive', async () => {
  const child = spawn(process.execPath, [CLI, 'check', '--batch', '-'], { cwd: shop, env });
  child.stdin.write('{"id":1,"from":"shop/web","to":"data/redis","port":6379}\n');
  const [first] = (await once(child.stdout, 'data')) as [Buffer];
  expect(JSON.parse(first.toString())).toMatchObject({ id: 1, verdict: 'allowed' });
  child.stdin.end('{"id":2,"from":"shop/cart","to":"data/redis","port":6379}\n');
  const [second] = (await once(child.stdout, 'data')) as [Buffer];
  expect(JSON.parse(second.toString())).toMatchObject({ id: 2, verdict: 'denied' });
  expect(await once(child, 'close')).toEqual([0, null]);
});

test('a reader that goes away is no failure', async () => {
  const child = spawn(process.execPath, [CLI, 'check', '--batch', '-'], { cwd: shop, env });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on('error', () => undefined);
  const line = '{"from":"shop/web","to":"data/redis","port":6379}\n';
  child.stdin.write(line.repeat(50));
  await once(child.stdout, 'data');
  child.stdout.destroy();
  child.stdin.end(line.repeat(500));
  await once(child, 'close');
  expect(stderr).toBe('');
});

test('a batch without end stops when its reader goes away', async () => {
  const child = spawn(process.execPath, [CLI, 'check', '--batch', '-'], { cwd: shop, env });
  const line = '{"from":"shop/web","to":"data/redis","port":6379}\n';
  child.stdin.on('error', () => undefined);
  const ask = (): void => {
    while (child.stdin.writable && child.stdin.write(line.repeat(100)));
  };
  child.stdin.on('drain', ask);
  ask();
  await once(child.stdout, 'data');
  child.stdout.destroy();
  try {
    expect(await once(child, 'exit', { signal: AbortSignal.timeout(10_000) })).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
}, 20_000);
