import type { Browser, Page } from 'playwright-core';
import type { Kubelet } from '@lanthorn/apiserver/requests/api-server.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import { eventually, startCluster, startLanthorn } from '../../tests/e2e/harness.ts';
import { memoryOf } from '../instruments/heap-of.ts';
import { mainThreadCpuMs, residentBytes } from '../instruments/process-cpu.ts';
import { mb, report, sleep } from '../instruments/report.ts';

const PODS = 50;
const LINES_PER_SECOND = 20_000;
/** Of each pod. */
const CHUNK_EVERY_MS = 50;
const LINES_PER_CHUNK = (LINES_PER_SECOND / PODS / 1_000) * CHUNK_EVERY_MS;
const STEP_NS = (CHUNK_EVERY_MS * 1_000_000) / LINES_PER_CHUNK;
/** Until the tab has as many lines as it keeps. */
const FILL_MS = 60_000;
/** Until what came before is taken in. */
const QUIET_MS = 3_000;
/** How long somebody scrolls through them, up and down. */
const SCROLL_MS = 5_000;

/** Nothing more comes while it is measured what a tab holds. */
const isQuiet = new AbortController();

/** Pods that write as fast as that, whoever reads. */
const FLOOD: Kubelet = {
  usage: () => null,
  containerLog: (_pod, { follow }) => ({ chunks: chunks(follow) }),
};

async function* chunks(follow: boolean): AsyncIterable<string> {
  let due = Math.ceil(Date.now() / CHUNK_EVERY_MS) * CHUNK_EVERY_MS;
  for (let n = 0; follow && !isQuiet.signal.aborted; due += CHUNK_EVERY_MS) {
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

/** How busy the page is, by the clock, which counts what it waits for a core, and by what it uses of one. */
async function busyWith(
  browser: Browser,
  page: Page,
  { what, seconds }: { readonly what: string; readonly seconds: number },
): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const read = async (name: string) =>
    (await session.send('Performance.getMetrics')).metrics.find(metric => metric.name === name)?.value ?? Number.NaN;
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const pages = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const now = async () => ({
    at: performance.now() / 1_000,
    task: await read('TaskDuration'),
    script: await read('ScriptDuration'),
    cpu: pages.reduce((sum, pid) => sum + mainThreadCpuMs(pid), 0) / 1_000,
  });
  const before = await now();
  await sleep(seconds * 1_000);
  const after = await now();
  const share = (of: 'task' | 'script' | 'cpu') =>
    `${(((after[of] - before[of]) / (after.at - before.at)) * 100).toFixed(0)} %`;
  report(`${what}: the page's main thread busy, CPU of it (budget 30 %)`, share('cpu'));
  report(`${what}: the same by the clock, in script`, `${share('task')}, ${share('script')}`);
}

/** Scrolls through the log, up and down, and says how many frames there were a second and how long the longest was. */
function scrolled(ms: number): string {
  return `new Promise(resolve => {
    const log = document.querySelector('.log-lines');
    const begun = performance.now();
    let frames = 0, longest = 0, last = begun;
    const step = now => {
      frames++;
      longest = Math.max(longest, now - last);
      last = now;
      const passed = now - begun;
      if (passed > ${ms}) return resolve((frames / passed * 1000).toFixed(0) + '/s, longest ' + longest.toFixed(0) + ' ms');
      log.scrollTop = log.scrollHeight * Math.abs(Math.cos(passed / ${ms} * Math.PI * 2));
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  })`;
}

/** The logs of all pods of a Service in a real browser, under more lines than anybody reads. */
export async function logs(seconds: number): Promise<void> {
  const cluster = await startCluster('bench', { isBare: true, nodes: 2 });
  const labels = { app: 'flood' };
  for (let i = 0; i < PODS; i++)
    await cluster.other('POST', '/api/v1/namespaces/default/pods', {
      metadata: { name: `flood-${i}`, labels },
      spec: { containers: [{ name: 'main', image: 'busybox' }] },
    });
  await cluster.other('POST', '/api/v1/namespaces/default/services', {
    metadata: { name: 'flood' },
    spec: { selector: labels, ports: [{ port: 80 }] },
  });
  await eventually(
    async () => {
      const { body } = await cluster.other('GET', '/api/v1/namespaces/default/pods');
      const isRunning = (pod: unknown) => getPath(pod, 'status', 'phase') === 'Running';
      return asArray(body['items']).filter(isRunning).length === PODS;
    },
    'all pods run',
    60_000,
  );
  cluster.server.kubelet = FLOOD;
  const lanthorn = await startLanthorn('--kubeconfig', cluster.kubeconfig);
  const browser = await launchBrowser();
  const { page } = await openPage(browser, `${lanthorn.url}c/bench/services/default/flood?tab=logs`);
  await page.locator('.log-line').first().waitFor();
  await sleep(FILL_MS);
  const what = `${LINES_PER_SECOND.toLocaleString('en')} lines a second of ${PODS} pods`;
  await busyWith(browser, page, { what, seconds });
  report(`${what}: memory of the server, resident`, mb(residentBytes(lanthorn.process.pid ?? 0)));
  isQuiet.abort();
  await sleep(QUIET_MS);
  report(`${what}: what is said of them`, await page.locator('.log-end').innerText());
  const { heap, numbers } = await memoryOf(page);
  report('a million lines in a tab: its heap, and numbers beside it (budget 150 MB)', `${mb(heap)}, ${mb(numbers)}`);
  report(
    'a million lines in a tab: frames while somebody scrolls (budget 60/s)',
    await page.evaluate<string>(scrolled(SCROLL_MS)),
  );
  await browser.close();
  await lanthorn.stop();
  cluster.stop();
}
