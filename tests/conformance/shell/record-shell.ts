import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILE = join(import.meta.dirname, 'recorded-scripts.json');
const BUSYBOX = process.env['BUSYBOX'] ?? 'busybox';
/** No script takes longer. */
const LONGEST_MS = 10_000;

/** What busybox makes of each script that the simulated shell is compared with. */
export function recordShell(): void {
  const place = mkdtempSync(join(tmpdir(), 'lanthorn-shell-'));
  const programs = join(place, 'bin');
  mkdirSync(programs);
  spawnSync(BUSYBOX, ['--install', '-s', programs]);
  const known = JSON.parse(readFileSync(FILE, 'utf8')) as readonly { readonly script: string }[];
  const recorded = known.map(({ script }, i) => {
    const cwd = join(place, String(i));
    mkdirSync(cwd);
    const env = { PATH: programs, HOME: '/root' };
    const { stdout, status, error } = spawnSync(BUSYBOX, ['sh', '-c', script], { cwd, env, timeout: LONGEST_MS });
    if (error !== undefined) throw error;
    return { script, out: stdout.toString(), code: status };
  });
  rmSync(place, { recursive: true });
  writeFileSync(FILE, `${JSON.stringify(recorded, null, 1)}\n`);
}
