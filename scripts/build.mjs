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
 * commander loads child_process for commands that are programs of their own, which there are none
 * of: loaded when asked for, it costs nothing at start.
 * @type {import('esbuild').Plugin}
 */
const lazyChildProcess = {
  name: 'lazy-child-process',
  setup(bundler) {
    bundler.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes('commander') ? { path: 'child_process', namespace: 'lazy' } : null,
    );
    bundler.onLoad({ filter: /.*/, namespace: 'lazy' }, () => ({
      contents: 'exports.spawn = (...args) => require("node:child_process").spawn(...args);',
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
  plugins: [lazyChildProcess],
  // js-yaml makes its parser's state with object spread, which V8 gives up on optimising.
  supported: { 'object-rest-spread': false },
  legalComments: 'external',
  logLevel: 'warning',
  // import.meta is empty in CommonJS: stop here rather than at run time.
  logOverride: { 'empty-import-meta': 'error' },
});

rmSync('dist', { recursive: true, force: true });
renameSync(partial, 'dist');
