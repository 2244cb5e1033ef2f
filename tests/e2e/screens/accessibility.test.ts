import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openAt } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { KIND_JOURNEYS } from './kind-journeys.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Of the frame of the page (`--sunken` of the tokens): the scheme is there. */
const BACKGROUND = { light: 'rgb(245, 246, 248)', dark: 'rgb(11, 13, 17)' };

/** That colour once none is on its way from one scheme to the other. In the page, whose types are not known here. */
const SETTLED_BACKGROUND = `(async () => {
  const transitions = document.getAnimations().filter(each => each instanceof CSSTransition);
  await Promise.allSettled(transitions.map(each => each.finished));
  return getComputedStyle(document.body).backgroundColor;
})()`;

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

/** What is on screen, in the colours of either scheme: it is brought there once, and the system changes them under it. */
async function expectNoViolation(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const shown = await page.evaluate<string>(SETTLED_BACKGROUND);
    expect({ colorScheme, shown }).toEqual({ colorScheme, shown: BACKGROUND[colorScheme] });
    expect({ colorScheme, violations: await violations(page) }).toEqual({ colorScheme, violations: [] });
  }
}

describe('accessibility: no violation on any screen, light and dark', () => {
  test.each([
    ['list', '/c/blue/cronjobs', '.grid-row'],
    ['list with panel', '/c/blue/cronjobs?open=shop%2Fstock-sync', '[data-testid=runs]'],
    ['page', '/c/blue/pods', '.grid-row'],
    ['yaml', '/c/blue/cronjobs/data/nightly-backup?tab=yaml', '[data-testid=yaml]'],
    ['events', '/c/blue/deployments/shop/recommendations?tab=events', '[role=tabpanel] table'],
    ['logs', '/c/blue/cronjobs/shop/cart-cleanup?tab=logs', '.log-line'],
    ['empty', '/c/blue/cronjobs?q=nothingmatchesthis', 'text=Nothing matches'],
    ['history', '/c/blue/cronjobs/data/nightly-backup?tab=history', '[data-testid=history]'],
    ['forecast', '/c/blue/forecast', '[data-testid=herds]'],
    ['overview', '/c/blue/overview', '[data-cause]'],
    ['costs', '/c/blue/costs', '[data-cost]'],
    ['related', '/c/blue/deployments/shop/storefront?tab=related', '[data-testid=related-runs]'],
    ['releases', '/c/blue/helm', '[data-testid=releases]'],
    ['release', '/c/blue/helm/shop/sessions', '[data-testid=release-objects]'],
    ['map', '/c/blue/map?ns=payments', '[data-testid=map] [data-node]'],
    ['a new object', '/c/blue/apply?tab=new:deployments&ns=payments', '[data-testid=document]'],
  ])('%s', async (_name, path, ready) => {
    const { page, errors } = await open(path);
    await page.locator(ready).first().waitFor();
    await expectNoViolation(page);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('editor and forms', async () => {
    const { page } = await open('/c/blue/cronjobs/data/nightly-backup?tab=yaml');
    await page.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('.cm-line').first().waitFor();
    await expectNoViolation(page);
    for (const form of ['Run with…', 'Pause until…', 'Schedule…']) {
      await pressAction(page, form);
      await page.getByRole('dialog').waitFor();
      await expectNoViolation(page);
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
    readonly options?: BrowserContextOptions;
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
        await pressAction(page, 'Delete');
        await accepted(page);
        await page.getByRole('dialog').getByTestId('contents').waitFor();
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
      name: 'groups, one of them folded by the keys',
      path: '/c/blue/pods?group=node',
      prepare: async page => {
        const heads = page.locator('.grid-group');
        await heads.nth(1).waitFor();
        await page.getByRole('treegrid').or(page.getByRole('grid')).first().focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowLeft');
        await heads.and(page.locator('[aria-expanded=false]')).first().waitFor();
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
      path: '/c/blue/constructor',
      prepare: page => page.getByRole('heading', { name: 'No such page' }).waitFor(),
    },
    {
      name: 'no such path',
      path: '/nowhere',
      prepare: page => page.getByRole('heading', { name: 'No such page' }).waitFor(),
    },
    {
      name: 'no such name',
      path: '/c/blue/pods/..%2f/x',
      prepare: async page => {
        await page.getByRole('heading', { name: 'No such page' }).waitFor();
        await page.getByText('No namespace can be called “../”').waitFor();
      },
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
      prepare: page => page.locator('main button[aria-disabled=true]').first().waitFor(),
    },
    {
      name: 'kinds on a phone',
      path: '/c/blue/cronjobs',
      options: PHONE,
      prepare: async page => {
        await page.getByRole('button', { name: 'Kinds', exact: true }).click();
        await page.locator('.drawer.is-open').waitFor();
      },
    },
    {
      name: 'a workload on a phone',
      path: '/c/blue/deployments/shop/recommendations',
      options: PHONE,
      prepare: async page => {
        await page.getByTestId('revisions').getByRole('row').nth(1).waitFor();
        const over = await page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
        expect(over).toBe(0);
        // Nothing of a row is cut: it is two lines.
        for (const table of await page.locator('[role=tabpanel] table').all())
          expect(
            await table.evaluate(({ scrollWidth, parentElement }) => scrollWidth - (parentElement?.clientWidth ?? 0)),
          ).toBe(0);
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
  test.each(STATES)('$name', async ({ path, options, prepare }) => {
    const { page } = await open(path, options);
    await prepare(page);
    await expectNoViolation(page);
    await page.context().close();
  });
});

/** What is wrong in a part of the page; of its colours alone where the rest was asked already. */
async function violationsIn(page: Page, part: string, isColourAlone: boolean): Promise<string[]> {
  return page.evaluate(
    async ([within, colours]) => {
      const { axe } = globalThis as unknown as {
        axe: {
          run(within: string, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
        };
      };
      const result = await axe.run(within, colours ? { runOnly: ['color-contrast'] } : {});
      return result.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`,
      );
    },
    [part, isColourAlone] as const,
  );
}

test('from a list to an object, to another that it has to do with, and back, on one page: no violation, no error', async () => {
  const { page, errors } = await open('/c/blue/namespaces');
  await page.locator('.grid-row').first().waitFor();
  await page.evaluate(AXE);
  const found: string[] = [];
  for (const { list, object, heading, shows, onward } of KIND_JOURNEYS) {
    // As the navigation goes there: the page is not loaded anew.
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/c/blue/${list}`)})`);
    await page.locator('.grid-row', { hasText: object }).first().locator('.grid-cell').first().dblclick();
    const title = page.getByRole('heading', { level: 1, name: heading });
    await title.waitFor();
    await page.locator(shows).first().waitFor();
    const link = page.locator(`main a[href*="${onward}"]`).first();
    await link.waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(SETTLED_BACKGROUND);
      const wrong = await violationsIn(page, 'article.detail', colorScheme === 'dark');
      found.push(...wrong.map(text => `${heading}, ${colorScheme}: ${text}`));
    }
    await link.click();
    await page.waitForURL(url => url.href.includes(onward));
    await title.waitFor({ state: 'detached' });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await page.goBack();
    await title.waitFor();
  }
  expect({ found, errors }).toEqual({ found: [], errors: [] });
  await page.context().close();
});

/** Each of these begins a line of the tree, one after the other. */
async function expectReadInOrder(page: Page, wanted: readonly RegExp[]): Promise<void> {
  const tree = await page.locator('body').ariaSnapshot();
  const lines = tree.split('\n').map(line => line.replace(/^[\s'-]+/, ''));
  let from = 0;
  for (const pattern of wanted) {
    const at = lines.findIndex((line, i) => i >= from && pattern.test(line));
    expect(at, `${String(pattern)} is read after line ${from} of\n${tree}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

describe('as it is read, enlarged, and without motion', () => {
  test('a screen reader meets what the screen shows, in its order, each with its name', async () => {
    const { page } = await open('/c/blue/cronjobs');
    await page.locator('.grid-row').first().waitFor();
    await expectReadInOrder(page, [
      /^link "Skip to the content"/,
      /^banner/,
      /button "Cluster: blue"/,
      /button "Namespace: All namespaces"/,
      /^navigation "Kinds"/,
      /^main/,
      /^region "CronJobs"/,
      /^heading "CronJobs" \[level=1\]/,
      /^toolbar "/,
      /^grid "CronJobs"/,
      /^columnheader "Name/,
      /^row /,
      /^gridcell/,
      /^checkbox "Select /,
    ]);
    await page.goto(page.url().replace('/cronjobs', '/deployments/shop/recommendations'));
    await page.getByTestId('verdict').waitFor();
    await page.getByTestId('containers').waitFor();
    await page.getByRole('region', { name: 'Pods' }).getByRole('row').nth(1).waitFor();
    await expectReadInOrder(page, [
      /^heading "Deployment recommendations" \[level=1\]/,
      /^toolbar "Actions on recommendations"/,
      /^button "Restart/,
      /^button "More actions"/,
      /^tablist/,
      /^tab "Overview" \[selected\]/,
      /^tabpanel "Overview"/,
      /^region "Pods"/,
      /^columnheader "Name"/,
      /^region "Containers"/,
      /^complementary/,
      /^region "Facts"/,
      /^term/,
      /^definition/,
    ]);
    await page.context().close();
  });

  test('at a zoom of 200 % nothing lies beyond the edge, and what one came for has room', async () => {
    const { page } = await open('/c/blue/cronjobs', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
    const screens = [
      ['/cronjobs', '.grid-row', '[role=grid]'],
      ['/deployments/shop/recommendations', '[data-testid=verdict]', '[role=tabpanel]'],
      ['/overview', '[data-cause]', '.tab-body'],
    ] as const;
    for (const [path, ready, body] of screens) {
      await page.goto(`${lanthorn.origin}/c/blue${path}`);
      await page.locator(ready).first().waitFor();
      const over = await page.locator('html').evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth);
      const height = (await page.locator(body).first().boundingBox())?.height ?? 0;
      expect({ path, over }).toEqual({ path, over: 0 });
      expect(height, `${path}: room for its body`).toBeGreaterThan(120);
    }
    await page.context().close();
  });

  test('an object’s facts stand beside the rest from 1200 px on, and below it where its sheet has less room than 900', async () => {
    const { page } = await open('/c/blue/deployments/shop/recommendations', { viewport: { width: 1200, height: 800 } });
    const side = page.getByRole('complementary').filter({ has: page.getByRole('region', { name: 'Facts' }) });
    await side.waitFor();
    const measured = () =>
      side.evaluate(node => {
        const body = node.previousElementSibling?.getBoundingClientRect();
        const isBeside = body !== undefined && node.getBoundingClientRect().left >= body.right;
        return { isBeside, room: node.parentElement?.parentElement?.clientWidth ?? 0 };
      });
    const at1200 = await measured();
    expect(at1200).toMatchObject({ isBeside: true });
    const edge = 1200 - (at1200.room - 900);
    for (const [width, isBeside] of [
      [edge, true],
      [edge - 1, false],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      const room = 900 - (edge - width);
      await eventually(async () => (await measured()).room === room, `its sheet has ${room} px`);
      expect(await measured()).toEqual({ isBeside, room });
    }
    await page.context().close();
  });

  test('who wants no motion sees none while rows change', async () => {
    const { page } = await open('/c/blue/pods', { reducedMotion: 'reduce' });
    await page.locator('.grid-row').first().waitFor();
    const moved = await page.evaluate<number>(`(async () => {
      let most = 0;
      const until = performance.now() + 3000;
      while (performance.now() < until) {
        most = Math.max(most, document.getAnimations().filter(({ playState }) => playState === 'running').length);
        await new Promise(resolve => setTimeout(resolve, 50));
      }
      return most;
    })()`);
    expect(moved).toBe(0);
    await page.context().close();
  });
});
