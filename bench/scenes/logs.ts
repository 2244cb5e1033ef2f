import type { Kubelet } from '@lanthorn/apiserver/requests/api-server.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import { eventually, startCluster, startLanthorn } from '../../tests/e2e/harness.ts';
import { heapOf } from '../instruments/heap-of.ts';
import { mb, report, sleep } from '../instruments/report.ts';

const PODS = 50;
const LINES_PER_SECOND = 20_000;
/** Of each pod. */
const CHUNK_EVERY_MS = 50;
const LINES_PER_CHUNK = (LINES_PER_SECOND / PODS / 1_000) * CHUNK_EVERY_MS;
const STEP_NS = (CHUNK_EVERY_MS * 1_000_000) / LINES_PER_CHUNK;
/** Until the tab has as many lines as it keeps. */
const FILL_MS = 5_000;

/** Pods that write as fast as that, whoever reads. */
const FLOOD: Kubelet = {
  usage: () => null,
  containerLog: (_pod, { follow }) => ({ chunks: chunks(follow) }),
};

async function* chunks(follow: boolean): AsyncIterable<string> {
  let due = Math.ceil(Date.now() / CHUNK_EVERY_MS) * CHUNK_EVERY_MS;
  for (let n = 0; follow; due += CHUNK_EVERY_MS) {
    let text = '';
    for (let i = 0; i < LINES_PER_CHUNK; i++, n++) {
      const second = new Date(due).toISOString().slice(0, 19);
      const fraction = String((due % 1_000) * 1_000_000 + i * STEP_NS).padStart(9, '0');
      text += `${second}.${fraction}Z level=${n % 9 === 0 ? 'warn' : 'info'} msg="request served" path=/things/${n} duration=${i}ms\n`;
    }
    yield text;
    await sleep(Math.max(0, due + CHUNK_EVERY_MS - Date.now()));
  }
}

/** The logs of all pods of a workload in a real browser, under more lines than anybody reads. */
export async function logs(seconds: number): Promise<void> {
  const cluster = await startCluster('bench');
  const labels = { app: 'flood' };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'busybox' }] } };
  await cluster.other('POST', '/apis/apps/v1/namespaces/default/deployments', {
    metadata: { name: 'flood' },
    spec: { replicas: PODS, selector: { matchLabels: labels }, template },
  });
  await eventually(
    async () => {
      const { body } = await cluster.other('GET', '/apis/apps/v1/namespaces/default/deployments/flood');
      return getPath(body, 'status', 'readyReplicas') === PODS;
    },
    'all pods run',
    60_000,
  );
  cluster.server.kubelet = FLOOD;
  const lanthorn = await startLanthorn('--kubeconfig', cluster.kubeconfig);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, `${lanthorn.url}c/bench/deployments/default/flood?tab=logs`);
  await page.locator('.log-line').first().waitFor();
  await sleep(FILL_MS);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async (name: string) =>
    (await session.send('Performance.getMetrics')).metrics.find(metric => metric.name === name)?.value ?? Number.NaN;
  const before = { task: await read('TaskDuration'), script: await read('ScriptDuration'), at: performance.now() };
  await sleep(seconds * 1_000);
  const passed = (performance.now() - before.at) / 1_000;
  const share = (busy: number) => `${((busy / passed) * 100).toFixed(0)} %`;
  const [task, script] = [(await read('TaskDuration')) - before.task, (await read('ScriptDuration')) - before.script];
  const what = `${LINES_PER_SECOND.toLocaleString('en')} lines a second of ${PODS} pods`;
  report(`${what}: the page's main thread busy (budget 30 %), in script`, `${share(task)}, ${share(script)}`);
  report(`${what}: heap of the tab`, mb(await heapOf(page)));
  await browser.close();
  await lanthorn.stop();
  cluster.stop();
}
