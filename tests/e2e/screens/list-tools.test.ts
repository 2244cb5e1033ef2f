import { readFileSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { must } from '@lanthorn/base/assert.ts';
import { launchBrowser, openAt } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type Witness } from '../harness.ts';

/** As many contexts as somebody has who looks after hundreds of clusters. */
const CONTEXTS = 300;

let browser: Browser;
let cluster: Witness;
let lanthorn: Lanthorn;

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('blue', { seed: 3 })]);
  withContexts(cluster.kubeconfig);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

/** Gives the file more contexts, all of them alike. */
function withContexts(path: string): void {
  const config = parse(readFileSync(path, 'utf8')) as { contexts: { name: string; context: object }[] };
  const { context } = must(config.contexts[0], 'the kubeconfig has a context');
  const more = Array.from({ length: CONTEXTS }, (_, i) => ({ name: `team-${String(i).padStart(3, '0')}`, context }));
  writeFileSync(path, JSON.stringify({ ...config, contexts: [...config.contexts, ...more] }));
}

const titles = (page: Page) => page.locator('.grid-title button').allInnerTexts();
const title = (page: Page, name: string) => page.locator('.grid-title', { hasText: name }).first();
const widthOf = async (page: Page, name: string) => (await title(page, name).boundingBox())?.width ?? 0;

/** From one place to another, as a hand does it. */
async function pull(page: Page, from: { x: number; y: number }, by: number): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  for (const part of [0.25, 0.5, 0.75, 1]) await page.mouse.move(from.x + by * part, from.y, { steps: 3 });
  await page.mouse.up();
}

test('columns: pulled wider and to another place by pointer and by keys, hidden and shown, and so again after a reload', async () => {
  const { page, errors } = await openAt(browser, lanthorn, { path: '/c/blue/pods' });
  await page.locator('.grid-row').nth(5).waitFor();
  const before = await widthOf(page, 'Status');
  const edge = must(await title(page, 'Status').locator('.grid-resizer').boundingBox(), 'a column has an edge');
  await pull(page, { x: edge.x + edge.width / 2, y: edge.y + 5 }, 60);
  await eventually(async () => Math.abs((await widthOf(page, 'Status')) - before - 60) < 4, 'it is wider by the pull');
  // By its title to another place.
  const ready = must(await title(page, 'Ready').boundingBox(), 'there is a column Ready');
  const status = must(await title(page, 'Status').boundingBox(), 'there is a column Status');
  await pull(page, { x: ready.x + 14, y: ready.y + 12 }, status.x + status.width - ready.x);
  await eventually(async () => {
    const names = await titles(page);
    return names.indexOf('Ready') > names.indexOf('Status');
  }, 'it stands behind the other');
  // The same by keys, back again; the title keeps the focus.
  await title(page, 'Ready').locator('button').focus();
  await page.keyboard.press('Alt+Shift+ArrowLeft');
  await eventually(async () => {
    const names = await titles(page);
    return names.indexOf('Ready') < names.indexOf('Status');
  }, 'it is back');
  expect(await page.evaluate<string>('document.activeElement.textContent')).toContain('Ready');
  const narrow = await widthOf(page, 'Ready');
  await page.keyboard.press('Alt+ArrowRight');
  await eventually(async () => (await widthOf(page, 'Ready')) > narrow + 8, 'a key makes it wider');
  // Hidden by the chooser.
  await page.getByRole('button', { name: 'Columns' }).click();
  await page.getByRole('checkbox', { name: 'Restarts' }).click();
  await page.keyboard.press('Escape');
  await eventually(async () => !(await titles(page)).includes('Restarts'), 'it is not shown');
  const [names, width] = [await titles(page), await widthOf(page, 'Status')];
  await page.reload();
  await page.locator('.grid-row').nth(5).waitFor();
  expect(await titles(page)).toEqual(names);
  expect(Math.abs((await widthOf(page, 'Status')) - width)).toBeLessThan(2);
  expect(errors).toEqual([]);
  await page.context().close();
});

test('facets: several at once, one left out, by pointer and by key; all of it is in the address', async () => {
  const { page } = await openAt(browser, lanthorn, { path: '/c/blue/pods' });
  const facets = page.getByRole('group', { name: 'Filter by state' });
  await facets.getByRole('button', { name: /^Completed/ }).waitFor();
  await facets.getByRole('button', { name: /^Completed/ }).click({ modifiers: ['Alt'] });
  await eventually(() => page.url().includes('q=-status%3DCompleted'), 'what is left out is in the address');
  await facets.getByRole('button', { name: /^Running/ }).click();
  await eventually(() => page.url().includes('status%3DRunning'), 'one is in the address');
  await facets.getByRole('button', { name: /^Error/ }).click();
  await eventually(() => page.url().includes('status%3DError'), 'so is another');
  const states = async () =>
    new Set((await page.locator('.grid-row span[data-tone]').allInnerTexts()).map(text => text.trim()));
  await eventually(
    async () => [...(await states())].every(state => ['Running', 'Error'].includes(state)),
    'either of both',
  );
  expect((await states()).size).toBeGreaterThan(0);
  await facets.getByRole('button', { name: /^Error/ }).focus();
  await page.keyboard.press('-');
  await eventually(() => page.url().includes('-status%3DError'), 'a key leaves it out');
  await page.context().close();
});

test('a view is saved, stands beside its kind and in the palette, and is another’s by its link', async () => {
  const { page } = await openAt(browser, lanthorn, { path: '/c/blue/pods?q=status%3DError&sort=-age' });
  await page.locator('.grid-row').first().waitFor();
  await page.getByRole('button', { name: 'Saved views' }).click();
  await page.getByRole('textbox', { name: 'Save this list as' }).fill('What failed');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.keyboard.press('Escape');
  const link = page.getByRole('navigation').getByRole('link', { name: 'What failed' });
  await link.waitFor();
  await page.goto(`${lanthorn.origin}/c/blue/jobs`);
  await page.locator('.grid-row').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('What failed');
  await page.getByRole('option', { name: 'What failed saved view' }).waitFor();
  await page.keyboard.press('Enter');
  await eventually(() => page.url().includes('q=status%3DError'), 'the palette leads there');
  await page.context().close();
});

test('the panel is pulled by its edge and by keys, and is as wide after a reload', async () => {
  const { page } = await openAt(browser, lanthorn, { path: '/c/blue/pods' });
  await page.locator('.grid-row').nth(2).click();
  const panel = page.locator('aside.panel');
  const edge = panel.getByRole('separator');
  const at = must(await edge.boundingBox(), 'the panel has an edge');
  const before = must(await panel.boundingBox(), 'there is a panel').width;
  await pull(page, { x: at.x + at.width / 2, y: at.y + 300 }, -120);
  const width = async () => must(await panel.boundingBox(), 'there is a panel').width;
  await eventually(async () => Math.abs((await width()) - before - 120) < 4, 'it is wider by the pull');
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await eventually(async () => (await width()) < before + 110, 'a key makes it narrower');
  const kept = await width();
  await page.reload();
  await edge.waitFor();
  expect(Math.abs((await width()) - kept)).toBeLessThan(2);
  await page.context().close();
});

test('what is cut is told whole to who points at it, an age as its moment', async () => {
  const { page } = await openAt(browser, lanthorn, { path: '/c/blue/cronjobs' });
  const row = page.locator('.grid-row', { hasText: 'social-metrics' });
  await row.waitFor();
  expect(await row.locator('.grid-cell [title]').first().getAttribute('title')).toMatch(/^social-metrics-.*[a-z]$/);
  const age = await page.locator('.grid-row time').first().getAttribute('title');
  expect(age).toMatch(/^\w{3} \d+, \d{4}, \d\d:\d\d:\d\d /);
  await page.context().close();
});

test('one of three hundred clusters is found by typing, and its name leads there', async () => {
  const { page } = await openAt(browser, lanthorn, { path: '/c/blue/pods' });
  await page.locator('.grid-row').first().waitFor();
  await page.keyboard.press('C');
  await page.getByPlaceholder('Find a cluster by its name, server or user').fill('team-217');
  const options = page.getByRole('option');
  await eventually(async () => (await options.count()) === 1, 'one is left');
  await page.keyboard.press('Enter');
  await eventually(() => page.url().includes('/c/team-217/pods'), 'it is opened');
  await page.locator('.grid-row').first().waitFor();
  await page.context().close();
});
