import type { Page } from 'playwright-core';
import { must } from '@lanthorn/base/assert.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import { type BenchCluster, MAX_ON_THEIR_WAY } from '../instruments/bench-cluster.ts';
import { heapOf } from '../instruments/heap-of.ts';
import { rawListOfNewProcess, startIdle, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { type ListTimes, rawList } from '../instruments/raw-list.ts';
import { rawWatch } from '../instruments/raw-watch.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';

const WRITES_PER_SECOND = 200;

/** A list from its opening to the end, what it holds, and how late it shows a write. */
export async function lists(cluster: BenchCluster, seconds: number): Promise<void> {
  const { kubeconfig, label } = cluster;
  const contexts = loadKubeconfig([kubeconfig]).contexts.flatMap(({ config }) => config ?? []);
  const admin = must(contexts[0], 'the administrator comes first');
  const viewer = must(
    contexts.find(({ name }) => name.endsWith('-viewer')),
    'another user who may list all pods',
  );
  const source = new UpstreamSource(admin, systemClock);
  await rawList(source);
  await cold(cluster, admin.name);
  const first = await startLanthorn(kubeconfig);
  const idle = await startIdle();
  await sleep(STARTED_MS);
  const empty = await first.measureAlive();
  const tab = await ProtocolTab.open(first.url);
  await tab.openList(admin.name);
  report(`${label}: bytes to the tab until complete (budget 100 KB)`, `${(tab.bytes / 1e3).toFixed(0)} KB`, '–');
  await latency(tab, source, { cluster, seconds });
  await sleep(2_000);
  const { longestBlockMs, longestGcMs, rss } = first.report();
  const gc = `${ms(idle.report().longestBlockMs)} (a program that does nothing); longest garbage collection ${ms(longestGcMs)}`;
  await stop(idle.process);
  report(`${label}: longest block of the server's event loop (budget 20 ms)`, ms(longestBlockMs), gc);
  report(`${label}: server memory, resident (budget 300 MB at 100,000)`, mb(rss));
  const alive = (await first.measureAlive()) - empty;
  report(`${label}: alive of it for the list`, mb(alive), '–', `${(alive / tab.total).toFixed(0)} bytes a pod`);
  tab.close();
  await heap(first.url, admin.name, label);
  await stop(first.process);
  await warm(kubeconfig, { label, source, warmUp: viewer.name, measured: admin.name });
  await source.close();
}

/** How often a list is measured, in turns with a plain client: one alone is a matter of chance. */
const TURNS = 5;

/** A browser needs longer to open. */
const STARTED_MS = 1_500;

/** The first list of a process that has done nothing before, beside a plain client of which the same is true. */
async function cold({ kubeconfig, label }: BenchCluster, name: string): Promise<void> {
  const ours: ListTimes[] = [];
  const raw: ListTimes[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    raw.push(await rawListOfNewProcess(kubeconfig));
    const { url, process: lanthorn } = await startLanthorn(kubeconfig);
    await sleep(STARTED_MS);
    ours.push(await listOf(url, name));
    await stop(lanthorn);
  }
  reportList(`${label}, the first list of a new process`, ours, raw);
}

/** The same list by a process that has listed before: as another user, so that nothing but its code is warm. */
async function warm(
  kubeconfig: string,
  { label, source, warmUp, measured }: { label: string; source: ApiSource; warmUp: string; measured: string },
): Promise<void> {
  const ours: ListTimes[] = [];
  const raw: ListTimes[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    raw.push(await rawList(source));
    const { url, process: lanthorn } = await startLanthorn(kubeconfig);
    await listOf(url, warmUp);
    ours.push(await listOf(url, measured));
    await stop(lanthorn);
  }
  reportList(`${label}, a later list`, ours, raw);
}

async function listOf(url: string, cluster: string): Promise<ListTimes> {
  const tab = await ProtocolTab.open(url);
  const times = await tab.openList(cluster);
  tab.close();
  return times;
}

/** Medians, and their ratio; beside it the least and greatest of the pairs. */
function reportList(label: string, ours: readonly ListTimes[], raw: readonly ListTimes[]): void {
  const say = (what: string, floor: string, of: keyof ListTimes) => {
    const [mine, theirs] = [ours, raw].map(times =>
      percentile(
        times.map(time => time[of]),
        0.5,
      ),
    ) as [number, number];
    const pairs = ours.map((time, i) => time[of] / (raw[i]?.[of] ?? 1));
    const range = `${Math.min(...pairs).toFixed(2)} to ${Math.max(...pairs).toFixed(2)}`;
    report(`${label}: ${what}`, ms(mine), `${ms(theirs)} (${floor})`, `${(mine / theirs).toFixed(2)} (${range})`);
  };
  say('first rows (budget 1.5 × first page)', 'first raw page', 'firstMs');
  say('complete, exact counts (budget 1.3 ×)', 'raw list, pages of 500', 'allMs');
}

/** From the answer of a write to its row at the tab, at a steady rate of writes; the floor is a raw watch beside it. */
async function latency(
  tab: ProtocolTab,
  source: ApiSource,
  { cluster, seconds }: { readonly cluster: BenchCluster; readonly seconds: number },
): Promise<void> {
  const { label, namespace, written: names, filter } = cluster;
  tab.say({ type: 'update', id: 1, change: { filter } });
  await sleep(500);
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
  const stopWatch = rawWatch(source, namespace, reason => note(toWatch, reason));
  await sleep(500);
  const end = performance.now() + seconds * 1000;
  let onTheirWay = 0;
  for (let i = 0; performance.now() < end; i++) {
    // A queue before an API server that cannot take more is not what is measured.
    while (onTheirWay >= MAX_ON_THEIR_WAY) await sleep(1);
    onTheirWay++;
    const reason = `bench-${i}`;
    sentAt.set(reason, performance.now());
    const body = JSON.stringify({ status: { reason, containerStatuses: [] } });
    const path = `/api/v1/namespaces/${namespace}/pods/${names[i % names.length]}/status`;
    void source
      .send({ method: 'PATCH', path, headers: { 'content-type': 'application/merge-patch+json' }, body })
      .then(readBody)
      .finally(() => onTheirWay--);
    await sleep(1000 / WRITES_PER_SECOND);
  }
  await sleep(500);
  stopWatch();
  const rate = Math.round(sentAt.size / seconds);
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
    const used = await heapOf(page);
    await page.context().close();
    return used;
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
