import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness, writes } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

const CRONJOB = '/apis/batch/v1/namespaces/data/cronjobs/nightly-backup';
const PAGE = '/c/undo/cronjobs/data/nightly-backup';
const MERGE = 'application/merge-patch+json';

let browser: Browser;
let cluster: Witness;
let lanthorn: Lanthorn;
let data: string;
const startServer = () => startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data);

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('undo', 3)]);
    data = mkdtempSync(join(tmpdir(), 'lanthorn-data-'));
    lanthorn = await startServer();
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  async function open(path = PAGE): Promise<Page> {
    const { page } = await openPage(browser, `${lanthorn.origin}${path}`);
    return page;
  }

  async function act(page: Page, action: string): Promise<void> {
    await pressAction(page, action);
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  /** Opens the dialog of the newest operation's undo. */
  /** Each object has a row, or, where they are many, they are counted. */
  function allSeen(page: Page, kind: string, count: number): Promise<unknown> {
    const rows = page.locator(`[data-operation="${kind}"][data-phase="seen"]`);
    return eventually(
      async () => (await rows.count()) >= count || (await rows.filter({ hasText: `${count} seen` }).count()) === 1,
      'all are seen',
    );
  }

  async function undo(page: Page, action: string): Promise<void> {
    await page
      .locator('.dock')
      .getByRole('button', { name: `Undo: ${action}`, exact: true })
      .first()
      .click();
  }

  async function confirmUndo(page: Page, kind: string): Promise<void> {
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await page.locator(`[data-operation="${kind}"][data-phase="seen"]`).first().waitFor();
  }

  const spec = async () => getPath((await cluster.other('GET', CRONJOB)).body, 'spec') as Record<string, unknown>;

  describe('undo', () => {
    test('of a suspend: what others did since stays, also after the server was started anew', async () => {
      const first = await open();
      await act(first, 'Suspend');
      await first.locator('[data-operation="cronjob.suspend"][data-phase="seen"]').waitFor();
      await first.context().close();
      await cluster.other('PATCH', CRONJOB, { spec: { schedule: '9 4 * * *' } }, MERGE);
      await lanthorn.stop();
      lanthorn = await startServer();
      const page = await open(`${PAGE}?tab=history`);
      const entry = page.locator('[data-history="cronjob.suspend"]');
      await entry.getByText('spec.suspend').waitFor();
      const before = cluster.arrived.length;
      await entry.getByRole('button', { name: 'Undo: Suspend' }).click();
      await page.getByTestId('changes').last().getByText('spec.suspend').waitFor();
      await confirmUndo(page, 'object.edit');
      expect(await spec()).toMatchObject({ suspend: false, schedule: '9 4 * * *' });
      const [patch] = writes(cluster.arrived.slice(before), 'PATCH', /nightly-backup$/);
      expect(Object.keys(JSON.parse(patch?.body ?? '{}'))).toEqual(['spec', 'metadata']);
      expect(getPath(JSON.parse(patch?.body ?? '{}'), 'spec')).toEqual({ suspend: false });
      expect(getPath(JSON.parse(patch?.body ?? '{}'), 'metadata', 'resourceVersion')).toMatch(/^\d+$/);
      const dock = page.locator('.dock');
      await dock.locator('[data-operation="object.edit"]').first().getByText('Undo: Suspend').waitFor();
      await dock.locator('[data-operation="cronjob.suspend"]').first().getByText('Taken back.').waitFor();
      expect(await dock.getByRole('button', { name: 'Undo: Suspend', exact: true }).count()).toBe(0);
      await page.context().close();
    });

    test('of a run deletes that very Job; of a delete brings the object back and says what does not come back', async () => {
      const page = await open();
      const uid = String(getPath((await cluster.other('GET', CRONJOB)).body, 'metadata', 'uid'));
      await act(page, 'Run now');
      await page.locator('[data-operation="cronjob.run"][data-phase="seen"]').first().waitFor();
      const [post] = writes(cluster.arrived, 'POST', /\/namespaces\/data\/jobs$/).slice(-1);
      const job = String(getPath(JSON.parse(post?.body ?? '{}'), 'metadata', 'name'));
      await undo(page, 'Run now');
      await confirmUndo(page, 'object.delete');
      await eventually(
        async () => (await cluster.other('GET', `/apis/batch/v1/namespaces/data/jobs/${job}`)).status === 404,
        'the Job is gone',
      );
      // One that has not begun: it goes with its CronJob.
      const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly-backup', uid, controller: true };
      const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.37' }] } };
      await cluster.other('POST', '/apis/batch/v1/namespaces/data/jobs', {
        metadata: { name: 'nightly-backup-owned', ownerReferences: [owner] },
        spec: { suspend: true, template },
      });
      await act(page, 'Delete');
      await page.locator('[data-operation="object.delete"][data-phase="seen"]').nth(1).waitFor();
      expect((await cluster.other('GET', CRONJOB)).status).toBe(404);
      await undo(page, 'Delete');
      await page.getByText('do not come back').waitFor();
      await page.getByText(/Jobs? went with it: nightly-backup-/).waitFor();
      await confirmUndo(page, 'object.create');
      const { status, body } = await cluster.other('GET', CRONJOB);
      expect(status).toBe(200);
      expect(getPath(body, 'metadata', 'uid')).not.toBe(uid);
      expect(getPath(body, 'spec', 'timeZone')).toBe('Asia/Shanghai');
      await page.context().close();
    });

    test('of a delete whose name is taken again is refused', async () => {
      const page = await open('/c/undo/cronjobs/platform/heartbeat');
      const path = '/apis/batch/v1/namespaces/platform/cronjobs/heartbeat';
      const { spec: kept } = (await cluster.other('GET', path)).body;
      await act(page, 'Delete');
      // The dock shows those of other objects as well.
      const deleted = page.locator('[data-operation="object.delete"]', { hasText: 'heartbeat' });
      await deleted.and(page.locator('[data-phase="seen"]')).first().waitFor();
      const again = { metadata: { name: 'heartbeat' }, spec: kept };
      expect((await cluster.other('POST', path.replace('/heartbeat', ''), again)).status).toBe(201);
      await undo(page, 'Delete');
      await page.getByRole('alert').getByText('an object of this name is there').waitFor();
      await page.context().close();
    });
  });

  test('all that match, resolved on the server, as one operation that is taken back as one', async () => {
    const page = await open('/c/undo/cronjobs?q=-suspend%3Dtrue');
    await page.locator('.grid-row').nth(3).waitFor();
    await page.locator('.grid-row input[type=checkbox]').first().check();
    const all = page.getByRole('button', { name: /^Select all \d+ that match$/ });
    const count = Number(/\d+/.exec(await all.innerText())?.[0]);
    expect(Number.parseInt(await page.getByTestId('count').innerText(), 10)).toBe(count);
    await all.click();
    const suspended = async () => {
      const { body } = await cluster.other('GET', '/apis/batch/v1/cronjobs');
      return (body['items'] as unknown[]).filter(item => getPath(item, 'spec', 'suspend') === true).length;
    };
    const before = await suspended();
    await page.getByRole('toolbar').getByRole('button', { name: 'Suspend', exact: true }).click();
    await page.getByText(`The server accepts all ${count} (dry run).`).waitFor();
    expect(await page.getByRole('dialog').locator('.target-list > ul > li').count()).toBe(count);
    await page.getByRole('dialog').getByRole('button', { name: 'Suspend' }).click();
    await eventually(async () => (await suspended()) === before + count, 'all are suspended');
    await allSeen(page, 'cronjob.suspend', count);
    await undo(page, 'Suspend');
    await page.getByText(`The server accepts all ${count} (dry run).`).waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click();
    await eventually(async () => (await suspended()) === before, 'all are resumed');
    await page.context().close();
  });

  test('a herd is spread as one reviewed change of schedules alone', async () => {
    const page = await open('/c/undo/forecast');
    await page.getByTestId('herds').waitFor();
    // The calendar: every hour of the day says how many start, and which.
    const busy = page.getByTestId('calendar').getByRole('button', { name: / [1-9]\d* starts$/ });
    const count = Number(/(\d+) starts$/.exec((await busy.first().getAttribute('aria-label')) ?? '')?.[1]);
    await busy.first().click();
    await eventually(
      async () => (await page.getByTestId('agenda').locator('tr').count()) === count,
      'the agenda has as many lines as the hour has starts',
    );
    const before = cluster.arrived.length;
    await page.getByRole('button', { name: 'Spread these' }).first().click();
    await page.getByText(/^The server accepts/).waitFor();
    const moves = await page.getByTestId('changes').count();
    expect(moves).toBeGreaterThan(1);
    await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).click();
    await allSeen(page, 'cronjob.reschedule', moves);
    const patches = writes(cluster.arrived.slice(before), 'PATCH', /\/cronjobs\//);
    expect(patches).toHaveLength(moves);
    for (const { body } of patches) {
      const changed = (JSON.parse(body ?? '[]') as { op: string; path: string }[]).filter(({ op }) => op !== 'test');
      expect(changed.map(({ path }) => path)).toEqual(['/spec/schedule']);
    }
    await page.context().close();
  });

  test('an undo meets what somebody changed since: nothing is overwritten until it is decided', async () => {
    const path = '/apis/batch/v1/namespaces/data/cronjobs/quarter-close';
    const original = getPath((await cluster.other('GET', path)).body, 'spec', 'schedule');
    const page = await open('/c/undo/cronjobs/data/quarter-close');
    await pressAction(page, 'Schedule…');
    await page.getByRole('dialog').getByLabel('Schedule').fill('1 1 * * *');
    await page.getByRole('button', { name: 'Preview the change' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Reschedule' }).click();
    const row = page.locator('tr[data-operation="cronjob.reschedule"]', { hasText: 'quarter-close' }).first();
    await row.getByRole('button', { name: 'Undo: Reschedule' }).waitFor();
    await cluster.other('PATCH', path, { spec: { schedule: '2 2 * * *' } }, MERGE);
    await row.getByRole('button', { name: 'Undo: Reschedule' }).click();
    const clash = page.locator('[data-clash="spec.schedule"]');
    await clash.getByText('2 2 * * *').waitFor();
    const confirm = page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true });
    expect(await confirm.getAttribute('aria-disabled')).toBe('true');
    await clash.getByRole('radio').first().click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await confirm.click();
    await eventually(
      async () => getPath((await cluster.other('GET', path)).body, 'spec', 'schedule') === original,
      'the decision is carried out',
    );
    await page.context().close();
  });

  describe('pause until', () => {
    const path = '/apis/batch/v1/namespaces/payments/cronjobs/settlement';

    test('says what is lost before, who and why after, and is resumed when its time has come', async () => {
      const page = await open('/c/undo/cronjobs/payments/settlement');
      await pressAction(page, 'Pause until…');
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel('Until').fill('2001-01-01T00:00');
      await dialog.getByText('Choose a time to come.').waitFor();
      await dialog.getByLabel('Until').fill('2099-01-01T00:00');
      await dialog.getByLabel('Reason').fill('migration');
      await dialog.getByRole('button', { name: 'Preview the pause' }).click();
      // More than are worth counting, and it says so.
      await page.getByText(/At least [\d,]+ times of its schedule are lost/).waitFor();
      await page.getByText('It takes a Lanthorn that is running then').waitFor();
      await page.getByText('The server accepts this (dry run).').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click();
      await page.getByTestId('pause').getByText('Reason: migration').waitFor();
      const { body } = await cluster.other('GET', path);
      expect(getPath(body, 'spec', 'suspend')).toBe(true);
      expect(getPath(body, 'metadata', 'annotations', 'lanthorn.dev/paused-by')).toBe('admin-undo');
      // The field knows minutes only: the same pause with its end in three seconds, by the page's own request.
      const until = new Date(Date.now() + 3_000).toISOString().replace(/\.\d+/, '');
      const request = {
        id: crypto.randomUUID(),
        suffix: 'pause',
        kind: 'cronjob.pause',
        params: { pause: { until, by: 'admin-undo', reason: 'short' } },
        targets: [
          {
            cluster: 'undo',
            resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
            namespace: 'payments',
            name: 'settlement',
            uid: String(getPath(body, 'metadata', 'uid')),
          },
        ],
      };
      await page.evaluate(async value => {
        const headers = { 'content-type': 'application/json', 'x-lanthorn': '1' };
        await fetch('/api/operations', { method: 'POST', headers, body: JSON.stringify(value) });
      }, request);
      await page.locator('[data-operation="cronjob.resume"][data-phase="seen"]').waitFor();
      const resumed = (await cluster.other('GET', path)).body;
      expect(getPath(resumed, 'spec', 'suspend')).toBe(false);
      expect(getPath(resumed, 'metadata', 'annotations', 'lanthorn.dev/paused-until')).toBeUndefined();
      expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(until));
      await page.getByTestId('pause').waitFor({ state: 'detached' });
      await page.context().close();
    });
  });
});
