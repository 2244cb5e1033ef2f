import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { launchBrowser, openAt } from '../browser.ts';
import { type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';
import { screenFaults } from '../tour/screen-faults.ts';
import { TOUR_STOPS, type TourStop } from '../tour/tour-stops.ts';

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('demo', { seed: 1 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 } };
/** What somebody did to them first is looked for by its English words. */
const STOPS = TOUR_STOPS.filter(
  stop => stop.cluster === 'demo' && stop.prepare === undefined && stop.given === undefined,
);
const IN_CHINESE = new Set(['overview', 'pods', 'cronjob', 'deployment', 'forecast', 'node']);

/** Once all that it shows is there. */
async function expectFit(page: Page): Promise<void> {
  await expect.poll(() => screenFaults(page), { timeout: 15_000 }).toEqual([]);
}

/** A page of a stop, once its screen is whole. */
async function lookAt({ path, ready }: TourStop, options: BrowserContextOptions) {
  const { page } = await openAt(browser, lanthorn, { path: `/c/demo${path}`, options });
  await page.locator(ready).first().waitFor();
  return page;
}

test.each(STOPS)(
  '$name is no wider than its screen, cuts no text that cannot be read whole and lays none over another',
  async stop => {
    const page = await lookAt(stop, PHONE);
    await expectFit(page);
    await page.setViewportSize({ width: 1024, height: 768 });
    // Which columns are left out is decided once, when a list opens.
    await page.reload();
    await page.locator(stop.ready).first().waitFor();
    await expectFit(page);
    await page.context().close();
  },
);

test('the choices of a log stand on one line of a wide screen', async () => {
  const stop = must(
    STOPS.find(({ name }) => name === 'workload-logs'),
    'the tour stops there',
  );
  const page = await lookAt(stop, { viewport: { width: 1440, height: 900 } });
  const bar = page.locator('.log-bar');
  // With the levels that its lines have, and the way to the next error.
  await bar.getByRole('button', { name: 'Next error' }).waitFor();
  const { height = 0 } = (await bar.boundingBox()) ?? {};
  expect(height).toBeLessThan(56);
  await page.context().close();
});

test.each(STOPS.filter(({ name }) => IN_CHINESE.has(name)))('$name has no English among its Chinese', async stop => {
  const page = await lookAt(stop, { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' });
  await expectFit(page);
  await page.context().close();
});
