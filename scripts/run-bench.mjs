// Runs bench/*.bench.ts, or those whose name contains an argument: npm run bench -- matrix
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const wanted = process.argv.slice(2);
const files = (existsSync('bench') ? readdirSync('bench') : [])
  .filter((file) => file.endsWith('.bench.ts'))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
if (files.length === 0) console.error('no bench/*.bench.ts to run');

const outdir = 'node_modules/.cache/netpol-bench';
rmSync(outdir, { recursive: true, force: true });
await build({
  entryPoints: files.map((file) => `bench/${file}`),
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // As in the build of the command line.
  supported: { 'object-rest-spread': false },
  sourcemap: 'inline',
  banner: {
    js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
  },
  logLevel: 'warning',
});

for (const file of files) {
  console.log(`\n${file}`);
  const bundle = `${outdir}/${file.replace(/\.ts$/, '.mjs')}`;
  const run = spawnSync(process.execPath, ['--enable-source-maps', '--expose-gc', bundle], {
    stdio: 'inherit',
  });
  if (run.status !== 0) process.exitCode = 1;
}
