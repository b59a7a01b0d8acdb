import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder, PODS, POLICY, run } from './run.ts';

const QUESTION = ['check', 'shop/cart', 'data/redis', '6379', '-o', 'name'];
const FILES = { 'k8s/pods.yaml': PODS, 'k8s/redis.yaml': POLICY, 'other/bad.yaml': 'a: [' };

describe('.netpol.yaml', () => {
  const config = 'manifests: [k8s]\n';

  test('says where the manifests are, also to folders below it', async () => {
    const root = folder({ ...FILES, '.netpol.yaml': config, 'src/deep/x': '' });
    mkdirSync(join(root, '.git'));
    for (const cwd of [root, join(root, 'src'), join(root, 'src/deep')]) {
      expect(await run(QUESTION, { cwd })).toMatchObject({ code: 1, stderr: '' });
    }
    const { stdout } = await run(['check', 'shop/cart', 'data/redis', '6379'], {
      cwd: join(root, 'src'),
    });
    expect(stdout).toContain('../k8s/redis.yaml:');
  });

  test('is looked for no further than the root of the repository', async () => {
    const root = folder({
      '.netpol.yaml': 'manifests: [nothere]',
      'repo/k8s/a.yaml': `${PODS}---\n${POLICY}`,
    });
    mkdirSync(join(root, 'repo/.git'));
    expect((await run(QUESTION, { cwd: join(root, 'repo/k8s') })).code).toBe(1);
  });

  test('counts only in the working directory where there is no repository', async () => {
    const root = folder({
      ...FILES,
      '.netpol.yaml': config,
      'below/a.yaml': `${PODS}---\n${POLICY}`,
    });
    expect((await run(QUESTION, { cwd: root })).code).toBe(1);
    const { stdout } = await run(['check', 'shop/cart', 'data/redis', '6379'], {
      cwd: join(root, 'below'),
    });
    expect(stdout).toContain(' a.yaml:');
  });

  test('does not count where -f is given', async () => {
    const cwd = folder({ ...FILES, '.netpol.yaml': 'manifests: [nothere]' });
    expect((await run([...QUESTION, '-f', 'k8s'], { cwd })).code).toBe(1);
  });

  test.each([
    ['manifest: [k8s]', 'unknown key "manifest"; did you mean manifests?'],
    ['manifests: [k8s]\nlint: {}', 'unknown key "lint"; known: manifests'],
    ['manifests: k8s', 'manifests: must be a list'],
    ['manifests: []', 'manifests: must be a list'],
    ['manifests: [1]', 'manifests: must be a list'],
    ['manifests:', 'manifests: must be a list'],
    ['', 'must be a mapping'],
    ['- k8s', 'must be a mapping'],
    ['{', '.netpol.yaml:'],
    ['manifests: [a]\n---\nmanifests: [b]', 'must be one YAML document'],
  ])('%j is refused', async (text, message) => {
    const result = await run(QUESTION, { cwd: folder({ ...FILES, '.netpol.yaml': text }) });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).toMatch(/^netpol: \.netpol\.yaml/);
  });
});
