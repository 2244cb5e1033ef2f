import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { launchBrowser, openAt } from '../../browser.ts';
import { type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../../harness.ts';
import { type SeededKind, seedEveryKind } from './seed-every-kind.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Of so many kinds one page is looked at by axe: all of them are minutes. */
const ONE_OF = 12;
/** What a template makes of what is missing or of another type. */
const SLIP = /\bundefined\b|\[object |\bNaN\b/;

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
let kinds: readonly SeededKind[] = [];

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('every', { seed: 3 })]);
  kinds = await seedEveryKind(cluster);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

async function slips(page: Page): Promise<readonly string[]> {
  const text = await page.locator('main').innerText();
  return text.split('\n').filter(line => SLIP.test(line));
}

async function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations: found } = await axe.run('main');
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
  });
}

const LINKS = 'article.detail [data-testid^=related-] li a';

/** From its list to an object, to another that it has to do with where there is one, and back, by the keys. */
async function walk(page: Page, kind: SeededKind, isLookedAt: boolean): Promise<readonly string[]> {
  const found: string[] = [];
  const read = async () => found.push(...(await slips(page)));
  // As the navigation goes there: the page is not loaded anew.
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/c/every/${kindAddress(kind.resource)}`)})`);
  await page.locator('.list-page .freshness-live').waitFor();
  await page.locator('.grid-row').first().waitFor();
  await read();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('End');
  const row = page.locator('.grid-row.is-focused');
  await row.waitFor();
  const name = await row.getAttribute('id');
  const list = page.url();
  await page.keyboard.press('Enter');
  const title = page.locator('article.detail h1');
  await title.waitFor();
  await page.locator('article.detail .freshness-live').waitFor();
  await read();
  if (isLookedAt) found.push(...(await violations(page)));
  const heading = await title.innerText();
  await page.getByRole('tab', { name: /^Related/ }).click();
  await page.getByTestId('related').waitFor();
  await page.getByTestId('related').getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
  await read();
  const link = page.locator(LINKS).first();
  if ((await link.count()) > 0) {
    await link.click();
    await page.locator('article.detail h1', { hasNotText: heading }).waitFor();
    await read();
    await page.goBack();
    await page.locator('article.detail h1', { hasText: heading }).waitFor();
  }
  await page.goBack();
  await page.waitForURL(list);
  await row.waitFor();
  expect(await row.getAttribute('id')).toBe(name);
  await grid.and(page.locator(':focus')).waitFor();
  return found;
}

test('of every kind: its list, an object, what that has to do with, and back, without an error', async () => {
  expect(kinds.length).toBeGreaterThan(160);
  const { page, errors } = await openAt(browser, lanthorn, { path: '/c/every/namespaces' });
  await page.locator('.grid-row').first().waitFor();
  await page.evaluate(AXE);
  const wrong: string[] = [];
  for (const [i, kind] of kinds.entries()) {
    const found = await walk(page, kind, i % ONE_OF === 0);
    wrong.push(...found.map(text => `${groupResource(kind.resource)}: ${text}`));
  }
  // The page is made where it was not yet.
  const logged = lanthorn.stderr().replace('Building the page …\n', '');
  expect({ wrong, errors, logged }).toEqual({ wrong: [], errors: [], logged: '' });
}, 590_000);
