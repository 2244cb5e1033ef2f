import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const CLIENTS = join(import.meta.dirname, 'clients');
const CONTROL_PLANE = join(import.meta.dirname, 'control-plane');

const CLIENT_NODE = join(CLIENTS, 'client-node');

/**
 * Programs that others wrote, or that use what others wrote: of which package Go builds them, and in which module, whose go.mod says the
 * versions. The one that uses client-go shares the packages of the control plane. Those in JavaScript are files beside what npm installs.
 */
const PROGRAMS = {
  'client-go': { module: CONTROL_PLANE, package: './client-program', files: ['client-program/main.go'] },
  helm: { module: CLIENTS, package: 'helm.sh/helm/v4/cmd/helm', files: [] },
  kubectl: { module: CLIENTS, package: 'k8s.io/kubernetes/cmd/kubectl', files: [] },
  'client-node': { program: CLIENT_NODE, main: 'main.mjs', files: ['main.mjs', 'package.json', 'package-lock.json'] },
  // With the versions its own module names, which no other one can share.
  k9s: { release: 'github.com/derailed/k9s@v0.50.16', package: '.' },
};
/** As a release says of itself: without, kubectl takes itself for one of no version. */
const KUBECTL_VERSION = ['gitVersion=v1.37.2', 'gitMajor=1', 'gitMinor=37'];
const LINKER_FLAGS = ['-s -w', ...KUBECTL_VERSION.map(value => `-X k8s.io/component-base/version.${value}`)].join(' ');

/** Outside the work tree, under what it is made of. */
function place(name) {
  const { module, release, program, main = name, files = [] } = PROGRAMS[name];
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const hash = createHash('sha256');
  if (release !== undefined) hash.update(release);
  else if (program !== undefined) for (const file of files) hash.update(readFileSync(join(program, file)));
  else for (const file of ['go.mod', 'go.sum', ...files]) hash.update(readFileSync(join(module, file)));
  return join(cache, 'lanthorn/clients', hash.digest('hex').slice(0, 16), main);
}

/** Where a program was built before, or null. Never builds. */
export function cachedClient(name) {
  const at = place(name);
  return existsSync(at) ? at : null;
}

/** Builds a program with Go: seconds where Go has built its packages before, many minutes where it has not. Throws with what is missing. */
export function buildClient(name) {
  const at = place(name);
  mkdirSync(join(at, '..'), { recursive: true });
  if (PROGRAMS[name].program !== undefined) return installClient(PROGRAMS[name], at);
  const partial = `${at}-${process.pid}`;
  const flags = ['-trimpath', '-gcflags', 'all=-dwarf=false', '-ldflags', LINKER_FLAGS, '-o', partial];
  const { status, error } = spawnSync('go', ['build', ...flags, PROGRAMS[name].package], {
    cwd: folderOf(PROGRAMS[name]),
    stdio: 'inherit',
    env: { ...process.env, CGO_ENABLED: '0', GOGC: 'off', GOMEMLIMIT: '2GiB' },
  });
  if (error !== undefined) throw new Error('Go is not installed (Go 1.26 or newer)');
  if (status !== 0) throw new Error(`building ${name} failed`);
  // Only what is whole is found later.
  renameSync(partial, at);
  return at;
}

/** Its packages first: where its main file is, it is whole. */
function installClient({ program, main, files }, at) {
  const folder = join(at, '..');
  for (const file of files) if (file !== main) copyFileSync(join(program, file), join(folder, file));
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts', '--omit=optional'], { cwd: folder, stdio: 'inherit' });
  if (status !== 0) throw new Error('the packages of client-node could not be installed');
  copyFileSync(join(program, main), at);
  return at;
}

/** Where its module is; one of somebody else's is fetched by Go, as its sums say. */
function folderOf({ module, release }) {
  if (release === undefined) return module;
  const { stdout, error } = spawnSync('go', ['mod', 'download', '-json', release], { encoding: 'utf8' });
  if (error !== undefined) throw new Error('Go is not installed (Go 1.26 or newer)');
  const { Dir, Error: why } = JSON.parse(stdout);
  if (Dir === undefined) throw new Error(`${release} could not be fetched: ${why}`);
  return Dir;
}

/** All of them, one after the other. */
export function buildClients() {
  return Object.keys(PROGRAMS).map(buildClient);
}
