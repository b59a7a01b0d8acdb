import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, PODS, POLICY, run } from './run.ts';

const EXAMPLE = join(import.meta.dirname, '../../examples/shop');

describe('netpol list', () => {
  test('answers with code 0, whatever the answer is', async () => {
    const { code, stdout, stderr } = await run(['list', '--to', 'data/redis', '--port', '6379']);
    expect(stderr).toBe('');
    expect(stdout).toBe('shop/web   -> data/redis  6379/TCP\n10.0.0.0/8 -> data/redis  6379/TCP\n');
    expect(code).toBe(0);
    const none = await run(['list', '--from', 'shop/cart', '--to', 'data/redis', '--port', '6379']);
    expect(none.code).toBe(0);
    expect(none.stdout).toContain('No connection is allowed.');
  });

  test('-n is the namespace of names, as in check', async () => {
    const cwd = folder({ 'pods.yaml': PODS.replaceAll(/, namespace: \w+/g, '') });
    const { code, stdout } = await run(['list', '-n', 'shop', '--from', 'web', '--to', 'redis'], {
      cwd,
    });
    expect(stdout).toBe('shop/web -> shop/redis  all ports\n');
    expect(code).toBe(0);
  });

  test.each([
    [['--from', 'shop/none'], 3, '--from: no pod "none"'],
    [['--to', 'shop/[app'], 2, '--to: bad endpoint'],
    [['--from', 'shop/svc/web'], 3, '--from: no Service'],
    [['--port', '0'], 2, '--port: bad port'],
    [['--port', 'nothing'], 3, 'no TCP port named "nothing"'],
    [['--by', 'node'], 2, "option '--by <group>' argument 'node' is invalid"],
    [['-o', 'yaml'], 2, 'Write text, json'],
    [['-o', 'json', '-o', 'csv'], 2, 'only one -o can go to stdout'],
    [['-n', 'No'], 2, '"No" is no name of a namespace'],
    [['extra'], 2, 'too many arguments'],
  ])('refuses %j', async (args, code, message) => {
    const result = await run(['list', ...args]);
    expect([result.code, result.stdout]).toEqual([code, '']);
    expect(result.stderr).toContain(message);
  });

  test('writes files, each whole or not at all', async () => {
    const cwd = folder({ 'pods.yaml': PODS, 'policy.yaml': POLICY });
    const { code, stdout } = await run(['list', '-o', 'csv=a.csv', '-o', 'json=a.json'], { cwd });
    expect([code, stdout]).toEqual([0, '']);
    expect(readFileSync(join(cwd, 'a.csv'), 'utf8')).toMatch(/^source,service,destination,/);
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect(readdirSync(cwd).sort()).toEqual(['a.csv', 'a.json', 'pods.yaml', 'policy.yaml']);
    const failed = await run(['list', '-o', 'csv=no/such/folder/a.csv']);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('cannot write "no/such/folder/a.csv"');
  });

  test('-q prints nothing, but writes files', async () => {
    const cwd = folder({ 'pods.yaml': PODS });
    const { code, stdout, stderr } = await run(['list', '-q', '-o', 'text', '-o', 'csv=a.csv'], {
      cwd,
    });
    expect([code, stdout, stderr]).toEqual([0, '', '']);
    expect(existsSync(join(cwd, 'a.csv'))).toBe(true);
  });

  test('prints the same, wherever a terminal is', async () => {
    const piped = await run(['list'], { cwd: EXAMPLE });
    const seen = await run(['list', '--color', 'never'], { cwd: EXAMPLE, tty: true });
    expect(seen.stdout).toBe(piped.stdout);
  });

  test('input with errors is not answered', async () => {
    const cwd = folder({ 'a.yaml': 'kind: NetworkPolicy\napiVersion: networking.k8s.io/v1\n' });
    const { code, stdout } = await run(['list'], { cwd });
    expect([code, stdout]).toEqual([3, '']);
  });

  test('control characters of the input reach no terminal', async () => {
    const cwd = folder({ 'pods.yaml': PODS, 'a\u001b[31m.yaml': POLICY });
    const { stdout } = await run(['list', '--to', 'data/redis', '--explain'], { cwd });
    expect(stdout).toContain('a\\x1b[31m.yaml:');
    expect(stdout).not.toContain('\u001b');
  });
});

describe('netpol matrix', () => {
  test('shows a grid with code 0', async () => {
    const { code, stdout, stderr } = await run(['matrix', '--port', '6379']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Who reaches whom on 6379\n');
    expect(stdout).toMatch(/^ *\d {2}shop\/web/m);
  });

  test('--namespace leaves only its pods, wherever others are', async () => {
    const { code, stdout } = await run(['matrix', '--namespace', 'shop', '-o', 'csv']);
    expect(stdout).toBe(
      'source,shop/cart,shop/web\nshop/cart,itself,all ports\nshop/web,all ports,itself\n',
    );
    expect(code).toBe(0);
  });

  test('says on a narrow terminal what to narrow, and fits a pipe whatever its width', async () => {
    const cwd = EXAMPLE;
    const many = await run(['matrix', '--by', 'pod'], { cwd, tty: true });
    expect(many.stdout).toContain('--namespace');
    expect((await run(['matrix', '--by', 'pod'], { cwd })).stdout).toContain('Rows reach columns.');
  });

  test('writes a page', async () => {
    const cwd = folder({ 'pods.yaml': PODS, 'policy.yaml': POLICY });
    const { code } = await run(['matrix', '-o', 'html=m.html'], { cwd });
    expect(code).toBe(0);
    expect(readFileSync(join(cwd, 'm.html'), 'utf8')).toMatch(/^<!DOCTYPE html>/);
  });

  test.each([
    [['--port', 'x/y/z'], 2],
    [['-n', '-'], 2],
    [['-o', 'dot'], 2],
  ])('refuses %j', async (args, code) => {
    expect((await run(['matrix', ...args])).code).toBe(code);
  });
});
