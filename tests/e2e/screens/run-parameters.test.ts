import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { focusIs } from '../keys.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, missRuns, startLanthorn, type Witness, writes } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

let browser: Browser;
let cluster: Witness;
let lanthorn: Lanthorn;

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('run', 5)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  test('a run with other values: the difference first, then a Job that has them and is the CronJob’s own', async () => {
    const { page, errors } = await openPage(browser, `${lanthorn.origin}/c/run/cronjobs/data/nightly-backup`);
    await page.getByRole('button', { name: 'Run with…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Run nightly-backup with parameters' });
    await dialog.getByText('Nothing yet.').waitFor();
    await dialog.getByLabel('Environment').fill('LOG_LEVEL=debug\nONLY=monday\nbroken');
    await dialog.getByText('“broken” is no NAME=value.').waitFor();
    await dialog.getByLabel('Environment').fill('LOG_LEVEL=debug\nONLY=monday');
    await dialog.getByLabel('backoffLimit').fill('0');
    await dialog.getByTestId('changes').getByText('env[name=LOG_LEVEL].value').waitFor();
    await dialog.getByLabel('Name of a new preset').fill('monday');
    await dialog.getByRole('button', { name: 'Keep as preset' }).click();
    const before = cluster.arrived.length;
    await dialog.getByRole('button', { name: 'Preview the run' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click();
    await page.locator('[data-operation="cronjob.run"][data-phase="seen"]').waitFor();
    const posts = writes(cluster.arrived.slice(before), 'POST', /\/namespaces\/data\/jobs$/);
    expect(posts).toHaveLength(1);
    const job: unknown = JSON.parse(posts[0]?.body ?? '{}');
    expect(getPath(job, 'spec', 'backoffLimit')).toBe(0);
    const [container] = getPath(job, 'spec', 'template', 'spec', 'containers') as Record<string, unknown>[];
    expect(container?.['env']).toEqual([
      { name: 'LOG_LEVEL', value: 'debug' },
      { name: 'ONLY', value: 'monday' },
    ]);
    expect(getPath(job, 'metadata', 'ownerReferences')).toMatchObject([{ kind: 'CronJob', controller: true }]);
    // The run is followed where it was started: its state, and its logs.
    const name = String(getPath(job, 'metadata', 'name'));
    await page.getByRole('tab', { name: 'Logs', selected: true }).waitFor();
    expect(await page.locator('.log-bar').getByRole('combobox').first().innerText()).toBe(name);
    await page.getByTestId('run-state').getByText('Running').waitFor();
    await eventually(async () => (await page.getByTestId('log').innerText()).trim() !== '', 'its log');
    // The preset is there the next time, also in another browser.
    const { page: other } = await openPage(browser, `${lanthorn.origin}/c/run/cronjobs/data/nightly-backup`);
    await other.getByRole('button', { name: 'Run with…' }).click();
    const again = other.getByRole('dialog', { name: 'Run nightly-backup with parameters' });
    await again.getByRole('combobox', { name: 'Preset' }).click();
    await other.getByRole('option', { name: 'monday' }).click();
    expect(await again.getByLabel('Environment').inputValue()).toBe('LOG_LEVEL=debug\nONLY=monday');
    await other.context().close();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a run outlasts its Job: result, exit code and last lines are kept, and two runs can be compared', async () => {
    const { page, errors } = await openPage(browser, `${lanthorn.origin}/c/run/cronjobs/shop/stock-sync`);
    const failed = page.locator('[data-job]', { hasText: 'Failed' }).first();
    const name = String(await failed.getAttribute('data-job'));
    await eventually(async () => {
      await page.reload();
      await failed.waitFor();
      return (await page.getByTestId('compare-runs').count()) > 0;
    }, 'runs are kept');
    await page.waitForTimeout(2_000);
    const path = `/apis/batch/v1/namespaces/shop/jobs/${name}`;
    await cluster.other('DELETE', path, { propagationPolicy: 'Background' });
    const kept = page.locator(`[data-kept="${name}"]`);
    await kept.getByText('Failed').waitFor();
    await kept.getByRole('button', { name, exact: true }).click();
    const runs = page.getByTestId('kept-runs');
    await runs
      .getByText(/exit 1 Error/)
      .first()
      .waitFor();
    expect((await runs.locator('pre').first().innerText()).length).toBeGreaterThan(20);
    await page.keyboard.press('c');
    await focusIs(page, /^summary Compare two runs/);
    await page.getByText('Both ran from the same template.').waitFor();
    await page.setViewportSize({ width: 390, height: 844 });
    for (const part of await page.getByTestId('compare-runs').locator('[role=combobox], table, td').all()) {
      const { x, width } = (await part.boundingBox()) ?? { x: 0, width: 0 };
      expect([await part.innerText(), x + width <= 390]).toEqual([expect.anything(), true]);
    }
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a missed slot is run after all, under the name the controller would have given it, and only once', async () => {
    await missRuns(cluster, { namespace: 'shop', name: 'black-friday-banner' });
    const { page, errors } = await openPage(browser, `${lanthorn.origin}/c/run/cronjobs/shop/black-friday-banner`);
    const missed = page.getByTestId('last-day');
    await missed.getByRole('checkbox').nth(1).check();
    await missed.getByLabel('Variable for the slot').fill('SCHEDULED_AT');
    const before = cluster.arrived.length;
    await missed.getByRole('button', { name: 'Run the chosen slot' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run missed' }).click();
    await page.locator('[data-operation="cronjob.backfill"][data-phase="seen"]').waitFor();
    const [post] = writes(cluster.arrived.slice(before), 'POST', /\/namespaces\/shop\/jobs$/);
    const job: unknown = JSON.parse(post?.body ?? '{}');
    const time = String(getPath(job, 'metadata', 'annotations', 'batch.kubernetes.io/cronjob-scheduled-timestamp'));
    expect(getPath(job, 'metadata', 'name')).toBe(`black-friday-banner-${Date.parse(time) / 60_000}`);
    const [container] = getPath(job, 'spec', 'template', 'spec', 'containers') as { env: unknown[] }[];
    expect(container?.env).toContainEqual({ name: 'SCHEDULED_AT', value: time });
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a schedule is tried before it is sent: the parser’s words, the times old and new, who else starts then', async () => {
    const { page, errors } = await openPage(browser, `${lanthorn.origin}/c/run/cronjobs/payments/settlement`);
    await pressAction(page, 'Schedule…');
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Schedule').fill('61 * * * *');
    await dialog.getByText('end of range (61) above maximum (59): 61').first().waitFor();
    expect(await dialog.getByRole('button', { name: 'Preview the change' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Schedule').fill('0 * * * *');
    await dialog.getByLabel('Time zone').fill('Mars/Olympus');
    await dialog.getByText('unknown time zone Mars/Olympus').waitFor();
    await dialog.getByLabel('Time zone').fill('Asia/Tokyo');
    // What is offered while one types goes with the focus.
    await page.keyboard.press('Tab');
    await dialog.getByTestId('collisions').getByText('data/hourly-rollup').waitFor();
    expect(await dialog.getByTestId('simulation').locator('tbody tr').count()).toBe(20);
    await dialog.getByRole('button', { name: 'Preview the change' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).click();
    await page.locator('[data-operation="cronjob.reschedule"][data-phase="seen"]').waitFor();
    const { body } = await cluster.other('GET', '/apis/batch/v1/namespaces/payments/cronjobs/settlement');
    expect(getPath(body, 'spec')).toMatchObject({ schedule: '0 * * * *', timeZone: 'Asia/Tokyo' });
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('the logs of a run with several pods are one, each line with its pod; found and taken along', async () => {
    const { page, errors } = await openPage(browser, lanthorn.url);
    const command = ['sh', '-c', 'for i in 1 2 3; do echo step $i; sleep 1; done'];
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'work', image: 'busybox', command }] } };
    await cluster.other('POST', '/apis/batch/v1/namespaces/data/jobs', {
      metadata: { name: 'wide' },
      spec: { parallelism: 3, completions: 3, completionMode: 'Indexed', template },
    });
    await page.goto(`${lanthorn.origin}/c/run/jobs/data/wide?tab=logs`);
    const log = page.getByTestId('log');
    await eventually(async () => {
      const text = await log.innerText().catch(() => '');
      return new Set(text.split('\n').flatMap(line => /^wide-\d-\w{5}(?= )/.exec(line) ?? [])).size === 3;
    }, 'lines of all three pods');
    const [pod = ''] = (await log.innerText()).split(' ');
    await page.getByRole('searchbox', { name: 'Find' }).fill(pod);
    await eventually(
      async () => (await log.innerText()).split('\n').every(line => line.includes(pod)),
      'only the lines looked for',
    );
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download, kubectl' }).click();
    await page.getByRole('button', { name: 'Download the lines here' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.log$/);
    await page.goto(`${lanthorn.origin}/c/run/jobs/data/wide`);
    const grid = page.getByTestId('job-progress').getByRole('list', { name: '3 indexes' });
    await grid.getByRole('button', { name: /^Index 2, attempt 1: / }).click();
    await page.getByRole('tab', { name: 'Logs', selected: true }).waitFor();
    expect(await page.locator('.log-bar').getByRole('combobox').first().innerText()).toMatch(/^wide-2-/);
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
