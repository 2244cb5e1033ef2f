import { join } from 'node:path';
import type { Kubelet } from '@lanthorn/apiserver/requests/api-server.ts';
import { must } from '@lanthorn/base/assert.ts';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { eventually, startCluster, startRelease, type TestCluster } from '../../tests/e2e/harness.ts';
import { sessionAt } from '../../tests/e2e/sessions.ts';
import { residentBytes } from '../instruments/process-cpu.ts';
import { root } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';
import { StreamTab } from '../instruments/stream-tab.ts';

const PODS = 20;
const LINES_PER_SECOND = 20_000;
const EVERY_MS = 50;
const LINES = (LINES_PER_SECOND / PODS / 1_000) * EVERY_MS;
/** Of each container that is fetched whole: 5 GB together. */
const WHOLE_BYTES = 256 * 1024 * 1024;
const PART = '2026-11-29T08:00:00.000000000Z level=info msg="request served"\n'.repeat(1_000);
/** Until what begins is begun. */
const SETTLE_MS = 5_000;
const ASK_EVERY_MS = 100;

const FLOOD: Kubelet = {
  usage: () => null,
  containerLog: (_pod, { follow }) => ({ chunks: follow ? written() : kept() }),
};

async function* written(): AsyncIterable<string> {
  for (let n = 0; ; ) {
    const at = new Date().toISOString().slice(0, 19);
    let text = '';
    for (let i = 0; i < LINES; i++, n++)
      text += `${at}.${String(n).padStart(9, '0')}Z level=info msg="request served" path=/things/${n}\n`;
    yield text;
    await sleep(EVERY_MS);
  }
}

async function* kept(): AsyncIterable<string> {
  for (let bytes = 0; bytes < WHOLE_BYTES; bytes += PART.length) yield PART;
}

/** What the server spends on streams beside its lists, and what a download of all that is kept holds. */
export async function streams(seconds: number): Promise<void> {
  const cluster = await startCluster('bench', { isBare: true, nodes: 2 });
  const names = await startPods(cluster);
  cluster.server.kubelet = FLOOD;
  const lanthorn = await startRelease(join(root, 'dist'), '--port', '0', '--kubeconfig', cluster.kubeconfig);
  const resident = () => residentBytes(lanthorn.process.pid ?? 0);
  const lists = await ProtocolTab.open(lanthorn.url);
  await lists.openList('bench');
  await sleep(SETTLE_MS);
  const before = resident();
  const quiet = await answers(lists, seconds);
  const tab = await StreamTab.open(lanthorn.url);
  let bytes = 0;
  tab.onFrame = frame => (bytes += frame.bytes.length);
  for (const [i, pod] of names.entries())
    tab.say({
      ...{ type: 'open', id: i + 1 },
      query: {
        ...{ kind: 'logs', cluster: 'bench', namespace: 'default', pod, container: 'main', tailLines: 0 },
        ...{ follow: true, previous: false, timestamps: true },
      },
    });
  await sleep(SETTLE_MS);
  const from = performance.now();
  bytes = 0;
  const flooded = await answers(lists, seconds);
  const rate = bytes / ((performance.now() - from) / 1_000);
  const what = `${PODS} logs, ${LINES_PER_SECOND.toLocaleString('en')} lines a second`;
  report(`${what}: server, resident, above what it is at rest (budget 64 MB)`, mb(resident() - before), mb(before));
  report(`${what}: to the tab`, `${mb(rate)}/s`);
  report(`${what}: an answer of a list meanwhile, p50 / p99`, flooded, quiet);
  tab.close();
  await sleep(SETTLE_MS);
  await download(lanthorn.url, names, resident);
  lists.close();
  await lanthorn.stop();
  cluster.stop();
}

async function startPods(cluster: TestCluster): Promise<readonly string[]> {
  const path = '/api/v1/namespaces/default/pods';
  for (let i = 0; i < PODS; i++)
    await cluster.other('POST', path, {
      metadata: { name: `flood-${i}` },
      spec: { containers: [{ name: 'main', image: 'i' }] },
    });
  return eventually(
    async () => {
      const { body } = await cluster.other('GET', path);
      const running = asArray(body['items']).filter(pod => getPath(pod, 'status', 'phase') === 'Running');
      return running.length === PODS ? running.map(pod => asString(getPath(pod, 'metadata', 'name'))) : undefined;
    },
    'all pods run',
    60_000,
  );
}

/** A filter of a list is asked for and answered, again and again. */
async function answers(tab: ProtocolTab, seconds: number): Promise<string> {
  const took: number[] = [];
  const until = performance.now() + seconds * 1_000;
  while (performance.now() < until) {
    // `flood-1`, and `flood-10` to `flood-19`.
    const wanted = tab.matched === PODS ? 11 : PODS;
    const filter = wanted === PODS ? 'flood-' : 'flood-1';
    const answered = tab.until(() => tab.matched === wanted);
    tab.say({ type: 'update', id: 1, change: { filter } });
    took.push(await answered);
    await sleep(ASK_EVERY_MS);
  }
  return `${ms(percentile(took, 0.5))} / ${ms(percentile(took, 0.99))}`;
}

async function download(url: string, pods: readonly string[], resident: () => number): Promise<void> {
  const { name, value } = must(sessionAt(url), 'the harness logged in');
  const query = new URLSearchParams({
    ...{ cluster: 'bench', namespace: 'default', containers: pods.map(pod => `${pod}/main`).join(',') },
    ...{ previous: 'no', timestamps: 'yes', name: 'all' },
  });
  const before = resident();
  const from = performance.now();
  const host = `127.0.0.1:${new URL(url).port}`;
  const answer = await fetch(`http://${host}/api/logs/whole?${query.toString()}`, {
    headers: { cookie: `${name}=${value}` },
  });
  let bytes = 0;
  let most = 0;
  for await (const part of must(answer.body, 'it has a body')) {
    bytes += part.length;
    most = Math.max(most, resident());
  }
  const took = (performance.now() - from) / 1_000;
  report(`all that is kept of ${pods.length} logs, fetched`, `${mb(bytes)} in ${took.toFixed(0)} s`);
  report('the same: the most that the server is larger meanwhile', mb(most - before), mb(before));
}
