#!/usr/bin/env node
'use strict';

// The one place that touches `process`. CommonJS (see package.json beside this file), because
// Node starts it faster than an ES module.

/** @typedef {typeof import('../src/cli/main.ts')} Cli */

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

const { main } = /** @type {Cli} */ (require(/** @type {string} */ ('../dist/cli.cjs')));

const io = {
  // Opened on first use: opening it makes a pipe non-blocking, also for other processes.
  get stdin() {
    return process.stdin;
  },
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  cwd: process.cwd(),
};

// A rejection becomes an uncaught exception.
void main(process.argv.slice(2), io).then((code) => {
  process.exitCode = code;
});
