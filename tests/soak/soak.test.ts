import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { randomInt, seededRandom } from '@lanthorn/base/random.ts';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import { HEARTBEAT_MS } from '@lanthorn/protocol/constants.ts';
import { ProtocolTab } from '../../bench/instruments/protocol-tab.ts';
import { eventually, type Lanthorn, startCluster, startLanthorn, type TestCluster } from '../e2e/harness.ts';

// Long life: writes, tabs that come and go, an API server that cuts every connection now and then. Afterwards the views are true, and
// memory, timers, sockets and watches are what they were when it had just begun. An hour in the long variant.

const SECONDS = Number(process.env['SOAK_SECONDS'] ?? 45);
/** In an hour every minute; in the short variant often enough to matter. */
const CUT_EVERY_MS = SECONDS > 600 ? 60_000 : 7_000;
const WRITE_EVERY_MS = 20;
const TAB_EVERY_MS = 250;
const MAX_TABS = 12;
const PODS = 300;
/** What code that is compiled later, caches and the odd buffer may add; a leak of a few hundred bytes per write or tab is more. */
const MAX_GROWTH_BYTES = 6_000_000;
const PATH = '/api/v1/namespaces/default/pods';
const MERGE = 'application/merge-patch+json';
const FILTERS = ['', 'p-1', 'health:bad', 'status:Running', 'age<1h', '-p-2'];
const KINDS = ['pods', 'namespaces', 'nodes', 'events'];

interface Sample {
  readonly seconds: number;
  readonly heapUsed: number;
  readonly open: Readonly<Record<string, number>>;
}

const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-soak-')), 'report.json');
const random = seededRandom(7);
let cluster: TestCluster;
let lanthorn: Lanthorn;

function pod(name: string) {
  return { metadata: { name, namespace: 'default', uid: name }, spec: { containers: [{ name: 'c', image: 'i' }] } };
}

beforeAll(async () => {
  cluster = await startCluster('soak', { isBare: true });
  for (const [path, name] of [
    ['/api/v1/namespaces', 'default'],
    ['/api/v1/namespaces/default/serviceaccounts', 'default'],
  ] as const)
    await cluster.other('POST', path, { metadata: { name } });
  for (let i = 0; i < PODS; i++) cluster.server.load('pods.v1.', { ...pod(`p-${i}`), status: { phase: 'Running' } });
  const before = { ...process.env };
  Object.assign(process.env, {
    NODE_OPTIONS: `--import ${join(import.meta.dirname, 'memory-monitor.mjs')}`,
    SOAK_REPORT: file,
  });
  lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
  process.env = before;
});

afterAll(async () => {
  await lanthorn.stop();
  cluster.stop();
});

const sleep = (delayMs: number) => new Promise(resolve => setTimeout(resolve, delayMs));

/** What is there after the next collection. */
async function sample(): Promise<Sample> {
  const read = () => JSON.parse(readFileSync(file, 'utf8')) as Sample;
  const before = read().seconds;
  return eventually(() => {
    const now = read();
    return now.seconds > before + 1 ? now : null;
  }, 'another second');
}

/** Statuses change, pods come and go. */
function write(count: number): Promise<unknown> {
  const name = `p-${randomInt(random, 0, PODS - 1)}`;
  const phase = ['Running', 'Failed', 'Pending'][count % 3];
  if (count % 10 !== 0) return cluster.other('PATCH', `${PATH}/${name}/status`, { status: { phase } }, MERGE);
  const passing = `passing-${Math.floor(count / 20)}`;
  return count % 20 === 0
    ? cluster.other('POST', PATH, pod(passing))
    : cluster.other('DELETE', `${PATH}/${passing}`, { gracePeriodSeconds: 0 });
}

/** A tab that looks at something, and at something else a moment later. */
async function openTab(): Promise<ProtocolTab> {
  const tab = await ProtocolTab.open(lanthorn.url);
  const resource = { group: '', version: 'v1', resource: KINDS[randomInt(random, 0, KINDS.length - 1)] };
  const filter = () => FILTERS[randomInt(random, 0, FILTERS.length - 1)];
  void tab.openList('soak', { resource, filter: resource.resource === 'pods' ? filter() : '' });
  tab.say({ type: 'update', id: 1, change: { offset: randomInt(random, 0, 200), hold: random.next() < 0.5 } });
  return tab;
}

/** Runs the load for so long, then closes every tab. */
async function live(seconds: number): Promise<void> {
  const tabs: ProtocolTab[] = [];
  const end = performance.now() + seconds * 1000;
  const load = async () => {
    for (let count = 0; performance.now() < end; count++) {
      await write(count);
      await sleep(WRITE_EVERY_MS);
    }
  };
  const people = async () => {
    while (performance.now() < end) {
      tabs.push(await openTab());
      if (tabs.length > MAX_TABS) tabs.shift()?.close();
      await sleep(TAB_EVERY_MS);
    }
  };
  const trouble = async () => {
    while (performance.now() < end) {
      await sleep(CUT_EVERY_MS);
      cluster.cut();
    }
  };
  await Promise.all([load(), people(), trouble()]);
  for (const tab of tabs) tab.close();
}

test(
  `${SECONDS} s of writes, tabs and cuts leave nothing behind`,
  async () => {
    const quiet = await ProtocolTab.open(lanthorn.url);
    const beat = setInterval(() => quiet.say({ type: 'ping' }), HEARTBEAT_MS);
    const closed = () =>
      eventually(async () => (await quiet.get<CostsAnswer>('/api/costs')).tabs === 1, 'all tabs but one are gone');
    // Code is compiled, and every list was open once.
    await live(Math.min(60, SECONDS / 3));
    await closed();
    const before = await sample();
    await live(SECONDS);
    await closed();
    const after = await sample();
    expect(after.heapUsed - before.heapUsed).toBeLessThan(MAX_GROWTH_BYTES);
    for (const type of ['Timeout', 'TLSSocketWrap', 'TCPSocketWrap', 'Immediate'])
      expect((after.open[type] ?? 0) - (before.open[type] ?? 0), type).toBeLessThanOrEqual(8);
    // One watch for each list that is still kept, and no more.
    const { upstream, lists } = await quiet.get<CostsAnswer>('/api/costs');
    const watches = upstream.filter(({ verb }) => verb === 'watch').reduce((sum, { open }) => sum + open, 0);
    expect(watches).toBeLessThanOrEqual(lists.length);
    expect(lists.every(({ readers }) => readers === 0)).toBe(true);
    // And what is shown is true.
    const seen = new Map<string, unknown>();
    quiet.frames.push(frame => {
      for (const row of frame.rows ?? []) seen.set(row.key, getPath(row.cells[3], 'status'));
    });
    await quiet.openList('soak', { limit: 500 });
    const { items } = (await cluster.other('GET', PATH)).body;
    const truth = new Map(
      asArray(items).map(item => [
        `default/${String(getPath(item, 'metadata', 'name'))}`,
        getPath(item, 'status', 'phase'),
      ]),
    );
    await eventually(
      () => quiet.matched === truth.size && [...truth].every(([key, phase]) => seen.get(key) === phase),
      'the view is what a fresh list says',
    );
    clearInterval(beat);
    quiet.close();
  },
  (SECONDS * 2 + 180) * 1000,
);
