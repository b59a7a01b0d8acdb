import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { loadFiles } from '../src/load/load.ts';
import { dumpedList, writeDump } from './dump.ts';

/*
 * Loading a dump of a cluster, beside what the parser alone takes for the same bytes. Both are
 * run in turn in one process; the ratio of medians is what counts.
 */

const RUNS = 3;
const folder = mkdtempSync(join(tmpdir(), 'netpol-load-'));

function time(task: () => unknown): number {
  globalThis.gc?.();
  const start = process.hrtime.bigint();
  task();
  return Number(process.hrtime.bigint() - start) / 1e9;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function compare(format: 'json' | 'yaml', pods: number, parse: (text: string) => unknown): void {
  const file = join(folder, `dump.${format}`);
  writeDump(dumpedList(pods, Math.floor(pods / 10)), file, format);
  const text = readFileSync(file, 'utf8');
  const load = () => {
    const loaded = loadFiles([{ file: { name: file, text }, explicit: true }]);
    const errors = loaded.diagnostics.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) throw new Error(`the dump has errors: ${errors[0]?.message ?? ''}`);
  };
  const [parsed, loaded]: [number[], number[]] = [[], []];
  for (let run = 0; run < RUNS; run++) {
    parsed.push(time(() => parse(text)));
    loaded.push(time(load));
  }
  const size = (statSync(file).size / 1e6).toFixed(1);
  const [a, b] = [median(parsed), median(loaded)];
  console.log(
    `${format}: ${size} MB, ${String(pods)} pods: parser alone ${a.toFixed(2)} s, netpol's load ${b.toFixed(2)} s, ratio ${(b / a).toFixed(2)}`,
  );
}

const megabytes = Number(process.env['NETPOL_BENCH_MB'] ?? 50);
compare('json', Math.round((megabytes * 1e6) / 9300), (text) => JSON.parse(text) as unknown);
compare('yaml', Math.round((megabytes * 1e6) / 5100), (text) => loadAll(text));
rmSync(folder, { recursive: true });
