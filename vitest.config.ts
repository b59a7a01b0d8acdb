import { configDefaults, defineConfig } from 'vitest/config';

// What the tests inherit: no colour settings of the caller, and nothing that slows Node's start.
for (const name of ['NO_COLOR', 'FORCE_COLOR', 'NODE_EXTRA_CA_CERTS', 'NODE_OPTIONS']) {
  // eslint-disable-next-line @typescript-eslint/no-dynamic-delete
  delete process.env[name];
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Need a browser: vitest.browser.config.ts.
    exclude: [...configDefaults.exclude, 'test/browser/**'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Runs in the browser.
      exclude: ['src/report/matrix/page/**'],
      reporter: ['text', 'html'],
    },
  },
});
