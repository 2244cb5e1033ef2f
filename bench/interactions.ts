import { must } from '@lanthorn/base/assert.ts';
import { POD_VIEW } from '@lanthorn/views/pod-view.ts';
import { loadKubeconfig } from '../apps/server/src/upstream/kubeconfig.ts';
import type { BenchCluster } from './bench-cluster.ts';
import { startLanthorn, stop } from './processes.ts';
import { ProtocolTab } from './protocol-tab.ts';
import { kb, ms, percentile, report, sleep } from './report.ts';

/** Each letter leaves fewer rows, so that each has an answer. */
const TYPED = '777';
const HOLDING = { filter: '', sort: [], offset: 0 };

/** What a person does with an open list: from what the tab says to the frame that answers, at a protocol client. */
export async function interactions(cluster: BenchCluster): Promise<void> {
  const { label, kubeconfig } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0], 'the administrator comes first').name;
  const lanthorn = await startLanthorn(kubeconfig);
  const tab = await ProtocolTab.open(lanthorn.url);
  await tab.openList(admin);
  await sleep(1_000);
  const ask = async (change: object): Promise<number> => {
    const took = tab.until(frame => frame.keys !== undefined || frame.matched !== undefined);
    tab.say({ type: 'update', id: 1, change });
    const time = await took;
    // What follows a frame within its interval is not the answer to the next question.
    await sleep(120);
    return time;
  };
  const sorts: number[] = [];
  for (const { id } of POD_VIEW.columns.filter(column => column.isHidden !== true))
    for (const descending of [true, false]) sorts.push(await ask({ sort: [{ column: id, descending }] }));
  report(`${label}: sort by any column, p50 / slowest`, `${ms(percentile(sorts, 0.5))} / ${ms(percentile(sorts, 1))}`);
  await ask(HOLDING);
  const typed: number[] = [];
  for (let i = 1; i <= TYPED.length; i++) typed.push(await ask({ filter: TYPED.slice(0, i) }));
  report(
    `${label}: a filter as it is typed, each letter, p50 / slowest`,
    `${ms(percentile(typed, 0.5))} / ${ms(percentile(typed, 1))}`,
  );
  await ask(HOLDING);
  const before = tab.bytes;
  const jumps: number[] = [];
  for (const part of [1, 0.5, 0.25, 0.75, 0])
    jumps.push(await ask({ offset: Math.floor(part * Math.max(0, tab.matched - 60)) }));
  report(
    `${label}: jump to the end and about, p50 / slowest`,
    `${ms(percentile(jumps, 0.5))} / ${ms(percentile(jumps, 1))}`,
  );
  report(`${label}: bytes of a screen to jump to`, kb((tab.bytes - before) / jumps.length));
  const namespaces: number[] = [];
  for (const namespace of cluster.others) namespaces.push(await ask({ namespaces: [namespace] }));
  report(
    `${label}: change the namespace, each one's own list, p50 / slowest`,
    `${ms(percentile(namespaces, 0.5))} / ${ms(percentile(namespaces, 1))}`,
  );
  await ask({ namespaces: [] });
  const from = performance.now();
  const rows = await tab.post<{ rows: unknown[] }>('/api/matching', {
    cluster: admin,
    resource: POD_VIEW.resource,
    namespaces: [],
    filter: 'status:running',
  });
  report(`${label}: select all ${rows.rows.length.toLocaleString('en')} that match`, ms(performance.now() - from));
  await names(tab, { label, admin });
  tab.close();
  await sleep(1_100);
  const { longestBlockMs } = lanthorn.report();
  report(`${label}: longest block of the server during all of this`, ms(longestBlockMs));
  await stop(lanthorn.process);
}

/** The palette: every name of the cluster, read once, then each letter that is typed. */
async function names(tab: ProtocolTab, { label, admin }: { label: string; admin: string }): Promise<void> {
  const ask = (q: string) => tab.get<{ loaded: number; isComplete: boolean }>(`/api/clusters/${admin}/names?q=${q}`);
  const from = performance.now();
  let answer = await ask('a');
  while (!answer.isComplete) {
    await sleep(50);
    answer = await ask('a');
  }
  report(
    `${label}: names of all objects read once (${answer.loaded.toLocaleString('en')})`,
    ms(performance.now() - from),
  );
  const typed: number[] = [];
  for (const word of ['app-77-7', 'team-1 app', 'worker-0', 'nothingthere']) {
    for (let i = 1; i <= word.length; i++) {
      const start = performance.now();
      await ask(encodeURIComponent(word.slice(0, i)));
      typed.push(performance.now() - start);
    }
  }
  report(
    `${label}: a name looked for, each letter, p50 / slowest (budget 100 ms)`,
    `${ms(percentile(typed, 0.5))} / ${ms(percentile(typed, 1))}`,
  );
}
