import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { SIMULATION } from '@lanthorn/controllers/node/simulation.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

const CRONJOBS = '/apis/batch/v1/namespaces/shop/cronjobs';
const JOBS = '/apis/batch/v1/namespaces/shop/jobs';
/** A minute until the schedule is due, and the run. */
const RUN_MS = 80_000;

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
const data = mkdtempSync(join(tmpdir(), 'lanthorn-recorded-'));

const start = () => startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data);

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('blue')]);
  lanthorn = await start();
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
  rmSync(data, { recursive: true, force: true });
});

async function openCronJob(): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, `${lanthorn.origin}/c/blue/cronjobs/shop/beat`);
  return opened;
}

/** A CronJob whose Jobs are deleted as soon as they have ended. */
const beat = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'beat', namespace: 'shop' },
  spec: {
    schedule: '* * * * *',
    successfulJobsHistoryLimit: 0,
    failedJobsHistoryLimit: 0,
    jobTemplate: {
      spec: {
        template: {
          metadata: { annotations: { [SIMULATION]: JSON.stringify({ runSeconds: [2] }) } },
          spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'registry.example/app:1' }] },
        },
      },
    },
  },
};

test('a run that comes and goes while no tab is open, and after Lanthorn was started again, is there for the next tab', async () => {
  expect((await cluster.other('POST', CRONJOBS, beat)).status).toBe(201);
  const first = await openCronJob();
  const choice = first.page.getByTestId('record-runs').getByRole('switch');
  await eventually(async () => choice.isEnabled(), 'the switch knows how it is');
  expect(await choice.isChecked()).toBe(false);
  await choice.click();
  await first.page.getByTestId('record-runs').getByText('Recorded since').waitFor();
  expect(first.errors).toEqual([]);
  await first.page.context().close();

  await lanthorn.stop();
  cluster.arrived.length = 0;
  lanthorn = await start();
  const isWatched = () =>
    cluster.arrived.some(({ request }) => request.path === '/apis/batch/v1/jobs' && request.query?.['watch'] === '1');
  await eventually(async () => isWatched(), 'it watches by itself, without a tab');

  const ran = async () => {
    const { body } = await cluster.other('GET', `${CRONJOBS}/beat`);
    const jobs = asArray((await cluster.other('GET', JOBS)).body['items']);
    const isOfBeat = (job: unknown) => getPath(job, 'metadata', 'ownerReferences', '0', 'name') === 'beat';
    return getPath(body, 'status', 'lastSuccessfulTime') !== undefined && !jobs.some(isOfBeat);
  };
  await eventually(ran, 'a run has ended and its Job is gone', RUN_MS);

  const { page, errors } = await openCronJob();
  const kept = page.getByTestId('kept-runs').locator('[data-kept^="beat-"]');
  await kept.first().waitFor();
  await eventually(async () => page.getByTestId('record-runs').getByRole('switch').isChecked(), 'it is still on');
  const lastDay = page.getByTestId('last-day');
  await eventually(async () => /\d+ ran/.test(await lastDay.innerText()), 'the run is known to have run', RUN_MS);
  expect(await lastDay.locator('[data-slots="noRecord"]').count()).toBe(0);

  await page.getByTestId('record-runs').getByRole('switch').click();
  await page.getByTestId('record-runs').getByText('Off:').waitFor();
  expect(errors).toEqual([]);
  await page.context().close();
}, 240_000);
