import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { startLanthorn } from './harness.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, '../../tools/lanthorn.mjs');

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
    [['schedule', '61 * * * *'], /^end of range \(61\) above maximum \(59\): 61\n$/],
  ])('%j fails with a clear word', async (args, message) => {
    const { code, err } = await lanthorn(...args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
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
});
