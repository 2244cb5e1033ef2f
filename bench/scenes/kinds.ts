import { must } from '@lanthorn/base/assert.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import type { Page } from 'playwright-core';
import { relatedQuestions } from '@lanthorn/views/related-questions.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { NODE_VIEW } from '@lanthorn/views/kinds/core/nodes.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { SERVICE_ACCOUNT_VIEW } from '@lanthorn/views/kinds/core/serviceaccounts.ts';
import { PRIORITY_CLASS_VIEW } from '@lanthorn/views/kinds/scheduling.k8s.io/priorityclasses.ts';
import { launchBrowser, openPage } from '../../tests/e2e/browser.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { mb, ms, percentile, report, sleep } from '../instruments/report.ts';

const NAMESPACE = 'team-000';
const GROUP = 'bench.example.com';
const KINDS = 60;
const OBJECTS = 3_000;
/** Requests on their way at a time. */
const AT_ONCE = 16;
const TURNS = 3;
const DRAINED_MS = 300;

/** What kinds cost that nobody looks at, what a kind without a record does, and the way from one object to the next. */
export async function kinds(cluster: BenchCluster): Promise<void> {
  const admin = must(loadKubeconfig([cluster.kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  await related(cluster, admin.name);
  await relatedTabs(cluster, admin.name, new UpstreamSource(admin, systemClock));
  await map(cluster, admin.name);
  await idleKinds(cluster, admin.name, new UpstreamSource(admin, systemClock));
  await genericList(cluster, admin.name, new UpstreamSource(admin, systemClock));
}

/** The pods of a workload among all: of its namespace, with the list of all pods closed and open. */
async function related({ kubeconfig, label }: BenchCluster, context: string): Promise<void> {
  const lanthorn = await startLanthorn(kubeconfig);
  const tab = await ProtocolTab.open(lanthorn.url);
  const sets = { group: 'apps', version: 'v1', resource: 'statefulsets' };
  await tab.openList(context, { resource: sets, namespaces: [NAMESPACE] });
  const target = { group: 'apps', resource: 'statefulsets', namespace: NAMESPACE, name: 'app-0', uid: '', labels: {} };
  const question = { way: 'back', meanings: ['owner'], targets: [target] };
  const ask = async (namespaces: readonly string[]) => {
    tab.say({ type: 'unsubscribe', id: 1 });
    // What was on its way is no answer.
    await sleep(DRAINED_MS);
    return (await tab.openList(context, { namespaces, related: question })).allMs;
  };
  report(`${label}: the pods of a workload, asked of its namespace (budget 300 ms)`, ms(await ask([NAMESPACE])));
  report(`${label}: asked again`, ms(await ask([NAMESPACE])));
  const whole = await ask([]);
  report(`${label}: asked of all pods, which nobody has open: the API server cannot narrow that`, ms(whole));
  const again = [await ask([]), await ask([]), await ask([])];
  report(`${label}: asked of all pods, which are open (budget 300 ms)`, ms(percentile(again, 0.5)));
  tab.close();
  await stop(lanthorn.process);
}

/** Of each the view, and where one of it is. */
const LOOKED_AT = [
  [NODE_VIEW, '/api/v1/nodes'],
  [POD_VIEW, `/api/v1/namespaces/${NAMESPACE}/pods`],
  [STATEFUL_SET_VIEW, `/apis/apps/v1/namespaces/${NAMESPACE}/statefulsets`],
  [SERVICE_ACCOUNT_VIEW, `/api/v1/namespaces/${NAMESPACE}/serviceaccounts`],
  [PRIORITY_CLASS_VIEW, '/apis/scheduling.k8s.io/v1/priorityclasses'],
] as const;

/** All that the Related tab of an object asks for, in a new process: nothing is open yet. */
async function relatedTabs({ kubeconfig, label }: BenchCluster, context: string, source: ApiSource): Promise<void> {
  for (const [view, path] of LOOKED_AT) {
    const answer = await source.send({ method: 'GET', path, headers: {}, query: { limit: '1' } });
    const { items } = JSON.parse(await readBody(answer)) as { readonly items: readonly unknown[] };
    const lanthorn = await startLanthorn(kubeconfig);
    const tab = await ProtocolTab.open(lanthorn.url);
    // The first request of a process makes its connection.
    await tab.openList(context, { resource: { group: '', version: 'v1', resource: 'namespaces' } });
    tab.say({ type: 'unsubscribe', id: 1 });
    await sleep(DRAINED_MS);
    const { firstMs, podsMs, allMs } = await tab.openRelated(context, relatedQuestions(view, items[0]).lists);
    const pods = podsMs === null ? '' : `, its pods whole ${ms(podsMs)}`;
    report(
      `${label}: related of one ${view.kind}, nothing being open: the first answer (budget 300 ms)`,
      `${ms(firstMs)}${pods}, all ${ms(allMs)}`,
    );
    tab.close();
    await stop(lanthorn.process);
  }
}

/** In the page: every frame while the map is dragged. */
const FRAMES = `
globalThis.frames = [];
const frame = at => { globalThis.frames.push(at); requestAnimationFrame(frame); };
requestAnimationFrame(frame);
`;
const DRAGS = 180;

async function map({ kubeconfig, label }: BenchCluster, context: string): Promise<void> {
  const lanthorn = await startLanthorn(kubeconfig);
  const browser = await launchBrowser();
  const origin = new URL(lanthorn.url).origin;
  const { page } = await openPage(browser, lanthorn.url);
  await page.goto(`${origin}/c/${context}/statefulsets?ns=${NAMESPACE}`);
  await page.locator('.grid-row').first().waitFor();
  const drawn = async () => {
    const from = performance.now();
    await page.evaluate(`history.pushState({}, '', ${JSON.stringify(`/c/${context}/map?ns=${NAMESPACE}`)})`);
    await page.locator('[data-testid=map] [data-node]').first().waitFor();
    return performance.now() - from;
  };
  report(
    `${label}, in a browser: the map of a namespace of 500 pods, its code included (budget 1 s)`,
    ms(await drawn()),
  );
  await page.goBack();
  await page.locator('.grid-row').first().waitFor();
  report(`${label}, in a browser: the same again`, ms(await drawn()));
  report(`${label}, in a browser: boxes on it`, String(await page.locator('[data-testid=map] [data-node]').count()));
  const { rate, longest } = await framesOf(page);
  report(
    `${label}, in a browser: frames while it is moved (60 wanted)`,
    `${rate.toFixed(0)}/s, longest ${ms(longest)}`,
  );
  await browser.close();
  await stop(lanthorn.process);
}

async function framesOf(page: Page): Promise<{ readonly rate: number; readonly longest: number }> {
  const box = must(await page.getByTestId('map').boundingBox(), 'the map is drawn');
  const [x, y] = [box.x + box.width / 2, box.y + box.height - 12];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.evaluate(FRAMES);
  for (let i = 0; i < DRAGS; i++)
    await page.mouse.move(x + 200 * Math.sin(i / 20), y - Math.abs(100 * Math.sin(i / 30)));
  const frames = await page.evaluate<number[]>('globalThis.frames.slice()');
  await page.mouse.up();
  const gaps = frames.slice(1).map((at, i) => at - (frames[i] ?? at));
  const whole = (frames.at(-1) ?? 0) - (frames[0] ?? 0);
  return { rate: (gaps.length * 1_000) / whole, longest: Math.max(...gaps) };
}

const widgetKind = (index: number) => ({ plural: `widget${index}s`, kind: `Widget${index}` });

function definition(index: number): object {
  const { plural, kind } = widgetKind(index);
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  const additionalPrinterColumns = [{ name: 'Size', type: 'string', jsonPath: '.data.size' }];
  return {
    metadata: { name: `${plural}.${GROUP}` },
    spec: {
      ...{ group: GROUP, scope: 'Namespaced', names: { plural, kind } },
      versions: [{ name: 'v1', served: true, storage: true, schema, additionalPrinterColumns }],
    },
  };
}

async function create(source: ApiSource, path: string, object: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const { status, body, ...rest } = await source.send({ method: 'POST', path, headers, body: JSON.stringify(object) });
  const text = await readBody({ status, body, ...rest });
  if (status !== 201) throw new Error(`${path}: ${status} ${text.slice(0, 200)}`);
}

/** What is alive in a server before and after sixty kinds came that it knows of and nobody looks at. */
async function idleKinds({ kubeconfig, label }: BenchCluster, context: string, source: ApiSource): Promise<void> {
  const aliveWith = async () => {
    const lanthorn = await startLanthorn(kubeconfig);
    const tab = await ProtocolTab.open(lanthorn.url);
    const { kinds: served } = await tab.get<{ kinds: readonly unknown[] }>(`/api/clusters/${context}/kinds`);
    const alive = await lanthorn.measureAlive();
    tab.close();
    await stop(lanthorn.process);
    return { served: served.length, alive };
  };
  const before = await aliveWith();
  for (let i = 0; i < KINDS; i++)
    await create(source, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition(i));
  const after = await aliveWith();
  report(
    `${label}: alive in the server that was asked which kinds there are, ${after.served} of them`,
    mb(after.alive),
    `${mb(before.alive)} (${before.served} kinds)`,
  );
}

/** As many objects, alike but for their kind; in turns, each time by a new program. */
async function genericList({ kubeconfig }: BenchCluster, context: string, source: ApiSource): Promise<void> {
  const { plural, kind } = widgetKind(0);
  const places = {
    configmaps: { group: '', version: 'v1', resource: 'configmaps' },
    [plural]: { group: GROUP, version: 'v1', resource: plural },
  };
  for (const { group, version, resource } of Object.values(places)) {
    const type = group === '' ? {} : { apiVersion: `${group}/${version}`, kind };
    const path = `${group === '' ? '/api' : `/apis/${group}`}/${version}/namespaces/${NAMESPACE}/${resource}`;
    for (let first = 0; first < OBJECTS; first += AT_ONCE)
      await Promise.all(
        Array.from({ length: AT_ONCE }, (_, i) =>
          create(source, path, {
            ...type,
            metadata: { name: `one-${first + i}` },
            data: { size: String(i), text: 'x'.repeat(400) },
          }),
        ),
      );
  }
  const times: Record<string, { first: number[]; all: number[] }> = {};
  for (let turn = 0; turn < TURNS; turn++)
    for (const [name, resource] of Object.entries(places)) {
      const lanthorn = await startLanthorn(kubeconfig);
      const tab = await ProtocolTab.open(lanthorn.url);
      const { firstMs, allMs } = await tab.openList(context, { resource, namespaces: [NAMESPACE] });
      times[name] ??= { first: [], all: [] };
      times[name].first.push(firstMs);
      times[name].all.push(allMs);
      tab.close();
      await stop(lanthorn.process);
    }
  for (const which of ['first', 'all'] as const) {
    const [floor = Number.NaN, ours = Number.NaN] = Object.values(times).map(all => percentile(all[which], 0.5));
    const what = which === 'first' ? 'first rows' : 'complete';
    report(
      `${OBJECTS} objects of a kind without a record, the first list of a new process: ${what} (budget 1.3 ×)`,
      ms(ours),
      `${ms(floor)} (ConfigMaps)`,
      (ours / floor).toFixed(2),
    );
  }
}
