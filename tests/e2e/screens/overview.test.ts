import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openAt } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness } from '../harness.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

const MERGE = 'application/merge-patch+json';
const POD = { spec: { containers: [{ name: 'c', image: 'i' }] } };

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('look', 3)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  const open = (path: string) => openAt(browser, lanthorn, { path });

  const concern = (page: Page, id: string) => page.locator(`[data-concern="${id}"]`);

  test('what goes wrong appears, leads to its list, and goes when it is mended', async () => {
    const { page, errors } = await open('/c/look/overview');
    await page.getByTestId('needs-you').waitFor();
    const spec = {
      selector: { matchLabels: { app: 'greedy' } },
      template: { metadata: { labels: { app: 'greedy' } } },
    };
    const greedy = { containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '4000' } } }] };
    await cluster.other('POST', '/apis/apps/v1/namespaces/shop/deployments', {
      metadata: { name: 'greedy' },
      spec: { ...spec, template: { ...spec.template, spec: greedy } },
    });
    // The pod that has no place and the Deployment that lacks it are one line, with the scheduler's reason.
    const line = page.locator('[data-cause="Deployment/greedy"]');
    await line.getByText(/Insufficient cpu/).waitFor();
    expect(await page.locator('[data-cause]', { hasText: 'greedy' }).count()).toBe(1);
    await line.getByRole('link', { name: 'greedy' }).click();
    await page.getByTestId('verdict').waitFor();
    await page.goBack();
    // Which lists there are changes as the cluster goes on: where the link leads is what counts.
    const href = await page.locator('a', { has: concern(page, 'podsPending') }).getAttribute('href');
    await page.goto(new URL(href ?? '', page.url()).href);
    await page.locator('.grid-row', { hasText: 'greedy-' }).waitFor();
    expect(new URL(page.url()).searchParams.get('q')).toBe('status=Pending');
    await page.goto(new URL('/c/look/overview', page.url()).href);
    await line.waitFor();
    await cluster.other('DELETE', '/apis/apps/v1/namespaces/shop/deployments/greedy', {
      propagationPolicy: 'Background',
    });
    await eventually(
      async () => (await page.locator('[data-cause]', { hasText: 'greedy' }).count()) === 0,
      'it is gone',
    );
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('who may see one namespace sees what is wrong there, and what may not be seen is said', async () => {
    const { page } = await open('/c/look-dana/overview?ns=shop');
    await concern(page, 'nodes')
      .getByText(/nodes is forbidden/)
      .waitFor();
    await concern(page, 'deployments').waitFor();
    await page.context().close();
  });

  test('the list of one object is asked for its number alone, until it is opened', async () => {
    const { page } = await open('/c/look/cronjobs');
    const nav = page.getByRole('navigation');
    await nav.getByRole('link', { name: 'Deployments' }).locator('.nav-count', { hasText: /^\d+$/ }).waitFor();
    const asked = cluster.arrived.filter(({ request }) => request.path === '/apis/apps/v1/deployments');
    expect(
      asked.filter(({ request }) => request.query?.['limit'] !== '1' && request.query?.['watch'] === undefined).length,
    ).toBeLessThanOrEqual(1);
    await page.context().close();
  });

  test('any object is found by its name, from anywhere', async () => {
    const { page, errors } = await open('/c/look/nodes');
    await cluster.other('POST', '/api/v1/namespaces/data/pods', { metadata: { name: 'needle-in-a-haystack' }, ...POD });
    await page.getByRole('heading', { name: 'Nodes' }).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).fill('haystack data');
    await page.getByRole('option', { name: /needle-in-a-haystack · data/ }).waitFor();
    await page.getByText(/names as of/).waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => page.url().includes('/c/look/pods/data/needle-in-a-haystack'), 'its page');
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('objects of kinds without a list are found as well, and can be read', async () => {
    const { page, errors } = await open('/c/look/cronjobs');
    await page.locator('.grid-row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).fill('kube-root-ca data');
    await page.getByRole('option', { name: /kube-root-ca\.crt · data ConfigMap/ }).click();
    await page.getByRole('heading', { name: 'ConfigMap kube-root-ca.crt' }).waitFor();
    await page.locator('.freshness-live').waitFor();
    await page.getByRole('tab', { name: 'YAML' }).click();
    await page.getByTestId('yaml').getByText('ca.crt: ').waitFor();
    const change = { metadata: { annotations: { colour: 'plum' } } };
    await cluster.other('PATCH', '/api/v1/namespaces/data/configmaps/kube-root-ca.crt', change, MERGE);
    await page.getByTestId('yaml').getByText('colour: plum').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a Secret is found by its name too, its values stay where they are', async () => {
    const { page, errors } = await open('/c/look/secrets.v1./data/api-token?tab=yaml');
    const frames: string[] = [];
    page.on('websocket', socket => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    await page.reload();
    await page.getByTestId('yaml').getByText('•••').first().waitFor();
    const { body } = await cluster.other('GET', '/api/v1/namespaces/data/secrets/api-token');
    const values = Object.values((body as { data: Record<string, string> }).data);
    expect(values.length).toBeGreaterThan(0);
    expect(frames.join('')).toContain('api-token');
    for (const value of values) expect(frames.join('')).not.toContain(value);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('who may list one namespace finds what is in it, and is told how many kinds not', async () => {
    const { page, errors } = await open('/c/look-dana/cronjobs?ns=shop');
    await page.locator('.grid-row').first().waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: 'Go to or do' }).fill('stock-sync');
    await page
      .getByRole('option', { name: /stock-sync · shop CronJobs/ })
      .first()
      .waitFor();
    await page.getByText(/kinds may not be listed/).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('what Lanthorn asks is told, as it arrived there', async () => {
    const { page } = await open('/c/look/costs');
    const row = page.locator('[data-cost="watch nodes"]');
    await row.waitFor();
    const watches = cluster.arrived.filter(
      ({ user, request }) =>
        user === 'admin' && request.path === '/api/v1/nodes' && request.query?.['watch'] !== undefined,
    );
    expect(Number(await row.locator('td').nth(3).innerText())).toBe(watches.length);
    expect(await row.locator('td').nth(2).innerText()).toContain('admin');
    await page.context().close();
  });
});
