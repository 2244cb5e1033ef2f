import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openAt } from '../browser.ts';
import { askPage, eventually, type Lanthorn, startCluster, startLanthorn, writes } from '../harness.ts';

let browser: Browser;
let lanthorn: Lanthorn;

const PATH = '/c/demo/pods';
const DATA = mkdtempSync(join(tmpdir(), 'lanthorn-preferences-'));
const start = () => startLanthorn('--demo', '--port', '0', '--data', DATA);

beforeAll(async () => {
  browser = await launchBrowser();
  lanthorn = await start();
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
});

/** What the page is before any of its scripts ran. */
async function beforeScripts(): Promise<{ lang: string; scheme: string; background: string }> {
  const { page } = await openAt(browser, lanthorn, { path: '/icon.svg' });
  await page.route('**/*.js', route => route.abort());
  await page.goto(`${lanthorn.origin}${PATH}`);
  const found = {
    lang: await page.evaluate<string>('document.documentElement.lang'),
    scheme: await page.evaluate<string>('getComputedStyle(document.documentElement).colorScheme'),
    background: await background(page),
  };
  await page.context().close();
  return found;
}

const background = (page: Page) => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');

test('what is chosen in one tab is that of all, of another browser, of the first moment of a page, and of the next start', async () => {
  const one = await openAt(browser, lanthorn, { path: PATH });
  const other = await openAt(browser, lanthorn, { path: PATH });
  await one.page.locator('.grid-row').first().waitFor();
  const light = await background(one.page);
  await one.page.getByRole('button', { name: 'Settings' }).click();
  await one.page.getByRole('radio', { name: 'Dark' }).check();
  await one.page.getByRole('radio', { name: 'Roomy' }).check();
  await one.page.getByRole('radio', { name: 'UTC' }).check();
  await one.page.getByRole('radio', { name: 'Date and time' }).check();
  await one.page.getByRole('radio', { name: '简体中文' }).check();
  await other.page.locator('html[data-theme="dark"][lang="zh-CN"]').waitFor();
  const dark = await background(one.page);
  expect(dark).not.toBe(light);

  await one.page.reload();
  await one.page.locator('html[data-theme="dark"][lang="zh-CN"]').waitFor();
  expect(await beforeScripts()).toEqual({ lang: 'zh-CN', scheme: 'dark', background: dark });

  await lanthorn.stop();
  lanthorn = await start();
  expect(await beforeScripts()).toEqual({ lang: 'zh-CN', scheme: 'dark', background: dark });
  const later = await openAt(browser, lanthorn, { path: PATH });
  await later.page.locator('.grid-row').first().waitFor();
  expect(await background(later.page)).toBe(dark);
  expect((await later.page.locator('.grid-row').first().boundingBox())?.height).toBe(36);
  expect(await later.page.locator('.grid-row time').first().getAttribute('title')).toMatch(/ UTC /);
  for (const { page, errors } of [one, other, later]) {
    expect(errors.filter(error => !/WebSocket|Failed to load resource/.test(error))).toEqual([]);
    await page.context().close();
  }
});

test('what a cluster is used for is asked once; in production more is asked before several objects are deleted', async () => {
  const cluster = await startCluster('shop-prod');
  const console = await startLanthorn('--kubeconfig', cluster.kubeconfig, '--port', '0');
  await askPage(console.origin, '/api/preferences', { clusters: { 'shop-prod': null } });
  const { page } = await openAt(browser, console, { path: '/c/shop-prod/pods' });
  const notice = page.getByTestId('tier-notice');
  await notice.getByText('What is shop-prod used for?').waitFor();
  await page.locator('.shell[data-tier="production"]').waitFor();
  expect(await notice.getByRole('radio', { name: 'production' }).isChecked()).toBe(true);
  await notice.getByRole('button', { name: 'Keep this' }).click();
  await notice.waitFor({ state: 'detached' });
  await page.reload();
  await page.locator('.topbar .tier-mark', { hasText: 'production' }).waitFor();
  await page.locator('.grid-row').nth(1).waitFor();
  expect(await notice.count()).toBe(0);

  const rows = page.locator('.grid-row input[type=checkbox]');
  await rows.nth(0).click();
  await rows.nth(1).click();
  await page.keyboard.press('Delete');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('shop-prod is a production cluster.').waitFor();
  await dialog.locator('.tone-ok').first().waitFor();
  // Those that somebody looks after are evicted unless that is chosen.
  await dialog.getByRole('radio', { name: /^Delete/ }).click();
  await dialog.locator('.tone-ok').first().waitFor();
  await page.keyboard.press('Enter');
  expect(writes(cluster.arrived, 'DELETE', /\/pods\//)).toEqual([]);
  await dialog.getByLabel('Type “2” to delete').fill('2');
  await page.keyboard.press('Enter');
  await eventually(() => writes(cluster.arrived, 'DELETE', /\/pods\//).length === 2, 'both are deleted');
  await page.context().close();
  await console.stop();
  cluster.stop();
});
