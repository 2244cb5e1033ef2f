import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import type { Browser, BrowserContextOptions, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cuttableSockets, launchBrowser, openAt, newPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness } from '../harness.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('blue', 3)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  const open = (path: string, options?: BrowserContextOptions) => openAt(browser, lanthorn, { path, options });

  /** Whether who looks at the middle of an element sees it, or something in it. */
  const isOnTop = (locator: Locator) =>
    locator.evaluate(element => {
      const { left, top, width, height } = element.getBoundingClientRect();
      return element.contains(element.ownerDocument.elementFromPoint(left + width / 2, top + height / 2));
    });

  describe('a person with one namespace', () => {
    test('works there without the right to list namespaces, and sees which right an action lacks', async () => {
      const { page } = await open('/c/blue-dana/cronjobs');
      await page.getByText('stock-sync', { exact: true }).waitFor();
      expect(page.url()).toContain('ns=shop');
      await page.goto(`${lanthorn.origin}/c/blue-viewer/cronjobs/shop/stock-sync`);
      const run = page.getByRole('toolbar').getByRole('button', { name: 'Run now' });
      await eventually(() => run.isDisabled(), 'Run now is disabled');
      expect(await run.getAttribute('title')).toBe('The right to create jobs.batch in shop is missing.');
      await page.context().close();
    });

    test('a forbidden list says which right is missing, and is no empty list', async () => {
      const { page } = await open('/c/blue-dana/nodes');
      await page.getByText('You may not list Nodes here').waitFor();
      expect(await page.getByTestId('count').innerText()).toBe('');
      expect(await page.locator('.list-page .freshness').getAttribute('data-state')).toBe('forbidden');
      await page.context().close();
    });
  });

  describe('working with a list', () => {
    test('it is asked for once, before anything that no first screen needs', async () => {
      const { page } = await newPage(browser, lanthorn.origin);
      const asked: string[] = [];
      page.on('request', request => asked.push(new URL(request.url()).pathname));
      page.on('websocket', socket => socket.on('framesent', ({ payload }) => asked.push(String(payload))));
      await page.goto(`${lanthorn.origin}/c/blue/cronjobs`);
      await page.locator('.grid-row').nth(5).waitFor();
      await eventually(() => asked.some(one => /palette-body/.test(one)), 'what comes later is fetched');
      const list = asked.findIndex(one => one.includes('"subscribe"') && one.includes('"cronjobs"'));
      const before = asked.slice(0, list);
      expect(list).toBeGreaterThan(0);
      // Which clusters there are came with the page.
      expect(before.filter(one => /palette|dialog|later|help|api\/clusters$/.test(one))).toEqual([]);
      const next = asked.slice(list + 1).find(one => /"update"/.test(one) && /"(?:sort|filter)"/.test(one));
      expect(next).toBeUndefined();
      await page.context().close();
    });

    test('filter, sort, keys and the address agree', async () => {
      const { page } = await open('/c/blue/cronjobs');
      await page.locator('.grid-row').nth(5).waitFor();
      const sideways = () => page.locator('.grid').evaluate(grid => grid.scrollWidth - grid.clientWidth);
      // Where not all columns have room some are left out; somebody may want them, and then it is wider than its screen.
      await page.setViewportSize({ width: 900, height: 768 });
      await page.getByTitle(/^There is no room for: /).waitFor();
      expect(await sideways()).toBe(0);
      await page.getByTitle(/^There is no room for: /).click();
      await eventually(async () => (await sideways()) > 150, 'all columns are there');
      // Titles stand over their columns, also when it is scrolled sideways.
      const edges = (selector: string) =>
        page.locator(selector).evaluateAll(all => all.map(each => Math.round(each.getBoundingClientRect().left)));
      for (const left of [0, 150]) {
        await page.locator('.grid').evaluate((grid, to) => grid.scrollTo({ left: to }), left);
        await eventually(
          async () => isDeepStrictEqual(await edges('.grid-title'), await edges('#grid-row-0 .grid-cell')),
          `titles over columns at ${left}`,
        );
        // Nothing that scrolls by lies over what stays in sight: check boxes and names, and their titles.
        for (const selector of ['.grid-title', '#grid-row-0 .grid-check', '#grid-row-0 .grid-cell'])
          expect([left, selector, await isOnTop(page.locator(selector).first())]).toEqual([left, selector, true]);
      }
      await page.locator('.grid').evaluate(grid => grid.scrollTo({ left: 0 }));
      await page.getByTitle(/^Leave out what has no room: /).click();
      await eventually(async () => (await sideways()) === 0, 'it is as wide as its screen again');
      await page.setViewportSize({ width: 1440, height: 900 });
      await page.keyboard.press('/');
      await page.keyboard.type('ns:shop suspend:false');
      await eventually(() => page.url().includes('q='), 'the filter is in the address');
      await eventually(async () => (await page.locator('.grid-row').count()) === 5, 'five CronJobs are left');
      // At once: each letter is sent, and a word that is no field yet matches nothing.
      await page.keyboard.insertText(' nope:1');
      await page.getByText('This list has no column “nope”.').waitFor();
      expect(await page.locator('.grid-row').count()).toBe(5);
      await page.getByRole('searchbox').fill('x'.repeat(5_000));
      await page.getByText('filter: at most 4,096 characters').waitFor();
      expect(await page.locator('.list-page .freshness').getAttribute('data-state')).toBe('stale');
      await page.getByRole('searchbox').fill('');
      await page.locator('.list-page .freshness-live').waitFor();
      await page.getByTitle(/^Sort by Name /).click();
      await eventually(() => page.url().includes('sort=name%3Adesc'), 'the order is in the address');
      await eventually(
        async () => (await page.locator('.grid-row').first().innerText()).includes('yearly-archive'),
        'sorted downward',
      );
      await page.getByRole('grid').focus();
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('Enter');
      await page.getByTestId('next-runs').waitFor();
      expect(page.url()).toContain('/cronjobs/data/warehouse-load');
      await page.goBack();
      await page.keyboard.press('g');
      await page.keyboard.press('p');
      await page.getByRole('heading', { name: 'Pods' }).waitFor();
      await page.context().close();
    });

    test('back from an object the list is where it was: the row that has the focus, and how far it was scrolled', async () => {
      for (let i = 10; i < 40; i++)
        await cluster.other('POST', '/api/v1/namespaces', { metadata: { name: `row-${i}` } });
      const { page } = await open('/c/blue/namespaces?q=name:row-&sort=name');
      await page.setViewportSize({ width: 1200, height: 420 });
      const grid = page.getByRole('grid');
      await page.locator('.grid-row').nth(5).waitFor();
      const focused = page.locator('.grid-row.is-focused').getByRole('checkbox');
      const place = async () => ({
        name: await focused.getAttribute('aria-label'),
        scrolled: await page.evaluate('document.querySelector(".grid").scrollTop'),
      });
      await page.keyboard.press('PageDown');
      await focused.waitFor();
      await eventually(async () => Number((await place()).scrolled) > 100, 'the list is scrolled');
      const before = await place();
      await page.keyboard.press('Enter');
      await grid.waitFor({ state: 'detached' });
      await page.goBack();
      await focused.waitFor();
      await eventually(async () => (await place()).scrolled === before.scrolled, 'it is scrolled as it was');
      expect(await place()).toEqual(before);
      await page.context().close();
    });

    test('from a link to an open row the keys go on from that row', async () => {
      const { page } = await open('/c/blue/cronjobs?open=shop%2Fstock-sync');
      const opened = page.locator('.grid-row[aria-current=true]');
      await opened.waitFor();
      const at = Number(await opened.getAttribute('aria-rowindex'));
      await page.getByRole('grid', { name: 'CronJobs' }).focus();
      await page.keyboard.press('j');
      await eventually(
        async () => Number(await page.locator('.grid-row.is-focused').getAttribute('aria-rowindex')) === at + 1,
        'the focus is on the row after it',
      );
      await page.context().close();
    });

    test('the kinds beside the list count what the list counts', async () => {
      const { page } = await open('/c/blue/namespaces');
      await page.locator('.list-page .freshness-live').waitFor();
      const before = Number(await page.getByTestId('count').innerText());
      await cluster.other('POST', '/api/v1/namespaces', { metadata: { name: 'counted' } });
      await page
        .locator(`text=${before + 1}`)
        .first()
        .waitFor();
      expect(await page.getByTestId('count').innerText()).toBe(String(before + 1));
      expect(await page.locator('nav [aria-current=page] .nav-count').innerText()).toBe(String(before + 1));
      await page.context().close();
    });

    test('logs of a run follow, with the reason at their end', async () => {
      const { page } = await open('/c/blue/pods?q=storefront%20ns%3Ashop');
      await page.locator('.grid-row').first().dblclick();
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.locator('.log-line').first().waitFor();
      const before = await page.locator('.log-end').innerText();
      await eventually(async () => (await page.locator('.log-end').innerText()) !== before, 'more lines came');
      await page.getByLabel('Previous').check();
      await page.getByText(/previous terminated container .* not found/).waitFor();
      await page.context().close();
    });

    test('a log goes on over a broken socket: no line twice, none missing', async () => {
      const { page, errors } = await newPage(browser, lanthorn.url);
      const sockets = await cuttableSockets(page);
      await page.goto(`${lanthorn.origin}/c/blue/pods?q=storefront%20ns%3Ashop`);
      await page.locator('.grid-row').first().dblclick();
      await page.getByRole('tab', { name: 'Logs' }).click();
      await page.getByRole('button', { name: 'View' }).click();
      await page.getByLabel('Timestamps').check();
      await page.keyboard.press('Escape');
      await page.locator('.log-line').first().waitFor();
      for (let i = 0; i < 3; i++) {
        const before = await page.locator('.log-end').innerText();
        await sockets.at(-1)?.close({ code: 4000 });
        await eventually(async () => (await page.locator('.log-end').innerText()) !== before, 'more lines came');
      }
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download, kubectl' }).click();
      await page.getByRole('button', { name: 'Download the lines here' }).click();
      const lines = readFileSync(await (await download).path(), 'utf8')
        .trimEnd()
        .split('\n');
      const times = lines.map(line => line.split(' ')[0] ?? '');
      expect(lines.filter(line => !/^\d{4}-\S*Z /.test(line))).toEqual([]);
      expect(new Set(times).size).toBe(times.length);
      expect(times).toEqual(times.toSorted());
      // This container writes at a steady pace: a missing line would be a longer pause.
      const pauses = times.slice(1).map((time, i) => Date.parse(time) - Date.parse(times[i] ?? ''));
      expect(new Set(pauses).size).toBe(1);
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test('on a phone: the list, the panel over it, the kinds behind a button', async () => {
      const { page, errors } = await open('/c/blue/cronjobs', { viewport: { width: 390, height: 844 } });
      await page.getByText('cart-cleanup', { exact: true }).click();
      await page.getByTestId('detail').waitFor();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await page.getByTestId('detail').getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Kinds', exact: true }).click();
      await page.getByRole('link', { name: /^Jobs\b/ }).click();
      await page.getByRole('heading', { name: 'Jobs' }).waitFor();
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test('in Chinese', async () => {
      const { page } = await open('/c/blue/cronjobs', { locale: 'zh-CN' });
      await page.getByRole('columnheader', { name: /名称/ }).waitFor();
      await page.getByText('每分钟').first().waitFor();
      expect(await page.evaluate('document.documentElement.lang')).toBe('zh-CN');
      await page.context().close();
    });
  });
});
