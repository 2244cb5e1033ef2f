import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SILENCE_LIMIT_MS } from '@lanthorn/watch/heartbeat-source.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn } from '../harness.ts';

const root = join(import.meta.dirname, '../../..');
/** For the page to hear of it, on slow cores. */
const SLACK_MS = 5_000;
/** The pause before the next try, at its longest. */
const RETRY_MS = 30_000;

let browser: Browser;
let cluster: ChildProcess;
let lanthorn: Lanthorn;

beforeAll(async () => {
  const kubeconfig = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'silent.yaml');
  const main = [join(root, 'tools/run-ts.mjs'), join(root, 'apps/cluster/src/main.ts')];
  cluster = spawn(process.execPath, [...main, '--kubeconfig', kubeconfig], { cwd: root });
  let said = '';
  cluster.stdout?.on('data', chunk => {
    said += String(chunk);
  });
  await eventually(() => said.includes('is ready at'), 'the cluster is ready', 60_000);
  [browser, lanthorn] = await Promise.all([launchBrowser(), startLanthorn('--port', '0', '--kubeconfig', kubeconfig)]);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.kill('SIGKILL');
});

test('[RF19] an API server that is stopped and closes nothing is not shown as live, and is again once it goes on', async () => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/lanthorn-demo/pods`);
  const state = () => page.locator('.list-page .freshness').getAttribute('data-state');
  await eventually(async () => (await state()) === 'live', 'the list is live');

  cluster.kill('SIGSTOP');
  await eventually(async () => (await state()) === 'stale', 'said to be stale', SILENCE_LIMIT_MS + SLACK_MS);
  await page.locator('.list-page .freshness').click();
  await page.getByText('fell silent').or(page.getByText('did not answer')).first().waitFor();
  expect(await page.locator('.grid-row').count()).toBeGreaterThan(10);

  cluster.kill('SIGCONT');
  await eventually(async () => (await state()) === 'live', 'live again', RETRY_MS + SLACK_MS);
  await page.context().close();
});
