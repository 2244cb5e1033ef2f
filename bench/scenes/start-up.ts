import { spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { must } from '@lanthorn/base/assert.ts';
import { firstLoad } from '../../tools/first-load.mjs';
import { embedded } from '../instruments/bench-cluster.ts';
import { cpuMs, residentBytes } from '../instruments/process-cpu.ts';
import { root, started, stop } from '../instruments/processes.ts';
import { ms, report, sleep } from '../instruments/report.ts';

const ROUNDS = 5;
/** After 8 to 17 s without work V8 gives back what the start left over. */
const REST_MS = 20_000;

interface Start {
  readonly readyMs: number;
  readonly cpuMs: number;
  /** Resident, at rest. */
  readonly rss: number;
}

/** An empty program, and starts with a kubeconfig, with a cluster that answers over TLS, and with the demo: in turns, medians. */
export async function startUp(): Promise<void> {
  const { kb, stylesKb } = firstLoad(join(root, 'dist/page'));
  report(
    'first load: gzip JavaScript (budget 250 KB), styles (20 KB)',
    `${kb.toFixed(0)} KB, ${stylesKb.toFixed(0)} KB`,
  );
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-start-'));
  const kubeconfig = join(folder, 'config');
  writeFileSync(kubeconfig, KUBECONFIG);
  const empty: number[] = [];
  const configured: Start[] = [];
  const answered: Start[] = [];
  const demo: Start[] = [];
  const cluster = await embedded(FEW_PODS);
  for (let i = 0; i < ROUNDS; i++) {
    empty.push(await emptyProgram());
    configured.push(await start('--kubeconfig', kubeconfig, '--data', join(folder, String(i))));
    answered.push(await start('--kubeconfig', cluster.kubeconfig, '--data', join(folder, `answered-${i}`)));
    demo.push(await start('--demo'));
  }
  await stop(cluster.process);
  const floor = `${ms(median(empty))} (empty Node program)`;
  for (const [name, starts] of [
    ['with a kubeconfig (budget 500 ms, 80 MB at rest)', configured],
    ['with a cluster that answers over TLS (80 MB at rest)', answered],
    ['demo included (budget 1 s)', demo],
  ] as const) {
    const of = (field: keyof Start) => median(starts.map(each => each[field]));
    const rest = `${(of('rss') / 2 ** 20).toFixed(0)} MB at rest`;
    report(`start: command to ready, ${name}`, `${ms(of('readyMs'))}, CPU ${ms(of('cpuMs'))}, ${rest}`, floor);
  }
}

/** Its lists are not asked for. */
const FEW_PODS = 200;

/** Whether the cluster answers makes no difference to when Lanthorn is ready. */
const KUBECONFIG = `apiVersion: v1
kind: Config
clusters: [{name: a, cluster: {server: 'http://127.0.0.1:9'}}]
users: [{name: a, user: {}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
current-context: a
`;

async function emptyProgram(): Promise<number> {
  const from = performance.now();
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise(resolve => {
    child.once('exit', resolve);
  });
  return performance.now() - from;
}

async function start(...args: readonly string[]): Promise<Start> {
  const from = performance.now();
  const child = spawn(process.execPath, [join(root, 'dist/lanthorn.mjs'), '--no-open', '--port', '0', ...args]);
  await started(child, /ready at/);
  const readyMs = performance.now() - from;
  const pid = must(child.pid, 'it runs');
  const cpu = cpuMs(pid);
  await sleep(REST_MS);
  const rss = residentBytes(pid);
  await stop(child);
  return { readyMs, cpuMs: cpu, rss };
}

function median(values: readonly number[]): number {
  return must(values.toSorted((a, b) => a - b)[values.length >> 1], 'there was a round');
}
