import type { Page } from 'playwright-core';
import { must } from '@lanthorn/base/assert.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api-request.ts';
import { systemClock } from '../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../apps/server/src/upstream/kubeconfig.ts';
import { UpstreamSource } from '../apps/server/src/upstream/upstream-source.ts';
import { launchBrowser, openPage } from '../tests/e2e/browser.ts';
import type { BenchCluster } from './bench-cluster.ts';
import { rawListOfNewProcess, startIdle, startLanthorn, stop } from './processes.ts';
import { ProtocolTab } from './protocol-tab.ts';
import { type ListTimes, rawList } from './raw-list.ts';
import { mb, ms, percentile, report } from './report.ts';

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
  const first = await startLanthorn(kubeconfig);
  const idle = await startIdle();
  await new Promise(resolve => setTimeout(resolve, 1_500));
  const empty = await first.measureAlive();
  const tab = await ProtocolTab.open(first.url);
  const cold = await tab.openList(admin.name);
  reportList(`${label}, the first list of a new process`, cold, await rawListOfNewProcess(kubeconfig));
  report(`${label}: bytes to the tab until complete (budget 100 KB)`, `${(tab.bytes / 1e3).toFixed(0)} KB`, '–');
  await latency(tab, source, { cluster, seconds });
  await new Promise(resolve => setTimeout(resolve, 2_000));
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

/** The same list by a process that has listed before: as another user, so that nothing but its code is warm. */
async function warm(
  kubeconfig: string,
  { label, source, warmUp, measured }: { label: string; source: ApiSource; warmUp: string; measured: string },
): Promise<void> {
  const { url, process: lanthorn } = await startLanthorn(kubeconfig);
  for (const cluster of [warmUp, measured]) {
    const tab = await ProtocolTab.open(url);
    const times = await tab.openList(cluster);
    if (cluster === measured) reportList(`${label}, a later list`, times, await rawList(source));
    tab.close();
  }
  await stop(lanthorn);
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
async function latency(
  tab: ProtocolTab,
  source: ApiSource,
  { cluster, seconds }: { readonly cluster: BenchCluster; readonly seconds: number },
): Promise<void> {
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
  const end = performance.now() + seconds * 1000;
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
