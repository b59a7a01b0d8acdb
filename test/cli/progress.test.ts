import { describe, expect, test } from 'vitest';
import { showProgress } from '../../src/cli/progress.ts';
import { Sink } from './run.ts';

/** A line on a terminal, and the time that it looks at. */
function lineOn(stderr: Sink, options: { quiet?: boolean; pauses?: boolean } = {}) {
  let time = 0;
  const interrupts: (() => void)[] = [];
  const io = {
    stderr,
    onInterrupt(listener: () => void) {
      interrupts.push(listener);
      return () => void interrupts.splice(interrupts.indexOf(listener), 1);
    },
  };
  const line = showProgress(io, 'reading a.json', { quiet: false, ...options, now: () => time });
  return { line, interrupts, wait: (milliseconds: number) => (time += milliseconds) };
}

const ERASE = '\r\x1b[K';

describe('how far something is', () => {
  test('is shown from the second second on, ten times a second, and taken away at the end', () => {
    const stderr = new Sink(true);
    const { line, wait } = lineOn(stderr);
    line.update(1, 100);
    wait(999);
    line.update(20, 100);
    expect(stderr.text).toBe('');
    wait(1);
    line.update(34, 100);
    line.update(35, 100);
    wait(100);
    line.update(99.9, 100);
    expect(stderr.text).toBe(`${ERASE}reading a.json 34 %${ERASE}reading a.json 99 %`);
    line.end();
    expect(stderr.text.endsWith(`99 %${ERASE}`)).toBe(true);
  });

  test('leaves no trace of what was fast', () => {
    const stderr = new Sink(true);
    const { line, wait } = lineOn(stderr);
    wait(500);
    line.update(1, 1);
    line.end();
    expect(stderr.text).toBe('');
  });

  test.each([
    ['without a terminal', new Sink(false), false],
    ['with -q', new Sink(true), true],
  ])('is not shown %s', (_, stderr, quiet) => {
    const { line, wait } = lineOn(stderr, { quiet });
    wait(5000);
    line.update(1, 2);
    line.end();
    expect(stderr.text).toBe('');
  });

  test('is taken away by Ctrl-C, if whoever works pauses to hear it', () => {
    const stderr = new Sink(true);
    const { line, wait, interrupts } = lineOn(stderr, { pauses: true });
    wait(500);
    line.update(1, 2);
    expect(interrupts).toEqual([]);
    wait(500);
    line.update(1, 2);
    interrupts[0]?.();
    expect(stderr.text).toBe(`${ERASE}reading a.json 50 %${ERASE}`);
    line.end();
    expect(interrupts).toEqual([]);
  });

  test('leaves the signal alone where nobody would hear it', () => {
    const { line, wait, interrupts } = lineOn(new Sink(true));
    wait(1000);
    line.update(1, 2);
    expect(interrupts).toEqual([]);
  });

  test.each([80, 0])('fits into one line, whatever the name: %d columns', (columns) => {
    const stderr = new Sink(true);
    const io = { stderr: Object.assign(stderr, { columns }) };
    let time = 0;
    const name = `${'x'.repeat(200)}\x1b[31m`;
    const line = showProgress(io, name, { quiet: false, now: () => time });
    time = 1000;
    line.update(1, 2);
    expect(stderr.text).toBe(`${ERASE}${'x'.repeat(74)} 50 %`);
  });
});
