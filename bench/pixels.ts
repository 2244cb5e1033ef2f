import { must } from '@lanthorn/base/assert.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { systemClock } from '../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../apps/server/src/upstream/kubeconfig.ts';
import { UpstreamSource } from '../apps/server/src/upstream/upstream-source.ts';
import { launchBrowser, openPage } from '../tests/e2e/browser.ts';
import type { BenchCluster } from './bench-cluster.ts';
import { startLanthorn, stop } from './processes.ts';
import { ms, percentile, report, sleep } from './report.ts';

const WRITES_PER_SECOND = 200;
const SCROLL_MS = 5_000;

/** In the page: how late texts `at-<time>` are drawn, and how long every frame took. */
const WATCHER = `
globalThis.late = [];
globalThis.frames = [];
const seen = new Set();
let last = performance.now();
const frame = now => {
  globalThis.frames.push(now - last);
  last = now;
  requestAnimationFrame(frame);
};
requestAnimationFrame(frame);
new MutationObserver(() => {
  const texts = document.querySelector('.grid-body').textContent.match(/at-[0-9]{13}/g) ?? [];
  const fresh = texts.filter(text => !seen.has(text));
  for (const text of fresh) seen.add(text);
  // Drawn is what the next frame shows.
  requestAnimationFrame(() => setTimeout(() => {
    for (const text of fresh) globalThis.late.push(Date.now() - Number(text.slice(3)));
  }));
}).observe(document.querySelector('.grid-body'), { subtree: true, childList: true, characterData: true });
`;

/** From a write to painted pixels, and frames while somebody scrolls, in a real browser under steady writes. */
export async function pixels(cluster: BenchCluster, seconds: number): Promise<void> {
  const { kubeconfig, label, namespace, written, filter } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const source = new UpstreamSource(admin, systemClock);
  const lanthorn = await startLanthorn(kubeconfig);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, lanthorn.url);
  const { origin } = new URL(lanthorn.url);
  await page.goto(`${origin}/c/${admin.name}/pods?q=${encodeURIComponent(filter)}`);
  await page.locator('.freshness-live').waitFor();
  await page.locator('.grid-row').first().waitFor();
  await page.evaluate(WATCHER);
  let count = 0;
  const timer = setInterval(() => {
    const path = `/api/v1/namespaces/${namespace}/pods/${written[count++ % written.length]}/status`;
    const body = JSON.stringify({ status: { reason: `at-${Date.now()}`, containerStatuses: [] } });
    const headers = { 'content-type': 'application/merge-patch+json' };
    void source
      .send({ method: 'PATCH', path, headers, body })
      .then(readBody)
      .catch(() => undefined);
  }, 1000 / WRITES_PER_SECOND);
  await sleep(seconds * 1000);
  const late = await page.evaluate<number[]>('globalThis.late');
  report(
    `${label}: write to painted pixels, ${WRITES_PER_SECOND} writes/s, p50 / p99 (budget p99 150 ms)`,
    `${ms(percentile(late, 0.5))} / ${ms(percentile(late, 0.99))}`,
  );
  await page.goto(`${origin}/c/${admin.name}/pods`);
  await page.locator('.freshness-live').waitFor();
  await page.locator('.grid-row').first().waitFor();
  await page.evaluate(WATCHER);
  await page.getByRole('grid').hover();
  await page.evaluate('globalThis.frames = []');
  for (const end = performance.now() + SCROLL_MS; performance.now() < end; ) await page.mouse.wheel(0, 120);
  const frames = await page.evaluate<number[]>('globalThis.frames');
  clearInterval(timer);
  const rate = frames.length / (frames.reduce((sum, took) => sum + took, 0) / 1000);
  report(
    `${label}: frames a second while scrolling under ${WRITES_PER_SECOND} writes/s, longest frame (60 wanted)`,
    `${rate.toFixed(0)}/s, ${ms(percentile(frames, 1))}`,
  );
  await browser.close();
  await source.close();
  await stop(lanthorn.process);
}
