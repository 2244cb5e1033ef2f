import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../../browser.ts';
import { type Lanthorn, startLanthorn, type Witness, writes } from '../../harness.ts';
import { pressAction } from '../../press-action.ts';
import { SCENARIO_WITNESSES } from '../../witnesses/scenario-witnesses.ts';

let browser: Browser;
let cluster: Witness;
let lanthorn: Lanthorn;
let data: string;
const startServer = () => startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data);

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('sets', 3)]);
    data = mkdtempSync(join(tmpdir(), 'lanthorn-data-'));
    lanthorn = await startServer();
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  /** What was changed since then, in order. */
  const changed = (from: number) =>
    writes(cluster.arrived.slice(from), 'PATCH', /^\/apis\/(batch|apps)\//).map(({ path }) => path.split('/').at(-1));

  const open = async (path: string): Promise<Page> => (await openPage(browser, `${lanthorn.origin}${path}`)).page;

  async function collect(path: string, action: string): Promise<void> {
    const page = await open(path);
    await pressAction(page, action);
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.keyboard.press('Shift+Enter');
    await page.getByText('nothing of it is done yet').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Change set' }).waitFor();
    await page.context().close();
  }

  test('steps are collected and send nothing, outlast the server, are put in order, applied and taken back', async () => {
    const before = cluster.arrived.length;
    await collect('/c/sets/cronjobs/data/nightly-backup', 'Suspend');
    await collect('/c/sets/deployments/shop/storefront', 'Restart');
    expect(changed(before)).toEqual([]);
    await lanthorn.stop();
    lanthorn = await startServer();
    const page = await open('/c/sets/change-set');
    await page.getByRole('heading', { name: '2. Restart: storefront' }).waitFor();
    await page.getByRole('button', { name: 'Move step 2' }).press('ArrowUp');
    await page.getByRole('heading', { name: '1. Restart: storefront' }).waitFor();
    await page.getByRole('button', { name: 'Apply 2 steps' }).click();
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Enter');
    // Nothing more is begun while the pods of the first are on their way.
    await page.getByText('Step 1 of 2 is done. Waits until the cluster is well after it.').waitFor();
    expect(changed(before)).toEqual(['storefront']);
    await page.getByText('All steps are done, and the cluster is well after each.').waitFor({ timeout: 120_000 });
    expect(changed(before)).toEqual(['storefront', 'nightly-backup']);
    await page.getByRole('button', { name: 'Undo all' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The server accepts this (dry run).').waitFor();
    // New pods cannot be made old ones again.
    await dialog.getByText('There is no record that it could be taken back by.').waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('1 step could not be taken back').waitFor({ timeout: 60_000 });
    expect(changed(before)).toEqual(['storefront', 'nightly-backup', 'nightly-backup']);
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Nothing is collected').waitFor();
    await page.context().close();
  });
});
