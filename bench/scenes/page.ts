import type { Page } from 'playwright-core';
import { must } from '@lanthorn/base/assert.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { heapOf } from '../instruments/heap-of.ts';
import { LONG_TASKS, longTasks } from '../instruments/long-tasks.ts';
import { startLanthorn, stop } from '../instruments/processes.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';

/** Each letter of it changes what is on screen. */
const TYPED = '777';
/** Longer than any answer: what did not change the screen by then has no answer to show. */
const UNCHANGED_MS = 1_500;
/** How often it is looked whether something did. */
const LOOK_MS = 25;
/** What follows an answer within its frame is not the answer to the next question. */
const PAUSE_MS = 250;

/**
 * In the page, from its first moment: when what a key or a press asked for is painted. That is the frame after the one that changed the
 * rows, once none of them is on its way any more.
 */
const PROBE = `
globalThis.begun = null;
globalThis.took = null;
globalThis.shown = '';
const rowsOf = () => {
  const page = document.querySelector('.list-page');
  if (page === null || page.querySelector('.grid-row-loading') !== null) return null;
  return (page.querySelector('.grid-body') ?? page).textContent;
};
globalThis.ready = () => { globalThis.shown = rowsOf(); globalThis.took = null; globalThis.begun = null; };
for (const type of ['keydown', 'pointerdown', 'input', 'change'])
  addEventListener(type, event => { globalThis.begun ??= event.timeStamp; }, true);
const look = () => {
  if (globalThis.begun === null || globalThis.took !== null) return;
  const rows = rowsOf();
  if (rows === null || rows === globalThis.shown) return;
  globalThis.took = Number.POSITIVE_INFINITY;
  const { begun } = globalThis;
  requestAnimationFrame(() => setTimeout(() => { globalThis.took = performance.now() - begun; }));
};
new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
`;

/** In the page, from its first moment: when the first row was painted, since the page was asked for. */
const FIRST_ROW = `
globalThis.firstRow = null;
const watcher = new MutationObserver(() => {
  if (document.querySelector('.grid-row:not(.grid-row-loading)') === null) return;
  watcher.disconnect();
  requestAnimationFrame(() => setTimeout(() => { globalThis.firstRow = performance.now(); }));
});
watcher.observe(document, { subtree: true, childList: true });
`;

/** What a person does with the list of all pods in a real browser: until it is painted, and what kept the page busy. */
export async function pageInteractions({ kubeconfig, label, others }: BenchCluster): Promise<void> {
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const lanthorn = await startLanthorn(kubeconfig);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, lanthorn.url);
  for (const script of [LONG_TASKS, PROBE, FIRST_ROW]) await page.addInitScript(script);
  await page.goto(`${new URL(lanthorn.url).origin}/c/${admin.name}/pods`);
  await page.locator('.freshness-live').waitFor();
  const firstMs = await page.evaluate<number>('globalThis.firstRow');
  report(`${label}, in a browser: from the address to painted rows, the page's code included`, ms(firstMs));
  report(`${label}, in a browser: while the list opens`, await longTasks(page));
  for (const [what, asks] of Object.entries(interactionsOf(page, others))) {
    const times: number[] = [];
    for (const ask of asks) {
      const time = await painted(page, ask);
      if (time !== null) times.push(time);
    }
    const answers =
      times.length === 0 ? 'nothing changed' : `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 1))}`;
    report(`${label}, in a browser: ${what}, p50 / slowest`, answers, '–', await longTasks(page));
  }
  report(`${label}, in a browser: heap of the tab after all of this`, mb(await heapOf(page)));
  await browser.close();
  await stop(lanthorn.process);
}

/** Until the answer is painted; null where the screen stays as it is. */
async function painted(page: Page, ask: () => Promise<unknown>): Promise<number | null> {
  await page.evaluate('globalThis.ready()');
  await ask();
  let took: number | null = null;
  for (const end = performance.now() + UNCHANGED_MS; took === null && performance.now() < end; await sleep(LOOK_MS))
    took = await page.evaluate<number | null>('Number.isFinite(globalThis.took) ? globalThis.took : null');
  await sleep(PAUSE_MS);
  return took;
}

type Asks = readonly (() => Promise<unknown>)[];

function interactionsOf(page: Page, namespaces: readonly string[]): Readonly<Record<string, Asks>> {
  const heads = ['Name', 'Namespace', 'Status', 'Ready', 'Restarts', 'Node', 'Age'];
  const field = page.getByRole('searchbox');
  const grid = page.getByRole('grid');
  const sort = (head: string) => () => page.getByTitle(`Sort by ${head}`, { exact: false }).first().click();
  const press = (key: string) => () => page.keyboard.press(key);
  return {
    'sort by a column': heads.flatMap(head => [sort(head), sort(head)]),
    'a filter as it is typed, each letter': [() => field.focus(), ...[...TYPED].map(press)],
    'the filter taken back': [() => field.fill('')],
    // The first one is of nearly all: it would change nothing that is on screen.
    'a facet chosen, and taken back': Array.from(
      { length: 4 },
      () => () => page.locator('.facets [aria-pressed]').last().click(),
    ),
    'to the end and back, by key': [() => grid.focus(), ...['End', 'Home', 'End', 'Home'].map(press)],
    'another namespace, its own list': [...namespaces, ''].map(namespace => () => chooseNamespace(page, namespace)),
  };
}

/** What is measured begins with the choice: finding it among many is another matter. */
async function chooseNamespace(page: Page, namespace: string): Promise<void> {
  await page.keyboard.press('n');
  await page.getByRole('combobox', { name: 'Find a namespace' }).fill(namespace);
  await page.getByRole('option', { name: namespace === '' ? 'All namespaces' : namespace, exact: true }).waitFor();
  await page.evaluate('globalThis.ready()');
  await page.keyboard.press('Enter');
}
