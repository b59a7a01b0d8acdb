import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { classify } from '../../src/load/registry.ts';

/* What README.md and the other documents claim beside their console blocks. */

const root = join(import.meta.dirname, '../..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  const blocks = [...readme.matchAll(/^```sh\n(.*)\n```$/gm)].map((match) => match[1] ?? '');
  const steps = blocks.map((line) => line.split(' && '));

  test('has two commands for a fresh clone, of scripts that exist', () => {
    expect(steps.map((parts) => parts.slice(0, 2))).toEqual([
      ['npm ci', 'npm run build'],
      ['npm ci', 'npm test'],
    ]);
    expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(['build', 'test']));
  });

  test('answers a question with the first of them', () => {
    const [, , command = ''] = steps[0] ?? [];
    expect(command).toMatch(/^node bin\/netpol\.js check /);
    const { status, stdout } = spawnSync(command, { cwd: root, shell: true, encoding: 'utf8' });
    expect(stdout).toMatch(/^ALLOWED {2}/);
    expect(status).toBe(0);
  });

  test('names the version of Node that package.json asks for', () => {
    expect(manifest.engines.node).toBe('>=20.19');
    expect(readme).toContain('Node 20.19 or newer');
  });

  const rows = [...readme.matchAll(/^\| ([A-Z][\w, ]+) \| ([\w./]*v\d\w*) \|$/gm)];
  const types = rows.flatMap(([, kinds = '', version = '']) =>
    kinds.split(', ').map((kind) => [version, kind] as const),
  );

  test.each(types)('rightly says that %s %s is read', (version, kind) => {
    const isList = kind === 'List';
    expect(classify(version, kind).kind).toBe(isList ? 'ignored' : 'read');
  });

  test('says so of every kind that has a decoder', () => {
    const decoders = readdirSync(join(root, 'src/load'))
      .filter((name) => name.startsWith('decode-'))
      .map((name) => readFileSync(join(root, 'src/load', name), 'utf8'))
      .join('\n');
    const kinds = [...decoders.matchAll(/\bkind: '([A-Z]\w+)'/g)].map((match) => match[1] ?? '');
    expect(kinds.length).toBeGreaterThan(8);
    const documented = types.map(([, kind]) => kind);
    expect(kinds.filter((kind) => !documented.includes(kind))).toEqual([]);
  });
});

function documents(): string[] {
  const found = readdirSync(root).filter((name) => name.endsWith('.md'));
  for (const folder of ['docs', 'examples']) {
    const names = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
    found.push(...names.filter((name) => name.endsWith('.md')).map((name) => join(folder, name)));
  }
  return found;
}

/** The anchors that GitHub makes of headings. */
function anchors(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map((match) =>
    (match[1] ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

describe.each(documents())('%s', (name) => {
  const text = readFileSync(join(root, name), 'utf8');

  test('has no link that leads nowhere', () => {
    const prose = text.replaceAll(/^```.*?^```/gms, '');
    const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? '');
    const broken = links.filter((link) => {
      if (/^https?:/.test(link)) return false;
      const [path = '', anchor] = link.split('#');
      const file = path === '' ? join(root, name) : join(root, dirname(name), path);
      if (relative(root, file).startsWith('..')) return true;
      if (!existsSync(file)) return true;
      return anchor !== undefined && !anchors(readFileSync(file, 'utf8')).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
