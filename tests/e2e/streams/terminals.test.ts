import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('what is selected in a terminal is copied by either key, and nothing is interrupted; without a selection Ctrl C interrupts', async () => {
  const { page } = await openPage(browser, `${lanthorn.origin}/c/shells/pods/default/box`);
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: lanthorn.origin });
  await pressAction(page, 'Terminal');
  await page.locator('[data-phase="live"]').waitFor();
  await type(page, 'echo first-$((1)) second-$((2))\n');
  await shows(page, '[data-terminal]', 'first-1 second-2');
  const copied = () => page.evaluate<string>('navigator.clipboard.readText()');
  const selectWord = async (text: string) => {
    const at = await page.evaluate<{ x: number; y: number }>(`(() => {
      const rows = [...document.querySelectorAll('[data-terminal] .xterm-rows > div')];
      const row = rows.filter(each => each.textContent.startsWith('first-1 second-2')).at(-1);
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const found = node.textContent.indexOf('${text}');
        if (found < 0) continue;
        const range = document.createRange();
        range.setStart(node, found + 1);
        range.setEnd(node, found + 2);
        const { x, y, width, height } = range.getBoundingClientRect();
        return { x: x + width / 2, y: y + height / 2 };
      }
      throw new Error('not there: ${text}');
    })()`);
    await page.mouse.dblclick(at.x, at.y);
  };
  for (const [word, keys] of [
    ['first', 'Control+c'],
    ['second', 'Control+Shift+C'],
  ] as const) {
    await selectWord(word);
    await page.keyboard.press(keys);
    await eventually(async () => (await copied()).includes(word), `${word} is copied`);
  }
  // What is typed was not interrupted by either.
  await type(page, 'echo still ');
  await selectWord('first');
  await page.keyboard.press('Control+c');
  await eventually(async () => (await copied()).includes('first'), 'copied in the middle of a line');
  await page.keyboard.type('typed-$((3))\n');
  await shows(page, '[data-terminal]', 'still typed-3');
  await page.keyboard.type('echo never-$((4))');
  await page.keyboard.press('Control+c');
  await page.keyboard.type('echo after-$((5))\n');
  await shows(page, '[data-terminal]', 'after-5');
  expect(await page.locator('[data-terminal] .xterm-rows').innerText()).not.toMatch(/never-4/);
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

test('after a crash the pod of a node shell goes at the next start; one that nobody knows of, by its label, once its deadline is over', async () => {
  const node = getPath(asArray((await cluster.other('GET', '/api/v1/nodes')).body['items'])[0], 'metadata', 'name');
  const data = mkdtempSync(join(tmpdir(), 'lanthorn-data-'));
  const options = ['--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data];
  const crashing = await startLanthorn(...options);
  const { page } = await openPage(browser, `${crashing.origin}/c/shells/nodes/-/${String(node)}`);
  await pressAction(page, 'Node shell…');
  await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
  await page.getByText(/^The server accepts/).waitFor();
  await page.getByRole('dialog').getByRole('button', { name: 'Open node shell' }).click();
  await page.locator('[data-phase="live"]').waitFor();
  crashing.process.kill('SIGKILL');
  await page.context().close();
  // What another made, whose data folder is lost.
  const left = (name: string, status: object) => ({
    metadata: { name, labels: { 'lanthorn.dev/node-shell': 'true' } },
    spec: {
      ...{ schedulerName: 'nobody', restartPolicy: 'Never', activeDeadlineSeconds: 1 },
      containers: [{ name: 'debugger', image: 'i' }],
    },
    status,
  });
  for (const [name, phase] of [
    ['node-debugger-ended', 'Failed'],
    ['node-debugger-running', 'Running'],
  ] as const) {
    const pod = left(name, { phase });
    await cluster.other('POST', PODS, pod);
    await cluster.other('PATCH', `${PODS}/${name}/status`, { status: pod.status }, 'application/merge-patch+json');
  }
  const names = async () => {
    const { body } = await cluster.other('GET', PODS);
    return asArray(body['items'])
      .map(pod => String(getPath(pod, 'metadata', 'name')))
      .filter(name => name.startsWith('node-debugger-'));
  };
  expect(await names()).toHaveLength(3);
  const next = await startLanthorn(...options);
  await eventually(async () => (await names()).length === 2, 'the pod of the process that was killed is gone');
  const opened = await openPage(browser, `${next.origin}/c/shells/pods`);
  await eventually(async () => (await names()).join() === 'node-debugger-running', 'what ended is gone', 30_000);
  await opened.page.context().close();
  await next.stop();
  rmSync(data, { recursive: true });
});
