import { must } from '@lanthorn/base/assert.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { heapOf } from '../instruments/heap-of.ts';
import { LONG_TASKS, longTasks } from '../instruments/long-tasks.ts';
import { startLanthorn, stop } from '../instruments/processes.ts';
import { rawWatch } from '../instruments/raw-watch.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';

/** A watch first tells what is there. */
const SETTLED_MS = 1_000;
const SCROLL_MS = 5_000;
/** What was measured does not stay in the page, whose memory is measured too. */
const TAKEN_EVERY_S = 10;

/** In the page: how late texts `at-<time>` are drawn, and how long every frame took. */
const WATCHER = `
globalThis.late = [];
globalThis.frames = [];
const texts = () => document.querySelector('.grid-body').textContent.match(/at-[0-9]{13}/g) ?? [];
// What was written before anybody looked is not late; what was written over does not come back.
let seen = new Set(texts());
let last = performance.now();
const frame = now => {
  globalThis.frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
new MutationObserver(() => {
  const now = texts();
  const fresh = now.filter(text => !seen.has(text));
  seen = new Set(now);
  // Drawn is what the next frame shows.
  requestAnimationFrame(() => setTimeout(() => {
    for (const text of fresh) globalThis.late.push(Date.now() - Number(text.slice(3)));
  }));
}).observe(document.querySelector('.grid-body'), { subtree: true, childList: true, characterData: true });
`;

/** From a write to painted pixels, and frames while somebody scrolls, in a real browser under steady writes. */
export async function pixels(
  cluster: BenchCluster,
  { seconds, rates }: { readonly seconds: number; readonly rates: readonly number[] },
): Promise<void> {
  const { kubeconfig, label, filter, namespace } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const source = new UpstreamSource(admin, systemClock);
  const lanthorn = await startLanthorn(kubeconfig);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, lanthorn.url);
  await page.addInitScript(LONG_TASKS);
  const { origin } = new URL(lanthorn.url);
  const open = async (query: string) => {
    await page.goto(`${origin}/c/${admin.name}/pods${query}`);
    await page.locator('.freshness-live').waitFor();
    await page.locator('.grid-row').first().waitFor();
    await page.evaluate(WATCHER);
  };
  for (const rate of rates) {
    await open(`?q=${encodeURIComponent(filter)}`);
    const toWatch: number[] = [];
    const began = Date.now();
    const stopWatch = rawWatch(source, namespace, reason => {
      const [, at] = /^at-(\d+)$/.exec(reason) ?? [];
      if (Number(at) >= began) toWatch.push(Date.now() - Number(at));
    });
    // All garbage is collected for it, which nobody is to wait for meanwhile.
    const aliveBefore = await lanthorn.measureAlive();
    await sleep(SETTLED_MS);
    cluster.churn(rate);
    const late: number[] = [];
    let before = 0;
    for (let left = seconds; left > 0; left -= TAKEN_EVERY_S) {
      await sleep(Math.min(left, TAKEN_EVERY_S) * 1000);
      late.push(...(await page.evaluate<number[]>('globalThis.frames.length = 0, globalThis.late.splice(0)')));
      if (before === 0) before = await heapOf(page);
    }
    stopWatch();
    const tasks = await longTasks(page);
    const heap = await heapOf(page);
    report(
      `${label}: write to painted pixels, ${(toWatch.length / seconds).toFixed(0)} writes/s of ${rate}, p50 / p99 (budget p99 150 ms)`,
      `${ms(percentile(late, 0.5))} / ${ms(percentile(late, 0.99))}`,
      `${ms(percentile(toWatch, 0.5))} / ${ms(percentile(toWatch, 0.99))} (raw watch)`,
      `heap of the tab at first ${mb(before)}, after ${seconds} s ${mb(heap)}; alive in the server ${mb(aliveBefore)}, then ${mb(await lanthorn.measureAlive())}; ${tasks}`,
    );
    await open('');
    await page.getByRole('grid').hover();
    await page.evaluate('globalThis.frames = []');
    for (const end = performance.now() + SCROLL_MS; performance.now() < end; ) await page.mouse.wheel(0, 120);
    const frames = await page.evaluate<number[]>('globalThis.frames');
    cluster.churn(0);
    const perSecond = frames.length / (frames.reduce((sum, took) => sum + took, 0) / 1000);
    report(
      `${label}: frames a second while scrolling under ${rate} writes/s, longest frame (60 wanted)`,
      `${perSecond.toFixed(0)}/s, ${ms(percentile(frames, 1))}`,
      '–',
      await longTasks(page),
    );
  }
  await browser.close();
  await source.close();
  await stop(lanthorn.process);
}
