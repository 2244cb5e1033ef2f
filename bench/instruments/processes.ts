import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ListTimes } from './raw-list.ts';
import { sleep } from './report.ts';
import { logIn } from '../../tests/e2e/sessions.ts';

export const root = join(import.meta.dirname, '../..');
export const folder = mkdtempSync(join(tmpdir(), 'lanthorn-bench-'));

const children = new Set<ChildProcess>();
/** Nothing outlasts the benchmark, also where it failed or was ended. */
process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Waits for a line of a program. */
export function started(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  children.add(child);
  child.once('exit', () => children.delete(child));
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', chunk => {
      text += String(chunk);
      const match = pattern.exec(text);
      if (match !== null) resolve(match);
    });
    child.once('exit', code => reject(new Error(`ended with ${code}: ${text}`)));
  });
}

export async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await ended;
}

/** What the monitor beside Lanthorn wrote last. */
export interface ProcessReport {
  readonly longestGcMs: number;
  readonly longestBlockMs: number;
  readonly rss: number;
  readonly heapUsed: number;
  /** Bytes that were left of it when `measureAlive` collected all garbage; 0 before. */
  readonly alive: number;
  /** User and system time since the start. */
  readonly cpuMs: number;
}

export interface LanthornProcess {
  readonly url: string;
  readonly process: ChildProcess;
  report(): ProcessReport;
  measureAlive(): Promise<number>;
}

/** A program that does nothing, under the same monitor: the blocks it sees are those of a busy machine. */
export async function startIdle(): Promise<Pick<LanthornProcess, 'process' | 'report'>> {
  const file = join(folder, `idle-${starts++}.json`);
  const child = spawn(
    process.execPath,
    [
      '--import',
      join(root, 'bench/instruments/loop-monitor.mjs'),
      '-e',
      "console.log('idle'); setInterval(() => {}, 1000)",
    ],
    { env: { ...process.env, LOOP_REPORT: file } },
  );
  await started(child, /idle/);
  return { process: child, report: () => readReport(file) };
}

function readReport(file: string): ProcessReport {
  if (!existsSync(file)) throw new Error('nothing was measured yet');
  return JSON.parse(readFileSync(file, 'utf8')) as ProcessReport;
}

let starts = 0;

/** The built program, with a monitor of its event loop beside it. */
export async function startLanthorn(...kubeconfigs: readonly string[]): Promise<LanthornProcess> {
  const monitor = join(root, 'bench/instruments/loop-monitor.mjs');
  const file = join(folder, `loop-${starts++}.json`);
  const options = kubeconfigs.flatMap(path => ['--kubeconfig', path]);
  const child = spawn(
    process.execPath,
    [
      '--expose-gc',
      '--import',
      monitor,
      join(root, 'dist/lanthorn.mjs'),
      '--no-open',
      '--port',
      '0',
      '--data',
      join(folder, `data-${starts}`),
      ...options,
    ],
    { env: { ...process.env, LOOP_REPORT: file } },
  );
  const [, address = ''] = await started(child, /ready at (\S+)/);
  const url = `${await logIn(address)}/`;
  return {
    url,
    process: child,
    report: () => readReport(file),
    measureAlive: async () => {
      child.kill('SIGUSR2');
      await sleep(REPORTED_MS);
      return readReport(file).alive;
    },
  };
}

/** The monitor writes every second. */
const REPORTED_MS = 2_500;

export async function rawListOfNewProcess(kubeconfig: string): Promise<ListTimes> {
  const child = spawn(process.execPath, [
    join(root, 'tools/run-ts.mjs'),
    join(root, 'bench/instruments/raw-list.ts'),
    kubeconfig,
  ]);
  const [, text = ''] = await started(child, /^(\{.*\})$/m);
  return JSON.parse(text) as ListTimes;
}
