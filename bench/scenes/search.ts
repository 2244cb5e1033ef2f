import { must } from '@lanthorn/base/assert.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { ms, percentile, report, sleep } from '../instruments/report.ts';

const TURNS = 5;
/** Between two questions of the palette while names are read. */
const PAUSE_MS = 50;
/** By then all that match are counted, after the first screen of them. */
const COUNTED_MS = 1_000;

interface Found {
  readonly found: readonly { readonly name: string }[];
  readonly isComplete: boolean;
}

/** One pod among all, as people have it at hand: its uid, by the palette; its address, image, node or a label, by the list that the palette leads to. */
export async function search({ kubeconfig, label }: BenchCluster): Promise<void> {
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const source = new UpstreamSource(admin, systemClock);
  const path = '/api/v1/namespaces/team-000/pods';
  const answer = await source.send({ method: 'GET', path, headers: {}, query: { limit: '1' } });
  const [pod] = asArray(getPath(JSON.parse(await readBody(answer)), 'items'));
  const [its] = Object.entries(asObject(getPath(pod, 'metadata', 'labels')));
  const lanthorn = await startLanthorn(kubeconfig);
  const tab = await ProtocolTab.open(lanthorn.url);
  const ask = (q: string) => tab.get<Found>(`/api/clusters/${admin.name}/names?q=${encodeURIComponent(q)}`);
  while (!(await ask('a')).isComplete) await sleep(PAUSE_MS);
  const uid = asString(getPath(pod, 'metadata', 'uid'));
  const times: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const from = performance.now();
    const { found } = await ask(uid);
    times.push(performance.now() - from);
    if (found[0]?.name !== getPath(pod, 'metadata', 'name')) throw new Error(`${uid} is not found`);
  }
  report(`${label}: an object by its uid, of all names, p50 / slowest`, told(times));
  const { firstMs, allMs } = await tab.openList(admin.name);
  report(
    `${label}: the list of pods that all else is looked for in, nothing being open: first rows / complete`,
    `${ms(firstMs)} / ${ms(allMs)}`,
  );
  const texts = {
    address: asString(getPath(pod, 'status', 'podIP')),
    image: asString(getPath(asArray(getPath(pod, 'spec', 'containers'))[0], 'image')),
    node: asString(getPath(pod, 'spec', 'nodeName')),
  };
  for (const [what, text] of Object.entries(texts))
    await filter(tab, `${label}: pods by ${what}`, JSON.stringify(text));
  await filter(tab, `${label}: pods by a label`, `label:${must(its, 'it has labels').join('=')}`);
  tab.close();
  await stop(lanthorn.process);
}

async function filter(tab: ProtocolTab, what: string, text: string): Promise<void> {
  const times: number[] = [];
  let matched = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const found = tab.until(frame => frame.filter === text);
    tab.say({ type: 'update', id: 1, change: { filter: text } });
    times.push(await found);
    await sleep(COUNTED_MS);
    matched = tab.matched;
    const back = tab.until(frame => frame.filter === '');
    tab.say({ type: 'update', id: 1, change: { filter: '' } });
    await back;
    await sleep(COUNTED_MS);
  }
  report(`${what} (${text}; ${matched.toLocaleString('en')} match), p50 / slowest`, told(times));
}

const told = (times: readonly number[]) => `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 1))}`;
