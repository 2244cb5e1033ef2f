import { defineConfig } from 'vitest/config';

/** Two slow cores: more workers only make every test slower and time-outs likelier. */
const MAX_WORKERS = 2;

export default defineConfig({
  test: {
    maxWorkers: MAX_WORKERS,
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/**/*.test.ts',
            'apps/server/**/*.test.ts',
            'apps/cluster/**/*.test.ts',
            'tools/**/*.test.ts',
            'tests/simulation/**/*.test.ts',
            'tests/docs/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'component',
          include: ['apps/web/**/*.test.{ts,tsx}'],
          environment: 'jsdom',
          setupFiles: ['apps/web/src/test-setup.ts'],
          // Styles are left out of these tests, but for the tokens, whose contrast is measured.
          css: { include: [/\/tokens\.css/] },
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'conformance',
          include: [
            'tests/conformance/**/*.test.ts',
            'tests/clients/**/*.test.ts',
            'tests/real-cluster/**/*.test.ts',
            'tests/attacks/**/*.test.ts',
            'tests/chaos/**/*.test.ts',
            'tests/soak/**/*.test.ts',
          ],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
