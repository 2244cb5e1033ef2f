import { must } from '@lanthorn/base/assert.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { JOB_VIEW } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { startIdle, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { kb, mb, ms, percentile, report, sleep } from '../instruments/report.ts';

/** Longer than any answer, and so short that something else of the cluster is rarely taken for one. */
const UNCHANGED_MS = 1_000;
const HOLDING = { filter: '', sort: [], offset: 0 };

/** A list, one of its facets, labels to filter by, and what selects most of it. */
interface Interactions {
  readonly view: KindView;
  readonly facet: string;
  readonly labels: readonly string[];
  readonly most: string;
}

const LISTS: readonly Interactions[] = [
  {
    view: POD_VIEW,
    facet: 'status:crashloopbackoff',
    labels: ['app=app-7', 'app=app-77', 'nope'],
    most: 'status:running',
  },
  { view: JOB_VIEW, facet: 'status:failed', labels: ['app'], most: 'status:complete' },
  { view: CRONJOB_VIEW, facet: 'status:failing', labels: ['app'], most: '' },
  { view: EVENT_VIEW, facet: 'reason:unhealthy', labels: [], most: 'type:normal' },
];
/** Each letter of it changes what matches. */
const TYPED = '777';

/** What a person does with open lists: from what the tab says to the frame that answers, at a protocol client. */
export async function interactions(cluster: BenchCluster): Promise<void> {
  const { label, kubeconfig } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0], 'the administrator comes first').name;
  const lanthorn = await startLanthorn(kubeconfig);
  const idle = await startIdle();
  for (const list of LISTS) {
    const tab = await ProtocolTab.open(lanthorn.url);
    const { firstMs, allMs } = await tab.openList(admin, { resource: list.view.resource });
    await sleep(1_000);
    const title = `${label}: ${tab.matched.toLocaleString('en')} ${list.view.resource.resource}`;
    report(`${title}, opened: first rows / complete`, `${ms(firstMs)} / ${ms(allMs)}`);
    if (tab.matched > 0) await workWith(tab, { ...list, title, admin, others: cluster.others });
    tab.close();
    await sleep(1_100);
    const floor = `${ms(idle.report().longestBlockMs)} (a program that does nothing)`;
    report(`${title}, longest block of the server so far (budget 20 ms)`, ms(lanthorn.report().longestBlockMs), floor);
  }
  const tab = await ProtocolTab.open(lanthorn.url);
  await names(tab, { label, admin });
  tab.close();
  await sleep(1_100);
  const { longestBlockMs, rss } = lanthorn.report();
  const floor = `${ms(idle.report().longestBlockMs)} (a program that does nothing)`;
  report(`${label}: longest block of the server during all of this (budget 20 ms)`, ms(longestBlockMs), floor);
  report(`${label}: server memory after all of this, resident`, mb(rss));
  await stop(idle.process);
  await stop(lanthorn.process);
}

interface Work extends Interactions {
  readonly title: string;
  readonly admin: string;
  readonly others: readonly string[];
}

async function workWith(tab: ProtocolTab, { view, facet, labels, most, title, admin, others }: Work): Promise<void> {
  const all = tab.matched;
  /** Null where the screen stays as it is: nothing is sent then. */
  const ask = async (change: object): Promise<number | null> => {
    const took = tab.until(frame => frame.keys !== undefined || frame.matched !== undefined);
    tab.say({ type: 'update', id: 1, change });
    const time = await Promise.race([took, sleep(UNCHANGED_MS).then(() => null)]);
    // What follows a frame within its interval is not the answer to the next question.
    await sleep(120);
    return time;
  };
  const say = (what: string, times: readonly (number | null)[]) => {
    const answered = times.filter(time => time !== null);
    if (answered.length === 0) return;
    report(`${title}, ${what}, p50 / slowest`, `${ms(percentile(answered, 0.5))} / ${ms(percentile(answered, 1))}`);
  };
  const sorts: (number | null)[] = [];
  for (const { id } of view.columns.filter(column => column.isHidden !== true))
    for (const descending of [true, false]) sorts.push(await ask({ sort: [{ column: id, descending }] }));
  say('sort by any column', sorts);
  await ask(HOLDING);
  const letters: (number | null)[] = [];
  for (let i = 1; i <= TYPED.length; i++) letters.push(await ask({ filter: TYPED.slice(0, i) }));
  say('a filter as it is typed, each letter', letters);
  await ask(HOLDING);
  say('a facet chosen', [await ask({ filter: facet })]);
  await ask(HOLDING);
  const byLabel: (number | null)[] = [];
  for (const label of labels) byLabel.push(await ask({ filter: `label:${label}` }));
  say('a filter by label', byLabel);
  await ask(HOLDING);
  const before = tab.bytes;
  const jumps: (number | null)[] = [];
  for (const part of [1, 0.5, 0.25, 0.75, 0])
    jumps.push(await ask({ offset: Math.floor(part * Math.max(0, all - 60)) }));
  say('jump to the end and about', jumps);
  report(`${title}, bytes of a screen to jump to`, kb((tab.bytes - before) / jumps.length));
  const namespaces: (number | null)[] = [];
  for (const namespace of others) namespaces.push(await ask({ namespaces: [namespace] }));
  say("change the namespace, each one's own list", namespaces);
  const from = performance.now();
  const { rows } = await tab.post<{ rows: unknown[] }>('/api/matching', {
    cluster: admin,
    resource: view.resource,
    namespaces: [],
    filter: most,
  });
  report(`${title}, select all ${rows.length.toLocaleString('en')} that match`, ms(performance.now() - from));
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
