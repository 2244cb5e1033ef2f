#!/usr/bin/env node
// First-load JavaScript of the page as it is now stays within its budget.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ensurePage } from './setup.mjs';

/** KB of gzip JavaScript on first load (architecture, budgets). */
const BUDGET_KB = 250;
const dist = join(import.meta.dirname, '../apps/web/dist');
ensurePage();
const entry = /src="(\/assets\/[^"]+\.js)"/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))?.[1];
const seen = new Set();
const add = path => {
  if (seen.has(path)) return;
  seen.add(path);
  // Static imports load with the page; dynamic ones when they are needed.
  for (const [, next] of readFileSync(join(dist, path), 'utf8').matchAll(
    /(?:^|[;}])import[^;("']*?["']\.\/([^"']+\.js)["']/g,
  ))
    add(`/assets/${next}`);
};
add(entry);
const kb =
  [...seen].reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length, 0) / 1024;
console.log(`first load: ${kb.toFixed(1)} KB of gzip JavaScript in ${seen.size} files (budget ${BUDGET_KB})`);
process.exit(kb > BUDGET_KB ? 1 : 0);
