import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../src/load/format-diagnostic.ts';
import { createLocator } from '../../src/load/locate.ts';
import { readInput } from '../../src/load/read-files.ts';

let cwd = '';

beforeAll(() => {
  cwd = mkdtempSync(path.join(tmpdir(), 'netpol-read-'));
  const files = [
    'a.yaml',
    'b.yml',
    'c.json',
    'd.YML',
    'e.txt',
    'sub/f.yaml',
    'sub/deep/g.yaml',
    'sub/.hidden/h.yaml',
    'sub/.i.yaml',
    'node_modules/x/j.yaml',
    'none/readme.md',
    'z [1].yaml',
  ];
  for (const name of files) {
    mkdirSync(path.join(cwd, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(cwd, name), `# ${name}\n`);
  }
  writeFileSync(path.join(cwd, 'utf16.txt'), Buffer.from('\ufeff# wide\n', 'utf16le'));
  mkdirSync(path.join(cwd, 'links'));
  symlinkSync('../a.yaml', path.join(cwd, 'links', 'to-a.yaml'));
  symlinkSync('..', path.join(cwd, 'links', 'round'));
  symlinkSync('nowhere', path.join(cwd, 'links', 'broken.yaml'));
});

afterAll(() => {
  rmSync(cwd, { recursive: true });
});

const readStdin = (): Promise<Uint8Array> => Promise.resolve(Buffer.from('# from stdin\n'));

async function read(
  ...args: string[]
): Promise<{ names: string[]; explicit: boolean[]; errors: string[] }> {
  const { files, diagnostics } = await readInput(args, { cwd, readStdin });
  const locator = createLocator();
  return {
    names: files.map(({ file }) => file.name),
    explicit: files.map(({ explicit }) => explicit),
    errors: diagnostics.map((diagnostic) => formatDiagnostic(diagnostic, locator).text),
  };
}

describe('the arguments of -f', () => {
  test.each([
    ['a file of any extension', ['e.txt'], ['e.txt']],
    [
      'a directory, with its subfolders, without hidden folders and node_modules',
      ['sub'],
      ['sub/.i.yaml', 'sub/deep/g.yaml', 'sub/f.yaml'],
    ],
    [
      'the current directory, named without ./',
      ['.'],
      ['a.yaml', 'b.yml', 'c.json', 'sub/.i.yaml', 'sub/deep/g.yaml', 'sub/f.yaml', 'z [1].yaml'],
    ],
    ['a directory with a slash at its end', ['sub/deep/'], ['sub/deep/g.yaml']],
    ['names as they are given', ['./sub/deep'], ['./sub/deep/g.yaml']],
    ['standard input', ['-'], ['<stdin>']],
    ['a pattern', ['*.y*ml'], ['a.yaml', 'b.yml', 'z [1].yaml']],
    ['a pattern with ? and a set', ['[ab].?*'], ['a.yaml', 'b.yml']],
    ['a pattern with a set of others', ['[!a]*.yml'], ['b.yml']],
    ['a pattern over folders', ['sub/**/*.yaml'], ['sub/deep/g.yaml', 'sub/f.yaml']],
    ['a pattern from above', ['sub/../*.json'], ['sub/../c.json']],
    ['a file whose name looks like a pattern', ['z [1].yaml'], ['z [1].yaml']],
    [
      'a file that is named twice, once',
      ['a.yaml', './a.yaml', 'links/to-a.yaml', '*.yaml', '-', '-'],
      ['a.yaml', 'z [1].yaml', '<stdin>'],
    ],
  ])('%s', async (_, args, names) => {
    const result = await read(...args);
    const errors = result.errors.filter((line) => !line.includes('broken'));
    expect(result.names).toEqual(names);
    expect(errors).toEqual([]);
  });

  test('only a file that is named must hold objects', async () => {
    expect((await read('a.yaml', 'sub', '*.json', '-')).explicit).toEqual([
      true,
      false,
      false,
      false,
      false,
      true,
    ]);
    expect((await read('sub/deep', 'sub/deep/g.yaml')).explicit).toEqual([true]);
  });

  test('an absolute name stays absolute', async () => {
    const name = path.join(cwd, 'sub/deep').replaceAll(path.sep, '/');
    expect((await read(name)).names).toEqual([`${name}/g.yaml`]);
    expect((await read(`${name}/*.yaml`)).names).toEqual([`${name}/g.yaml`]);
  });

  test('a byte order mark tells UTF-16', async () => {
    const { files } = await readInput(['utf16.txt'], { cwd, readStdin });
    expect(files[0]?.file.text).toBe('# wide\n');
  });

  test('links may lead round in circles; one that leads nowhere is an error', async () => {
    const { names, errors } = await read('links');
    // `round` is the folder above, so that a.yaml is reached before the link to it.
    expect(names).toEqual([
      'links/round/a.yaml',
      'links/round/b.yml',
      'links/round/c.json',
      'links/round/sub/.i.yaml',
      'links/round/sub/deep/g.yaml',
      'links/round/sub/f.yaml',
      'links/round/z [1].yaml',
    ]);
    expect(errors).toEqual(['links/broken.yaml: no such file or directory [file-unreadable]']);
  });

  test.each([
    ['nowhere.yaml', 'nowhere.yaml: the path "nowhere.yaml" does not exist [file-not-found]'],
    ['nowhere/*.yaml', 'nowhere/*.yaml: the pattern matches no file [glob-no-match]'],
    ['none', 'none: no file in this directory ends in .yaml, .yml or .json [directory-empty]'],
    ['s?b', 's?b: the pattern matches no file [glob-no-match]'],
  ])('%s is an error', async (argument, line) => {
    expect(await read(argument)).toEqual({ names: [], explicit: [], errors: [line] });
  });
});
