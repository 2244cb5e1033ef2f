import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

const VIEWS: Readonly<Record<string, BrowserContextOptions>> = {
  'on a phone': { viewport: { width: 390, height: 844 } },
  'at 1024 pixels, in Chinese': { viewport: { width: 1024, height: 768 }, locale: 'zh-CN' },
};
/** What somebody did to them first is looked for by its English words. */
const STOPS = TOUR_STOPS.filter(
  stop => stop.cluster === 'demo' && stop.prepare === undefined && stop.given === undefined,
);

test.each(Object.entries(VIEWS))(
  'no screen is wider than it has room, cuts a text that cannot be read whole, or lays one over another: %s',
  async (_name, options) => {
    const faults: string[] = [];
    const look = async ({ name, path, ready }: TourStop) => {
      const { page } = await openAt(browser, lanthorn, { path: `/c/demo${path}`, options });
      await page.locator(ready).first().waitFor();
      for (const fault of await screenFaults(page)) faults.push(`${name}: ${fault}`);
      await page.context().close();
    };
    for (const stop of STOPS) await look(stop);
    expect(faults).toEqual([]);
  },
);
