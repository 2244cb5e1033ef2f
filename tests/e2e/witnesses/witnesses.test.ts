import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import { cuttableSockets, launchBrowser, newPage } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type Witness, writes } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { startRealWitness } from './real-witness.ts';

// The journeys the project began with, in the browser, on the embedded cluster and on a real control plane where one was built.

const NAMESPACE = 'witness';
const CRONJOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/cronjobs`;
const JOBS = `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`;
const DEPLOYMENTS = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments`;
const MERGE = 'application/merge-patch+json';
const CONTAINER = { name: 'main', image: 'registry.example/job:1', env: [{ name: 'LEVEL', value: 'info' }] };

const binaries = cachedBinaries();
const WITNESSES: readonly (readonly [string, (name: string) => Promise<Witness>])[] = [
  ['embedded', name => startCluster(name, { seed: 8 })],
  ...(binaries === null ? [] : [['real', (name: string) => startRealWitness(name, binaries)] as const]),
];

describe.each(WITNESSES)('%s', (name, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start(name)]);
    await make('/api/v1/namespaces', { metadata: { name: NAMESPACE } });
    await make(CRONJOBS, {
      metadata: { name: 'nightly' },
      spec: {
        schedule: '0 3 * * *',
        suspend: false,
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [CONTAINER] } } } },
      },
    });
    const labels = { app: 'web' };
    await make(DEPLOYMENTS, {
      metadata: { name: 'web' },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'registry.example/web:1' }] } },
      },
    });
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  async function make(path: string, object: object): Promise<void> {
    const { status, body } = await cluster.other('POST', path, object);
    if (status !== 201) throw new Error(JSON.stringify(body));
  }

  const open = async (path: string) => {
    const opened = await newPage(browser, lanthorn.url);
    const sockets = await cuttableSockets(opened.page);
    await opened.page.goto(`${lanthorn.origin}/c/${name}/${path}`);
    await opened.page.getByTestId('detail').getByText('live').waitFor();
    return { ...opened, sockets };
  };
  const nightly = async () => (await cluster.other('GET', `${CRONJOBS}/nightly`)).body;
  const confirm = async (page: Page, action: string) => {
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: action, exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  };
  const press = pressAction;
  const seen = (page: Page, kind: string) =>
    page.locator(`[data-operation="${kind}"][data-phase="seen"], [data-operation="${kind}"][data-phase="settled"]`);
  const edit = async (page: Page, from: string, to: string) => {
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('.cm-content').click();
    await page.keyboard.press('Control+Home');
    const line = page.locator('.cm-line', { hasText: from });
    for (let i = 0; i < 10 && (await line.count()) === 0; i++) await page.keyboard.press('PageDown');
    await line.first().click();
    await page.keyboard.press('End');
    for (const _character of from) await page.keyboard.press('Backspace');
    await page.keyboard.type(to);
  };
  const save = async (page: Page) => {
    await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
    await confirm(page, 'Save');
    await page.getByTestId('editor').waitFor({ state: 'detached' });
  };

  test('run by hand: a Job the cluster takes, runs and shows to its end', async () => {
    const { page, errors } = await open('cronjobs/witness/nightly');
    await press(page, 'Run now');
    await confirm(page, 'Run now');
    await seen(page, 'cronjob.run').first().waitFor();
    const [post] = writes(cluster.arrived, 'POST', /\/namespaces\/witness\/jobs$/);
    expect(getPath(JSON.parse(post?.body ?? '{}'), 'metadata', 'ownerReferences')).toMatchObject([
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', controller: true },
    ]);
    const { body } = await cluster.other('GET', JOBS);
    const [job] = body['items'] as { metadata: { name: string } }[];
    await page.locator(`[data-job="${job?.metadata.name}"]`).getByText('Complete').waitFor({ timeout: 60_000 });
    await page.goto(`${lanthorn.origin}/c/${name}/jobs/witness/${job?.metadata.name}?tab=logs`);
    await eventually(async () => (await page.getByTestId('log').innerText()).trim() !== '', 'its log');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('suspend and resume patch one field', async () => {
    const { page } = await open('cronjobs/witness/nightly');
    for (const [action, value] of [
      ['Suspend', true],
      ['Resume', false],
    ] as const) {
      const before = cluster.arrived.length;
      await press(page, action);
      await confirm(page, action);
      await eventually(async () => getPath(await nightly(), 'spec', 'suspend') === value, action);
      const sent = writes(cluster.arrived.slice(before), 'PATCH', /\/nightly$/);
      expect(sent).toHaveLength(1);
      const changed = (JSON.parse(sent[0]?.body ?? '[]') as { op: string; path: string }[]).filter(
        ({ op }) => op !== 'test',
      );
      expect(changed.map(({ path }) => path)).toEqual(['/spec/suspend']);
      await press(page, action === 'Suspend' ? 'Resume' : 'Suspend');
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    }
    await page.context().close();
  });

  test('an edit begun before cuts and foreign changes is saved after all of them, and taken back', async () => {
    const { page, sockets } = await open('cronjobs/witness/nightly?tab=yaml');
    await edit(page, 'concurrencyPolicy: Allow', 'concurrencyPolicy: Forbid');
    await sockets.at(-1)?.close({ code: 1012 });
    await cluster.other('PATCH', `${CRONJOBS}/nightly`, { spec: { schedule: '11 5 * * *' } }, MERGE);
    cluster.cut();
    await cluster.other('PATCH', `${CRONJOBS}/nightly`, { metadata: { labels: { seen: 'yes' } } }, MERGE);
    await page.getByTestId('editor-notes').getByText('spec.schedule').waitFor();
    await page
      .locator('.cm-owners')
      .getByText(/^elsewhere /)
      .first()
      .waitFor();
    await save(page);
    const saved = await nightly();
    expect(getPath(saved, 'spec')).toMatchObject({ schedule: '11 5 * * *', concurrencyPolicy: 'Forbid' });
    expect(getPath(saved, 'metadata', 'labels', 'seen')).toBe('yes');
    await page.locator('.dock').getByRole('button', { name: 'Undo: Save', exact: true }).first().click();
    await confirm(page, 'Undo');
    await eventually(async () => getPath(await nightly(), 'spec', 'concurrencyPolicy') === 'Allow', 'it is taken back');
    expect(getPath(await nightly(), 'spec', 'schedule')).toBe('11 5 * * *');
    await page.context().close();
  });

  test('an edit of a Deployment whose replicas another moves', async () => {
    const { page } = await open('deployments/witness/web?tab=yaml');
    await edit(page, 'progressDeadlineSeconds: 600', 'progressDeadlineSeconds: 700');
    for (const replicas of [2, 3, 2]) await cluster.other('PATCH', `${DEPLOYMENTS}/web`, { spec: { replicas } }, MERGE);
    await page.getByTestId('editor-notes').getByText('spec.replicas').waitFor();
    await save(page);
    const { body } = await cluster.other('GET', `${DEPLOYMENTS}/web`);
    expect(getPath(body, 'spec')).toMatchObject({ replicas: 2, progressDeadlineSeconds: 700 });
    await page.context().close();
  });

  test('a lost answer: the run is made once; the cluster’s words on what it refuses', async () => {
    const { page } = await open('cronjobs/witness/nightly');
    const count = async () => ((await cluster.other('GET', JOBS)).body['items'] as unknown[]).length;
    const before = await count();
    await press(page, 'Run now');
    await page.getByText('The server accepts this (dry run).').waitFor();
    const wasLost = cluster.loseAnswer('POST', /\/witness\/jobs$/);
    await page.getByRole('dialog').getByRole('button', { name: 'Run now', exact: true }).click();
    await eventually(wasLost, 'the answer is lost');
    await eventually(async () => (await count()) === before + 1, 'one more Job');
    await page.goto(`${lanthorn.origin}/c/${name}/cronjobs/witness/nightly?tab=yaml`);
    await edit(page, 'schedule: 11 5 * * *', 'schedule: 99 5 * * *');
    await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
    await page.getByRole('alert').getByText('end of range (99) above maximum (59): 99').waitFor();
    await page.getByRole('button', { name: 'Discard changes' }).click();
    expect(await count()).toBe(before + 1);
    await page.context().close();
  });

  test('a delete and its undo', async () => {
    const { page } = await open('cronjobs/witness/nightly');
    const uid = getPath(await nightly(), 'metadata', 'uid');
    await press(page, 'Delete');
    await confirm(page, 'Delete');
    await eventually(async () => (await cluster.other('GET', `${CRONJOBS}/nightly`)).status === 404, 'it is gone');
    await page.locator('.dock').getByRole('button', { name: 'Undo: Delete', exact: true }).first().click();
    await confirm(page, 'Undo');
    await eventually(async () => (await cluster.other('GET', `${CRONJOBS}/nightly`)).status === 200, 'it is back');
    expect(getPath(await nightly(), 'metadata', 'uid')).not.toBe(uid);
    await page.context().close();
  });
});
