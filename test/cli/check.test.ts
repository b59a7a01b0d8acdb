import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, PODS, POLICY, run, shop } from './run.ts';

const ALLOWED = ['check', '--from', 'shop/web', '--to', 'data/redis', '--port', '6379'];
const DENIED = ['check', '--from', 'shop/cart', '--to', 'data/redis', '--port', '6379/TCP'];
const UNKNOWN = ['check', '--from', 'shop/app=new', '--to', 'data/redis', '--port', '80'];
const MIXED = ['check', '--from', 'shop/*', '--to', 'data/redis', '--port', 'redis'];

describe('the exit code tells the verdict', () => {
  test.each([
    ['allowed', ALLOWED, 0, 'ALLOWED'],
    ['denied', DENIED, 1, 'DENIED'],
    ['unknown', UNKNOWN, 4, 'UNKNOWN'],
    ['mixed', MIXED, 1, 'MIXED'],
  ])('%s', async (_, argv, code, word) => {
    const result = await run(argv);
    expect(result).toMatchObject({ code, stderr: '' });
    expect(result.stdout.split(/\s/)[0]).toBe(word);
  });

  test.each([
    [ALLOWED, 'allowed', 0],
    [ALLOWED, 'allow', 0],
    [ALLOWED, 'denied', 1],
    [DENIED, 'deny', 0],
    [DENIED, 'DENIED', 0],
    [DENIED, 'allowed', 1],
    [DENIED, 'mixed', 1],
    [UNKNOWN, 'unknown', 0],
    [UNKNOWN, 'denied', 1],
    [MIXED, 'mixed', 0],
    [MIXED, 'denied', 1],
  ])('%j --expect %s', async (argv, expected, code) => {
    const result = await run([...argv, '--expect', expected]);
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(code === 0 ? /^$/ : /^expected .*, but it is .*\n$/);
  });
});

describe('the short form says the same as the flags', () => {
  test.each([
    [['check', 'shop/cart', 'data/redis', '6379'], DENIED],
    [
      ['check', 'shop/cart', 'data/redis', 'redis', '80'],
      [...DENIED, '--port', '80'],
    ],
    [['check', 'shop/web', 'data/redis', '--port', '6379'], ALLOWED],
  ])('%j', async (short, long) => {
    const [a, b] = [await run([...short, '-q']), await run([...long, '-q'])];
    expect(a.code).toBe(b.code);
  });
});

describe('a command line that is wrong is a usage error and prints nothing on stdout', () => {
  test.each([
    [[], 'Usage: netpol'],
    [['chekc'], 'Did you mean check?'],
    [['check', '--form', 'a'], 'Did you mean --from?'],
    [['check'], 'check needs --from'],
    [['check', '--from', 'shop/web'], 'check needs --to'],
    [['check', 'shop/web'], 'check needs --to'],
    [['check', 'shop/web', '--to', 'data/redis'], 'one word too many'],
    [['check', '--from'], 'argument missing'],
    [[...ALLOWED, '-o', 'jsn'], 'Did you mean json?'],
    [[...ALLOWED, '-o', 'table'], 'Write text, json, yaml or name.'],
    [[...ALLOWED, '-o', 'json='], 'A file must follow'],
    [[...ALLOWED, '-o', 'json', '-o', 'name'], 'only one -o can go to stdout'],
    [[...ALLOWED, '--expect', 'yes'], 'Write allowed, denied, unknown or mixed'],
    [[...ALLOWED, '--color', 'pink'], 'auto, always, never'],
    [[...ALLOWED, '--family', '5'], '4, 6'],
    [[...ALLOWED, '--host-network', 'x'], 'node, pod'],
    [[...ALLOWED, '-n', 'A_b'], 'no name of a namespace'],
    [[...ALLOWED, '--port', '0'], 'between 1 and 65535'],
    [[...ALLOWED, '--port', '80/ICMPV6'], 'ICMP has no ports'],
    [['check', 'shop/web', 'data/redis/x/y'], 'at most three parts'],
    [['check', 'shop/web', '10.0.0.5/24'], '10.0.0.0/24'],
    [['explain', 'NO_PEER_MATC'], 'did you mean NO_PEER_MATCH'],
    [['explain', 'quux'], 'lists all'],
    [['completion'], "missing required argument 'shell'"],
    [['completion', 'tcsh'], 'bash, zsh, fish'],
    [[...ALLOWED, '--batch', '-'], 'leave --from'],
    [['check', '-f', '-', '--batch', '-'], 'cannot both read stdin'],
    [['check', '-o', 'name', '--batch', '-'], 'leave -o out'],
  ])('%j', async (argv, message) => {
    const result = await run(argv);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('what the input does not have is no verdict', () => {
  test.each([
    [
      ['check', 'shop/wbe', 'data/redis'],
      '--from: no pod "wbe" in namespace shop; did you mean shop/web? [unknown-pod]',
    ],
    [
      ['check', 'shop/web', 'date/redis'],
      '--to: nothing in the input mentions namespace "date"; did you mean data? [unknown-namespace]',
    ],
    [
      ['check', 'shop/web', 'data/redis', 'http'],
      '--port: data/redis has no TCP port named "http"; it has redis (6379/TCP) [unknown-port-name]',
    ],
    [['check', 'shop/\u001b[31m', 'data/redis'], 'bad endpoint'],
  ])('%j', async (argv, message) => {
    const result = await run(argv);
    expect(result.stdout).toBe('');
    expect([2, 3]).toContain(result.code);
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toContain('\u001b');
  });

  test('a bad input is reported in full, on stderr, and nothing is answered', async () => {
    const cwd = folder({
      'a.yaml': POLICY.replace('ingress:', 'ingres:'),
      'b.yaml': `${PODS}---\nkind: Pod\n`,
    });
    const result = await run(ALLOWED, { cwd });
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toMatch(/^a\.yaml:6:3: .*unknown field "spec\.ingres"/m);
    expect(result.stderr).toMatch(/^b\.yaml:\d+:\d+: /m);
    expect(result.stderr).toMatch(/\n2 errors in 2 files; nothing was answered\n$/);
    expect((await run([...ALLOWED, '-q'], { cwd })).stderr).toBe(result.stderr);
  });

  test('a terminal also sees the lines', async () => {
    const cwd = folder({ 'a.yaml': POLICY.replace('ingress:', 'ingres:') });
    const { stderr } = await run(ALLOWED, { cwd, tty: true });
    expect(stderr).toContain('\n  6 |   ingres:\n        ^\n');
  });

  test.each([['nothere.yaml'], ['nothere/*.yaml'], ['empty']])('%s', async (file) => {
    const cwd = folder({ 'empty/readme.txt': '' });
    const result = await run([...ALLOWED, '-f', file], { cwd });
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toMatch(/1 error in 1 file; nothing was answered\n$/);
  });

  test('with -n, objects of another namespace are refused as by kubectl, and the message tells why', async () => {
    const result = await run([...ALLOWED, '-n', 'shop']);
    expect(result.code).toBe(3);
    expect(result.stderr).toContain('does not match the namespace "shop"');
    expect(result.stderr).toContain('names are written namespace/name');
  });

  test('with -n, objects and names without a namespace are in it', async () => {
    const cwd = folder({ 'p.yaml': PODS.replace(/, namespace: \w+/g, '') });
    const result = await run(['check', 'web', 'team/cart', '80', '-n', 'team'], { cwd });
    expect(result).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('warnings', () => {
  const twice = `${PODS}---\n${POLICY.replace('  podSelector:', '  podSelector: {}\n  podSelector:')}`;

  test('go to stderr and change no code', async () => {
    const result = await run(ALLOWED, { cwd: folder({ 'a.yaml': twice }) });
    expect(result.code).toBe(0);
    expect(result.stderr).toMatch(/^warning: a\.yaml:\d+:\d+: /);
  });

  test('-q leaves them out, and the answer too', async () => {
    const result = await run([...ALLOWED, '-q'], { cwd: folder({ 'a.yaml': twice }) });
    expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
  });
});

describe('where manifests come from', () => {
  test('stdin', async () => {
    const result = await run([...DENIED, '-f', '-'], {
      cwd: folder({}),
      stdin: `${PODS}---\n${POLICY}`,
    });
    expect(result.code).toBe(1);
    expect(result.stdout).toContain('<stdin>:');
  });

  test.each([
    ['two files', ['-f', 'pods.yaml', '-f', 'policies/redis.yaml']],
    ['a directory', ['-f', '.']],
    ['a pattern', ['--filename', '**/*.yaml']],
    ['nothing is said', []],
  ])('%s', async (_, argv) => {
    expect(await run([...DENIED, ...argv])).toMatchObject({ code: 1, stderr: '' });
  });

  test('-v says on stderr how much was read', async () => {
    const { stderr } = await run([...ALLOWED, '-v']);
    expect(stderr).toBe('read 2 files: 4 documents; 4 objects, 4 of kinds that take part\n');
  });
});

describe('output', () => {
  test('JSON is JSON, and the same with -v', async () => {
    const { stdout } = await run([...DENIED, '-o', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, verdict: 'denied' });
    expect((await run([...DENIED, '-o', 'json', '-v'])).stdout).toContain('"verdict": "denied"');
  });

  test('one line', async () => {
    const { stdout } = await run([...DENIED, '-o', 'name']);
    expect(stdout).toBe('DENIED ingress shop/cart data/redis 6379/TCP data/redis NO_PEER_MATCH\n');
  });

  test('files beside stdout, and with -q too', async () => {
    const cwd = folder({ 'm.yaml': `${PODS}---\n${POLICY}` });
    const first = await run(
      [...DENIED, '-o', 'name', '-o', 'json=out/../a.json'.replace('out/../', '')],
      { cwd },
    );
    expect(first.stdout).toMatch(/^DENIED/);
    expect(JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8'))).toMatchObject({
      verdict: 'denied',
    });
    const second = await run([...DENIED, '-q', '-f', 'm.yaml', '-o', 'name=b.txt'], { cwd });
    expect(second.stdout).toBe('');
    expect(readFileSync(join(cwd, 'b.txt'), 'utf8')).toMatch(/^DENIED/);
  });

  test('a file that cannot be written is a failure', async () => {
    const result = await run([...DENIED, '-o', 'json=no/such/dir.json']);
    expect(result).toMatchObject({ code: 3, stdout: '' });
    expect(result.stderr).toBe(
      'netpol: cannot write "no/such/dir.json": no such file or directory\n',
    );
  });

  test('colour only where somebody sees it, or asks for it', async () => {
    const colored = /\u001b\[/;
    expect((await run(DENIED)).stdout).not.toMatch(colored);
    expect((await run([...DENIED, '--color', 'always'])).stdout).toMatch(colored);
    expect((await run(DENIED, { env: { FORCE_COLOR: '1' } })).stdout).toMatch(colored);
    expect((await run(DENIED, { tty: true, env: { TERM: 'xterm' } })).stdout).toMatch(colored);
    expect((await run(DENIED, { tty: true, env: { NO_COLOR: '1' } })).stdout).not.toMatch(colored);
  });

  test('ASCII on request, and on a terminal that has no more', async () => {
    const beyond = /[^\x00-\x7f]/;
    expect((await run(DENIED)).stdout).toMatch(beyond);
    expect((await run([...DENIED, '--ascii'])).stdout).not.toMatch(beyond);
    const env = { LC_ALL: 'C', NO_COLOR: '1' };
    expect((await run(DENIED, { tty: true, env })).stdout).not.toMatch(beyond);
    expect((await run(DENIED, { env })).stdout).toMatch(beyond);
  });
});

describe('choices that the API leaves open', () => {
  const host = PODS.replace('spec:\n', 'spec:\n  hostNetwork: true\n  nodeName: n1\n');

  test.each([
    ['node', 4],
    ['pod', 0],
  ])('--host-network %s', async (model, code) => {
    const cwd = folder({ 'a.yaml': `${host}---\n${POLICY}` });
    expect((await run([...ALLOWED, '--host-network', model], { cwd })).code).toBe(code);
  });

  test('--lenient-cidr', async () => {
    const cwd = folder({ 'a.yaml': `${PODS}---\n${POLICY.replace('10.0.0.0/8', '10.0.0.5/8')}` });
    expect((await run(ALLOWED, { cwd })).code).toBe(3);
    expect((await run([...ALLOWED, '--lenient-cidr'], { cwd })).code).toBe(0);
  });

  test('--ignore-unknown-fields', async () => {
    const cwd = folder({ 'a.yaml': `${PODS}---\n${POLICY}    - form: []\n` });
    expect((await run(ALLOWED, { cwd })).code).toBe(3);
    expect((await run([...ALLOWED, '--ignore-unknown-fields'], { cwd })).code).toBe(0);
  });

  test('--family', async () => {
    const six = ['check', '2001:db8::1', 'data/redis', '80', '--family'];
    expect((await run([...six, '6'])).code).toBe(1);
    expect((await run([...six, '4'])).code).toBe(4);
  });
});

test('what nobody foresaw is one line and code 3, with the stack only where it is asked for', async () => {
  const stdin = {
    [Symbol.asyncIterator]() {
      throw new RangeError('boom');
    },
  };
  const argv = [...ALLOWED, '-f', '-'];
  const plain = await run(argv, { stdin });
  expect(plain).toEqual({
    code: 3,
    stdout: '',
    stderr: 'netpol: internal error, please report it: boom\n',
  });
  const { stderr } = await run(argv, { stdin, env: { NETPOL_DEBUG: '1' } });
  expect(stderr).toMatch(/^\s+at /m);
});

test.each(['check', 'explain', 'completion'])(
  '%s --help shows an example and the exit codes',
  async (name) => {
    const { code, stdout } = await run([name, '--help']);
    expect(code).toBe(0);
    expect(stdout).toContain(
      `$ netpol ${name}`.replace('$ netpol completion', 'netpol completion'),
    );
    expect(stdout).toMatch(/Exit codes:/);
  },
);

test('the input of these tests is what it says', () => {
  expect(readFileSync(join(shop, 'pods.yaml'), 'utf8')).toBe(PODS);
});
