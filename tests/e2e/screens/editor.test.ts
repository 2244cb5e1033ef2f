import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { cuttableSockets, launchBrowser, newPage, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness, writes } from '../harness.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

const CRONJOB = '/apis/batch/v1/namespaces/data/cronjobs/nightly-backup';
const PAGE = '/c/edit/cronjobs/data/nightly-backup?tab=yaml';
const MERGE = 'application/merge-patch+json';

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('edit', 4)]);
    await cluster.other('PATCH', CRONJOB, { spec: { concurrencyPolicy: 'Forbid' } }, MERGE);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  async function open(path = PAGE, context = 'edit'): Promise<{ page: Page; errors: string[] }> {
    const opened = await openPage(browser, `${lanthorn.origin}${path.replace('/c/edit/', `/c/${context}/`)}`);
    return opened;
  }

  async function edit(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('.cm-content').waitFor();
  }

  /** Replaces text of one line as a person does: caret behind it, backspaces, typing. */
  async function retype(page: Page, from: string, to: string): Promise<void> {
    // The editor draws only the lines in sight.
    await page.locator('.cm-content').click();
    await page.keyboard.press(from.startsWith('schedule') ? 'Control+Home' : 'Control+End');
    await page.locator('.cm-line', { hasText: from }).first().click();
    await page.keyboard.press('End');
    for (const _character of from) await page.keyboard.press('Backspace');
    await page.keyboard.type(to);
  }

  async function save(page: Page): Promise<void> {
    await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByTestId('editor').waitFor({ state: 'detached' });
  }

  const object = async (path = CRONJOB) => (await cluster.other('GET', path)).body;
  const notes = (page: Page) => page.getByTestId('editor-notes');

  describe('editing', () => {
    test('an edit begun before cuts and foreign changes is saved after all of them, with both changes, and nobody sees a conflict', async () => {
      const { page, errors } = await newPage(browser, lanthorn.url);
      const sockets = await cuttableSockets(page);
      await page.goto(`${lanthorn.origin}${PAGE}`);
      await edit(page);
      await retype(page, 'concurrencyPolicy: Forbid', 'concurrencyPolicy: Replace');
      await sockets.at(-1)?.close({ code: 1012 });
      await cluster.other('PATCH', CRONJOB, { spec: { schedule: '11 5 * * *' } }, MERGE);
      cluster.cut();
      await cluster.other('PATCH', CRONJOB, { metadata: { labels: { seen: 'yes' } } }, MERGE);
      await notes(page).getByText('spec.schedule').waitFor();
      expect(await notes(page).innerText(), 'no other editor that goes on with a draft').not.toContain('draft');
      await page.locator('.cm-foreign', { hasText: '11 5 * * *' }).waitFor();
      // Beside each line stands who owns it, the newcomer too; what the server writes is folded away.
      const owners = page.locator('.cm-owners');
      await owners
        .getByText(/^elsewhere \d+:\d\d/)
        .first()
        .waitFor();
      await owners
        .getByText(/^kubectl-create /)
        .first()
        .waitFor();
      const folded = page.locator('.folded-field', { hasText: 'managedFields' });
      expect(await folded.locator('pre').innerText()).toBe('');
      await folded.locator('summary').click();
      await folded.getByText('manager: elsewhere').waitFor();
      const before = cluster.arrived.length;
      await save(page);
      const saved = await object();
      expect(getPath(saved, 'spec')).toMatchObject({ schedule: '11 5 * * *', concurrencyPolicy: 'Replace' });
      expect(getPath(saved, 'metadata', 'labels', 'seen')).toBe('yes');
      const [patch] = writes(cluster.arrived.slice(before), 'PATCH', /nightly-backup$/);
      expect(getPath(JSON.parse(patch?.body ?? '{}'), 'spec')).toEqual({ concurrencyPolicy: 'Replace' });
      expect(errors).toEqual([]);
      await page.context().close();
    });

    test('a write between the dry run and the save is merged again without a word', async () => {
      const { page } = await open();
      await edit(page);
      await retype(page, 'concurrencyPolicy: Replace', 'concurrencyPolicy: Allow');
      await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
      await page.getByText('The server accepts this (dry run).').waitFor();
      await cluster.other('PATCH', CRONJOB, { spec: { schedule: '12 5 * * *' } }, MERGE);
      await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
      await page.getByTestId('editor').waitFor({ state: 'detached' });
      expect(getPath(await object(), 'spec')).toMatchObject({ schedule: '12 5 * * *', concurrencyPolicy: 'Allow' });
      await page.context().close();
    });

    test('a clash names its field and waits for a choice', async () => {
      const { page } = await open();
      await edit(page);
      await retype(page, 'schedule: 12 5 * * *', 'schedule: 1 1 * * *');
      await cluster.other('PATCH', CRONJOB, { spec: { schedule: '2 2 * * *', suspend: true } }, MERGE);
      const clash = page.locator('[data-clash="spec.schedule"]');
      await clash.getByText('2 2 * * *').waitFor();
      expect(
        await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).isDisabled(),
      ).toBe(true);
      await clash.getByRole('radio').first().click();
      await clash.waitFor({ state: 'detached' });
      await save(page);
      expect(getPath(await object(), 'spec')).toMatchObject({ schedule: '1 1 * * *', suspend: true });
      await page.context().close();
    });

    test('a Deployment whose replicas an autoscaler moves', async () => {
      const path = '/apis/apps/v1/namespaces/data/deployments/ingest';
      const { page } = await open('/c/edit/deployments/data/ingest?tab=yaml');
      await edit(page);
      await retype(page, 'progressDeadlineSeconds: 600', 'progressDeadlineSeconds: 700');
      for (const replicas of [2, 3, 4]) await cluster.other('PATCH', path, { spec: { replicas } }, MERGE);
      await notes(page).getByText('spec.replicas').waitFor();
      // Undo takes back what was typed here, never what others did.
      await page.keyboard.press('Control+z');
      await page.keyboard.press('Control+y');
      await cluster.other('PATCH', path, { spec: { replicas: 5 } }, MERGE);
      await save(page);
      expect(getPath(await object(path), 'spec')).toMatchObject({ replicas: 5, progressDeadlineSeconds: 700 });
      await page.context().close();
    });

    test('the draft outlasts a reload; what is wrong is marked where it is', async () => {
      const { page } = await open();
      await edit(page);
      await retype(page, 'suspend: true', 'suspended: true');
      await page.locator('.cm-lintRange-error', { hasText: 'suspended' }).waitFor();
      await page.waitForTimeout(600);
      await page.reload();
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+End');
      await page.locator('.cm-line', { hasText: 'suspended: true' }).waitFor();
      await notes(page).getByText('Going on with your draft').waitFor();
      await retype(page, 'suspended: true', 'suspend: true');
      await retype(page, 'schedule: 1 1 * * *', 'schedule: 99 1 * * *');
      const before = cluster.arrived.length;
      await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
      await page.getByRole('alert').getByText('above maximum').waitFor();
      await page.locator('.cm-lintRange-error', { hasText: 'schedule' }).waitFor();
      expect(writes(cluster.arrived.slice(before), 'PATCH', /nightly-backup$/)).toEqual([]);
      await page.getByRole('button', { name: 'Discard changes' }).click();
      await page.getByTestId('yaml').getByText('schedule: 1 1 * * *').waitFor();
      await page.context().close();
    });

    test('who may not patch is told so', async () => {
      const { page } = await open(PAGE, 'edit-viewer');
      await page.getByTestId('yaml').waitFor();
      await eventually(() => page.getByRole('button', { name: 'Edit', exact: true }).isDisabled(), 'edit is disabled');
      await page.context().close();
    });
  });
});
