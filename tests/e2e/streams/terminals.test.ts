import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../harness.ts';
import { pressAction } from '../press-action.ts';

// What goes on beside a terminal: it is recorded, files are dropped on it, and a pod goes with it.

let browser: Browser;
let cluster: TestCluster;
let lanthorn: Lanthorn;
const PODS = '/api/v1/namespaces/default/pods';

beforeAll(async () => {
  [browser, cluster] = await Promise.all([launchBrowser(), startCluster('shells', { isBare: true, nodes: 1 })]);
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  await cluster.other('POST', PODS, {
    metadata: { name: 'box' },
    spec: { containers: [{ name: 'app', image: 'i' }] },
  });
  const phase = async () => getPath((await cluster.other('GET', `${PODS}/box`)).body, 'status', 'phase');
  await eventually(async () => (await phase()) === 'Running', 'the pod runs');
});

afterAll(async () => {
  await lanthorn.stop();
  await browser.close();
  cluster.stop();
});

const shows = (page: Page, place: string, text: string) =>
  eventually(
    async () => (await page.locator(`${place} .xterm-rows`).innerText()).includes(text),
    `${place} shows ${text}`,
  );
const type = async (page: Page, text: string) => {
  await page.locator('[data-terminal] textarea').focus();
  await page.keyboard.type(text);
};

test('a terminal takes a file that is dropped on it; what is recorded of it is kept, played and deleted', async () => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/shells/pods/default/box`);
  await pressAction(page, 'Terminal');
  await page.locator('[data-phase="live"]').waitFor();
  await page.getByRole('button', { name: 'Record', exact: true }).click();
  await type(page, 'echo seen by $(hostname)\n');
  await shows(page, '[data-terminal]', 'seen by box');
  const dropped = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['dropped here\\n'], 'notes.txt'));
    return transfer;
  })()`);
  await type(page, 'cat ');
  await page.getByTestId('terminal').dispatchEvent('drop', { dataTransfer: dropped });
  await page.getByText(/^In \/.* now, and typed: notes\.txt$/).waitFor();
  await type(page, '\n');
  await shows(page, '[data-terminal]', 'dropped here');
  await page.getByRole('button', { name: 'Stop and save' }).click();
  await page.getByText('The recording is kept.').waitFor();
  await page.getByRole('button', { name: 'Recordings' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const place = page.getByRole('slider', { name: 'Place in the recording' });
  await place.press('End');
  await shows(page, '[data-testid="recording"]', 'dropped here');
  await page.getByRole('button', { name: 'All recordings' }).click();
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete it for good' }).click();
  await page.getByText(/^None is kept\./).waitFor();
  await page.context().close();
});

test('every colour that a program asks for is drawn, and what is found is marked', async () => {
  const { page, errors } = await openPage(browser, `${lanthorn.origin}/c/shells/pods/default/box`);
  await pressAction(page, 'Terminal');
  await page.locator('[data-phase="live"]').waitFor();
  await type(
    page,
    String.raw`clear; printf '\033[38;2;200;30;30mletters\033[0m \033[48;2;0;0;120mground\033[0m\n'` + '\n',
  );
  await shows(page, '[data-terminal]', 'letters ground');
  const styleOf = (text: string) =>
    page.evaluate<string[]>(
      `(({ color, backgroundColor }) => [color, backgroundColor])(getComputedStyle(
        [...document.querySelectorAll('.xterm-rows span')].find(span => span.textContent === '${text}')
      ))`,
    );
  expect((await styleOf('letters'))[0]).toBe('rgb(200, 30, 30)');
  expect((await styleOf('ground'))[1]).toBe('rgb(0, 0, 120)');
  await page.getByRole('searchbox', { name: 'Find in the terminal' }).fill('letters');
  await eventually(async () => (await styleOf('letters'))[1] !== 'rgba(0, 0, 0, 0)', 'what is found is marked');
  expect(errors).toEqual([]);
  await page.context().close();
});

test('the pod of a node shell is there while its terminal is, and goes with it', async () => {
  const { body } = await cluster.other('GET', '/api/v1/nodes');
  const node = getPath(asArray(body['items'])[0], 'metadata', 'name');
  const { page } = await openPage(browser, `${lanthorn.origin}/c/shells/nodes/-/${String(node)}`);
  await pressAction(page, 'Node shell…');
  await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
  await page.getByText(/^The server accepts/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Open node shell' }).click();
  await page.locator('[data-phase="live"]').waitFor();
  const pods = async () => {
    const { body: list } = await cluster.other('GET', PODS);
    return asArray(list['items']).filter(
      pod => getPath(pod, 'metadata', 'labels', 'lanthorn.dev/node-shell') === 'true',
    );
  };
  expect((await pods()).map(pod => getPath(pod, 'spec', 'nodeName'))).toEqual([node]);
  await type(page, 'exit\n');
  await eventually(async () => (await pods()).length === 0, 'its pod is gone');
  await page.context().close();
});
