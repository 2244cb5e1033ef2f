import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { cachedBinaries } from '../../../tools/control-plane-binaries.mjs';
import { makeNamespace } from '../../clients/clusters.ts';
import { shellContainer } from '../../conformance/streams/stream-world.ts';
import { BUSYBOX_IMAGE } from '../../real-cluster/node/node-image.ts';
import { hasRealNode, realNodeTitle } from '../../real-cluster/node/node-suite.ts';
import { REAL_NODE, type RealNode, startRealNode } from '../../real-cluster/node/real-node.ts';
import { launchBrowser, newPage } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { startRealWitness } from './real-witness.ts';

// Lanthorn on a node whose containers run: what a person does with a pod, and a CronJob that is run by hand.

const NAMESPACE = 'witness';
const PODS = `/api/v1/namespaces/${NAMESPACE}/pods`;
const SCRIPT =
  'mkdir /page; echo "a real page" >/page/index.html; echo serving; httpd -p 8080 -h /page; exec sleep 3600';
const START_MS = 600_000;
const RUN_MS = 60_000;

describe.skipIf(!hasRealNode)(realNodeTitle('Lanthorn on a real node'), () => {
  let browser: Browser;
  let cluster: Witness;
  let node: RealNode;
  let lanthorn: Lanthorn;
  let page: Page;
  let errors: readonly string[];

  beforeAll(async () => {
    const binaries = cachedBinaries();
    if (binaries === null) return;
    browser = await launchBrowser();
    cluster = await startRealWitness('real', binaries, async plane => {
      node = await startRealNode(plane);
    });
    await makeNamespace((...asked) => cluster.other(...asked), NAMESPACE);
    const web = { ...shellContainer('web', SCRIPT), ports: [{ containerPort: 8080, name: 'http' }] };
    await cluster.other('POST', PODS, { metadata: { name: 'web' }, spec: { nodeName: REAL_NODE, containers: [web] } });
    const job = shellContainer('main', 'echo "run by hand in $(hostname)"');
    const template = { spec: { nodeName: REAL_NODE, restartPolicy: 'Never', containers: [job] } };
    await cluster.other('POST', `/apis/batch/v1/namespaces/${NAMESPACE}/cronjobs`, {
      metadata: { name: 'nightly' },
      spec: { schedule: '0 3 * * *', suspend: true, jobTemplate: { spec: { template } } },
    });
    const phase = async () => getPath((await cluster.other('GET', `${PODS}/web`)).body, 'status', 'phase');
    await eventually(async () => (await phase()) === 'Running', 'the pod runs', RUN_MS);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
    ({ page, errors } = await newPage(browser, lanthorn.url));
  }, START_MS);
  afterAll(async () => {
    await lanthorn?.stop();
    await browser?.close();
    await node?.stop();
    cluster?.stop();
  });

  const open = (path: string) => page.goto(`${lanthorn.origin}/c/real/${path}`);

  test('its pod is called as it is, and its log is what it wrote', async () => {
    await open(`pods/${NAMESPACE}/web?tab=logs`);
    await page.getByTestId('detail').getByText('Running').first().waitFor();
    await page.getByTestId('log').getByText('serving').waitFor();
  });

  test('a terminal is a shell among its processes, and says how it ended', async () => {
    await open(`pods/${NAMESPACE}/web`);
    await pressAction(page, 'Terminal');
    await page.locator('[data-phase="live"]').waitFor();
    const screen = page.locator('[data-terminal] .xterm-rows');
    const shows = (text: string) =>
      eventually(async () => (await screen.innerText()).includes(text), `the terminal shows ${text}`);
    await page.locator('[data-terminal] textarea').focus();
    await page.keyboard.type('echo first is $(cat /proc/1/comm)\n');
    await shows('first is sleep');
    await page.keyboard.type('exit 3\n');
    await page.getByTestId('terminal-end').getByText('exit code 3').waitFor();
  });

  /** Types into the terminal that is shown. */
  const typeIn = async (text: string) => {
    await page.locator('[data-terminal] textarea').focus();
    await page.keyboard.type(text);
  };
  const shown = (text: string) =>
    expect
      .poll(() => page.locator('[data-terminal] .xterm-rows').innerText(), { timeout: RUN_MS, interval: 100 })
      .toContain(text);
  const preview = async (confirm: string) => {
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Image').fill(BUSYBOX_IMAGE);
    await dialog.getByRole('button', { name: 'Preview the change' }).click();
    await page.getByText(/^The server accepts/).waitFor();
    await dialog.getByRole('button', { name: confirm }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('[data-phase="live"]').waitFor({ timeout: RUN_MS });
  };

  test('a debug container sees the processes and files of the one that it is added for, and stays when its shell has ended', async () => {
    await open(`pods/${NAMESPACE}/web`);
    await pressAction(page, 'Debug…');
    await preview('Add debug container');
    await typeIn('echo beside $(cat /proc/1/comm): $(cat /proc/1/root/page/index.html)\n');
    await shown('beside sleep: a real page');
    await typeIn('exit 4\n');
    await page.getByTestId('terminal-end').getByText('exit code 4').waitFor();
    const { status } = (await cluster.other('GET', `${PODS}/web`)).body;
    const [debug] = asArray(getPath(status, 'ephemeralContainerStatuses'));
    expect(getPath(debug, 'state', 'running', 'startedAt')).toEqual(expect.any(String));
  });

  test('a shell on the node sees its processes and files; its pod is gone when it ends', async () => {
    await open(`nodes/-/${REAL_NODE}`);
    await pressAction(page, 'Node shell…');
    await preview('Open node shell');
    const pods = async () => {
      const { body } = await cluster.other('GET', '/api/v1/pods', undefined);
      return asArray(body['items']).filter(
        pod => getPath(pod, 'metadata', 'labels', 'lanthorn.dev/node-shell') === 'true',
      );
    };
    expect((await pods()).map(pod => getPath(pod, 'spec', 'nodeName'))).toEqual([REAL_NODE]);
    await typeIn('echo one is $(cat /proc/1/comm), host $(ls -d /host/pro*)\n');
    await shown('host /host/proc');
    await typeIn('exit\n');
    await eventually(async () => (await pods()).length === 0, 'its pod is gone', RUN_MS);
  });

  test('its files are listed, and read', async () => {
    await open(`pods/${NAMESPACE}/web?tab=files:web:/page`);
    await page.getByRole('button', { name: 'index.html', exact: true }).click();
    await page.getByText('a real page').waitFor();
  });

  test('a port of this machine leads to what it serves', async () => {
    await open(`pods/${NAMESPACE}/web`);
    await pressAction(page, 'Forward port');
    await page.getByTestId('port-form').getByRole('button', { name: 'Forward', exact: true }).click();
    const row = page.locator('[data-port][data-phase="open"]');
    await row.waitFor();
    const answer = await fetch(`http://127.0.0.1:${await row.getAttribute('data-port')}/index.html`);
    expect(await answer.text()).toBe('a real page\n');
  });

  test('a CronJob that is run by hand: its Job ends, its log is there', async () => {
    await open(`cronjobs/${NAMESPACE}/nightly`);
    await pressAction(page, 'Run now');
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Run now', exact: true }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    const { body } = await cluster.other('GET', `/apis/batch/v1/namespaces/${NAMESPACE}/jobs`);
    const [job] = body['items'] as { metadata: { name: string } }[];
    await page.locator(`[data-job="${job?.metadata.name}"]`).getByText('Complete').waitFor({ timeout: RUN_MS });
    await open(`jobs/${NAMESPACE}/${job?.metadata.name}?tab=logs`);
    await page.getByTestId('log').getByText(`run by hand in ${job?.metadata.name}`).waitFor();
    expect(errors).toEqual([]);
  });
});
