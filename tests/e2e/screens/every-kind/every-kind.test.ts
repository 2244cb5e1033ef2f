import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { launchBrowser, openAt } from '../../browser.ts';
import { type Binaries, cachedBinaries } from '../../../../tools/control-plane-binaries.mjs';
import { type Lanthorn, startCluster, startLanthorn, type Witness } from '../../harness.ts';
import { seedRealScenario } from '../../witnesses/real-scenario.ts';
import { startRealWitness } from '../../witnesses/real-witness.ts';
import { seedEveryKind } from './seed-every-kind.ts';
import { type RealKind, seedRealKinds } from './seed-real-kinds.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** Of so many kinds one page is looked at by axe: all of them are minutes. */
const ONE_OF = 12;
/** What a template makes of what is missing or of another type. */
const SLIP = /\bundefined\b|\[object |\bNaN\b/;

interface Scene {
  readonly cluster: Witness;
  readonly kinds: readonly RealKind[];
}

/** The embedded cluster has objects of every kind. */
async function embedded(): Promise<Scene> {
  const cluster = await startCluster('every', { seed: 3 });
  const kinds = await seedEveryKind(cluster);
  return { cluster, kinds: kinds.map(kind => ({ ...kind, hasObjects: true })) };
}

async function real(binaries: Binaries): Promise<Scene> {
  const cluster = await startRealWitness('every', binaries, seedRealScenario);
  return { cluster, kinds: await seedRealKinds(cluster) };
}

const binaries = process.env['LONG_JOURNEYS'] === undefined ? null : cachedBinaries();
const SCENES: readonly (readonly [
  string,
  { readonly start: () => Promise<Scene>; readonly kinds: number; readonly withObjects: number },
])[] = [
  ['embedded', { start: embedded, kinds: 160, withObjects: 160 }],
  // Alone minutes long; a real server serves no kind that is still off by default, and takes no object in a state that cannot be.
  ...(binaries === null ? [] : [['real', { start: () => real(binaries), kinds: 120, withObjects: 110 }] as const]),
];

async function slips(page: Page): Promise<readonly string[]> {
  const text = await page.locator('main').innerText();
  return text.split('\n').filter(line => SLIP.test(line));
}

async function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(within: string): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations: found } = await axe.run('main');
    return found.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
  });
}

const LINKS = 'article.detail [data-testid^=related-] li a';

/** From its list to an object, to another that it has to do with where there is one, and back, by the keys. */
async function walk(page: Page, kind: RealKind, isLookedAt: boolean): Promise<readonly string[]> {
  const found: string[] = [];
  const read = async () => found.push(...(await slips(page)));
  // As the navigation goes there: the page is not loaded anew.
  await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/c/every/${kindAddress(kind.resource)}`)})`);
  await page.locator('.list-page .freshness-live').waitFor();
  if (!kind.hasObjects) {
    await read();
    return found;
  }
  await page.locator('.grid-row').first().waitFor();
  await read();
  const grid = page.getByRole('grid');
  await grid.focus();
  await page.keyboard.press('End');
  const row = page.locator('.grid-row.is-focused');
  await row.waitFor();
  const before = await row.innerText();
  const list = page.url();
  await page.keyboard.press('Enter');
  const title = page.locator('article.detail h1');
  await title.waitFor();
  await page.locator('article.detail .freshness-live').waitFor();
  await read();
  if (isLookedAt) found.push(...(await violations(page)));
  const heading = await title.innerText();
  await page.getByRole('tab', { name: /^Related/ }).click();
  await page.getByTestId('related').waitFor();
  await page.getByTestId('related').getByRole('status', { name: 'Loading' }).waitFor({ state: 'detached' });
  await read();
  const link = page.locator(LINKS).first();
  if ((await link.count()) > 0) {
    await link.click();
    await page.locator('article.detail h1', { hasNotText: heading }).waitFor();
    await read();
    await page.goBack();
    await page.locator('article.detail h1', { hasText: heading }).waitFor();
  }
  await page.goBack();
  await page.waitForURL(list);
  await row.waitFor();
  // By its name, where its row says it: rows above it come and go meanwhile.
  const name = heading.split(/\s+/).at(-1) ?? '';
  if (before.includes(name)) expect(await row.innerText()).toContain(name);
  await grid.and(page.locator(':focus')).waitFor();
  return found;
}

describe.each(SCENES)('%s', (_name, scene) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;
  let kinds: readonly RealKind[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    ({ cluster, kinds } = await scene.start());
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  }, 600_000);

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  test('of every kind: its list, an object, what that has to do with, and back, without an error', async () => {
    expect(kinds.length).toBeGreaterThan(scene.kinds);
    expect(kinds.filter(({ hasObjects }) => hasObjects).length).toBeGreaterThan(scene.withObjects);
    const { page, errors } = await openAt(browser, lanthorn, { path: '/c/every/namespaces' });
    await page.locator('.grid-row').first().waitFor();
    await page.evaluate(AXE);
    const wrong: string[] = [];
    for (const [i, kind] of kinds.entries()) {
      const found = await walk(page, kind, i % ONE_OF === 0);
      wrong.push(...found.map(text => `${groupResource(kind.resource)}: ${text}`));
    }
    // The page is made where it was not yet.
    const logged = lanthorn.stderr().replace('Building the page …\n', '');
    expect({ wrong, errors, logged }).toEqual({ wrong: [], errors: [], logged: '' });
  }, 890_000);
});
