import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asObject, getPath } from '@lanthorn/base/json.ts';
import { storageName } from '@lanthorn/kube/helm/release-names.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { askPage, eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
const SECRETS = '/api/v1/secrets';
const inShop = (name: string) => `/api/v1/namespaces/shop/secrets/${name}`;

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('helm', { seed: 5 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

const open = (path: string) => openPage(browser, `${lanthorn.origin}${path}`);
const line = (page: Page, name: string) => page.getByTestId('releases').getByRole('row').filter({ hasText: name });
const gets = (path: RegExp) =>
  cluster.arrived.filter(({ request }) => request.method === 'GET' && path.test(request.path));

test('releases are listed without what they hold, the newest of each is read once, and a new revision comes by itself', async () => {
  const { page, errors } = await open('/c/helm/helm');
  await line(page, 'sessions').getByText('session-cache-2.2.0').waitFor();
  await line(page, 'fraud-check').getByText('context deadline exceeded').waitFor();
  // Told anew each minute.
  await line(page, 'search')
    .getByText(/Helm has been at it for (?:1h59m|2h)/)
    .waitFor();
  await line(page, 'mail-relay').getByText('deployed').waitFor();
  const lists = gets(/^\/api\/v1\/secrets$/).filter(({ request }) => request.query?.['labelSelector'] === 'owner=helm');
  expect(lists.length).toBeGreaterThan(0);
  expect(
    lists.every(({ request }) => request.headers?.['accept']?.startsWith('application/json;as=PartialObjectMetadata')),
  ).toBe(true);
  expect(
    gets(/secrets\/sh\.helm/)
      .map(({ request }) => request.path.split('/').at(-1) ?? '')
      .toSorted((a, b) => (a < b ? -1 : 1)),
  ).toEqual([
    storageName('fraud-check', 2),
    storageName('mail-relay', 1),
    storageName('search', 2),
    storageName('sessions', 4),
  ]);
  const { body } = await cluster.other('GET', inShop(storageName('sessions', 4)));
  const labels = {
    ...asObject(getPath(body, 'metadata', 'labels')),
    version: '5',
    status: 'pending-upgrade',
    modifiedAt: String(Math.floor(Date.now() / 1_000)),
  };
  await cluster.other('POST', '/api/v1/namespaces/shop/secrets', {
    ...{ apiVersion: 'v1', kind: 'Secret', type: body['type'], data: body['data'] },
    metadata: { name: storageName('sessions', 5), labels },
  });
  await line(page, 'sessions').getByText('pending-upgrade').waitFor();
  await cluster.other('DELETE', inShop(storageName('sessions', 5)));
  await line(page, 'sessions').getByText('deployed').waitFor();
  expect(errors).toEqual([]);
});

test('what drifted and what is gone stands at the objects of a release, which lead to it and back', async () => {
  const { page, errors } = await open('/c/helm/helm/shop/sessions');
  const objects = page.getByTestId('release-objects');
  const deployment = objects.locator('[data-object="Deployment/sessions"]');
  await deployment.getByText('1 field drifted').click();
  await deployment.getByText('spec.replicas').waitFor();
  expect(await deployment.locator('.change-before').innerText()).toBe('2');
  expect(await deployment.locator('.change-after').innerText()).toBe('3');
  expect(await objects.getByText('as written').count()).toBe(3);
  await deployment.getByRole('link', { name: 'sessions' }).click();
  const back = page.getByText('managed by Helm release').getByRole('link', { name: 'sessions' });
  await back.click();
  await page.getByTestId('release').waitFor();
  await page.goto(`${lanthorn.origin}/c/helm/helm/platform/mail-relay`);
  await objects.locator('[data-object="ConfigMap/mail-relay"]').getByText('not there').waitFor();
  expect(errors).toEqual([]);
});

test('values of Secrets come when they are asked for, which is recorded before; nothing is written to the cluster', async () => {
  const { page, errors } = await open('/c/helm/helm/shop/sessions?tab=manifest');
  const manifest = page.getByTestId('manifest');
  await manifest.getByText(/password: ••• [0-9a-f]{6}/).waitFor();
  const value = Buffer.from('demo-sessions').toString('base64');
  expect(await page.content()).not.toContain(value);
  await page.getByRole('button', { name: 'Show values of Secrets' }).click();
  await manifest.getByText(value).waitFor();
  const object = {
    cluster: 'helm',
    group: '',
    resource: 'secrets',
    namespace: 'shop',
    name: storageName('sessions', 4),
  };
  const history = await eventually(async () => {
    const told = JSON.stringify(
      await askPage(lanthorn.origin, `/api/history?${new URLSearchParams(object).toString()}`),
    );
    return told.includes('secret.reveal') ? told : null;
  }, 'it is in the history that the values were shown');
  expect(history).not.toContain(value);
  const isByUs = ({ request }: (typeof cluster.arrived)[number]) =>
    request.headers?.['user-agent']?.startsWith('lanthorn') === true;
  const changes = cluster.arrived.filter(arrived => isByUs(arrived) && arrived.request.method !== 'GET');
  expect(changes.filter(({ request }) => !request.path.includes('accessreviews'))).toEqual([]);
  expect(errors).toEqual([]);
});

test('two revisions are compared, and the line of Helm stands beside what it would do', async () => {
  const { page, errors } = await open('/c/helm/helm/shop/sessions?tab=history');
  const compared = page.getByTestId('compare-revisions');
  await compared.getByText('config.logLevel').waitFor();
  await compared.getByText(/^ConfigMap sessions/).waitFor();
  await page.getByRole('tab', { name: 'Roll back, uninstall' }).click();
  await page.getByText('helm rollback sessions 3 --namespace shop --kube-context helm').waitFor();
  await page
    .getByTestId('rollback')
    .getByText(/are changed: Secret\/sessions, ConfigMap\/sessions/)
    .waitFor();
  await page.goto(`${lanthorn.origin}/c/helm/helm/data/search?tab=commands`);
  await page.getByTestId('uninstall').getByText('1 is kept by its policy: PersistentVolumeClaim/search').waitFor();
  await page.getByText('It hangs in pending-upgrade.').waitFor();
  expect(errors).toEqual([]);
});

test('the palette finds a release by its name, and the Secret of a revision leads to it', async () => {
  const { page } = await open(`/c/helm/secrets/shop/${storageName('sessions', 2)}`);
  await page.getByText('revision 2 of Helm release').getByRole('link', { name: 'sessions' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type('fraud');
  await page.getByRole('option', { name: /fraud-check · payments.*Helm release/ }).click();
  await page.getByTestId('release').getByRole('heading', { name: 'fraud-check' }).waitFor();
});

test('who may not read Secrets is told which right lacks, and not that there is nothing', async () => {
  const { page } = await open('/c/helm-viewer/helm');
  await page.getByRole('heading', { name: 'Whether there are releases is not known' }).waitFor();
  await page.getByText(/rights to list, watch and get Secrets/).waitFor();
  expect(
    cluster.arrived.filter(({ user, request }) => user === 'viewer' && request.path === SECRETS).length,
  ).toBeGreaterThan(0);
});
