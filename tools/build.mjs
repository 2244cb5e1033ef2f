#!/usr/bin/env node
// Makes a release in dist/: one server file, the page pre-compressed. Nothing else is needed to run it but Node.
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { checkNode, ensureInstalled, ensurePage, root } from './setup.mjs';

checkNode();
ensureInstalled();
ensurePage();
const { build } = await import('esbuild');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const dist = join(root, 'dist');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
  entryPoints: [join(root, 'apps/server/src/main.ts')],
  outfile: join(dist, 'lanthorn.mjs'),
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  minify: true,
  legalComments: 'none',
  define: { LANTHORN_VERSION: JSON.stringify(version), LANTHORN_PAGE: '"page"' },
  // Bundled CommonJS asks for these three.
  banner: {
    js: "#!/usr/bin/env node\nimport { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url); const __filename = import.meta.filename; const __dirname = import.meta.dirname;",
  },
});
cpSync(join(root, 'apps/web/dist'), join(dist, 'page'), { recursive: true, filter: path => !path.endsWith('.built') });
for (const file of files(join(dist, 'page'))) {
  const bytes = readFileSync(file);
  // index.html is changed for every answer; what is tiny gains nothing.
  if (file.endsWith('index.html') || bytes.length < 1024) continue;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
for (const name of ['LICENSE', 'NOTICE', 'README.md']) cpSync(join(root, name), join(dist, name));
console.log(
  `dist/lanthorn.mjs ${(statSync(join(dist, 'lanthorn.mjs')).size / 1e6).toFixed(1)} MB; start it with: node dist/lanthorn.mjs`,
);

function files(folder) {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
