import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { folder, run } from './run.ts';

/** What bash offers for a command line, its last word being completed. */
async function complete(words: readonly string[], cwd: string): Promise<string[]> {
  const { stdout: script } = await run(['completion', 'bash']);
  const asked = `${script}
COMP_WORDS=(${['netpol', ...words].map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${String(words.length)}
_netpol
printf '%s\\n' "\${COMPREPLY[@]}"
`;
  const result = spawnSync('bash', ['--norc', '-c', asked], { cwd, encoding: 'utf8' });
  expect(result.stderr).toBe('');
  return result.stdout.split('\n').filter((line) => line !== '');
}

describe('bash completes', () => {
  const cwd = folder({ 'deploy/a.yaml': '', 'd e.yaml': '', 'pods.yaml': '' });

  test.each([
    [[''], ['check', 'list', 'matrix', 'diff', 'explain', 'completion', '--help', '--version']],
    [['ch'], ['check']],
    [['check', '--na'], ['--namespace']],
    [['check', '--fi'], ['--filename']],
    [
      ['check', '-o', ''],
      ['text', 'json', 'yaml', 'name'],
    ],
    [['check', '--output', 'js'], ['json']],
    [
      ['check', '--expect', ''],
      ['allowed', 'denied', 'unknown', 'mixed'],
    ],
    [
      ['check', '--color', 'a'],
      ['auto', 'always'],
    ],
    [
      ['check', '--family', ''],
      ['4', '6'],
    ],
    [
      ['check', '--host-network', ''],
      ['node', 'pod'],
    ],
    [['check', '-f', 'de'], ['deploy']],
    [['check', '-f', 'd '], ['d e.yaml']],
    [['check', '--batch', 'pod'], ['pods.yaml']],
    [['check', '--from', ''], []],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['explain', 'NO_PEER'], ['NO_PEER_MATCH']],
    [['explain', 'cidr-sy'], ['cidr-syntax']],
  ])('%j', async (words, expected) => {
    expect((await complete(words, cwd)).sort()).toEqual([...expected].sort());
  });
});

test.each(['bash', 'zsh', 'fish'])('the script for %s names every flag of check', async (shell) => {
  const [script, help] = [await run(['completion', shell]), await run(['check', '--help'])];
  const flags = [...help.stdout.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(
    (match) => match[1] ?? '',
  );
  expect(flags.length).toBeGreaterThan(15);
  for (const flag of flags) {
    expect(script.stdout).toContain(shell === 'fish' ? `-l ${flag}` : `--${flag}`);
  }
});
