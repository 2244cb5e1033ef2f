import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, openPage } from './browser.ts';
import { startLanthorn } from './harness.ts';

// The pictures in docs/, from the running program: npm run screenshots

const folder = join(import.meta.dirname, '../../docs/screenshots');
mkdirSync(folder, { recursive: true });
const browser = await launchBrowser();
const lanthorn = await startLanthorn('--demo', '--port', '0');

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly ready: string;
  readonly options?: Parameters<typeof openPage>[2];
  readonly dialog?: boolean;
}

const SHOTS: readonly Shot[] = [
  { name: 'list', path: '/c/demo/cronjobs?open=shop%2Fstock-sync', ready: '[data-testid=runs]' },
  { name: 'page', path: '/c/demo/cronjobs/staging/smoke-test', ready: '[data-testid=runs]' },
  { name: 'run-dialog', path: '/c/demo/cronjobs/payments/settlement', ready: '[data-testid=next-runs]', dialog: true },
  { name: 'dark', path: '/c/demo/pods', ready: '.grid-row', options: { colorScheme: 'dark' } },
  {
    name: 'logs',
    path: '/c/demo/cronjobs/platform/image-prune?tab=logs',
    ready: '.log-line',
    options: { colorScheme: 'dark' },
  },
  {
    name: 'phone',
    path: '/c/demo/cronjobs?open=shop%2Fcart-cleanup',
    ready: '[data-testid=runs]',
    options: { viewport: { width: 390, height: 844 } },
  },
];

for (const { name, path, ready, options = {}, dialog = false } of SHOTS) {
  const { page } = await openPage(browser, lanthorn.url, options);
  await page.goto(`${lanthorn.origin}${path}`);
  await page.locator(ready).first().waitFor();
  if (dialog) {
    await page.getByRole('toolbar').getByRole('button', { name: 'Run now' }).click();
    await page.getByText('The server accepts this (dry run).').waitFor();
  }
  await page.waitForTimeout(1_500);
  await page.screenshot({ path: join(folder, `${name}.png`) });
  await page.context().close();
}
await browser.close();
await lanthorn.stop();
process.exit(0);
