import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import WebSocket from 'ws';
import { must } from '@lanthorn/base/assert.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api-request.ts';
import type { DownMessage, ListFrame } from '@lanthorn/protocol/down-messages.ts';
import { PROTOCOL_VERSION } from '@lanthorn/protocol/messages.ts';
import { systemClock } from '../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../apps/server/src/upstream/kubeconfig.ts';
import { UpstreamSource } from '../apps/server/src/upstream/upstream-source.ts';
import { launchBrowser, openPage } from '../tests/e2e/browser.ts';
import { firstLoad } from '../tools/first-load.mjs';
import { type ListTimes, rawList } from './raw-list.ts';

// Question: what does Lanthorn cost above what cannot be avoided? Every figure stands beside its floor from the same run: the
// raw list of a plain client, an empty page, an empty program. Non-goals: pixels, more than one tab.
// usage: npm run bench [-- --pods 10000,100000 --real 5000 --seconds 20]; --real measures on a control plane that was built here

const root = join(import.meta.dirname, '..');
const option = (name: string, fallback: string) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : (process.argv[at + 1] ?? fallback);
};
const SIZES = option('pods', '10000,100000').split(',').filter(Boolean).map(Number);
const REAL_SIZES = option('real', '').split(',').filter(Boolean).map(Number);
const SECONDS = Number(option('seconds', '20'));
const WRITES_PER_SECOND = 200;
const PODS = { group: '', version: 'v1', resource: 'pods' };
const folder = mkdtempSync(join(tmpdir(), 'lanthorn-bench-'));

const rows: [string, string, string, string][] = [];
const report = (what: string, value: string, floor: string, ratio = '') => {
  rows.push([what, value, floor, ratio]);
  console.log(`| ${what} | ${value} | ${floor} | ${ratio} |`);
};
const ms = (value: number) => `${value.toFixed(0)} ms`;
const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

function started(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
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

async function stop(child: ChildProcess): Promise<void> {
  const ended = new Promise(resolve => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await ended;
}

async function startUp(): Promise<void> {
  const empty = await best(3, async () => {
    const from = performance.now();
    const child = spawn(process.execPath, ['-e', '']);
    await new Promise(resolve => {
      child.once('exit', resolve);
    });
    return performance.now() - from;
  });
  const ready = await best(3, async () => {
    const from = performance.now();
    const child = spawn(process.execPath, [join(root, 'dist/lanthorn.mjs'), '--demo', '--no-open', '--port', '0']);
    await started(child, /ready at/);
    const took = performance.now() - from;
    await stop(child);
    return took;
  });
  report('start: command to ready, demo included (budget 1 s)', ms(ready), `${ms(empty)} (empty Node program)`);
}

async function best(times: number, measure: () => Promise<number>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < times; i++) least = Math.min(least, await measure());
  return least;
}

/** A tab without a browser: one list, and everything the server says about it. */
class ProtocolTab {
  readonly frames: ((frame: ListFrame) => void)[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (data: Buffer) => {
      for (const message of JSON.parse(data.toString('utf8')) as DownMessage[]) {
        if (message.type === 'list') for (const listener of this.frames) listener(message);
      }
    });
  }

  static async open(url: string): Promise<ProtocolTab> {
    const launched = await fetch(url, { redirect: 'manual' });
    const { origin, host } = new URL(url);
    const cookie = launched.headers.get('set-cookie')?.split(';')[0] ?? '';
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { cookie, origin } });
    await new Promise(resolve => {
      socket.once('open', resolve);
    });
    const tab = new ProtocolTab(socket);
    tab.say({ type: 'hello', version: PROTOCOL_VERSION });
    return tab;
  }

  /** What came over the wire, compressed as it is for a browser. */
  get bytes(): number {
    const { _socket: raw } = this.#socket as unknown as { readonly _socket: { readonly bytesRead: number } };
    return raw.bytesRead;
  }

  say(message: unknown): void {
    this.#socket.send(JSON.stringify(message));
  }

  /** Opens the list of all pods. */
  async openList(cluster: string): Promise<ListTimes> {
    this.say({
      type: 'subscribe',
      id: 1,
      query: {
        kind: 'list',
        cluster,
        resource: PODS,
        namespaces: [],
        filter: '',
        sort: [],
        offset: 0,
        limit: 60,
        hold: false,
      },
    });
    const first = this.until(frame => (frame.keys?.length ?? 0) > 20);
    const complete = this.until(frame => frame.state?.kind === 'live');
    const [firstMs, allMs] = await Promise.all([first, complete]);
    return { firstMs, allMs };
  }

  until(check: (frame: ListFrame) => boolean): Promise<number> {
    const from = performance.now();
    return new Promise(resolve => {
      const listener = (frame: ListFrame) => {
        if (!check(frame)) return;
        this.frames.splice(this.frames.indexOf(listener), 1);
        resolve(performance.now() - from);
      };
      this.frames.push(listener);
    });
  }

  close(): void {
    this.#socket.close();
  }
}

/** A cluster with many pods, of which some are written to. */
interface BenchCluster {
  readonly label: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly written: readonly string[];
  /** The written ones, as a person filters for them. */
  readonly filter: string;
  readonly process: ChildProcess;
}

const WRITTEN = 40;

async function embedded(pods: number): Promise<BenchCluster> {
  const kubeconfig = join(folder, `kc-${pods}.yaml`);
  const cluster = spawn(process.execPath, [
    '--max-old-space-size=8192',
    join(root, 'tools/cluster.mjs'),
    '--port',
    '0',
    '--kubeconfig',
    kubeconfig,
    '--pods',
    String(pods),
    '--seed',
    '1',
  ]);
  await started(cluster, /ready at/);
  return {
    label: `${pods.toLocaleString('en')} pods`,
    kubeconfig,
    namespace: 'team-000',
    written: Array.from({ length: WRITTEN }, (_, i) => `app-0-${i}`),
    filter: 'ns:team-000 app-0-',
    process: cluster,
  };
}

/** Pods on simulated nodes of a real control plane, all running before anything is measured. */
async function real(pods: number): Promise<BenchCluster> {
  const kubeconfig = join(folder, `kc-real-${pods}.yaml`);
  const main = [join(root, 'tools/run-ts.mjs'), join(root, 'tests/real-cluster/main.ts')];
  const nodes = String(Math.ceil(pods / PODS_PER_NODE));
  const child = spawn(process.execPath, [
    ...main,
    '--kubeconfig',
    kubeconfig,
    '--nodes',
    nodes,
    '--pods',
    String(pods),
  ]);
  await started(child, /Ready:/);
  const source = new UpstreamSource(must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'usable'), systemClock);
  const ask = async (method: 'GET' | 'POST', path: string, rest: { query?: Record<string, string>; body?: string }) =>
    JSON.parse(
      await readBody(await source.send({ method, path, headers: { 'content-type': 'application/json' }, ...rest })),
    ) as unknown;
  const pending = { limit: '1', fieldSelector: 'status.phase!=Running' };
  while (asArray(getPath(await ask('GET', '/api/v1/pods', { query: pending }), 'items')).length > 0)
    await new Promise(resolve => setTimeout(resolve, 1_000));
  const group = 'rbac.authorization.k8s.io';
  const binding = {
    metadata: { name: 'bench' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'viewer' }],
  };
  await ask('POST', `/apis/${group}/v1/clusterrolebindings`, { body: JSON.stringify(binding) });
  await source.close();
  return {
    label: `${pods.toLocaleString('en')} pods on a real control plane`,
    kubeconfig,
    namespace: 'default',
    written: Array.from({ length: WRITTEN }, (_, i) => `filler-${String(i).padStart(6, '0')}`),
    filter: 'filler-0000',
    process: child,
  };
}

/** A kubelet takes 110; some room is left. */
const PODS_PER_NODE = 100;

async function size(cluster: BenchCluster): Promise<void> {
  const { kubeconfig, label } = cluster;
  const contexts = loadKubeconfig([kubeconfig]).contexts.flatMap(({ config }) => config ?? []);
  const admin = must(contexts[0], 'the administrator comes first');
  const viewer = must(
    contexts.find(({ name }) => name.endsWith('-viewer')),
    'another user who may list all pods',
  );
  const source = new UpstreamSource(admin, systemClock);
  await rawList(source);
  const loop = join(folder, `loop-${label.replaceAll(' ', '-')}.json`);
  const first = await startLanthorn(kubeconfig, loop);
  await new Promise(resolve => setTimeout(resolve, 1_500));
  const tab = await ProtocolTab.open(first.url);
  const cold = await tab.openList(admin.name);
  reportList(`${label}, the first list of a new process`, cold, await rawListOfNewProcess(kubeconfig));
  report(`${label}: bytes to the tab until complete (budget 100 KB)`, `${(tab.bytes / 1e3).toFixed(0)} KB`, '–');
  await latency(tab, source, cluster);
  await new Promise(resolve => setTimeout(resolve, 2_000));
  if (existsSync(loop)) {
    const { longestBlockMs, longestGcMs, rss } = JSON.parse(readFileSync(loop, 'utf8')) as Record<string, number>;
    const gc = `${ms(longestGcMs ?? Number.NaN)} (longest garbage collection)`;
    report(`${label}: longest block of the server's event loop (budget 20 ms)`, ms(longestBlockMs ?? Number.NaN), gc);
    report(`${label}: server memory, resident (budget 300 MB at 100,000)`, mb(rss ?? Number.NaN), '–');
  }
  tab.close();
  await heap(first.url, admin.name, label);
  await stop(first.process);
  await warm(kubeconfig, { label, source, warmUp: viewer.name, measured: admin.name });
  await source.close();
  await stop(cluster.process);
}

/** The same list by a process that has listed before: as another user, so that nothing but its code is warm. */
async function warm(
  kubeconfig: string,
  { label, source, warmUp, measured }: { label: string; source: ApiSource; warmUp: string; measured: string },
): Promise<void> {
  const { url, process: lanthorn } = await startLanthorn(kubeconfig, join(folder, 'loop-warm.json'));
  for (const cluster of [warmUp, measured]) {
    const tab = await ProtocolTab.open(url);
    const times = await tab.openList(cluster);
    if (cluster === measured) reportList(`${label}, a later list`, times, await rawList(source));
    tab.close();
  }
  await stop(lanthorn);
}

async function startLanthorn(kubeconfig: string, loop: string): Promise<{ url: string; process: ChildProcess }> {
  const monitor = join(root, 'bench/loop-monitor.mjs');
  const child = spawn(
    process.execPath,
    ['--import', monitor, join(root, 'dist/lanthorn.mjs'), '--no-open', '--port', '0', '--kubeconfig', kubeconfig],
    { env: { ...process.env, LOOP_REPORT: loop } },
  );
  const [, url = ''] = await started(child, /ready at (\S+)/);
  return { url, process: child };
}

async function rawListOfNewProcess(kubeconfig: string): Promise<ListTimes> {
  const child = spawn(process.execPath, [join(root, 'tools/run-ts.mjs'), join(root, 'bench/raw-list.ts'), kubeconfig]);
  const [, text = ''] = await started(child, /^(\{.*\})$/m);
  return JSON.parse(text) as ListTimes;
}

function reportList(label: string, times: ListTimes, raw: ListTimes): void {
  report(
    `${label}: first rows (budget 1.5 × first page)`,
    ms(times.firstMs),
    `${ms(raw.firstMs)} (first raw page)`,
    (times.firstMs / raw.firstMs).toFixed(2),
  );
  report(
    `${label}: complete, exact counts (budget 1.3 ×)`,
    ms(times.allMs),
    `${ms(raw.allMs)} (raw list, pages of 500)`,
    (times.allMs / raw.allMs).toFixed(2),
  );
}

/** From the answer of a write to its row at the tab, at a steady rate of writes; the floor is a raw watch beside it. */
async function latency(tab: ProtocolTab, source: ApiSource, cluster: BenchCluster): Promise<void> {
  const { label, namespace, written: names, filter } = cluster;
  tab.say({ type: 'update', id: 1, change: { filter } });
  await new Promise(resolve => setTimeout(resolve, 500));
  const sentAt = new Map<string, number>();
  const toTab: number[] = [];
  const toWatch: number[] = [];
  const note = (into: number[], reason: string) => {
    const at = sentAt.get(reason);
    if (at !== undefined) into.push(performance.now() - at);
  };
  tab.frames.push(frame => {
    for (const row of frame.rows ?? []) for (const cell of row.cells) note(toTab, String(getPath(cell, 'status')));
  });
  const stopWatch = new AbortController();
  void (async () => {
    const response = await source.send(
      { method: 'GET', path: `/api/v1/namespaces/${namespace}/pods`, query: { watch: '1' } },
      stopWatch.signal,
    );
    let rest = '';
    for await (const chunk of response.body) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) note(toWatch, String(getPath(JSON.parse(line), 'object', 'status', 'reason')));
    }
  })().catch(() => undefined);
  await new Promise(resolve => setTimeout(resolve, 500));
  const end = performance.now() + SECONDS * 1000;
  for (let i = 0; performance.now() < end; i++) {
    const reason = `bench-${i}`;
    sentAt.set(reason, performance.now());
    const body = JSON.stringify({ status: { reason, containerStatuses: [] } });
    const path = `/api/v1/namespaces/${namespace}/pods/${names[i % names.length]}/status`;
    void source
      .send({ method: 'PATCH', path, headers: { 'content-type': 'application/merge-patch+json' }, body })
      .then(readBody);
    await new Promise(resolve => setTimeout(resolve, 1000 / WRITES_PER_SECOND));
  }
  await new Promise(resolve => setTimeout(resolve, 500));
  stopWatch.abort();
  const percentile = (values: number[], p: number) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length * p)] ?? Number.NaN;
  const rate = Math.round(sentAt.size / SECONDS);
  report(
    `${label}: write to row at the tab, ${rate} writes/s, p50 / p99 (budget p99 150 ms)`,
    `${ms(percentile(toTab, 0.5))} / ${ms(percentile(toTab, 0.99))}`,
    `${ms(percentile(toWatch, 0.5))} / ${ms(percentile(toWatch, 0.99))} (raw watch)`,
  );
}

async function heap(url: string, cluster: string, label: string): Promise<void> {
  const browser = await launchBrowser();
  const measure = async (open: () => Promise<Page>) => {
    const page = await open();
    const session = await page.context().newCDPSession(page);
    await session.send('HeapProfiler.enable');
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    await page.context().close();
    return usedSize;
  };
  const empty = await measure(async () => (await openPage(browser, 'about:blank')).page);
  const list = await measure(async () => {
    const { page } = await openPage(browser, url);
    await page.goto(`${new URL(url).origin}/c/${cluster}/pods`);
    await page.locator('.grid-row').first().waitFor();
    await page.waitForTimeout(1_500);
    return page;
  });
  report(`${label}: heap of the tab (budget 80 MB)`, mb(list), `${mb(empty)} (empty page)`);
  await browser.close();
}

function reportFirstLoad(): void {
  report('first load: gzip JavaScript (budget 250 KB)', `${firstLoad(join(root, 'dist/page')).kb.toFixed(0)} KB`, '–');
}

console.log(
  `${cpus()[0]?.model.trim()} × ${cpus().length}, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}\n`,
);
console.log('| what | measured | floor in the same run | ratio |\n|---|---|---|---|');
reportFirstLoad();
await startUp();
for (const pods of SIZES) await size(await embedded(pods));
for (const pods of REAL_SIZES) await size(await real(pods));
process.exit(0);
