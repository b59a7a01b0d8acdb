import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, run, type Result } from '../cli/run.ts';
import { deployment, policy } from './support.ts';

// `netpol diff --base`: the files as they were committed against those of the work tree.

const PODS = deployment('shop/web', 'app=web') + deployment('shop/db', 'app=db');
const CLOSED = policy('shop/db', 'podSelector: {matchLabels: {app: db}}\ningress: []');
const OPEN = policy(
  'shop/db',
  'podSelector: {matchLabels: {app: db}}\ningress:\n  - ports: [{port: 5432}]',
);
const ENV = {
  PATH: process.env['PATH'],
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

function git(cwd: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd, env: ENV, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

function write(root: string, name: string, text: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), text);
}

function commit(root: string): void {
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'x');
}

/** A repository whose first commit has these files. */
function repository(files: Readonly<Record<string, string>>): string {
  const root = folder(files);
  git(root, 'init', '-q', '-b', 'main');
  commit(root);
  return root;
}

function diff(cwd: string, ...args: string[]): Promise<Result> {
  return run(['diff', ...args], { cwd, env: ENV });
}

const FILES = { 'deploy/pods.yaml': PODS, 'deploy/policy.yaml': CLOSED };

describe('netpol diff --base', () => {
  test('tells what the last commit opened, and where', async () => {
    const root = repository(FILES);
    write(root, 'deploy/policy.yaml', OPEN);
    commit(root);
    const { code, stdout } = await diff(root, '--base', 'HEAD~1');
    expect(stdout).toBe(`DIFFERENT  HEAD~1 -> the work tree
           3 opened

Opened
  + shop/deploy/db -> shop/deploy/db: 5432/TCP
  + shop/deploy/web -> shop/deploy/db: 5432/TCP
  + internet -> shop/deploy/db: 5432/TCP
      ingress rule 1 was added to shop/db  deploy/policy.yaml:8:5
`);
    expect(code).toBe(1);
    expect((await diff(root, '--base', 'HEAD')).code).toBe(0);
  });

  test.each([
    ['opened', 1],
    ['closed', 0],
    ['any', 1],
  ])('with --fail-on %s exits with %s where something was opened', async (failOn, code) => {
    const root = repository(FILES);
    write(root, 'deploy/policy.yaml', OPEN);
    expect((await diff(root, '--base', 'HEAD', '--fail-on', failOn, '-q')).code).toBe(code);
  });

  test('sees changes that are not committed, and files that git does not know', async () => {
    const root = repository({ 'pods.yaml': PODS });
    write(root, 'new.yaml', CLOSED);
    const { stdout, code } = await diff(root, '--base', 'HEAD');
    expect(stdout).toContain(
      'shop/db is new and isolates shop/deploy/db for ingress  new.yaml:6:3',
    );
    expect(code).toBe(1);
  });

  test('names the place of what was removed in the revision', async () => {
    const root = repository(FILES);
    rmSync(join(root, 'deploy/policy.yaml'));
    const { stdout } = await diff(root, '--base', 'main');
    expect(stdout).toContain('was removed\n      main:deploy/policy.yaml:6:3');
  });

  test('leaves the work tree and the index as they are', async () => {
    const root = repository(FILES);
    write(root, 'deploy/policy.yaml', OPEN);
    write(root, 'other.txt', 'x');
    git(root, 'add', 'other.txt');
    const before = git(root, 'status', '--porcelain');
    const kept = readFileSync(join(root, '.git/index'));
    await diff(root, '--base', 'HEAD');
    expect(readFileSync(join(root, '.git/index')).equals(kept)).toBe(true);
    expect(git(root, 'status', '--porcelain')).toBe(before);
    expect(readFileSync(join(root, 'deploy/policy.yaml'), 'utf8')).toBe(OPEN);
  });

  test('reads from a subfolder what is in it, and -f relative to it', async () => {
    const root = repository({ ...FILES, 'other/pods.yaml': deployment('shop/other', 'app=other') });
    write(root, 'deploy/policy.yaml', OPEN);
    const inside = await diff(join(root, 'deploy'), '--base', 'HEAD');
    expect(inside.stdout).toContain('shop/db  policy.yaml:8:5');
    expect(inside.stdout).not.toContain('shop/deploy/other');
    const beside = await diff(join(root, 'other'), '--base', 'HEAD', '-f', '../deploy', '-f', '.');
    expect(beside.stdout).toContain('+ shop/deploy/other -> shop/deploy/db: 5432/TCP');
    expect(beside.stdout).toContain('../deploy/policy.yaml:8:5');
  });

  test('does not mind where an object stands: a file that was renamed is no difference', async () => {
    const root = repository(FILES);
    renameSync(join(root, 'deploy/policy.yaml'), join(root, 'deploy/renamed.yaml'));
    const { code, stdout } = await diff(root, '--base', 'HEAD');
    expect(stdout).toBe('SAME  HEAD -> the work tree\n      no difference\n');
    expect(code).toBe(0);
  });

  test('takes a path that the revision lacks as all new, and one that is gone as all removed', async () => {
    const root = repository({ 'old/pods.yaml': PODS });
    write(root, 'new/pods.yaml', deployment('shop/new', 'app=new'));
    const added = await diff(root, '--base', 'HEAD', '-f', 'new');
    expect(added.stdout).toContain('1 workload added');
    expect(added.stdout).toContain('shop/deploy/new  new/pods.yaml:4:12');
    rmSync(join(root, 'old'), { recursive: true });
    const gone = await diff(root, '--base', 'HEAD', '-f', 'old');
    expect(gone.stdout).toContain('2 workloads removed');
    expect(gone.stdout).toContain('shop/deploy/web  HEAD:old/pods.yaml:4:12');
  });

  test('reads what -f reads: patterns, links, no hidden folder', async () => {
    const root = folder({
      'deploy/pods.yaml': PODS,
      'real/policy.yml': CLOSED,
      '.hidden/policy.yaml': OPEN,
      'node_modules/x/policy.yaml': OPEN,
    });
    symlinkSync('../real/policy.yml', join(root, 'deploy/link.yaml'));
    git(root, 'init', '-q', '-b', 'main');
    commit(root);
    write(root, 'real/policy.yml', OPEN);
    const linked = await diff(root, '--base', 'HEAD', '-f', 'deploy');
    expect(linked.stdout).toContain('deploy/link.yaml:8:5');
    const pattern = await diff(root, '--base', 'HEAD', '-f', '**/p*.y*ml');
    expect(pattern.stdout).toContain('real/policy.yml:8:5');
    expect((await diff(root, '--base', 'HEAD', '-f', 'deploy/pods.yaml')).code).toBe(0);
  });

  test('reads the manifests of .netpol.yaml', async () => {
    const root = repository({
      ...FILES,
      'other/policy.yaml': 'nothing: [',
      '.netpol.yaml': 'manifests: [deploy]\n',
    });
    write(root, 'deploy/policy.yaml', OPEN);
    const { stdout } = await diff(join(root, 'other'), '--base', 'HEAD');
    expect(stdout).toContain('../deploy/policy.yaml:8:5');
  });

  test('says of a wrong file in which version it is', async () => {
    const root = repository({ ...FILES, 'deploy/wrong.yaml': CLOSED.replace('shop', 'Shop') });
    rmSync(join(root, 'deploy/wrong.yaml'));
    const { code, stderr } = await diff(root, '--base', 'HEAD');
    expect(stderr).toMatch(/^HEAD:deploy\/wrong\.yaml:4:\d+: metadata\.namespace: /);
    expect(code).toBe(3);
  });
});

describe('netpol diff --base cannot answer, and says why:', () => {
  test('outside of a repository', async () => {
    const { code, stderr } = await run(['diff', '--base', 'HEAD'], {
      cwd: folder({ 'pods.yaml': PODS }),
      env: { ...ENV, GIT_CEILING_DIRECTORIES: '/' },
    });
    expect(stderr).toMatch(/^netpol: --base reads a git repository/);
    expect(code).toBe(3);
  });

  test.each(['nothing', 'HEAD~7', 'main:deploy'])('of the unknown revision %s', async (name) => {
    const { code, stderr } = await diff(repository(FILES), '--base', name);
    expect(stderr).toMatch(/^netpol: --base: git knows no commit "/);
    expect(code).toBe(3);
  });

  test('without git', async () => {
    const env = { ...ENV, PATH: '/nonexistent' };
    const { code, stderr } = await run(['diff', '--base', 'HEAD'], { cwd: repository(FILES), env });
    expect(stderr).toBe('netpol: cannot run git: it is not installed, or not on the PATH\n');
    expect(code).toBe(3);
  });

  test('for a path that neither version has', async () => {
    const { code, stderr } = await diff(repository(FILES), '--base', 'HEAD', '-f', 'nope');
    expect(stderr).toMatch(/^nope: the path "nope" does not exist \[file-not-found\]\n1 error/);
    expect(code).toBe(3);
  });

  test('for a path outside of the repository', async () => {
    const { code, stderr } = await diff(repository(FILES), '--base', 'HEAD', '-f', '../elsewhere');
    expect(stderr).toBe('netpol: --base: "../elsewhere" lies outside of the repository\n');
    expect(code).toBe(3);
  });
});

describe('netpol diff', () => {
  const root = folder({ 'a/all.yaml': PODS + CLOSED, 'b/all.yaml': PODS + OPEN });

  test('compares two folders', async () => {
    const { code, stdout } = await diff(root, 'a', 'b');
    expect(stdout).toContain('ingress rule 1 was added to shop/db  b/all.yaml:30:5');
    expect(code).toBe(1);
    expect((await diff(root, 'a', 'a')).code).toBe(0);
  });

  test('compares stdin with a folder', async () => {
    const { stdout } = await run(['diff', '-', 'b'], { cwd: root, stdin: PODS + CLOSED });
    expect(stdout).toContain('3 opened');
  });

  test('looks at the ports that are asked for only', async () => {
    expect((await diff(root, 'a', 'b', '--port', '80')).code).toBe(0);
    expect((await diff(root, 'a', 'b', '--port', '5432')).code).toBe(1);
    const unknown = await diff(root, 'a', 'b', '--port', 'pg');
    expect(unknown.stderr).toMatch(/^--port: no pod of either version has a TCP port named "pg"/);
    expect(unknown.code).toBe(3);
  });

  test('counts the connections of an added workload as opened', async () => {
    write(root, 'c/all.yaml', PODS + CLOSED + deployment('shop/new', 'app=new'));
    expect((await diff(root, 'a', 'c', '-q', '--fail-on', 'opened')).code).toBe(1);
    expect((await diff(root, 'a', 'c', '-q', '--fail-on', 'closed')).code).toBe(0);
    expect((await diff(root, 'c', 'a', '-q', '--fail-on', 'closed')).code).toBe(1);
  });

  test('writes the step summary beside annotations', async () => {
    const summary = join(root, 'summary.md');
    writeFileSync(summary, 'before\n');
    const env = { GITHUB_STEP_SUMMARY: summary };
    const { stdout } = await run(['diff', 'a', 'b', '-o', 'github'], { cwd: root, env });
    expect(stdout).toMatch(/^::warning file=b\/all\.yaml,line=30,col=5,/);
    expect(readFileSync(summary, 'utf8')).toMatch(/^before\n### netpol diff: 3 opened\n/);
  });

  test.each([
    [['a']],
    [['a', 'b', '--base', 'HEAD']],
    [['-', '-']],
    [['a', 'b', '-f', 'c']],
    [['--base', '-f']],
    [['--base', 'HEAD', '-f', '-']],
    [['a', 'b', '--fail-on', 'x']],
    [['a', 'b', '--port', '99999']],
    [['a', 'b', '-o', 'svg']],
  ])('refuses %j as usage', async (args) => {
    const { code, stdout } = await diff(root, ...args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
  });
});
