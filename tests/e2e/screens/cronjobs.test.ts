import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import { cuttableSockets, launchBrowser, openAt, newPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness, writes } from '../harness.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

const CRONJOB = '/apis/batch/v1/namespaces/data/cronjobs/nightly-backup';
const JOBS = /\/namespaces\/data\/jobs$/;
const CRONJOBS = /\/cronjobs\/nightly-backup$/;

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let blue: Witness;
  let green: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, blue, green] = await Promise.all([launchBrowser(), start('blue', 1), start('green', 2)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', blue.kubeconfig, '--kubeconfig', green.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    blue.stop();
    green.stop();
  });

  const open = (path: string) => openAt(browser, lanthorn, { path });

  const row = (page: Page, name: string) => page.locator('.grid-row', { has: page.getByText(name, { exact: true }) });

  async function chooseInMenu(page: Page, rowName: string, action: string): Promise<void> {
    await row(page, rowName).click({ button: 'right' });
    await page
      .getByRole('menuitem')
      .filter({ has: page.getByText(action, { exact: true }) })
      .click();
  }

  async function uidOf(cluster: Witness): Promise<string> {
    return String(getPath((await cluster.other('GET', CRONJOB)).body, 'metadata', 'uid'));
  }

  function expectManualJob(body: string | undefined, uid: string): void {
    const job = asObject(JSON.parse(body ?? '{}'));
    expect(getPath(job, 'metadata', 'ownerReferences')).toEqual([
      { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly-backup', uid, controller: true },
    ]);
    expect(getPath(job, 'metadata', 'annotations')).toMatchObject({ 'cronjob.kubernetes.io/instantiate': 'manual' });
    expect(getPath(job, 'metadata', 'labels')).toEqual({ app: 'nightly-backup', team: 'data' });
    expect(getPath(job, 'metadata', 'namespace')).toBe('data');
    expect(job['apiVersion']).toBe('batch/v1');
  }

  describe('run now', () => {
    test('from a list row: one Job for a double click, owned by the right CronJob of the right cluster', async () => {
      const { page, errors } = await open('/c/green/cronjobs');
      const [before, other] = [green.arrived.length, blue.arrived.length];
      await chooseInMenu(page, 'nightly-backup', 'Run now');
      const dialog = page.getByRole('dialog');
      await dialog.getByText('The server accepts this (dry run).').waitFor();
      expect(await dialog.locator('pre').innerText()).toMatch(
        /^kubectl --context=green --namespace=data create job nightly-backup-\w{5} --from=cronjob\/nightly-backup$/,
      );
      await dialog.getByRole('button', { name: 'Run now' }).dblclick();
      await page.locator('[data-operation="cronjob.run"][data-phase="seen"]').waitFor();
      const posts = writes(green.arrived.slice(before), 'POST', JOBS);
      expect(posts).toHaveLength(1);
      expectManualJob(posts[0]?.body, await uidOf(green));
      expect(writes(blue.arrived.slice(other), 'POST', JOBS)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test('from the page, with both clusters open on the same name', async () => {
      const first = await open('/c/green/cronjobs/data/nightly-backup');
      const { page, errors } = await open('/c/blue/cronjobs/data/nightly-backup');
      const before = blue.arrived.length;
      await page.getByRole('toolbar').getByRole('button', { name: 'Run now' }).click();
      await page.getByText('The server accepts this (dry run).').waitFor();
      await page.keyboard.press('Enter');
      // The dock shows earlier operations too: what counts is what arrives.
      await eventually(() => writes(blue.arrived.slice(before), 'POST', JOBS).length > 0, 'the Job is created');
      const posts = writes(blue.arrived.slice(before), 'POST', JOBS);
      expect(posts).toHaveLength(1);
      expectManualJob(posts[0]?.body, await uidOf(blue));
      const name = String(getPath(JSON.parse(posts[0]?.body ?? '{}'), 'metadata', 'name'));
      await page.locator(`[data-job="${name}"]`).waitFor();
      expect(errors).toEqual([]);
      await first.page.context().close();
      await page.context().close();
    });

    test('a repeated message is the same operation', async () => {
      const { page } = await open('/c/blue/cronjobs');
      await row(page, 'nightly-backup').waitFor();
      const before = blue.arrived.length;
      const uid = await uidOf(blue);
      const request = {
        id: crypto.randomUUID(),
        kind: 'cronjob.run',
        suffix: 'twice',
        targets: [
          {
            cluster: 'blue',
            resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
            namespace: 'data',
            name: 'nightly-backup',
            uid,
          },
        ],
      };
      const statuses = await page.evaluate(
        body =>
          Promise.all(
            [1, 2, 3].map(
              async () =>
                (
                  await fetch('/api/operations', {
                    method: 'POST',
                    headers: { 'content-type': 'application/json', 'x-lanthorn': '1' },
                    body: JSON.stringify(body),
                  })
                ).status,
            ),
          ),
        request,
      );
      expect(statuses).toEqual([200, 200, 200]);
      await eventually(
        async () =>
          (await blue.other('GET', '/apis/batch/v1/namespaces/data/jobs/nightly-backup-twice')).status === 200,
        'the Job exists',
      );
      expect(writes(blue.arrived.slice(before), 'POST', JOBS)).toHaveLength(1);
      await page.context().close();
    });
  });

  describe('suspend and resume', () => {
    test('one PATCH of spec.suspend alone; a foreign change of the same second survives', async () => {
      const { page } = await open('/c/blue/cronjobs/data/nightly-backup');
      const before = blue.arrived.length;
      await page.getByRole('toolbar').getByRole('button', { name: 'Suspend' }).click();
      await page.getByText('The server accepts this (dry run).').waitFor();
      const foreign = await blue.other(
        'PATCH',
        CRONJOB,
        { spec: { schedule: '7 3 * * *' }, metadata: { labels: { touched: 'yes' } } },
        'application/merge-patch+json',
      );
      expect(foreign.status).toBe(200);
      await page.keyboard.press('Enter');
      await page.locator('[data-operation="cronjob.suspend"][data-phase="seen"]').waitFor();
      const patches = writes(blue.arrived.slice(before), 'PATCH', CRONJOBS);
      expect(patches).toHaveLength(1);
      const operations = JSON.parse(patches[0]?.body ?? '[]') as { op: string; path: string; value: unknown }[];
      expect(operations.filter(({ op }) => op !== 'test')).toEqual([{ op: 'add', path: '/spec/suspend', value: true }]);
      expect(operations.filter(({ op }) => op === 'test').map(({ path }) => path)).toEqual([
        '/metadata/uid',
        '/spec/suspend',
      ]);
      const { body } = await blue.other('GET', CRONJOB);
      expect(getPath(body, 'spec')).toMatchObject({ suspend: true, schedule: '7 3 * * *' });
      expect(getPath(body, 'metadata', 'labels', 'touched')).toBe('yes');
      await page.getByRole('toolbar').getByRole('button', { name: 'Resume' }).click();
      await page.getByText('The server accepts this (dry run).').waitFor();
      await page.keyboard.press('Enter');
      await page.locator('[data-operation="cronjob.resume"][data-phase="seen"]').waitFor();
      await page.context().close();
    });

    test('two people who press Suspend at once do not toggle each other', async () => {
      const people = await Promise.all([
        open('/c/green/cronjobs/data/nightly-backup'),
        open('/c/green/cronjobs/data/nightly-backup'),
      ]);
      for (const { page } of people) {
        await page.getByRole('toolbar').getByRole('button', { name: 'Suspend' }).click();
        await page.getByText('The server accepts this (dry run).').waitFor();
      }
      await Promise.all(people.map(({ page }) => page.keyboard.press('Enter')));
      for (const { page } of people)
        await eventually(
          async () => (await page.locator('[data-operation="cronjob.suspend"][data-phase="seen"]').count()) >= 2,
          'both operations are seen',
        );
      expect(getPath((await green.other('GET', CRONJOB)).body, 'spec', 'suspend')).toBe(true);
      for (const { page } of people) await page.context().close();
    });
  });

  describe('a page that stays open', () => {
    test('shows each change after its socket was cut three times on either side, or says that it is stale', async () => {
      const { page } = await newPage(browser, lanthorn.url);
      const sockets = await cuttableSockets(page);
      await page.goto(`${lanthorn.origin}/c/blue/cronjobs/data/settlement`.replace('/data/', '/payments/'));
      const badge = page.getByTestId('detail').locator('.freshness').first();
      await page.getByTestId('detail').getByText('settlement').first().waitFor();
      // Text and badge in one look: between two the page may have moved on.
      const look = () =>
        page.getByTestId('detail').evaluate(detail => ({
          text: (detail as unknown as { innerText: string }).innerText,
          state: detail.querySelector('.freshness')?.getAttribute('data-state') ?? null,
        }));
      for (const side of ['browser', 'upstream', 'browser', 'upstream', 'browser', 'upstream']) {
        const minute = 10 + sockets.length + (blue.arrived.length % 40);
        if (side === 'upstream') blue.cut();
        else await sockets.at(-1)?.close({ code: 1012 });
        const schedule = `${minute % 60} 2 * * *`;
        await blue.other(
          'PATCH',
          '/apis/batch/v1/namespaces/payments/cronjobs/settlement',
          { spec: { schedule } },
          'application/merge-patch+json',
        );
        await eventually(async () => {
          const first = await look();
          if (first.text.includes(schedule)) return true;
          // Until it shows the change it may not claim to be live for longer than a frame takes.
          if (first.state !== 'live') return false;
          await page.waitForTimeout(1_500);
          const later = await look();
          if (!later.text.includes(schedule) && later.state === 'live')
            throw new Error(`live, but ${schedule} is not shown`);
          return later.text.includes(schedule);
        }, `${schedule} after a cut on the ${side} side`);
        await eventually(async () => (await badge.getAttribute('data-state')) === 'live', 'live again');
      }
      await page.context().close();
    });
  });

  describe('deleting', () => {
    test('many rows at once, each with uid and resourceVersion as preconditions', async () => {
      const { page } = await open('/c/green/jobs?ns=platform&q=status%3DComplete');
      await page.locator('.grid-row').nth(1).waitFor();
      const before = green.arrived.length;
      await page.locator('.grid-row input[type=checkbox]').nth(0).check();
      await page.locator('.grid-row input[type=checkbox]').nth(1).check();
      await page.getByRole('toolbar').getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('The server accepts all 2 (dry run).').waitFor();
      // The preview deleted nothing: its dry run stands where a DELETE's options are read.
      const dry = green.arrived.slice(before).filter(({ request }) => request.method === 'DELETE');
      expect(dry.map(({ request }) => getPath(JSON.parse(request.body ?? '{}'), 'dryRun'))).toEqual([['All'], ['All']]);
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
      await eventually(
        async () => (await page.locator('[data-operation="object.delete"][data-phase="seen"]').count()) === 2,
        'both are gone',
      );
      const deletes = writes(green.arrived.slice(before), 'DELETE', /\/jobs\//);
      expect(deletes).toHaveLength(2);
      for (const request of deletes) {
        const preconditions = asObject(getPath(JSON.parse(request.body ?? '{}'), 'preconditions'));
        expect(preconditions['uid']).toMatch(/^[0-9a-f-]{36}$/);
        expect(preconditions['resourceVersion']).toMatch(/^\d+$/);
      }
      await page.context().close();
    });
  });
});
