import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn } from '../harness.ts';
import { sessionAt } from '../sessions.ts';

let browser: Browser;
let lanthorn: Lanthorn;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
});

test('[PR12] a tab of an earlier start says what to do, and goes on by itself once its browser was let in again', async () => {
  const data = ['--data', mkdtempSync(join(tmpdir(), 'lanthorn-restart-'))];
  lanthorn = await startLanthorn('--demo', '--port', '0', ...data);
  const { port } = new URL(lanthorn.origin);
  const { page } = await openPage(browser, `${lanthorn.origin}/c/demo/pods`);
  const badge = page.locator('.list-page .freshness');
  await eventually(async () => (await badge.getAttribute('data-state')) === 'live', 'the list is live');

  await lanthorn.stop();
  await eventually(async () => (await badge.getAttribute('data-state')) === 'stale', 'not shown as live');
  lanthorn = await startLanthorn('--demo', '--port', port, ...data);
  await badge.click();
  await page.getByText('Lanthorn was started again').first().waitFor({ timeout: 20_000 });

  // As if the address it printed was opened in another tab.
  const session = sessionAt(lanthorn.url);
  expect(session).toBeDefined();
  if (session !== undefined)
    await page.context().addCookies([{ ...session, url: lanthorn.url, httpOnly: true, sameSite: 'Strict' }]);
  await eventually(async () => (await badge.getAttribute('data-state')) === 'live', 'live again', 25_000);
  await page.context().close();
});
