import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { startLanthorn } from '../harness.ts';
import { sessionAt } from '../sessions.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../../../tools/lanthorn.mjs');
const cluster = join(import.meta.dirname, '../../../tools/cluster.mjs');

async function lanthorn(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const env = { ...process.env, KUBECONFIG: '', HOME: '/nonexistent' };
  return run(process.execPath, [program, ...args], { env, timeout: 60_000 }).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
    (error: { code?: number; stdout: string; stderr: string }) => ({
      code: error.code ?? 1,
      out: error.stdout,
      err: error.stderr,
    }),
  );
}

describe('the command line', () => {
  test('--help names every option; --version is a version', async () => {
    const { code, out } = await lanthorn('--help');
    expect(code).toBe(0);
    for (const option of [
      '--port',
      '--host',
      '--demo',
      '--kubeconfig',
      '--context',
      '--allow',
      '--reason-in',
      '--audit-log',
      '--no-open',
      '--log-level',
      '--version',
      'schedule',
    ])
      expect(out).toContain(option);
    expect((await lanthorn('--version')).out).toMatch(/^\d+\.\d+\.\d+/);
  });

  test.each([
    [['--port', 'x'], /A port is a number from 0 to 65535/],
    [['--nope'], /unknown option '--nope'/],
    [['--host', '0.0.0.0'], /listens on loopback only, because it has no sign-in yet/],
    [['--context', 'nope'], /--context nope: no kubeconfig file defines it/],
    [
      ['--demo', '--read-only-in', 'nope', '--read-only-in', 'demo'],
      /--read-only-in nope: no kubeconfig file defines it/,
    ],
    [['--demo', '--allow', 'demo=scale'], /--allow demo=scale: "scale" is no action. There are cronjob.run/],
    [['--demo', '--reason-in', 'nope'], /--reason-in nope: no kubeconfig file defines it/],
    [['--demo', '--audit-log', '/no/x'], /--audit-log \/no\/x: ENOENT/],
    [['schedule', '61 * * * *'], /^end of range \(61\) above maximum \(59\): 61\n$/],
  ])('%j fails with a clear word', async (args, message) => {
    const { code, err } = await lanthorn(...args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });

  test('the embedded cluster alone says in a line why it cannot start', async () => {
    const busy = createServer().listen(0, '127.0.0.1');
    await once(busy, 'listening');
    const { port } = busy.address() as AddressInfo;
    const folder = mkdtempSync(join(tmpdir(), 'lanthorn-cluster-'));
    const cases: readonly (readonly [string[], string])[] = [
      [['--port', String(port)], `--port ${port}: the port is in use; choose another one, or 0 for a free one\n`],
      [['--kubeconfig', `${folder}/no/x`], `--kubeconfig ${folder}/no/x: there is no such folder\n`],
      [['--kubeconfig', folder], `--kubeconfig ${folder}: it is a folder\n`],
    ];
    for (const [args, message] of cases) {
      const { code, err } = await run(process.execPath, [cluster, ...args], { timeout: 60_000 }).then(
        () => ({ code: 0, err: '' }),
        (error: { code: number; stderr: string }) => ({ code: error.code, err: error.stderr }),
      );
      expect([code, err]).toEqual([1, message]);
    }
    busy.close();
  });

  test('a busy port: the next free one, unless it was asked for; Ctrl-C ends at once', async () => {
    const first = await startLanthorn('--demo');
    const second = await startLanthorn('--demo');
    const [a, b] = [first, second].map(({ origin }) => new URL(origin).port);
    expect(a).not.toBe(b);
    const { code, err } = await lanthorn('--demo', '--no-open', '--port', String(a));
    expect([code, err]).toEqual([1, `Port ${a} is in use; choose another with --port.\n`]);
    const from = Date.now();
    expect(await first.stop()).toBe(0);
    expect(await second.stop()).toBe(0);
    expect(Date.now() - from).toBeLessThan(5_000);
  });

  test('whoever reads its output may go: it serves on, and has no fault of its own', async () => {
    const started = await startLanthorn('--demo');
    started.process.stdout?.destroy();
    started.process.stderr?.destroy();
    const { port, pathname } = new URL(started.address);
    // It prints a new address where one is opened that was used.
    expect((await fetch(`http://127.0.0.1:${port}${pathname}`)).status).toBe(401);
    const session = must(sessionAt(started.origin), 'somebody logged in');
    const headers = { cookie: `${session.name}=${session.value}` };
    const metrics = async () => (await fetch(`http://127.0.0.1:${port}/metrics`, { headers })).text();
    await metrics();
    expect(await metrics()).toContain('lanthorn_uncaught_errors_total 0');
    expect(await started.stop()).toBe(0);
  });
});
