import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What busybox's shell makes of each script that the simulated one is compared with: `node tools/record-shell.mjs`.

const FILE = join(import.meta.dirname, '../apps/cluster/src/container/shell/recorded-scripts.json');
const place = mkdtempSync(join(tmpdir(), 'lanthorn-shell-'));
const programs = join(place, 'bin');
mkdirSync(programs);
spawnSync('busybox', ['--install', '-s', programs]);
const recorded = JSON.parse(readFileSync(FILE, 'utf8')).map(({ script }, i) => {
  const cwd = join(place, String(i));
  mkdirSync(cwd);
  const env = { PATH: programs, HOME: '/root' };
  const { stdout, status, error } = spawnSync('busybox', ['sh', '-c', script], { cwd, env, timeout: 10_000 });
  if (error !== undefined) throw error;
  return { script, out: stdout.toString(), code: status };
});
rmSync(place, { recursive: true });
writeFileSync(FILE, `${JSON.stringify(recorded, null, 1)}\n`);
