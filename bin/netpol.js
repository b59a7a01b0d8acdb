#!/usr/bin/env node
'use strict';

// The one place that touches `process`. CommonJS (see package.json beside this file), because
// Node starts it faster than an ES module.

const { readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { Script } = require('node:vm');

/** @typedef {typeof import('../src/cli/main.ts')} Cli */

/**
 * Loads the command line. Compiling it takes longer than most questions do, so the first question
 * keeps what V8 made of it beside it, for later runs of the same Node and the same build; where
 * that folder cannot be written to, or with NETPOL_NO_CACHE set, nothing is kept.
 * @returns {{ cli: Cli, keep: (() => void) | null }}
 */
function loadCli() {
  const file = path.join(__dirname, '../dist/cli.cjs');
  const { size, mtimeMs } = statSync(file);
  const cache = `${file}.${process.versions.v8}-${process.arch}-${String(size)}-${String(mtimeMs)}`;
  const cachedData = process.env['NETPOL_NO_CACHE'] ? undefined : readIfThere(cache);
  const wrapped = `(function (exports, require, module) {${readFileSync(file, 'latin1')}\n})`;
  const script = new Script(wrapped, { filename: file, ...(cachedData && { cachedData }) });
  const module = { exports: /** @type {Cli} */ ({}) };
  const run = /** @type {(...args: unknown[]) => void} */ (script.runInThisContext());
  run(module.exports, require, module);
  const isKept = cachedData !== undefined && script.cachedDataRejected !== true;
  const keep = () => {
    const partial = `${cache}.${String(process.pid)}`;
    try {
      writeFileSync(partial, script.createCachedData());
      renameSync(partial, cache);
    } catch {
      // Not our folder to write to: the next run compiles again.
    }
  };
  // Only a question compiles what questions need.
  const isWorthKeeping = process.argv[2] === 'check' && !process.env['NETPOL_NO_CACHE'];
  return { cli: module.exports, keep: isWorthKeeping && !isKept ? keep : null };
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Every failure that nobody handled ends here: 3 is "could not answer". Node's own 1 would
 * read as "denied".
 * @param {unknown} error
 */
function fail(error) {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`netpol: internal error, please report it: ${text}\n`);
  process.exit(3);
}

/**
 * A reader that went away, as in `netpol … | head`, is no failure: the rest of the output has no
 * reader, and the exit code stays the answer's.
 * @param {NodeJS.ErrnoException} error
 */
function onWriteError(error) {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`netpol: cannot write: ${error.message}\n`);
  process.exit(3);
}

process.on('uncaughtException', fail);
process.stdout.on('error', onWriteError);
process.stderr.on('error', onWriteError);

// Until main has answered, the answer is not 0.
process.exitCode = 3;

const { cli, keep } = loadCli();

const io = {
  // Opened on first use: opening it makes a pipe non-blocking, also for other processes.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
  /** @param {() => void} listener */
  onInterrupt(listener) {
    const interrupted = () => {
      listener();
      // Nobody listens any more: the signal ends the process as it would have.
      process.kill(process.pid, 'SIGINT');
    };
    process.once('SIGINT', interrupted);
    return () => {
      process.removeListener('SIGINT', interrupted);
    };
  },
};

// A rejection becomes an uncaught exception.
void cli.main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
  keep?.();
});
