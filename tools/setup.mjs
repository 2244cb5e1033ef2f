// What `npm start`, `npm test` and the like do first on a fresh machine. Needs nothing but Node and npm.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundleServer } from './bundle-server.mjs';

export const root = join(import.meta.dirname, '..');
const MIN_NODE = [20, 19];

export function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])) return;
  console.error(`Lanthorn needs Node ${MIN_NODE.join('.')} or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

/** Installs the locked dependencies unless npm has done so since the lock file last changed. */
export function ensureInstalled() {
  const installed = join(root, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs) return;
  console.error('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit', '--loglevel=error']);
}

/** Builds the page unless its newest source is older than the last build. */
export function ensurePage() {
  const marker = join(root, 'apps/web/dist/.built');
  const sources = ['apps/web', 'packages', 'package-lock.json'].map(path => newest(join(root, path)));
  if (existsSync(marker) && statSync(marker).mtimeMs >= Math.max(...sources)) return;
  console.error('Building the page …');
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // Whoever calls (a test runner sets NODE_ENV) gets the page that people get.
  const env = { ...process.env, NODE_ENV: 'production' };
  run(process.execPath, [vite, 'build', '--logLevel', 'warn', join(root, 'apps/web')], { env });
  mkdirSync(join(root, 'apps/web/dist'), { recursive: true });
  writeFileSync(marker, '');
}

/** The folder of the bundled server, made anew unless its newest source is older. */
export async function ensureServer() {
  const folder = join(root, 'apps/server/dist');
  const marker = join(folder, '.built');
  const sources = ['apps/server', 'packages', 'tools', 'package-lock.json'].map(path => newest(join(root, path)));
  if (!existsSync(marker) || statSync(marker).mtimeMs < Math.max(...sources)) {
    rmSync(folder, { recursive: true, force: true });
    await bundleServer(root, folder);
    writeFileSync(marker, '');
  }
  return folder;
}

function newest(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let latest = 0;
  for (const name of readdirSync(path)) {
    if (name !== 'dist' && name !== 'node_modules' && !name.endsWith('.test.ts') && !name.endsWith('.test.tsx'))
      latest = Math.max(latest, newest(join(path, name)));
  }
  return latest;
}

/** Runs a command to its end; its failure is ours. */
export function run(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['inherit', 2, 2], ...options });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}
