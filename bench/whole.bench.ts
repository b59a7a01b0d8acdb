import { readFileSync, writeFileSync } from 'node:fs';
import { doTask } from './whole/children.ts';
import { isMet, limitsOf } from './whole/limits.ts';
import { BEGIN, END } from './whole/rows.ts';
import { measureAll } from './whole/run.ts';
import { tables } from './whole/tables.ts';

/*
 * All pairs of whole clusters: reading, computing, listing and comparing, up to the largest cluster
 * that Kubernetes documents. Each point is measured in a process of its own, in seconds on a
 * processor; ratios within one run are what counts. Writes the tables of docs/performance.md.
 *
 *     NETPOL_BENCH_PODS=10000 npm run bench -- whole
 *
 * leaves out larger clusters, and only prints. The command line that is measured is the one that
 * was built last. Exit code 1: a limit was missed, or the two engines differ.
 */

const DOCUMENT = 'docs/performance.md';

function main(): void {
  const mostPods = Number(process.env['NETPOL_BENCH_PODS'] ?? Infinity);
  const report = measureAll(mostPods);
  const text = tables(report);
  console.log(text);
  if (mostPods === Infinity) write(text);
  for (const [place, { examples }] of report.checked) {
    for (const example of examples) console.error(`DIFFERENCE in ${place}: ${example}`);
  }
  const missed = limitsOf(report).filter((limit) => isMet(limit) === false);
  for (const { row, value, isLeast, limit } of missed) {
    console.error(
      `MISSED: ${row}: ${String(value)}, must be at ${isLeast ? 'least' : 'most'} ${String(limit)}`,
    );
  }
  if (missed.length > 0) process.exitCode = 1;
}

function write(text: string): void {
  const document = readFileSync(DOCUMENT, 'utf8');
  const [begin, end] = [document.indexOf(BEGIN), document.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`${DOCUMENT} has no place for the tables`);
  const head = document.slice(0, begin + BEGIN.length);
  writeFileSync(DOCUMENT, `${head}\n\n${text}\n\n${document.slice(end)}`);
}

if (!(await doTask(process.argv.slice(2)))) main();
