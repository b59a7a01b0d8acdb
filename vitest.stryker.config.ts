import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

/**
 * For mutation runs, which ask the tests of a folder about each change to it: the tables alone.
 * Random and whole-product tests find much of the same, but would make it hours.
 */
export default defineConfig({
  test: { ...base.test, include: ['test/{model,engine}/**/*.test.ts'], isolate: false },
});
