#!/usr/bin/env node
// Builds a release and measures it: npm run bench [-- --pods 10000,100000 --seconds 20]
import { join } from 'node:path';
import { root, run } from './setup.mjs';

run(process.execPath, [join(root, 'tools/build.mjs')]);
run(process.execPath, [join(root, 'tools/run-ts.mjs'), join(root, 'bench/run.ts'), ...process.argv.slice(2)], {
  stdio: 'inherit',
});
