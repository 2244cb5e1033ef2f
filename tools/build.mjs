#!/usr/bin/env node
// Makes a release in dist/ (or the folder that is named): the server bundled, the page pre-compressed. Nothing else is needed to run it but Node.
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { bundleServer } from './bundle-server.mjs';
import { checkNode, ensureInstalled, ensurePage, root } from './setup.mjs';

checkNode();
ensureInstalled();
ensurePage();
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const named = process.argv[2];
const dist = resolve(root, named ?? 'dist');
// What somebody names may hold what is not ours.
if (named === undefined) rmSync(dist, { recursive: true, force: true });
await bundleServer(root, dist, {
  LANTHORN_VERSION: JSON.stringify(version),
  LANTHORN_PAGE: '"page"',
  LANTHORN_PACKS: '"packs"',
});
// One character beyond Latin-1 (esbuild escapes those of texts, not of regular expressions) makes Node keep the whole file at twice its size.
if (/[^\0-\xff]/.test(readFileSync(join(dist, 'lanthorn.mjs'), 'utf8')))
  throw new Error('a regular expression of the server holds a character that must be escaped');
cpSync(join(root, 'apps/web/dist'), join(dist, 'page'), { recursive: true, filter: path => !path.endsWith('.built') });
for (const file of files(join(dist, 'page'))) {
  const bytes = readFileSync(file);
  // index.html is changed for every answer; fonts are compressed already; what is tiny gains nothing.
  if (/\.woff2$|index\.html$/.test(file) || bytes.length < 1024) continue;
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
}
cpSync(join(root, 'packages/views/packs'), join(dist, 'packs'), { recursive: true });
for (const name of ['LICENSE', 'NOTICE', 'README.md']) cpSync(join(root, name), join(dist, name));
// SQLite for a Node that has none of its own (docs/adr/0004): what of the packages is run, with the binaries of every platform.
const SQLITE = {
  '@photostructure/sqlite': ['package.json', 'LICENSE', 'dist/index.cjs', 'prebuilds'],
  'node-gyp-build': ['package.json', 'LICENSE', 'index.js', 'node-gyp-build.js'],
};
for (const [name, parts] of Object.entries(SQLITE)) {
  const from = join(root, 'node_modules', name);
  // It is optional: npm leaves it out where it cannot be installed.
  if (!existsSync(from)) continue;
  for (const part of parts) cpSync(join(from, part), join(dist, 'node_modules', name, part), { recursive: true });
}
const megabytes = files(dist).reduce((sum, file) => sum + statSync(file).size, 0) / 1e6;
console.log(`${megabytes.toFixed(1)} MB; start it with: node ${join(dist, 'lanthorn.mjs')}`);

function files(folder) {
  return readdirSync(folder).flatMap(name => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}
