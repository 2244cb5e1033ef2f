// The server as files that Node runs without compiling anything: what only some starts need is in files of its own.
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/**
 * Fastify asks for these for routes that have a JSON schema, and for requests made up by tests. Ours have neither (messages are read by the
 * protocol's schemas); left outside, whoever gives a route one is told that the module is missing.
 */
const UNUSED = ['@fastify/ajv-compiler', '@fastify/fast-json-stringify-compiler', 'light-my-request'];

/** Writes `lanthorn.mjs` and its parts to `folder`; `define` replaces the constants that only a release has. */
export async function bundleServer(root, folder, define = {}) {
  const { build } = await import('esbuild');
  await build({
    entryPoints: { lanthorn: join(root, 'apps/server/src/main.ts') },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // Names stay: they are in stack traces.
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    logLevel: 'warning',
    external: UNUSED,
    // Bundled CommonJS asks for these three, by names of our own: a module that declares one itself would not be read.
    define: { ...define, __filename: '__bundledFilename', __dirname: '__bundledDirname' },
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __bundledFilename = import.meta.filename; const __bundledDirname = import.meta.dirname;",
    },
  });
  // The `open` package looks for it beside itself: a Linux without the desktop's tools has none of its own.
  copyFileSync(
    join(dirname(createRequire(join(root, 'apps/server/package.json')).resolve('open')), 'xdg-open'),
    join(folder, 'xdg-open'),
  );
}
