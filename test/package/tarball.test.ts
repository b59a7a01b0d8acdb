import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/*
 * The package as others get it: packed, installed into an empty folder, run there with npx, and
 * imported with its types. Its dependencies are those of this folder, so that no network is needed.
 * `npm test` builds first.
 */

const root = join(import.meta.dirname, '../..');
const TIMEOUT = 240_000;

let folder = '';
let files: readonly string[] = [];

function run(command: string, args: readonly string[], cwd: string, input = '') {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '',
    NO_COLOR: '1',
    // What npm says about settings of this machine is not ours.
    npm_config_loglevel: 'error',
  };
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    input,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

/** Runs a command that must not fail. */
function must(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = run(command, args, cwd);
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'netpol-package-'));
  // The scripts would build again, below the feet of tests that run the program.
  const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
  const [packed] = JSON.parse(must('npm', args, root)) as {
    filename: string;
    files: { path: string }[];
  }[];
  files = packed!.files.map(({ path }) => path);
  const dependencies: Record<string, string> = { netpol: `file:${packed!.filename}` };
  for (const name of Object.keys(manifest.dependencies)) {
    dependencies[name] = `file:${join(root, 'node_modules', name)}`;
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', dependencies }));
  must('npm', ['install', '--offline', '--no-audit', '--no-fund'], folder);
  cpSync(join(root, 'examples'), join(folder, 'examples'), { recursive: true });
}, TIMEOUT);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('the package', () => {
  test('holds what is needed to run, to import and to read up, and nothing else', () => {
    const tops = [...new Set(files.map((path) => path.replace(/\/.*/, '')))].sort();
    const folders = ['bin', 'dist', 'docs', 'schema'];
    const single = ['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'];
    expect(tops).toEqual([...folders, ...single].sort());
    for (const one of ['docs', 'schema', 'bin']) {
      const all = readdirSync(join(root, one)).map((name) => `${one}/${name}`);
      expect(files.filter((path) => path.startsWith(`${one}/`)).sort()).toEqual(all.sort());
    }
    expect(files).toEqual(
      expect.arrayContaining(['dist/cli.cjs', 'dist/index.js', 'dist/index.d.ts']),
    );
    expect(files.filter((path) => /(?<!\.d)\.ts$|\.map$|\.test\./.test(path))).toEqual([]);
  });

  test('has types beside every module', () => {
    const modules = files.filter((path) => /^dist\/.*\.js$/.test(path));
    expect(modules.length).toBeGreaterThan(50);
    const types = modules.map((path) => path.replace(/\.js$/, '.d.ts'));
    expect(types.filter((path) => !files.includes(path))).toEqual([]);
  });
});

describe('in another folder', () => {
  const question = ['--from', 'shop/deploy/web', '--to', 'data/redis-0', '--port', '6379'];

  test('npx netpol check answers about the manifests that are there', () => {
    const cwd = join(folder, 'examples/shop');
    const { status, stdout, stderr } = run(
      'npx',
      ['--no-install', 'netpol', 'check', ...question],
      cwd,
    );
    expect(stderr).toBe('');
    expect(stdout.split('\n')[0]).toBe('ALLOWED  shop/deploy/web -> data/redis-0  6379/TCP');
    expect(status).toBe(0);
  });

  test('npx netpol check answers about what is piped in', () => {
    const pipe = `cat *.yaml | npx --no-install netpol check -f - ${question.join(' ')} -o name`;
    const { status, stdout, stderr } = run('sh', ['-c', pipe], join(folder, 'examples/shop'));
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^ALLOWED - shop\/deploy\/web data\/redis-0 6379\/TCP /);
    expect(status).toBe(0);
  });

  test('the schema can be imported', () => {
    const code = `import schema from 'netpol/schema/check-v1.json' with { type: 'json' };
      console.log(schema.$id);`;
    expect(must('node', ['--no-warnings', '--input-type=module', '-e', code], folder)).toBe(
      'urn:netpol:schema:check-v1\n',
    );
  });
});

describe('as a library', () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const example = /## As a library\n+```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const options = {
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
      outDir: 'built',
    },
    files: ['example.ts'],
  };

  function compile(name: string, code: string) {
    const project = join(folder, name);
    mkdirSync(project);
    writeFileSync(join(project, 'example.ts'), code);
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(options));
    return run(
      process.execPath,
      [join(root, 'node_modules/typescript/bin/tsc'), '-p', project],
      folder,
    );
  }

  test('the example of README.md compiles and prints the verdict', { timeout: TIMEOUT }, () => {
    expect(compile('readme', example)).toMatchObject({ status: 0, stdout: '' });
    const printed = must(process.execPath, ['readme/built/example.js'], folder);
    expect(printed).toBe('allowed []\n');
  });

  test('a wrong use does not compile', { timeout: TIMEOUT }, () => {
    const wrong = example.replace('from: ', 'form: ').replace('checked.answer', 'checked.verdict');
    const { status, stdout } = compile('wrong', wrong);
    expect(status).not.toBe(0);
    expect(stdout).toMatch(/TS2345|TS2353/);
    expect(stdout).toMatch(/TS2339/);
  });
});
