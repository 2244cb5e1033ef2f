import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster, writes } from '../harness.ts';

let east: TestCluster;
let west: TestCluster;
let lanthorn: Lanthorn;
let browser: Browser;

beforeAll(async () => {
  [east, west] = await Promise.all([startCluster('east', { seed: 1 }), startCluster('we+st', { seed: 2 })]);
  [lanthorn, browser] = await Promise.all([
    startLanthorn('--port', '0', '--kubeconfig', east.kubeconfig, '--kubeconfig', west.kubeconfig),
    launchBrowser(),
  ]);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await lanthorn?.stop();
  east?.stop();
  west?.stop();
});

const suspensions = (cluster: TestCluster, name: string) =>
  writes(cluster.arrived, 'PATCH', new RegExp(`/namespaces/shop/cronjobs/${name}$`)).length;

test('two clusters as one list: chosen by keys, one order, a row of each, and what is done goes to the own cluster alone', async () => {
  const { page, errors } = await openPage(browser, `${lanthorn.url}c/east/cronjobs`);
  await page.getByRole('row', { name: /cart-cleanup/ }).waitFor();
  await page.keyboard.press('Shift+C');
  await page.getByRole('combobox', { name: /Find a cluster/ }).fill('we+st');
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/c\/east\+we~\+st\/cronjobs/);
  const reports = page.getByRole('row', { name: /cart-cleanup/ });
  await eventually(async () => (await reports.count()) === 2, 'a row of each cluster');
  await page
    .getByRole('group', { name: 'Cluster' })
    .getByRole('button', { name: /we\+st/ })
    .click();
  await eventually(async () => (await reports.count()) === 1, 'those of one');
  expect(await reports.textContent()).toContain('we+st');

  await reports.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /Suspend/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/--context=we\+st/).waitFor();
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await eventually(() => suspensions(west, 'cart-cleanup') === 1, 'the patch in its cluster');
  expect(suspensions(east, 'cart-cleanup')).toBe(0);
  expect(errors).toEqual([]);
});

test('a bulk over both goes to each; a cluster that may not be read is named, and the rows of the other are there', async () => {
  const name = 'abandoned-basket-mails';
  const { page, errors } = await openPage(browser, `${lanthorn.url}c/east+we~+st/cronjobs?q=name%3A${name}`);
  const mails = page.getByRole('row', { name: new RegExp(name) });
  await eventually(async () => (await mails.count()) === 2, 'a row of each cluster');
  for (const i of [0, 1]) await mails.nth(i).getByRole('checkbox').click();
  await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: 'Suspend' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('In 2 clusters: east, we+st.').waitFor();
  await dialog.getByRole('button', { name: 'Suspend' }).click();
  await eventually(() => suspensions(east, name) === 1 && suspensions(west, name) === 1, 'a patch in each cluster');

  await page.goto(`${lanthorn.url}c/east+we~+st-dana/nodes`);
  await page.getByTestId('cluster-notes').getByText('we+st-dana').waitFor();
  expect(await page.getByRole('row').count()).toBeGreaterThan(1);

  await page.goto(`${lanthorn.url}c/east+we~+st/overview`);
  await page.getByTestId('fleet').getByRole('link', { name: 'we+st' }).waitFor();
  await page
    .getByText(/^5 of 6$/)
    .first()
    .waitFor();
  expect(errors).toEqual([]);
});
