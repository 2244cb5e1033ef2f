import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, isDryRun, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

const PODS = 3_000;
const PATH = '/api/v1/namespaces/default/pods';
const MERGE = 'application/merge-patch+json';

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;

function pod(name: string) {
  const metadata = { name, namespace: 'default', uid: name, creationTimestamp: '2026-11-23T08:00:00Z' };
  return { metadata, spec: { containers: [{ name: 'c', image: 'i' }] }, status: { phase: 'Running' } };
}

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('large', { isBare: true })]);
  for (let i = 0; i < PODS; i++) cluster.server.load('pods.v1.', pod(`p-${String(i).padStart(5, '0')}`));
  await cluster.other('POST', '/api/v1/namespaces', { metadata: { name: 'default' } });
  await cluster.other('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

async function open(): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, `${lanthorn.origin}/c/large/pods`);
  await opened.page.getByTestId('count').getByText(PODS.toLocaleString('en')).waitFor();
  return opened;
}

/** The first row below the head that is wholly on screen, and where. */
async function firstOnScreen(page: Page): Promise<{ name: string; top: number }> {
  const rows = await page.locator('.grid-row').all();
  const head = await page.locator('.grid-head').boundingBox();
  const seen = await Promise.all(
    rows.map(async row => ({
      top: (await row.boundingBox())?.y ?? 0,
      name: await row.locator('.grid-cell').first().innerText(),
    })),
  );
  const [first] = seen.filter(({ top }) => top >= (head?.y ?? 0) + (head?.height ?? 0)).sort((a, b) => a.top - b.top);
  if (first === undefined) throw new Error('no row on screen');
  return first;
}

test('rows that come above the screen do not move those on it', async () => {
  const { page, errors } = await open();
  await page.getByRole('grid').hover();
  await page.mouse.wheel(0, 28 * 1_500);
  await page.locator('.grid-row', { hasText: 'p-01510' }).waitFor();
  // Nobody holds the order: neither pointer nor focus is in the table.
  await page.getByRole('searchbox').focus();
  await page.getByRole('heading', { name: 'Pods' }).hover();
  const before = await firstOnScreen(page);
  for (let i = 0; i < 7; i++) await cluster.other('POST', PATH, pod(`a-${i}`));
  await page
    .getByTestId('count')
    .getByText((PODS + 7).toLocaleString('en'))
    .waitFor();
  await eventually(async () => (await firstOnScreen(page)).name === before.name, 'the same row is first on screen');
  expect((await firstOnScreen(page)).top).toBeCloseTo(before.top, 0);
  for (let i = 0; i < 7; i++) await cluster.other('DELETE', `${PATH}/a-${i}`, { gracePeriodSeconds: 0 });
  await page.getByTestId('count').getByText(PODS.toLocaleString('en')).waitFor();
  await eventually(async () => (await firstOnScreen(page)).name === before.name, 'and it stays');
  expect((await firstOnScreen(page)).top).toBeCloseTo(before.top, 0);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('the end is one key away, and only the row that changed is drawn again', async () => {
  const { page, errors } = await open();
  await page.getByRole('grid').focus();
  await page.keyboard.press('End');
  await page.locator('.grid-row.is-focused', { hasText: `p-0${PODS - 1}` }).waitFor();
  await page.evaluate(`
    globalThis.drawn = new Set();
    new MutationObserver(changes => {
      for (const { target } of changes) {
        const row = (target instanceof Element ? target : target.parentElement)?.closest('.grid-row');
        if (row) globalThis.drawn.add(row.querySelector('.grid-cell').innerText);
      }
    }).observe(document.querySelector('.grid-body'), { subtree: true, childList: true, characterData: true, attributes: true });
  `);
  const changed = `p-0${PODS - 3}`;
  await cluster.other('PATCH', `${PATH}/${changed}/status`, { status: { phase: 'Failed' } }, MERGE);
  await page.locator('.grid-row', { hasText: changed }).getByText('Failed').waitFor();
  expect(await page.evaluate('[...globalThis.drawn]')).toEqual([changed]);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('more than can be changed at once is said to be too much, less is one press, and how far the preview is', async () => {
  const { page, errors } = await open();
  await page.locator('.grid-row').first().getByRole('checkbox').check();
  const bar = page.getByRole('toolbar', { name: '1 selected' });
  await bar.getByText('at most 2,000 at once').waitFor();
  await page.getByRole('searchbox').fill('p-01');
  await bar.getByRole('button', { name: 'Select all 1,000 that match' }).click();
  await page.getByRole('toolbar', { name: '1,000 selected' }).getByRole('button', { name: 'Delete' }).click();
  await page.getByText(/\(dry run\): [1-9]00 of 1,000/).waitFor();
  await page.getByText('The server accepts all 1,000 (dry run).').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  expect(
    cluster.arrived.filter(({ request }) => request.method === 'DELETE').map(({ request }) => isDryRun(request)),
  ).toEqual(Array.from({ length: 1_000 }, () => true));
  expect(errors).toEqual([]);
  await page.context().close();
});
