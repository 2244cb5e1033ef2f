import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, openPage } from './browser.ts';
import type { Page } from 'playwright-core';
import { startCluster, startLanthorn } from './harness.ts';

// The pictures in docs/, from the running program: npm run screenshots

const folder = join(import.meta.dirname, '../../docs/screenshots');
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const lanthorn = await startLanthorn('--demo', '--port', '0');
// Foreign changes need a second client, so the editor's pictures are of a cluster of their own.
const shared = await startCluster('demo', { seed: 1 });
const editing = await startLanthorn('--port', '0', '--kubeconfig', shared.kubeconfig);

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  readonly options?: Parameters<typeof openPage>[2];
  readonly prepare?: (page: Page) => Promise<void>;
  /** Of the shared cluster, where others write too. */
  readonly isShared?: boolean;
}

const EDITOR = '/c/demo/cronjobs/data/nightly-backup?tab=yaml';
const CRONJOB = '/apis/batch/v1/namespaces/data/cronjobs/nightly-backup';

async function previewRun(page: Page): Promise<void> {
  await page.getByRole('toolbar').getByRole('button', { name: 'Run now' }).click();
  await page.getByText('The server accepts this (dry run).').waitFor();
}

async function mergeForeign(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click();
  await page.locator('.cm-line', { hasText: 'timeZone' }).click();
  await page.keyboard.press('End');
  await page.keyboard.type('\nstartingDeadlineSeconds: 600');
  await foreign({ metadata: { labels: { reviewed: 'yes' } }, spec: { schedule: '15 3 * * *' } });
  await page.getByTestId('editor-notes').getByText('spec.schedule').waitFor();
}

async function foreign(patch: unknown): Promise<void> {
  await shared.other('PATCH', CRONJOB, patch, 'application/merge-patch+json');
}

const ROW = '.grid-row:not([data-awaited])';

async function openMenu(page: Page, name: string): Promise<void> {
  await page.locator(ROW).first().click({ button: 'right' });
  await page.getByRole('menuitem', { name }).click();
}

async function openFiles(page: Page): Promise<void> {
  await openMenu(page, 'Files');
  await page.getByRole('button', { name: 'etc/' }).click();
  await page.getByRole('button', { name: 'os-release', exact: true }).click();
}

async function openPort(page: Page): Promise<void> {
  await openMenu(page, 'Forward port');
  await page.getByTestId('port-form').getByRole('button', { name: 'Forward' }).click();
  await page.locator('tr[data-port]').first().waitFor();
}

/** A shell, and beside it what its container writes. */
async function openTerminalBesideLogs(page: Page): Promise<void> {
  await page.locator(ROW).first().click();
  await page.keyboard.press('s');
  await page.locator('.xterm').click();
  await page.getByText('Live', { exact: true }).waitFor();
  await page.keyboard.type('cat /etc/os-release; ls /\n');
  await page.getByRole('button', { name: 'Show beside' }).click();
  await page.getByRole('menuitem', { name: /^Logs/ }).click();
  await page.locator('.log-line').first().waitFor();
}

const SHOTS: readonly Shot[] = [
  { name: 'overview', path: '/c/demo/overview', ready: '[data-figure=memory][aria-busy=false]' },
  { name: 'workload', path: '/c/demo/deployments/shop/recommendations', ready: '[data-testid=rollout]' },
  { name: 'list', path: '/c/demo/cronjobs?open=shop%2Fstock-sync', ready: '[data-testid=runs]' },
  { name: 'page', path: '/c/demo/cronjobs/staging/smoke-test', ready: '[data-testid=runs]' },
  {
    name: 'run-dialog',
    path: '/c/demo/cronjobs/payments/settlement',
    ready: '[data-testid=next-runs]',
    prepare: previewRun,
  },
  { name: 'forecast', path: '/c/demo/forecast', ready: '[data-testid=herds]' },
  { name: 'editor-merged', path: EDITOR, ready: '[data-testid=yaml]', isShared: true, prepare: mergeForeign },
  { name: 'dark', path: '/c/demo/pods', ready: '.grid-row', options: { colorScheme: 'dark' } },
  {
    name: 'logs',
    path: '/c/demo/cronjobs/platform/image-prune?tab=logs',
    ready: '.log-line',
    options: { colorScheme: 'dark' },
  },
  {
    name: 'logs-patterns',
    path: '/c/demo/deployments/shop/recommendations?tab=logs',
    ready: '.log-line',
    prepare: async page => {
      await page.getByRole('button', { name: 'View' }).click();
      await page.getByRole('checkbox', { name: 'Patterns' }).click();
      await page.keyboard.press('Escape');
    },
  },
  {
    name: 'terminal-logs',
    path: '/c/demo/pods?q=status%3DRunning%20ns%3Ashop',
    ready: ROW,
    prepare: openTerminalBesideLogs,
  },
  { name: 'files', path: '/c/demo/pods?q=status%3DRunning%20ns%3Ashop', ready: ROW, prepare: openFiles },
  { name: 'ports', path: '/c/demo/pods?q=checkout%20status%3DRunning%20ns%3Ashop', ready: ROW, prepare: openPort },
  {
    name: 'phone',
    path: '/c/demo/cronjobs?open=shop%2Fcart-cleanup',
    ready: '[data-testid=runs]',
    options: { viewport: { width: 390, height: 844 } },
  },
];

/** Some of them by their names, else all. */
const only = process.argv.slice(2);
const wanted = SHOTS.filter(({ name }) => only.length === 0 || only.includes(name));
for (const { name, path, ready, options = {}, prepare, isShared = false } of wanted) {
  const server = isShared ? editing : lanthorn;
  const { page } = await openPage(browser, server.url, options);
  await page.goto(`${server.origin}${path}`);
  await page.locator(ready).first().waitFor();
  await prepare?.(page);
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}
await browser.close();
await lanthorn.stop();
await editing.stop();
shared.stop();
process.exit(0);
