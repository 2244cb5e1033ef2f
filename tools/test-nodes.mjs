#!/usr/bin/env node
// The unit tests, and a release, on every Node that is supported and not this one; npm fetches each as a package.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureInstalled, ensurePage, root } from './setup.mjs';

const MAJORS = ['20', '22', '24'];

checkNode();
ensureInstalled();
ensurePage();
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const files = process.argv.slice(2);
const failed = MAJORS.filter(major => major !== process.versions.node.split('.')[0]).filter(major => {
  console.log(`Node ${major}`);
  const run = (project, paths) =>
    spawnSync('npx', ['--yes', '--package', `node@${major}`, 'node', vitest, 'run', '--project', project, ...paths], {
      cwd: root,
      stdio: 'inherit',
    }).status === 0;
  return files.length > 0
    ? !run('unit', files)
    : !(run('unit', ['apps/server', 'packages']) && run('e2e', ['tests/e2e/program/release.test.ts']));
});
console.log(failed.length === 0 ? 'every Node passed' : `failed on Node ${failed.join(', ')}`);
process.exit(failed.length);
