// Builds dist/: cli.cjs, the command line in one file, and index.js with its modules and types.
// CommonJS for the command line, because it starts faster than an ES module.
import { spawnSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

// dist/ is replaced only when everything was built, so a failed build leaves no half of it.
const partial = 'dist.partial';
rmSync(partial, { recursive: true, force: true });

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const types = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
if (types.status !== 0) process.exit(types.status ?? 1);

/**
 * What is loaded when it is first used, and costs nothing at start: child_process, which commander
 * has for commands that are programs of their own (there are none) and `diff --base` for git, and
 * chalk, which asks the
 * terminal what it can do even where no colour is wanted.
 * @type {import('esbuild').Plugin}
 */
const loadedWhenUsed = {
  name: 'loaded-when-used',
  setup(bundler) {
    bundler.onResolve(
      { filter: /^node:child_process$|^chalk$/ },
      ({ path, importer, namespace }) =>
        namespace !== 'lazy' && /commander|(?:color|git-process)\.ts$/.test(importer)
          ? { path, namespace: 'lazy' }
          : null,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'lazy' }, ({ path }) => ({
      contents:
        path === 'chalk'
          ? 'exports.Chalk = function (options) { return new (require("chalk").Chalk)(options); };'
          : 'exports.spawn = (...args) => require("node:child_process").spawn(...args);',
      resolveDir: process.cwd(),
    }));
  },
};

await build({
  entryPoints: ['src/cli/main.ts'],
  outfile: `${partial}/cli.cjs`,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  minify: true,
  plugins: [loadedWhenUsed],
  // js-yaml makes its parser's state with object spread, which V8 gives up on optimising. import()
  // becomes require: what bin/ runs as a script has no other.
  supported: { 'object-rest-spread': false, 'dynamic-import': false },
  legalComments: 'external',
  logLevel: 'warning',
  // import.meta is empty in CommonJS: stop here rather than at run time.
  logOverride: { 'empty-import-meta': 'error' },
});

rmSync('dist', { recursive: true, force: true });
renameSync(partial, 'dist');
