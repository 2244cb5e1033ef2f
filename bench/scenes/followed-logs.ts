import { type ChildProcessByStdio, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Kubelet } from '@lanthorn/apiserver/requests/api-server.ts';
import { must } from '@lanthorn/base/assert.ts';
import { LOG_CHANNEL } from '@lanthorn/protocol/streams.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { eventually, startCluster, startRelease, type TestCluster } from '../../tests/e2e/harness.ts';
import { cpuMs, residentBytes } from '../instruments/process-cpu.ts';
import { root } from '../instruments/processes.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';
import { StreamTab } from '../instruments/stream-tab.ts';

const PODS = 20;
const EVERY_MS = 50;
/** Of each pod: with all of them 20,000 a second, then 2,000. */
const LINES = [50, 5] as const;
/** One line in so many says when it was written: to look at each would cost more than it is to measure. */
const STAMP_EVERY = 5;
const SETTLE_MS = 4_000;

let linesAtOnce = 0;
const FLOOD: Kubelet = {
  usage: () => null,
  containerLog: (_pod, { timestamps }) => ({ chunks: written(timestamps) }),
};

async function* written(hasTimes: boolean): AsyncIterable<string> {
  for (let n = 0; ; ) {
    const now = performance.timeOrigin + performance.now();
    const time = hasTimes ? `${new Date(now).toISOString().slice(0, 23)}000000Z ` : '';
    let text = '';
    for (let i = 0; i < linesAtOnce; i++, n++)
      text += `${time}level=info msg="request served" path=/things/${n}${n % STAMP_EVERY === 0 ? ` at=${now.toFixed(2)}` : ''}\n`;
    yield text;
    await sleep(EVERY_MS);
  }
}

/** What somebody who follows the logs is told, and when. */
class Reader {
  #lines = 0;
  #late: number[] = [];

  take(text: string): void {
    const now = performance.timeOrigin + performance.now();
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#lines++;
    for (const [, at] of text.matchAll(/ at=(\d+\.\d\d)\n/g)) this.#late.push(now - Number(at));
  }

  /** What it takes of a process while it is read for so long. */
  async measure(what: string, pid: number, seconds: number): Promise<void> {
    await sleep(SETTLE_MS);
    [this.#lines, this.#late] = [0, []];
    const [from, cpu] = [performance.now(), cpuMs(pid)];
    await sleep(seconds * 1_000);
    const took = (performance.now() - from) / 1_000;
    const share = `${((cpuMs(pid) - cpu) / took / 10).toFixed(0)} % of a core`;
    const late = `${ms(percentile(this.#late, 0.5))} / ${ms(percentile(this.#late, 0.99))}`;
    const rate = `${Math.round(this.#lines / took).toLocaleString('en')} lines/s`;
    report(what, `${rate}, ${share}, ${mb(residentBytes(pid))}, a line's delay p50 / p99 ${late}`);
  }
}

/** The logs of some pods followed by Lanthorn's server and a tab of it, by `kubectl logs -f` and by stern, one after the other. */
export async function followedLogs(seconds: number): Promise<void> {
  const cluster = await startCluster('bench', { isBare: true, nodes: 2 });
  const names = await startPods(cluster);
  cluster.server.kubelet = FLOOD;
  const followed = ['--kubeconfig', cluster.kubeconfig, '--namespace', 'default'];
  const others = [
    ['kubectl', 'logs', '--follow', '--selector=app=flood', '--tail=0', `--max-log-requests=${PODS}`, ...followed],
    ['stern', '--selector=app=flood', '--tail=0', '--color=never', '--output=raw', ...followed],
  ] as const;
  for (const lines of LINES) {
    linesAtOnce = lines;
    const what = `${((PODS * lines * 1_000) / EVERY_MS).toLocaleString('en')} lines a second of ${PODS} pods, followed`;
    await byLanthorn(cluster, names, { what, seconds });
    for (const command of others) await byCommand(command, { what, seconds });
  }
  cluster.stop();
}

async function byLanthorn(
  cluster: TestCluster,
  names: readonly string[],
  { what, seconds }: { readonly what: string; readonly seconds: number },
): Promise<void> {
  const lanthorn = await startRelease(join(root, 'dist'), '--port', '0', '--kubeconfig', cluster.kubeconfig);
  const tab = await StreamTab.open(lanthorn.url);
  const reader = new Reader();
  tab.onFrame = ({ channel, bytes }) => {
    if (channel === LOG_CHANNEL.lines) reader.take(Buffer.from(bytes).toString());
  };
  for (const [i, pod] of names.entries())
    tab.say({
      ...{ type: 'open', id: i + 1 },
      query: {
        ...{ kind: 'logs', cluster: 'bench', namespace: 'default', pod, container: 'main', tailLines: 0 },
        ...{ follow: true, previous: false, timestamps: true },
      },
    });
  await reader.measure(`${what}: by Lanthorn's server`, must(lanthorn.process.pid, 'it runs'), seconds);
  tab.close();
  await lanthorn.stop();
}

async function byCommand(
  [program, ...args]: readonly [string, ...string[]],
  { what, seconds }: { readonly what: string; readonly seconds: number },
): Promise<void> {
  if (spawnSync(program, ['--help']).error !== undefined) return report(`${what}: by ${program}`, 'is not on PATH');
  const child: ChildProcessByStdio<null, Readable, null> = spawn(program, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const reader = new Reader();
  child.stdout.setEncoding('utf8').on('data', (text: string) => reader.take(text));
  await reader.measure(`${what}: by ${program}`, must(child.pid, 'it runs'), seconds);
  child.kill('SIGKILL');
}

async function startPods(cluster: TestCluster): Promise<readonly string[]> {
  const path = '/api/v1/namespaces/default/pods';
  const names = Array.from({ length: PODS }, (_, i) => `flood-${i}`);
  for (const name of names)
    await cluster.other('POST', path, {
      metadata: { name, labels: { app: 'flood' } },
      spec: { containers: [{ name: 'main', image: 'i' }] },
    });
  await eventually(
    async () => {
      const { body } = await cluster.other('GET', path);
      return asArray(body['items']).filter(pod => getPath(pod, 'status', 'phase') === 'Running').length === PODS;
    },
    'all pods run',
    60_000,
  );
  return names;
}
