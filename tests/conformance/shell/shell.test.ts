import { expect, test } from 'vitest';
import { DEVICE_PATHS } from '../../../apps/cluster/src/container/system/devices.ts';
import { FileSystem } from '../../../apps/cluster/src/container/system/file-system.ts';
import { systemClock } from '../../../apps/cluster/src/container/system/system-clock.ts';
import recorded from './recorded-scripts.json' with { type: 'json' };
import { findProgram } from '../../../apps/cluster/src/container/shell/shell.ts';
import { noInput } from '../../../apps/cluster/src/container/shell/streams.ts';
import { Budget } from '../../../apps/cluster/src/container/system/budget.ts';

// Every script as busybox 1.35 runs it (`npm run conformance:record -- shell`): what it says, and how it ends.

async function run(script: string): Promise<{ readonly out: string; readonly code: number | undefined }> {
  const files = new FileSystem();
  for (const path of ['/work', '/dev', '/tmp', '/root']) files.makeDirectory(path);
  for (const path of DEVICE_PATHS) files.makeDevice(path, 0);
  const said: Uint8Array[] = [];
  const code = await findProgram('sh')?.({
    files,
    clock: systemClock,
    budget: new Budget(),
    signal: new AbortController().signal,
    env: new Map([
      ['HOME', '/root'],
      ['PATH', '/bin'],
    ]),
    cwd: '/work',
    stdin: noInput(),
    out: bytes => void said.push(Uint8Array.from(bytes)),
    err: () => {},
    drained: () => Promise.resolve(),
    terminal: null,
    size: () => null,
    args: ['-c', script],
  });
  return { out: Buffer.concat(said).toString(), code };
}

test.each(recorded)('$script', async ({ script, out, code }) => {
  expect(await run(script)).toEqual({ out, code });
});
