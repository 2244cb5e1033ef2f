import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';
import { pressAction } from '../press-action.ts';

// Ports of this machine from the screen to a pod and back, over the pod's end: what is served through them, and what arrived at the API server.

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
const PODS = '/api/v1/namespaces/default/pods';

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('ports', { isBare: true, nodes: 1 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  await cluster.other('POST', '/api/v1/namespaces/default/services', {
    metadata: { name: 'shop' },
    spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  });
  await startPod('web-1');
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

async function startPod(name: string): Promise<void> {
  await cluster.other('POST', PODS, {
    metadata: { name, labels: { app: 'web' } },
    spec: { containers: [{ name: 'app', image: 'i', ports: [{ name: 'http', containerPort: 8080 }] }] },
  });
  await eventually(
    async () => getPath((await cluster.other('GET', `${PODS}/${name}`)).body, 'status', 'phase') === 'Running',
    `${name} runs`,
  );
}

/** From the page of an object: its port is opened, and the page at it. */
async function openedFrom(path: string): Promise<{ page: Page; served: Page; row: ReturnType<Page['locator']> }> {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/ports/${path}`);
  await pressAction(page, 'Forward port');
  await page.getByTestId('port-form').getByRole('button', { name: 'Forward' }).click();
  const row = page.locator('tr[data-port]').last();
  await row.and(page.locator('[data-phase=open]')).waitFor();
  const [served] = await Promise.all([
    page.waitForEvent('popup'),
    row.getByRole('link', { name: 'Open page' }).click(),
  ]);
  await served.getByText(/GET \/ answered by/).waitFor();
  return { page, served, row };
}

const forwardedTo = (pod: string) =>
  cluster.arrived.filter(({ request }) => request.path === `${PODS}/${pod}/portforward`).length;

test('a port of a pod is a page at an origin of its own; stopped, nobody answers there', async () => {
  const { page, served, row } = await openedFrom('pods/default/web-1');
  expect(new URL(served.url()).origin).not.toBe(lanthorn.origin);
  expect(await served.evaluate<string>('document.cookie')).toBe('');
  expect(forwardedTo('web-1')).toBeGreaterThan(0);
  await row.getByRole('button', { name: 'Stop' }).click();
  await row.and(page.locator('[data-phase=stopped]')).waitFor();
  await expect(served.reload({ timeout: 5_000 })).rejects.toThrow('ERR_CONNECTION_REFUSED');
});

test('a port of a Service goes on at the same place when its pod is replaced by another', async () => {
  const { page, served, row } = await openedFrom('services/default/shop');
  const address = served.url();
  expect(forwardedTo('web-2')).toBe(0);
  await cluster.other('DELETE', `${PODS}/web-1`, { gracePeriodSeconds: 0 });
  await row.and(page.locator('[data-phase=waiting]')).waitFor();
  await startPod('web-2');
  await row.and(page.locator('[data-phase=open]')).waitFor();
  await row.getByText(/web-2, port 8080/).waitFor();
  await served.reload();
  await served.getByText(/GET \/ answered by/).waitFor();
  expect(served.url()).toBe(address);
  expect(forwardedTo('web-2')).toBeGreaterThan(0);
  await row.getByRole('button', { name: /^Remove shop port 80/ }).click();
  await expect(served.reload({ timeout: 5_000 })).rejects.toThrow('ERR_CONNECTION_REFUSED');
});
