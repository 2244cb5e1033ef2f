#!/usr/bin/env node
// All static checks: format, lint, types, layers, rules, length of files, size, dead code.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkNode, ensureInstalled, root } from './setup.mjs';

checkNode();
ensureInstalled();
const bin = name => join(root, 'node_modules/.bin', name);
const node = file => [process.execPath, join(root, 'tools', file)];
const CHECKS = {
  format: [bin('biome'), 'format', '.'],
  lint: [bin('oxlint'), '--type-aware'],
  'types of pure packages': [bin('tsc'), '-p', 'tsconfig.pure.json'],
  'types of the server': [bin('tsc'), '-p', 'tsconfig.node.json'],
  'types of the page': [bin('tsc'), '-p', 'tsconfig.web.json'],
  layers: node('checks/check-layers.mjs'),
  'kinds of actions': node('checks/check-kinds.mjs'),
  look: node('checks/check-look.mjs'),
  rules: node('checks/check-spec.mjs'),
  'length and number of files': node('checks/check-files.mjs'),
  size: node('checks/check-size.mjs'),
  'dead code': [bin('knip')],
};

const started = Date.now();
let failed = 0;
for (const [name, [command, ...args]] of Object.entries(CHECKS)) {
  const { code, output } = await run(command, args);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name}`);
  if (code !== 0) console.log(output);
  failed += code === 0 ? 0 : 1;
}
console.log(
  `${Object.keys(CHECKS).length - failed} checks passed, ${failed} failed, in ${((Date.now() - started) / 1000).toFixed(1)} s`,
);
process.exit(failed === 0 ? 0 : 1);

function run(command, args) {
  return new Promise(resolve => {
    const child = spawn(command, args, { cwd: root });
    let output = '';
    child.stdout.on('data', chunk => (output += chunk));
    child.stderr.on('data', chunk => (output += chunk));
    child.on('error', error => resolve({ code: 1, output: error.message }));
    child.on('close', code => resolve({ code: code ?? 1, output }));
  });
}
