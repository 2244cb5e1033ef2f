import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import type { Browser, Page } from 'playwright-core';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { launchBrowser, openPage } from './browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from './harness.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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

async function open(
  path: string,
  options: Parameters<typeof openPage>[2] = {},
): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, lanthorn.url, options);
  await opened.page.goto(`${lanthorn.origin}${path}`);
  return opened;
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const result = await axe.run();
    return result.violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
  });
}

describe('accessibility: no violation on any screen', () => {
  const schemes = ['light', 'dark'] as const;
  for (const colorScheme of schemes) {
    test.each([
      ['list', '/c/blue/cronjobs', '.grid-row'],
      ['list with panel', '/c/blue/cronjobs?open=shop%2Fstock-sync', '[data-testid=runs]'],
      ['page', '/c/blue/pods', '.grid-row'],
      ['yaml', '/c/blue/cronjobs/data/nightly-backup?tab=yaml', '[data-testid=yaml]'],
      ['events', '/c/blue/deployments/shop/recommendations?tab=events', '.plain-table'],
      ['logs', '/c/blue/cronjobs/shop/cart-cleanup?tab=logs', '.log-line'],
      ['empty', '/c/blue/cronjobs?q=nothingmatchesthis', '.notice'],
      ['history', '/c/blue/cronjobs/data/nightly-backup?tab=history', '[data-testid=history]'],
      ['forecast', '/c/blue/forecast', '[data-testid=herds]'],
      ['overview', '/c/blue/overview', '.concern'],
      ['costs', '/c/blue/costs', '[data-cost]'],
    ])(`%s, ${colorScheme}`, async (_name, path, ready) => {
      const { page, errors } = await open(path, { colorScheme });
      await page.locator(ready).first().waitFor();
      expect(await violations(page)).toEqual([]);
      expect(errors).toEqual([]);
      await page.context().close();
    });
  }

  test.each(schemes)('editor and forms, %s', async colorScheme => {
    const { page } = await open('/c/blue/cronjobs/data/nightly-backup?tab=yaml', { colorScheme });
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('.cm-line').first().waitFor();
    expect(await violations(page)).toEqual([]);
    for (const button of ['Run with…', 'Pause until…', 'Schedule…']) {
      await page.getByRole('button', { name: button }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
    }
    await page.context().close();
  });

  const PHONE = { viewport: { width: 390, height: 844 } };
  const menuOf = (page: Page, row: string) =>
    page
      .locator('.grid-row', { hasText: row })
      .first()
      .getByRole('button', { name: /^Actions/ })
      .click();
  const accepted = (page: Page) => page.getByText(/^The server accepts/).waitFor();

  /** What is opened by a hand: how to get there, and what shows that it is there. */
  const STATES: readonly {
    readonly name: string;
    readonly path: string;
    readonly options?: Parameters<typeof openPage>[2];
    readonly prepare: (page: Page) => Promise<unknown>;
  }[] = [
    {
      name: 'dialog',
      path: '/c/blue/cronjobs/data/nightly-backup',
      prepare: async page => {
        await page.getByRole('toolbar').getByRole('button', { name: 'Run now' }).click();
        await accepted(page);
      },
    },
    {
      name: 'palette with names',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.getByRole('grid').waitFor();
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Go to or do' }).fill('payments');
        await page.getByRole('option', { name: /go to namespace/ }).waitFor();
      },
    },
    {
      name: 'palette without anything',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.getByRole('grid').waitFor();
        await page.keyboard.press('Control+k');
        await page.getByRole('combobox', { name: 'Go to or do' }).fill('zzzzzz');
        await page.getByText('Nothing found.').waitFor();
      },
    },
    {
      name: 'namespaces',
      path: '/c/blue/cronjobs?ns=shop',
      prepare: async page => {
        await page.getByRole('button', { name: /^Namespace:/ }).click();
        await page.getByRole('option', { name: 'payments' }).click({ modifiers: ['ControlOrMeta'] });
        await page.getByRole('button', { name: 'Show 2 namespaces' }).waitFor();
      },
    },
    {
      name: 'keys',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.getByRole('grid').waitFor();
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'deleting a namespace',
      path: '/c/blue/namespaces/-/shop',
      prepare: async page => {
        await page.getByRole('toolbar').getByRole('button', { name: 'Delete' }).click();
        await accepted(page);
        await page.getByTestId('contents').waitFor();
      },
    },
    {
      name: 'row menu',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await menuOf(page, 'cart-cleanup');
        await page.getByRole('menu').waitFor();
      },
    },
    {
      name: 'selection',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.locator('.grid-row').first().getByRole('checkbox').check();
        await page.locator('.bulkbar').waitFor();
      },
    },
    {
      name: 'columns',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.getByRole('button', { name: 'Columns' }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'freshness',
      path: '/c/blue/cronjobs',
      prepare: async page => {
        await page.locator('.list-page .freshness').click();
        await page.getByRole('dialog').waitFor();
      },
    },
    {
      name: 'no such page',
      path: '/c/blue/nothing',
      prepare: page => page.getByRole('heading', { name: 'No such page' }).waitFor(),
    },
    {
      name: 'no such path',
      path: '/nowhere',
      prepare: page => page.getByRole('heading', { name: 'No such page' }).waitFor(),
    },
    {
      name: 'no such object',
      path: '/c/blue/pods/shop/nobody',
      prepare: page => page.getByText('There is no nobody here.').waitFor(),
    },
    {
      name: 'no such cluster',
      path: '/c/green/pods',
      prepare: page => page.getByRole('heading', { name: /green/ }).waitFor(),
    },
    {
      name: 'nothing allowed',
      path: '/c/blue-viewer/cronjobs/shop/stock-sync',
      prepare: page => page.locator('.plain-button[aria-disabled=true]').first().waitFor(),
    },
    {
      name: 'kinds on a phone',
      path: '/c/blue/cronjobs',
      options: PHONE,
      prepare: async page => {
        await page.getByRole('button', { name: 'Show kinds' }).click();
        await page.locator('.drawer.is-open').waitFor();
      },
    },
    {
      name: 'operations on a phone',
      path: '/c/blue/cronjobs/shop/cart-cleanup',
      options: PHONE,
      prepare: async page => {
        await page
          .getByRole('toolbar')
          .getByRole('button', { name: /^(Suspend|Resume)$/ })
          .click();
        await accepted(page);
        await page.keyboard.press('Enter');
        await page.locator('.dock').getByRole('button', { name: /^Undo/ }).first().waitFor();
      },
    },
  ];
  describe.each(STATES)('$name', ({ path, options, prepare }) => {
    test.each(schemes)('%s', async colorScheme => {
      const { page } = await open(path, { ...options, colorScheme });
      await prepare(page);
      expect(await violations(page)).toEqual([]);
      await page.context().close();
    });
  });
});

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

describe('a cluster that does not answer', () => {
  test('says why, and offers the demo', async () => {
    const other = await startLanthorn(
      '--port',
      '0',
      '--kubeconfig',
      cluster.kubeconfig.replace('blue.yaml', 'missing.yaml'),
      '--kubeconfig',
      deadKubeconfig(),
    );
    const { page } = await openPage(browser, other.url);
    await page.getByText('dead cannot be reached').waitFor();
    await page.getByText(/did not answer: connect ECONNREFUSED/).waitFor();
    await page.getByRole('button', { name: 'Open the demo cluster' }).click();
    await page.getByText('cart-cleanup', { exact: true }).waitFor();
    expect(other.stderr()).toContain('Context dead cannot be reached');
    await page.context().close();
    expect(await other.stop()).toBe(0);
  });
});

describe('a kubeconfig', () => {
  const write = (text: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'config.yaml');
    writeFileSync(file, text);
    return file;
  };

  test('that cannot be read opens no demo: the page says which file, which line and why', async () => {
    const file = write('apiVersion: v1\nusers:\n- name: u\n  user:\n\ttoken: s3cret\n');
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page, errors } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'No cluster could be read from the kubeconfig files' }).waitFor();
    await page.getByText(`${file}, line 5: a tab stands in the indentation`).waitFor();
    expect(await page.content()).not.toContain('s3cret');
    expect(await page.getByText('cart-cleanup').count()).toBe(0);
    await page.getByRole('button', { name: 'Open the demo cluster' }).click();
    await page.getByText('cart-cleanup', { exact: true }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
    await other.stop();
  });

  test('beside one that cannot be read is used, and the other one is named until that was read', async () => {
    const file = write('a: [\n');
    const other = await startLanthorn('--port', '0', '--kubeconfig', file, '--kubeconfig', cluster.kubeconfig);
    const { page } = await openPage(browser, other.url);
    await page.getByText('cart-cleanup', { exact: true }).waitFor();
    const note = page.getByRole('alert').filter({ hasText: file });
    await note.getByRole('button', { name: 'Close' }).click();
    await note.waitFor({ state: 'detached' });
    await page.context().close();
    await other.stop();
  });

  test('with contexts whose names are steps of a path: each has an address that opens it again', async () => {
    const names = ['.', '..', '~', 'a/../..', '%2e'];
    const text = readFileSync(cluster.kubeconfig, 'utf8');
    const { context } = (parse(text) as { contexts: { context: object }[] }).contexts[0] ?? { context: {} };
    const contexts = names.map(name => ({ name, context }));
    const other = await startLanthorn(
      '--port',
      '0',
      '--kubeconfig',
      write(JSON.stringify({ ...parse(text), contexts, 'current-context': '..' })),
    );
    const { page, errors } = await openPage(browser, other.url);
    await page.getByText('cart-cleanup', { exact: true }).waitFor();
    for (const name of [...names].reverse()) {
      await page.getByRole('combobox', { name: 'Cluster' }).selectOption(name);
      await page.getByText('cart-cleanup', { exact: true }).waitFor();
      await page.reload();
      await page.getByText('cart-cleanup', { exact: true }).waitFor();
      expect(await page.getByRole('combobox', { name: 'Cluster' }).inputValue()).toBe(name);
    }
    expect(errors).toEqual([]);
    await page.context().close();
    await other.stop();
  });

  test('whose login is refused is not said to be unreachable', async () => {
    const file = write(readFileSync(cluster.kubeconfig, 'utf8').replace(/token: .*/, 'token: wrong'));
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'Logging in to blue fails' }).waitFor();
    await page.getByText('Unauthorized', { exact: true }).waitFor();
    await eventually(() => other.stderr().includes('Context blue refuses the login'), 'the terminal says the same');
    await page.context().close();
    await other.stop();
  });
});

describe('a cluster that answers late', () => {
  test('opens by itself once it does', async () => {
    const address = new URL(/https:\S+/.exec(readFileSync(cluster.kubeconfig, 'utf8'))?.[0] ?? '');
    const gate = createServer(socket =>
      pipeline(socket, connect(Number(address.port), address.hostname), socket, () => {}),
    );
    gate.listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const { port } = gate.address() as AddressInfo;
    gate.close();
    const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'late.yaml');
    writeFileSync(file, readFileSync(cluster.kubeconfig, 'utf8').replaceAll(`:${address.port}`, `:${port}`));
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page } = await openPage(browser, other.url);
    await page.getByText('blue cannot be reached').waitFor();
    gate.listen(port, '127.0.0.1');
    await page.getByText('cart-cleanup', { exact: true }).waitFor();
    await page.context().close();
    await other.stop();
    gate.close();
  });
});

describe('on a phone', () => {
  const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true };

  test('the kinds are closed by Escape, by a tap beside them and by a choice; what stands in the top bar elsewhere is below them', async () => {
    const { page } = await open('/c/blue/cronjobs', PHONE);
    const drawer = page.locator('.drawer.is-open');
    const toggle = page.getByRole('button', { name: 'Show kinds' });
    const closed = () => drawer.waitFor({ state: 'detached' });
    await page.locator('.grid-row').first().waitFor();
    await toggle.click();
    await eventually(async () => (await page.evaluate('document.activeElement.tagName')) === 'A', 'it has the focus');
    await page.keyboard.press('Escape');
    await closed();
    await eventually(
      async () => (await page.evaluate('document.activeElement.className')) === 'nav-toggle',
      'the focus is back',
    );
    await toggle.click();
    await page.touchscreen.tap(370, 500);
    await closed();
    await toggle.click();
    await drawer.getByLabel('Theme').selectOption('dark');
    await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
    await drawer.getByRole('button', { name: 'Keys' }).click();
    await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
    await drawer.getByRole('link', { name: 'Jobs', exact: true }).click();
    await page.getByRole('heading', { name: 'Jobs' }).waitFor();
    await closed();
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
    await page.context().close();
  });
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

function deadKubeconfig(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'dead.yaml');
  writeFileSync(
    file,
    JSON.stringify({
      clusters: [{ name: 'dead', cluster: { server: 'https://127.0.0.1:9' } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [
        { name: 'dead', context: { cluster: 'dead', user: 'u' } },
        { name: 'broken', context: { cluster: 'nowhere', user: 'u' } },
      ],
      'current-context': 'dead',
    }),
  );
  return file;
}
