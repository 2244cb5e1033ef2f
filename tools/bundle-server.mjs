// The server as files that Node runs without compiling anything: what only some starts need is in files of its own.
import { join } from 'node:path';

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
    define,
    // Bundled CommonJS asks for these three.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
    },
  });
}
