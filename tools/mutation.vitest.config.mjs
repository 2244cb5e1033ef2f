import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The unit tests of the packages, for `npm run mutate`, which names the package. Runs in a copy of the repository whose code is changed. */
export default defineConfig({
  // The links of node_modules lead to the code as it is: packages are taken out of the copy.
  resolve: {
    alias: [{ find: /^@lanthorn\/([a-z]+)\//, replacement: join(import.meta.dirname, '../packages/$1/src/') }],
  },
  test: { include: ['**/*.test.ts'], environment: 'node', testTimeout: 30_000 },
});
