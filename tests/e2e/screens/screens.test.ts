import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { launchBrowser, openAt } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('blue', { seed: 3 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

const open = (path: string, options?: BrowserContextOptions) => openAt(browser, lanthorn, { path, options });

describe('hostile content', () => {
  const SCRIPT = '<img src=x onerror="globalThis.pwned=1"><script>globalThis.pwned=1</script>';
  const CONTROLS = '\u001b[31mred\u0007\u202egnp.exe';
  const cronJob = (
    name: string,
    { metadata = {}, ...rest }: { metadata?: object; spec?: unknown; status?: unknown },
  ) => {
    const meta = {
      name,
      namespace: 'shop',
      uid: `hostile-${name}`,
      creationTimestamp: '2026-11-23T00:00:00Z',
      ...metadata,
    };
    return { metadata: meta, spec: { schedule: '0 0 * * *', suspend: true }, ...rest } as KubeObject;
  };

  test('scripts, control characters, huge annotations and wrong types leave the page up', async () => {
    const put = (object: KubeObject) => cluster.server.load('cronjobs.v1.batch', object);
    put(
      cronJob('hostile-script', {
        metadata: { labels: { [SCRIPT]: SCRIPT }, annotations: { [SCRIPT]: SCRIPT } },
        spec: { schedule: SCRIPT, timeZone: SCRIPT, suspend: true },
        status: { lastScheduleTime: SCRIPT, conditions: [{ type: SCRIPT, message: SCRIPT }] },
      }),
    );
    put(cronJob('hostile-controls', { spec: { schedule: CONTROLS, timeZone: CONTROLS, suspend: true } }));
    put(cronJob('hostile-huge', { metadata: { annotations: { big: 'x'.repeat(1_000_000) } } }));
    put(
      cronJob('hostile-types', {
        spec: { schedule: { deep: [1] }, timeZone: 7, suspend: 'yes', jobTemplate: [] },
        status: { active: 'many', lastScheduleTime: {}, conditions: 'none' },
      }),
    );
    put(cronJob('hostile-null', { spec: null, status: 5 }));
    const { page, errors } = await open('/c/blue/cronjobs?q=hostile');
    await eventually(async () => (await page.locator('.grid-row').count()) === 5, 'all five rows are shown');
    const types = page.locator('.grid-row', { hasText: 'hostile-types' });
    await types.locator('.broken').first().waitFor();
    for (const name of ['script', 'controls', 'huge', 'types', 'null']) {
      for (const tab of ['', '?tab=yaml', '?tab=events']) {
        await page.goto(`${lanthorn.origin}/c/blue/cronjobs/shop/hostile-${name}${tab}`);
        await page.getByTestId('detail').getByText(`hostile-${name}`).first().waitFor();
      }
    }
    await page.goto(`${lanthorn.origin}/c/blue/cronjobs/shop/hostile-controls`);
    await page.getByText('␛[31mred␇⟨U+202E⟩gnp.exe').first().waitFor();
    expect(await page.evaluate(() => (globalThis as unknown as { pwned?: number }).pwned)).toBeUndefined();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});

describe('on a phone', () => {
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

  test('the kinds are closed by Escape, by a tap beside them and by a choice; the menu of the person is in the top bar', async () => {
    const { page } = await open('/c/blue/cronjobs', PHONE);
    const drawer = page.locator('.drawer.is-open');
    const toggle = page.getByRole('button', { name: 'Kinds', exact: true });
    const closed = () => drawer.waitFor({ state: 'detached' });
    await page.locator('.grid-row').first().waitFor();
    await toggle.click();
    await eventually(async () => (await page.evaluate('document.activeElement.tagName')) === 'A', 'it has the focus');
    await page.keyboard.press('Escape');
    await closed();
    await eventually(
      async () => await page.evaluate('document.activeElement.textContent === "Kinds"'),
      'the focus is back',
    );
    await toggle.click();
    await page.touchscreen.tap(370, 500);
    await closed();
    const settings = page.getByRole('button', { name: 'Settings' });
    await settings.click();
    const menu = page.getByRole('dialog', { name: 'Settings' });
    await menu.getByRole('radio', { name: 'Dark' }).check();
    await page.locator('html[data-theme="dark"]').waitFor();
    const { x = -1, width = 1_000 } = (await menu.boundingBox()) ?? {};
    expect([x >= 0, x + width <= PHONE.viewport.width]).toEqual([true, true]);
    await menu.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await toggle.click();
    await drawer.getByRole('link', { name: /^Jobs\b/ }).click();
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    await closed();
    await page.context().close();
  });

  test('what is selected can be acted on and let go of: no button of its bar lies beyond the edge', async () => {
    const { page } = await open('/c/blue/cronjobs?q=suspend%3Afalse', PHONE);
    for (const i of [0, 1]) await page.locator('.grid-row').nth(i).getByRole('checkbox').check();
    const bar = page.getByRole('toolbar', { name: '2 selected' });
    await bar.getByRole('button', { name: 'Delete' }).waitFor();
    for (const button of await bar.getByRole('button').all()) {
      // It could be pressed: nothing covers it.
      await button.click({ trial: true });
      const { x, width } = (await button.boundingBox()) ?? { x: -1, width: 0 };
      expect([await button.innerText(), x >= 0, x + width <= 390]).toEqual([expect.anything(), true, true]);
    }
    await bar.getByRole('button', { name: 'Clear selection' }).tap();
    await bar.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('an operation can be taken back: nothing of the dock lies beyond the edge', async () => {
    const { page } = await open('/c/blue/cronjobs/shop/stock-sync', PHONE);
    await page.getByRole('toolbar').getByRole('button', { name: 'Suspend', exact: true }).click();
    await page.getByText(/^The server accepts/).waitFor();
    await page.keyboard.press('Enter');
    const undo = page.locator('.dock').getByRole('button', { name: /^Undo/ }).first();
    await undo.waitFor();
    for (const button of await page.locator('.dock button').all()) {
      const box = await button.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    }
    await undo.tap();
    await page
      .getByRole('dialog')
      .getByText(/^The server accepts/)
      .waitFor();
    // Beside a terminal of a pod with a long name, too.
    const terminal = { session: 's', cluster: 'blue', namespace: 'shop', pod: 'checkout-'.repeat(9), mode: 'shell' };
    await page.evaluate(`sessionStorage.setItem('lanthorn.terminals', '${JSON.stringify([terminal])}')`);
    await page.reload();
    const names = page.locator('.dock [data-tab]');
    await eventually(async () => (await names.count()) === 2, 'both have their tab');
    for (const name of await names.all()) {
      const { x = -1, width = 999 } = (await name.boundingBox()) ?? {};
      expect([x >= 0, x + width <= 390]).toEqual([true, true]);
    }
    await page.context().close();
  });
});

test('what is wrong with a filter and the facets beside it are both seen, on screens of any width', async () => {
  const { page } = await open('/c/blue/pods?q=restarts%3Emany');
  const error = page.getByRole('alert').filter({ hasText: 'many' });
  const facets = page.getByRole('group', { name: 'Filter by state' });
  for (const width of [1440, 1024, 390]) {
    await page.setViewportSize({ width, height: 844 });
    for (const element of [error, facets.getByRole('button').first()]) {
      // It could be pressed: nothing covers it.
      await element.click({ trial: true });
      const { x, width: wide } = (await element.boundingBox()) ?? { x: -1, width: 0 };
      expect([width, x >= 0, x + wide <= width]).toEqual([width, true, true]);
    }
  }
  await page.context().close();
});

test('logs stay below while one goes elsewhere, fold and unfold by their key, and go where they are closed', async () => {
  const { page, errors } = await open('/c/blue/cronjobs/shop/cart-cleanup?tab=logs');
  await page.locator('.log-line').first().waitFor();
  await page.getByRole('button', { name: 'Keep below while going elsewhere' }).click();
  await page.keyboard.press('g');
  await page.keyboard.press('p');
  await page.getByRole('heading', { name: 'Pods' }).waitFor();
  const dock = page.getByRole('region', { name: 'Kept below' });
  await dock.locator('.log-line').first().waitFor();
  await page.keyboard.press(']');
  await dock.locator('.log-line').first().waitFor({ state: 'detached' });
  await page.keyboard.press(']');
  await dock.locator('.log-line').first().waitFor();
  const separator = dock.getByRole('separator');
  const height = async () => (await dock.boundingBox())?.height ?? 0;
  const before = await height();
  await separator.press('ArrowUp');
  await eventually(async () => (await height()) > before, 'it is higher');
  await page.reload();
  await page.getByRole('heading', { name: 'Pods' }).waitFor();
  await page.goto(`${lanthorn.origin}/c/blue/cronjobs/shop/cart-cleanup?tab=logs`);
  await page.getByRole('button', { name: 'Keep below while going elsewhere' }).click();
  await dock.locator('.log-line').first().waitFor();
  expect(await height()).toBeGreaterThan(before);
  await dock.getByRole('button', { name: 'Close cart-cleanup' }).click();
  await dock.getByRole('button', { name: 'cart-cleanup', exact: true }).waitFor({ state: 'detached' });
  expect(errors).toEqual([]);
  await page.context().close();
});

test('how far the forecast looks is in the address', async () => {
  const { page } = await open('/c/blue/forecast');
  await page.getByRole('button', { name: '7 days' }).click();
  await eventually(() => page.url().includes('range=week'), 'it is in the address');
  await page.reload();
  await page.locator('button[aria-pressed=true]', { hasText: '7 days' }).waitFor();
  await page.goBack();
  await page.locator('button[aria-pressed=true]', { hasText: '24 hours' }).waitFor();
  await page.context().close();
});

describe('the page of a CronJob on a phone', () => {
  test('no run is cut off at the edge', async () => {
    const { page } = await open('/c/blue/cronjobs?open=shop%2Fcart-cleanup', { viewport: { width: 390, height: 844 } });
    const logs = page.getByRole('button', { name: /^Logs of/ }).first();
    await logs.waitFor();
    const box = await logs.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 999)).toBeLessThanOrEqual(390);
    await page.context().close();
  });
});
