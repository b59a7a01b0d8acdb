import { configDefaults, defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

const load = process.env['NETPOL_MUTATE'] === 'load';

/**
 * For mutation runs, which ask the tests of a folder about each change to it: the tables alone.
 * Random and whole-product tests find much of the same, but would make it hours.
 * NETPOL_MUTATE=load asks the tables of src/load, otherwise those of the model and the engine.
 */
export default defineConfig({
  test: {
    ...base.test,
    include: [load ? 'test/load/*.test.ts' : 'test/{model,engine}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, 'test/load/*fuzz.test.ts', 'test/load/large-*.test.ts'],
    isolate: false,
  },
});
