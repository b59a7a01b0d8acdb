import { configDefaults, defineConfig, mergeConfig } from 'vitest/config';
import base from './vitest.config.ts';

/** For mutation runs: without the tests that spawn the built command line, which is not mutated. */
export default mergeConfig(
  base,
  defineConfig({
    test: { exclude: [...configDefaults.exclude, 'test/cli/**', 'test/package/**'] },
  }),
);
