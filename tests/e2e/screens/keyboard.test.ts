import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness, writes } from '../harness.ts';
import { focusIs, focusOf, Keys } from '../keys.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('keys', 5)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  async function open(path: string, options: Parameters<typeof openPage>[2] = {}): Promise<{ page: Page; keys: Keys }> {
    const { page } = await openPage(browser, `${lanthorn.origin}${path}`, options);
    return { page, keys: new Keys(page) };
  }

  const rows = (page: Page) => page.locator('.grid-row:not([data-awaited])');
  const dialog = (page: Page) => page.getByRole('dialog');

  /** Filters, waits for as many rows, and goes to them. */
  async function filter(keys: Keys, text: string, count: number): Promise<void> {
    const { page } = keys;
    await keys.press('/');
    await keys.type(text);
    await eventually(async () => (await rows(page).count()) === count, `${count} rows match ${text}`);
    await keys.pressUntil('Tab', async () => (await focusOf(page)) === 'grid', 6);
  }

  /** Confirms what the dialog asks, once the server has said yes to it. */
  async function confirm(keys: Keys): Promise<void> {
    await keys.page.getByText(/^The server accepts/).waitFor();
    await keys.press('Enter');
    await dialog(keys.page).waitFor({ state: 'detached' });
  }

  /** What is sent from now on. */
  function watchWrites(method: 'POST' | 'PATCH' | 'DELETE', path: RegExp) {
    const from = cluster.arrived.length;
    return (count: number) =>
      eventually(
        () => {
          const found = writes(cluster.arrived.slice(from), method, path);
          return found.length === count && found;
        },
        `${count} × ${method} ${String(path)}`,
      );
  }

  describe('by keys alone', () => {
    test('from page load to the rows: none; a link leads past all that stands before them', async () => {
      const { page, keys } = await open('/c/keys/pods');
      await focusIs(page, 'grid');
      // While a list is read, the row that was first may be far down a moment later, and the focus goes with it.
      await page.locator('.list-page .freshness[data-state="live"]').waitFor();
      await keys.press('j');
      await page.locator('.grid-row.is-focused').waitFor();
      expect(keys.count).toBe(1);
      await page.locator('.skip-link').focus();
      expect((await page.locator('.skip-link').boundingBox())?.y).toBeGreaterThanOrEqual(0);
      await keys.press('Enter');
      await focusIs(page, 'grid');
      await page.context().close();
    });

    test('a failing pod, and its logs', async () => {
      const { page, keys } = await open('/c/keys/cronjobs');
      await rows(page).first().waitFor();
      await keys.press('g', 'p');
      await focusIs(page, 'grid');
      await keys.press('/');
      await keys.type('import-worker');
      await eventually(
        async () => /^Pods\D*\d+ of \d/.test(await page.locator('.toolbar').innerText()),
        'it is filtered',
      );
      await keys.pressUntil('Tab', async () => (await focusOf(page)) === 'grid', 6);
      await keys.press('j', 'o', 'l');
      await page.locator('.log-line').first().waitFor();
      expect(keys.count).toBeLessThan(26);
      await page.context().close();
    });

    test('a terminal in a pod: what is typed, what it writes, after a reload as before, left by its key, and why it ended', async () => {
      const { page, keys } = await open('/c/keys/pods?ns=shop&q=status%3ARunning');
      await rows(page).first().waitFor();
      await focusIs(page, 'grid');
      // While a list is read, what a key is about may be far down a moment later.
      await page.locator('.list-page .freshness[data-state="live"]').waitFor();
      await keys.press('j');
      await page.locator('.grid-row.is-focused').waitFor();
      await keys.press('s');
      const screen = page.locator('[data-terminal] .xterm-rows');
      const shows = (text: string) =>
        eventually(async () => (await screen.innerText()).includes(text), `the terminal shows ${text}`);
      const isLive = () => page.locator('[data-phase="live"]').waitFor();
      await isLive();
      await keys.type('echo is-$?');
      await keys.press('Enter');
      await shows('is-0');
      await page.reload();
      await isLive();
      await shows('is-0');
      // Who comes back did not ask for the terminal: the keys are the page's.
      const terminal = page.locator('[data-terminal] textarea');
      expect(await terminal.evaluate(input => input === input.ownerDocument.activeElement)).toBe(false);
      await terminal.focus();
      await keys.press('Control+F6');
      expect(await page.evaluate<boolean>("document.activeElement.hasAttribute('data-tab')")).toBe(true);
      await terminal.focus();
      await keys.type('exit 3');
      await keys.press('Enter');
      await page.getByTestId('terminal-end').getByText('exit code 3').waitFor();
      await page.context().close();
    });

    test('a CronJob is run', async () => {
      const { page, keys } = await open('/c/keys/cronjobs');
      await rows(page).first().waitFor();
      await filter(keys, 'nightly-backup', 1);
      const sent = watchWrites('POST', /\/namespaces\/data\/jobs$/);
      await keys.press('j', 'r');
      await confirm(keys);
      await sent(1);
      await focusIs(page, 'grid');
      await page.context().close();
    });

    test('an action of an object has the same key on its page', async () => {
      const { page, keys } = await open('/c/keys/cronjobs/shop/cart-cleanup');
      await focusIs(page, 'h1');
      await page.getByRole('button', { name: 'Run now', exact: true }).waitFor();
      await keys.press('r');
      await page.getByRole('heading', { name: 'Run now: cart-cleanup' }).waitFor();
      await keys.press('Escape');
      await focusIs(page, 'h1');
      await page.context().close();
    });

    test('three are suspended, and that is undone as a whole', async () => {
      const { page, keys } = await open('/c/keys/cronjobs?q=ns%3Ashop%20suspend%3Afalse&sort=name');
      await rows(page).nth(2).waitFor();
      await focusIs(page, 'grid');
      const suspended = watchWrites('PATCH', /\/cronjobs\/[^/]+$/);
      await keys.press('j', 'x', 'j', 'x', 'j', 'x', 'p');
      await confirm(keys);
      const patches = await suspended(3);
      const areSuspended = async () => {
        const objects = await Promise.all(patches.map(async ({ path }) => (await cluster.other('GET', path)).body));
        return objects.map(body => getPath(body, 'spec', 'suspend'));
      };
      await page.locator('[data-operation="cronjob.suspend"][data-phase="seen"]').nth(2).waitFor();
      expect(await areSuspended()).toEqual([true, true, true]);
      const undone = watchWrites('PATCH', /\/cronjobs\/[^/]+$/);
      const before = keys.count;
      await keys.press('u');
      await page.getByRole('heading', { name: 'Undo: Suspend: 3 objects' }).waitFor();
      await confirm(keys);
      expect(keys.count - before).toBe(2);
      await undone(3);
      expect(await areSuspended()).toEqual([false, false, false]);
      await page.context().close();
    });

    test('where there is nothing to undo, that is said', async () => {
      const { page, keys } = await open('/c/keys-viewer/pods');
      await rows(page).first().waitFor();
      await keys.press('u');
      await page.getByRole('status').getByText('There is nothing to undo in this cluster.').waitFor();
      expect(await dialog(page).count()).toBe(0);
      await page.context().close();
    });

    test('a label is changed', async () => {
      const { page, keys } = await open('/c/keys/cronjobs/data/nightly-backup');
      await focusIs(page, 'h1');
      await page.getByRole('tab', { name: 'YAML' }).waitFor();
      await keys.press('e');
      await focusIs(page, /^textbox YAML of nightly-backup/);
      expect(page.url()).toContain('tab=yaml%3Aedit');
      await keys.press('Control+Home');
      const line = () => page.locator('.cm-activeLine').innerText();
      await keys.pressUntil('ArrowDown', async () => (await line()).trim() === 'labels:', 20);
      await keys.press('ArrowDown', 'End', 'Enter');
      await keys.type('tier: gold');
      const sent = watchWrites('PATCH', /\/cronjobs\/nightly-backup$/);
      await keys.press('Control+s');
      await confirm(keys);
      const [patch] = await sent(1);
      expect(getPath(JSON.parse(patch?.body ?? ''), 'metadata', 'labels')).toEqual({ tier: 'gold' });
      await page.getByTestId('editor').waitFor({ state: 'detached' });
      // Where it was when the edit began.
      await focusIs(page, 'h1');
      await page.context().close();
    });

    test('another namespace, two of them, all of them', async () => {
      const { page, keys } = await open('/c/keys/cronjobs');
      await focusIs(page, 'grid');
      await keys.press('n');
      await focusIs(page, 'combobox Find a namespace');
      await keys.type('sho');
      await page.getByRole('option', { name: 'shop' }).waitFor();
      await keys.press('Enter');
      await eventually(() => new URL(page.url()).searchParams.get('ns') === 'shop', 'the address says so');
      expect(keys.count).toBe(5);
      await focusIs(page, 'grid');
      await keys.press('n');
      await keys.type('data');
      await page.getByRole('option', { name: 'data' }).waitFor();
      await keys.press('Space', 'Enter');
      await eventually(() => new URL(page.url()).searchParams.get('ns') === 'shop,data', 'both are in the address');
      await page.locator('.grid-row', { hasText: 'nightly-backup' }).waitFor();
      await page.getByRole('button', { name: 'Namespace: 2 namespaces' }).waitFor();
      expect(cluster.arrived.some(({ request }) => request.path.endsWith('/namespaces/data/cronjobs'))).toBe(true);
      await keys.press('n');
      await page.getByRole('option', { name: 'All namespaces' }).waitFor();
      await keys.press('Enter');
      await eventually(() => !new URL(page.url()).searchParams.has('ns'), 'all again');
      await page.context().close();
    });

    test('another cluster, and what is listed there as a file', async () => {
      const { page, keys } = await open('/c/keys/cronjobs');
      await focusIs(page, 'grid');
      await keys.press('C');
      await focusIs(page, /^combobox/);
      await keys.type('viewer');
      await page.getByRole('option', { name: /keys-viewer/ }).waitFor();
      await keys.press('Enter');
      await eventually(() => page.url().includes('/c/keys-viewer/cronjobs'), 'the address says so');
      await rows(page).first().waitFor();
      await filter(keys, 'nightly-backup', 1);
      await keys.pressUntil('Shift+Tab', async () => (await focusOf(page)) === 'button Columns', 6);
      await keys.pressUntil('ArrowRight', async () => (await focusOf(page)) === 'button Export what matches', 6);
      const [file] = await Promise.all([page.waitForEvent('download'), keys.press('Enter', 'Enter')]);
      expect(file.suggestedFilename()).toMatch(/^keys-viewer-cronjobs-.*\.csv$/);
      expect(readFileSync(await file.path(), 'utf8')).toMatch(/^\ufeffname,namespace,.*\r\nnightly-backup,data,/);
      await focusIs(page, 'button Export what matches');
      await page.context().close();
    });

    test('by the palette: another theme, a namespace, and the same key closes it', async () => {
      const { page, keys } = await open('/c/keys/cronjobs');
      await focusIs(page, 'grid');
      await keys.press('Control+k');
      await focusIs(page, 'combobox Go to or do');
      await keys.press('Control+k');
      await dialog(page).waitFor({ state: 'detached' });
      await focusIs(page, 'grid');
      await keys.press('Control+k');
      await focusIs(page, 'combobox Go to or do');
      await keys.type('dark');
      await keys.press('Enter');
      await page.locator('html[data-theme="dark"]').waitFor();
      await focusIs(page, 'grid');
      await keys.press('Control+k');
      await focusIs(page, 'combobox Go to or do');
      await keys.type('payments');
      await page.getByRole('option', { name: /^payments go to namespace/ }).waitFor();
      await keys.pressUntil(
        'ArrowDown',
        async () => /go to namespace/.test(await page.locator('[role=option][aria-selected=true]').innerText()),
        20,
      );
      await keys.press('Enter');
      await eventually(
        () => new URL(page.url()).searchParams.get('ns') === 'payments',
        'the list is of that namespace',
      );
      await page.context().close();
    });

    test('from an event to its object, from a pod to its node, and back', async () => {
      const { page, keys } = await open('/c/keys/events?q=object%3APod');
      await rows(page).first().waitFor();
      await keys.press('j', 'Enter');
      await focusIs(page, 'h1');
      await page.getByText('Facts').waitFor();
      await keys.pressUntil('Tab', async () => (await focusOf(page)).startsWith('a Pod/'), 20);
      await keys.press('Enter');
      await focusIs(page, 'h1');
      await eventually(() => /\/pods\//.test(page.url()), 'it is the page of a pod');
      await page.getByText('Facts').waitFor();
      await keys.pressUntil('Tab', async () => (await focusOf(page)).startsWith('a node-'), 25);
      await keys.press('Enter');
      await eventually(() => /\/nodes\//.test(page.url()), 'it is the page of a node');
      await focusIs(page, 'h1');
      await page.goBack();
      await eventually(() => /\/pods\//.test(page.url()), 'back at the pod');
      await focusIs(page, 'h1');
      await page.context().close();
    });

    test('a pod is deleted; a namespace only when its name was typed', async () => {
      await cluster.other('POST', '/api/v1/namespaces', { metadata: { name: 'doomed' } });
      const container = { name: 'main', image: 'registry.example/main:1' };
      for (const name of ['one', 'two'])
        await cluster.other('POST', '/api/v1/namespaces/doomed/pods', {
          metadata: { name },
          spec: { containers: [container] },
        });
      const { page, keys } = await open('/c/keys/pods?ns=doomed&sort=name');
      await rows(page).nth(1).waitFor();
      await focusIs(page, 'grid');
      const pod = watchWrites('DELETE', /\/namespaces\/doomed\/pods\/one$/);
      await keys.press('j', 'Delete');
      await confirm(keys);
      await pod(1);
      await keys.press('g', 's');
      await focusIs(page, 'grid');
      await filter(keys, 'name:doomed', 1);
      const namespace = watchWrites('DELETE', /\/namespaces\/doomed$/);
      await keys.press('j', 'Delete');
      await focusIs(page, /^input/);
      await page
        .getByTestId('contents')
        .getByText(/In doomed: Pods \d/)
        .waitFor();
      await page.getByText(/^The server accepts/).waitFor();
      await keys.press('Enter');
      await keys.type('doom');
      await keys.press('Enter');
      await namespace(0);
      await keys.type('ed');
      await confirm(keys);
      await namespace(1);
      await page.context().close();
    });
  });

  describe('focus', () => {
    test('is where it was after every form of an object, and follows to every screen', async () => {
      const { page, keys } = await open('/c/keys/cronjobs/data/nightly-backup');
      const button = page.getByRole('button', { name: 'Run with…' });
      await button.focus();
      await keys.press('Enter');
      await focusIs(page, /^combobox|^input/);
      await keys.press('Escape');
      await focusIs(page, 'button Run with…');
      for (const name of ['Pause until…', 'Schedule…']) {
        await page.getByRole('button', { name: 'More actions' }).focus();
        await keys.press('Enter');
        await page.getByRole('menuitem', { name }).focus();
        await keys.press('Enter');
        await focusIs(page, /^input/);
        await keys.press('Escape');
        await focusIs(page, 'button More actions');
      }
      for (const [letter, title] of [
        ['c', 'CronJobs'],
        ['j', 'Jobs'],
        ['p', 'Pods'],
        ['d', 'Deployments'],
        ['n', 'Nodes'],
        ['s', 'Namespaces'],
        ['e', 'Events'],
      ] as const) {
        await keys.press('g', letter);
        await page.getByRole('heading', { name: title, exact: true }).waitFor();
        await focusIs(page, 'grid');
        expect(await page.title()).toBe(`${title} · keys – Lanthorn`);
      }
      await keys.press('g', 'o');
      await focusIs(page, 'h1');
      expect(await page.title()).toBe('Overview · keys – Lanthorn');
      await keys.press('g', 'n');
      await focusIs(page, 'grid');
      await keys.press('j', 'Enter');
      await focusIs(page, 'h1');
      expect(await page.title()).toMatch(/^node-\d+ · Nodes · keys – Lanthorn$/);
      await page.goBack();
      await focusIs(page, 'grid');
      // Of the panel: into it, and out by Escape.
      await keys.press('j', 'o');
      await page.getByTestId('detail').waitFor();
      await page.getByRole('tab', { name: 'YAML' }).focus();
      await keys.press('Escape');
      await page.getByTestId('detail').waitFor({ state: 'detached' });
      await focusIs(page, 'grid');
      await page.context().close();
    });

    test('is on Edit again after an edit that was given up', async () => {
      const { page, keys } = await open('/c/keys/cronjobs/data/nightly-backup?tab=yaml');
      await page.getByRole('button', { name: 'Edit', exact: true }).focus();
      await keys.press('Enter');
      await focusIs(page, /^textbox YAML of/);
      await keys.press('Escape', 'Tab');
      expect(await focusOf(page)).not.toMatch(/^textbox/);
      await page.getByRole('button', { name: 'Cancel' }).focus();
      await keys.press('Enter');
      await focusIs(page, 'button Edit');
      await page.context().close();
    });

    test('goes into every layer that a button opens, and is on the button again after Escape', async () => {
      const opened: string[] = [];
      for (const path of ['/c/keys/pods', '/c/keys/cronjobs/shop/cart-cleanup']) {
        const { page, keys } = await open(path);
        await focusIs(page, path.endsWith('pods') ? 'grid' : 'h1');
        const buttons = page.locator('button[aria-haspopup]:visible');
        await buttons.last().waitFor();
        for (const [i, button] of (await buttons.all()).entries()) {
          await button.focus();
          await keys.press('Enter');
          const layer = page.locator('[role=dialog]:visible, [role=menu]:visible');
          await layer.waitFor();
          await layer.locator(':focus').waitFor();
          await keys.press('Escape');
          await layer.waitFor({ state: 'detached' });
          await page.locator('button[aria-haspopup]:focus').waitFor();
          expect(await button.evaluate(element => element === element.ownerDocument.activeElement)).toBe(true);
          opened.push(`${path} ${i}`);
        }
        await page.context().close();
      }
      expect(opened.length).toBeGreaterThan(8);
    });

    test('reaches what may not be done, and hears every right that is missing', async () => {
      const { page, keys } = await open('/c/keys-viewer/cronjobs/shop/stock-sync');
      await focusIs(page, 'h1');
      const run = page.getByRole('button', { name: 'Run now', exact: true });
      await eventually(() => run.isDisabled(), 'Run now is disabled');
      await keys.pressUntil('Tab', async () => (await focusOf(page)) === 'button Run now', 6);
      await keys.press('Enter');
      expect(await dialog(page).count()).toBe(0);
      for (const right of ['create jobs.batch', 'patch cronjobs.batch', 'delete cronjobs.batch'])
        await page.locator('p', { hasText: `The right to ${right} in shop is missing.` }).waitFor();
      // At the button, too, where one pressed.
      const reason = page.getByRole('alert').filter({ hasText: 'The right to create jobs.batch in shop is missing.' });
      await reason.waitFor();
      // It does not look like one that can be pressed, and can be read.
      const look = (element: string) =>
        page.evaluate<string[]>(
          `(({ cursor, borderTopStyle, color }) => [cursor, borderTopStyle, color])(getComputedStyle(${element}))`,
        );
      const [off, on] = [await look('document.activeElement'), await look("document.querySelector('.topbar button')")];
      expect([off.slice(0, 2), on[0]]).toEqual([['not-allowed', 'dashed'], 'pointer']);
      expect(off[2]).not.toBe(on[2]);
      await page.context().close();
    });
  });

  test('every key that is told works is in the help, and the help is closed by Escape', async () => {
    const { page, keys } = await open('/c/keys/cronjobs');
    await focusIs(page, 'grid');
    await keys.press('?');
    const help = dialog(page);
    for (const key of ['g o', 'g c', 'u', 'e', 'n', 'Ctrl S', 'Ctrl K', 'Delete'])
      await help.locator('kbd', { hasText: new RegExp(`^${key}$`) }).waitFor();
    await keys.press('Escape');
    await help.waitFor({ state: 'detached' });
    await focusIs(page, 'grid');
    await page.context().close();
  });

  test('a choice of language lasts', async () => {
    const { page, keys } = await open('/c/keys/cronjobs');
    await focusIs(page, 'grid');
    await keys.press('Control+k');
    await focusIs(page, 'combobox Go to or do');
    await keys.type('简体');
    await keys.press('Enter');
    await page.locator('html[lang="zh-CN"]').waitFor();
    await page.reload();
    await page.locator('html[lang="zh-CN"]').waitFor();
    await page.getByRole('columnheader', { name: /名称/ }).waitFor();
    await page.context().close();
  });
});
