import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Browser, Download, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { pressAction } from '../press-action.ts';
import { askPage, eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

// Files of a simulated container, from the page to the API server and back: what arrives there, and every byte.

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
let pod = '';

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('files', { isBare: true, nodes: 1 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  await cluster.other('POST', '/api/v1/namespaces/default/configmaps', {
    metadata: { name: 'settings' },
    data: { 'app.conf': 'level=info\n' },
  });
  await cluster.other('POST', '/api/v1/namespaces/default/pods', {
    metadata: { name: 'box' },
    spec: {
      containers: [
        { name: 'app', image: 'i', volumeMounts: [{ name: 'conf', mountPath: '/etc/app' }] },
        { name: 'side', image: 'i' },
      ],
      volumes: [{ name: 'conf', configMap: { name: 'settings' } }],
    },
  });
  pod = '/api/v1/namespaces/default/pods/box';
  await eventually(
    async () => getPath((await cluster.other('GET', pod)).body, 'status', 'phase') === 'Running',
    'the pod runs',
  );
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

const openFiles = async (at: string) => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/files/pods/default/box?tab=files:app:${at}`);
  await page.getByTestId('files').waitFor();
  return page;
};
const bytesOf = async (download: Download) => readFileSync(await download.path());
const fetched = async (page: Page, name: string) => {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ]);
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
};

test('from the row of a pod to its files; a mounted ConfigMap is there with its content, and is edited', async () => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/files/pods?ns=default`);
  await page.locator('.grid-row:not([data-awaited])').first().click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Files' }).click();
  await page.getByRole('button', { name: 'etc/' }).click();
  await page.getByRole('button', { name: 'app/' }).click();
  await page.getByRole('button', { name: 'app.conf', exact: true }).click();
  await page.getByText('level=info').waitFor();
  const from = cluster.arrived.length;
  await page.getByTestId('files').getByRole('button', { name: 'Edit' }).click();
  await page.getByLabel('Content of /etc/app/app.conf').fill('level=debug\n');
  await page.getByTestId('files').getByRole('button', { name: 'Save' }).click();
  // The dock says “Edit file” while it is still being written.
  await page.getByTestId('files').getByRole('button', { name: 'Edit', exact: true }).waitFor();
  await page.getByTestId('files').getByText('level=debug').waitFor();
  const asked = cluster.arrived.slice(from).filter(({ request }) => request.path.endsWith('/exec'));
  expect(new Set(asked.map(({ request }) => request.path))).toEqual(new Set([`${pod}/exec`]));
  expect(asked.length).toBeGreaterThanOrEqual(3);
  await page.getByRole('tab', { name: /History/ }).click();
  await page.getByText('Edit file').first().waitFor();
  await page.context().close();
});

test('what is uploaded comes back as it is: a file, and the folder as an archive', async () => {
  const page = await openFiles('/tmp');
  await page.getByText('There is nothing in this folder.').waitFor();
  const content = Buffer.from(Array.from({ length: 700_000 }, (_, i) => (i * 31) % 256));
  const name = "odd 'ä' name.bin";
  const input = page.locator('input[type=file]');
  await input.setInputFiles({ name, mimeType: 'text/html', buffer: content });
  await page.getByText(`Uploaded ${name}`).waitFor();
  await page.getByRole('button', { name, exact: true }).waitFor();
  const file = await fetched(page, `Download ${name}`);
  expect(file.bytes.equals(content)).toBe(true);
  // What stands there is not lost unasked.
  await input.setInputFiles({ name, mimeType: 'text/html', buffer: Buffer.from('new') });
  await page.getByText(`There already: ${name}`).waitFor();
  await page.getByRole('button', { name: 'Replace' }).click();
  await eventually(
    async () => (await fetched(page, `Download ${name}`)).bytes.toString() === 'new',
    'the file is the new one',
  );
  const archive = await fetched(page, 'Download folder');
  expect(archive.name).toBe('tmp.tar');
  const unpacked = spawnSync('tar', ['xOf', '-', `tmp/${name}`], { input: archive.bytes });
  expect([unpacked.status, unpacked.stdout.toString()]).toEqual([0, 'new']);
  await page.context().close();
});

test('an image is drawn, and what only begins as one is said to be none; that a file was fetched is recorded', async () => {
  const page = await openFiles('/tmp');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const input = page.locator('input[type=file]');
  await input.setInputFiles([
    { name: 'dot.png', mimeType: 'image/png', buffer: png },
    { name: 'half.png', mimeType: 'image/png', buffer: png.subarray(0, 20) },
  ]);
  await page.getByRole('button', { name: 'half.png', exact: true }).waitFor();
  await page.getByRole('button', { name: 'dot.png', exact: true }).click();
  const image = page.getByRole('img', { name: '/tmp/dot.png' });
  await image.waitFor();
  const drawn = () => page.evaluate<number>(`document.querySelector('img[alt="/tmp/dot.png"]').naturalWidth`);
  await eventually(async () => (await drawn()) === 1, 'its pixel is drawn');
  expect((await fetched(page, 'Download')).bytes.equals(png)).toBe(true);
  await page.getByTestId('files').getByRole('button', { name: 'Back to the folder' }).click();
  await page.getByRole('button', { name: 'half.png', exact: true }).click();
  await page.getByText('The image cannot be drawn.').waitFor();
  const { operations } = (await askPage(lanthorn.origin, '/api/operations')) as { operations: unknown[] };
  const told = operations.map(operation => {
    const target = asArray(getPath(operation, 'targets'))[0];
    return [getPath(operation, 'kind'), getPath(target, 'phase'), getPath(target, 'kubectl')].join(' ');
  });
  expect(told).toContainEqual(
    expect.stringMatching(/^pod\.files settled kubectl .* cp box:\/tmp\/dot\.png \.\/dot\.png --container=app$/),
  );
  await page.context().close();
});

test('what is fetched is no page of ours, whatever it holds', async () => {
  const page = await openFiles('/tmp');
  const script = '<script>document.title = "taken"</script>';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(script) });
  await page.getByRole('button', { name: 'page.html', exact: true }).waitFor();
  const { bytes } = await fetched(page, 'Download page.html');
  expect(bytes.toString()).toBe(script);
  // Once more, as a script of the page could, which sees how it is sent.
  const uid = asString(getPath((await cluster.other('GET', pod)).body, 'metadata', 'uid'));
  const place = { cluster: 'files', namespace: 'default', pod: 'box', uid, container: 'app' };
  const headers = await page.evaluate(
    async request => {
      const { id } = request;
      const sent = { 'content-type': 'application/json', 'x-lanthorn': '1' };
      await fetch('/api/files/fetch', { method: 'POST', headers: sent, body: JSON.stringify(request) });
      return Object.fromEntries((await fetch(`/api/files/fetched/${id}`)).headers);
    },
    { ...place, path: '/tmp/page.html', id: '00000000-0000-4000-8000-000000000001', as: 'file' },
  );
  expect([headers['content-type'], headers['x-content-type-options']]).toEqual(['application/octet-stream', 'nosniff']);
  expect(headers['content-disposition']).toContain('attachment');
  expect(headers['content-security-policy']).toContain('sandbox');
  await page.getByRole('button', { name: 'page.html', exact: true }).click();
  await page.getByText(script).waitFor();
  await page.context().close();
});

test('a debug container is added by a patch of that part alone, and its terminal opens when it runs', async () => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/files/pods/default/box`);
  await pressAction(page, 'Debug…');
  await page.getByRole('dialog').getByLabel('Name').fill('look');
  await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
  await page.getByText(/^The server accepts/).waitFor();
  const from = cluster.arrived.length;
  await page.getByRole('dialog').getByRole('button', { name: 'Add debug container' }).click();
  await page.locator('[data-phase="live"]').waitFor();
  const sent = cluster.arrived.slice(from).filter(({ request }) => request.method === 'PATCH');
  expect(sent.filter(({ user }) => user === 'admin').map(({ request }) => request.path)).toContain(
    `${pod}/ephemeralcontainers`,
  );
  const { body } = await cluster.other('GET', pod);
  const [added] = asArray(getPath(body, 'spec', 'ephemeralContainers'));
  expect([getPath(added, 'name'), getPath(added, 'targetContainerName')]).toEqual(['look', 'app']);
  const [status] = asArray(getPath(body, 'status', 'ephemeralContainerStatuses'));
  expect(asString(getPath(status, 'state', 'running', 'startedAt'))).not.toBe('');
  await page.context().close();
});
