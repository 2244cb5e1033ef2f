import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const modules = join(import.meta.dirname, 'control-plane');

/** Outside the work tree, under what it is made of. */
function place() {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum', 'client-program/main.go']) hash.update(readFileSync(join(modules, file)));
  return join(cache, 'lanthorn/client-program', hash.digest('hex').slice(0, 16));
}

/** The program that uses client-go, where it was built before, or null. Never builds. */
export function cachedClientProgram() {
  return existsSync(place()) ? place() : null;
}

/** Builds it with Go: seconds where the control plane was built, whose packages it shares. Throws with what is missing. */
export function buildClientProgram() {
  const at = place();
  mkdirSync(join(at, '..'), { recursive: true });
  const partial = `${at}-${process.pid}`;
  const { status, error, stderr } = spawnSync(
    'go',
    ['build', '-trimpath', '-gcflags', 'all=-dwarf=false', '-ldflags', '-s -w', '-o', partial, './client-program'],
    { cwd: modules, encoding: 'utf8', env: { ...process.env, CGO_ENABLED: '0', GOGC: 'off', GOMEMLIMIT: '2GiB' } },
  );
  if (error !== undefined) throw new Error('Go is not installed (Go 1.26 or newer)');
  if (status !== 0) throw new Error(`building the program failed: ${stderr}`);
  // Only what is whole is found later.
  renameSync(partial, at);
  return at;
}
