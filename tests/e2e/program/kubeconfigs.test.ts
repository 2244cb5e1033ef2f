import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import type { Browser } from 'playwright-core';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, startCluster, startLanthorn, type TestCluster } from '../harness.ts';

let browser: Browser;
let cluster: TestCluster;

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('blue', { seed: 3 })]);
});

afterAll(async () => {
  await browser.close();
  cluster.stop();
});

describe('a cluster that does not answer', () => {
  test('says why, and offers the demo', async () => {
    const other = await startLanthorn(
      '--port',
      '0',
      '--kubeconfig',
      cluster.kubeconfig.replace('blue.yaml', 'missing.yaml'),
      '--kubeconfig',
      deadKubeconfig(),
    );
    const { page } = await openPage(browser, other.url);
    await page.getByText('dead cannot be reached').waitFor();
    await page.getByText(/did not answer: “connect ECONNREFUSED/).waitFor();
    await page.getByRole('button', { name: 'Open the demo cluster' }).click();
    await page.getByTestId('overview').waitFor();
    expect(other.stderr()).toContain('Context dead cannot be reached');
    await page.context().close();
    expect(await other.stop()).toBe(0);
  });
});

describe('a kubeconfig', () => {
  const write = (text: string) => {
    const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'config.yaml');
    writeFileSync(file, text);
    return file;
  };

  test('that cannot be read opens no demo: the page says which file, which line and why', async () => {
    const file = write('apiVersion: v1\nusers:\n- name: u\n  user:\n\ttoken: s3cret\n');
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page, errors } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'No cluster could be read from the kubeconfig files' }).waitFor();
    await page.getByText(`${file}, line 5: a tab stands in the indentation`).waitFor();
    expect(await page.content()).not.toContain('s3cret');
    expect(await page.getByTestId('overview').count()).toBe(0);
    await page.getByRole('button', { name: 'Open the demo cluster' }).click();
    await page.getByTestId('overview').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
    await other.stop();
  });

  test('beside one that cannot be read is used, and the other one is named until that was read', async () => {
    const file = write('a: [\n');
    const other = await startLanthorn('--port', '0', '--kubeconfig', file, '--kubeconfig', cluster.kubeconfig);
    const { page } = await openPage(browser, other.url);
    await page.getByTestId('overview').waitFor();
    const note = page.getByRole('alert').filter({ hasText: file });
    // It stands above the screen, and takes nothing of its width.
    const widthOf = async () => (await page.getByTestId('overview').boundingBox())?.width ?? 0;
    for (const width of [1440, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await note.waitFor();
      expect(await widthOf()).toBeGreaterThan(width * 0.7);
    }
    await note.getByRole('button', { name: 'Close' }).click();
    await note.waitFor({ state: 'detached' });
    await page.context().close();
    await other.stop();
  });

  test('with contexts whose names are steps of a path: each has an address that opens it again', async () => {
    const names = ['.', '..', '~', 'a/../..', '%2e'];
    const text = readFileSync(cluster.kubeconfig, 'utf8');
    const { context } = (parse(text) as { contexts: { context: object }[] }).contexts[0] ?? { context: {} };
    const contexts = names.map(name => ({ name, context }));
    const other = await startLanthorn(
      '--port',
      '0',
      '--kubeconfig',
      write(JSON.stringify({ ...parse(text), contexts, 'current-context': '..' })),
    );
    const { page, errors } = await openPage(browser, other.url);
    await page.getByTestId('overview').waitFor();
    for (const name of [...names].reverse()) {
      await page.getByRole('button', { name: /^Cluster:/ }).click();
      await page
        .getByRole('option')
        .filter({ has: page.getByText(name, { exact: true }) })
        .click();
      await page.getByTestId('overview').waitFor();
      await page.reload();
      await page.getByTestId('overview').waitFor();
      await page.getByRole('button', { name: `Cluster: ${name}`, exact: true }).waitFor();
    }
    expect(errors).toEqual([]);
    await page.context().close();
    await other.stop();
  });

  test('whose login is refused is not said to be unreachable', async () => {
    const file = write(readFileSync(cluster.kubeconfig, 'utf8').replace(/token: .*/, 'token: wrong'));
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page } = await openPage(browser, other.url);
    await page.getByRole('heading', { name: 'Logging in to blue fails' }).waitFor();
    await page.getByText('The cluster answered with status 401 and says: “Unauthorized”', { exact: true }).waitFor();
    await eventually(() => other.stderr().includes('Context blue refuses the login'), 'the terminal says the same');
    await page.context().close();
    await other.stop();
  });
});

describe('a cluster that answers late', () => {
  test('opens by itself once it does', async () => {
    const address = new URL(/https:\S+/.exec(readFileSync(cluster.kubeconfig, 'utf8'))?.[0] ?? '');
    const gate = createServer(socket =>
      pipeline(socket, connect(Number(address.port), address.hostname), socket, () => {}),
    );
    gate.listen(0, '127.0.0.1');
    await once(gate, 'listening');
    const { port } = gate.address() as AddressInfo;
    gate.close();
    const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'late.yaml');
    writeFileSync(file, readFileSync(cluster.kubeconfig, 'utf8').replaceAll(`:${address.port}`, `:${port}`));
    const other = await startLanthorn('--port', '0', '--kubeconfig', file);
    const { page } = await openPage(browser, other.url);
    await page.getByText('blue cannot be reached').waitFor();
    gate.listen(port, '127.0.0.1');
    await page.getByTestId('overview').waitFor();
    await page.context().close();
    await other.stop();
    gate.close();
  });
});

function deadKubeconfig(): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-')), 'dead.yaml');
  writeFileSync(
    file,
    JSON.stringify({
      clusters: [{ name: 'dead', cluster: { server: 'https://127.0.0.1:9' } }],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: [
        { name: 'dead', context: { cluster: 'dead', user: 'u' } },
        { name: 'broken', context: { cluster: 'nowhere', user: 'u' } },
      ],
      'current-context': 'dead',
    }),
  );
  return file;
}
