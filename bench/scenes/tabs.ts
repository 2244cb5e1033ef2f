import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import YAML from 'yaml';
import { must } from '@lanthorn/base/assert.ts';
import { getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { folder, type LanthornProcess, startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { rawWatch } from '../instruments/raw-watch.ts';
import { kb, mb, ms, percentile, report, sleep } from '../instruments/report.ts';

interface Costs {
  readonly upstream: readonly { verb: string; resource: string; requests: number; open: number; bytes: number }[];
}

/** When what a write put there was written; null of anything else. */
function writtenAt(text: string): number | null {
  const at = /^at-(\d+)$/.exec(text)?.[1];
  return at === undefined ? null : Number(at);
}

/** A watch first tells what is there. */
const SETTLED_MS = 1_000;

/** Lateness at one tab, and bytes to it, over some seconds of churn. */
async function watchTab(tab: ProtocolTab, seconds: number): Promise<{ late: number[]; bytes: number }> {
  const late: number[] = [];
  const listener: (typeof tab.frames)[number] = frame => {
    for (const row of frame.rows ?? [])
      for (const cell of row.cells) {
        const at = writtenAt(String(getPath(cell, 'status')));
        if (at !== null) late.push(Date.now() - at);
      }
  };
  tab.frames.push(listener);
  const before = tab.bytes;
  await sleep(seconds * 1000);
  tab.frames.splice(tab.frames.indexOf(listener), 1);
  return { late, bytes: (tab.bytes - before) / seconds };
}

/** One Lanthorn, and its tabs. */
interface Crowd {
  readonly count: number;
  readonly lanthorn: LanthornProcess;
  readonly open: readonly ProtocolTab[];
  readonly first: ProtocolTab;
}

/**
 * Steady writes and many tabs: how late, how much, at what price. Each number of tabs is at a Lanthorn of its own, all of them at the same time:
 * one after the other, ten minutes each would be hours.
 */
export async function tabs(
  cluster: BenchCluster,
  {
    seconds,
    counts,
    rates,
  }: { readonly seconds: number; readonly counts: readonly number[]; readonly rates: readonly number[] },
): Promise<void> {
  const { label, kubeconfig, filter, namespace } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const source = new UpstreamSource(admin, systemClock);
  const crowds: Crowd[] = [];
  for (const count of counts) {
    const lanthorn = await startLanthorn(kubeconfig);
    const open = await openTabs(lanthorn, count, async (tab, i) => {
      await tab.openList(admin.name, { filter });
      tab.isReading = i === 0;
    });
    crowds.push({ count, lanthorn, open, first: must(open[0], 'one tab') });
  }
  for (const rate of rates) {
    const toWatch: number[] = [];
    const began = Date.now();
    const stopWatch = rawWatch(source, namespace, reason => {
      const at = writtenAt(reason);
      if (at !== null && at >= began) toWatch.push(Date.now() - at);
    });
    await sleep(SETTLED_MS);
    const from = await revision(source);
    cluster.churn(rate);
    const seen = await Promise.all(crowds.map(crowd => watchCrowd(crowd, seconds)));
    cluster.churn(0);
    stopWatch();
    const written = Math.round(((await revision(source)) - from) / seconds);
    for (const { count, late, bytes, share, alive, rss } of seen)
      report(
        `${label}, ${count} tabs of one list, ${written} writes/s (${rate} wanted): write to row p50 / p99`,
        `${ms(percentile(late, 0.5))} / ${ms(percentile(late, 0.99))}`,
        `${ms(percentile(toWatch, 0.5))} / ${ms(percentile(toWatch, 0.99))} (raw watch)`,
        `${kb(bytes)}/s to each tab; CPU ${share.toFixed(0)} %, ${(share / count).toFixed(2)} % a tab; alive ${alive.map(mb).join(', then ')}, ${mb(rss)} resident`,
      );
  }
  for (const { count, lanthorn, open, first } of crowds) {
    await reportUpstream(`${label}, ${count} tabs of one identity`, first, lanthorn);
    for (const tab of open) tab.close();
    await stop(lanthorn.process);
  }
  await source.close();
}

async function watchCrowd({ count, lanthorn, first }: Crowd, seconds: number) {
  const before = await lanthorn.measureAlive();
  const { cpuMs } = lanthorn.report();
  const from = performance.now();
  const watched = await watchTab(first, seconds);
  // As it is told once a second.
  await sleep(1_200);
  const { cpuMs: after, rss } = lanthorn.report();
  const share = ((after - cpuMs) / (performance.now() - from)) * 100;
  return { ...watched, count, share, rss, alive: [before, await lanthorn.measureAlive()] };
}

/** Each write raises it by one. */
async function revision(source: ApiSource): Promise<number> {
  const list: unknown = JSON.parse(
    await readBody(await source.send({ method: 'GET', path: '/api/v1/namespaces', query: { limit: '1' } })),
  );
  return Number(getPath(list, 'metadata', 'resourceVersion'));
}

async function openTabs(
  lanthorn: LanthornProcess,
  count: number,
  ready: (tab: ProtocolTab, index: number) => Promise<void>,
): Promise<ProtocolTab[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, i) => {
      const tab = await ProtocolTab.open(lanthorn.url);
      await ready(tab, i);
      return tab;
    }),
  );
}

async function reportUpstream(label: string, tab: ProtocolTab, lanthorn: LanthornProcess): Promise<void> {
  const { upstream } = await tab.get<Costs>('/api/costs');
  const sum = (field: 'requests' | 'bytes') => upstream.reduce((total, cost) => total + cost[field], 0);
  const watches = upstream.filter(({ verb }) => verb === 'watch').reduce((total, { open }) => total + open, 0);
  report(
    `${label}: upstream`,
    `${watches} watches, ${sum('requests')} requests, ${mb(sum('bytes'))}`,
    '–',
    `${mb(lanthorn.report().rss)} resident, ${mb(lanthorn.report().heapUsed)} heap`,
  );
}

/** As many identities as people: each its own right to see, and so its own watch. */
export async function identities(cluster: BenchCluster): Promise<void> {
  const config = YAML.parse(readFileSync(cluster.kubeconfig, 'utf8')) as {
    contexts: { name: string; context: object }[];
    users: { name: string; user: object }[];
  };
  const context = must(config.contexts[0], 'a context');
  const user = must(config.users[0], 'a user');
  for (const count of [1, 10, 50]) {
    const people = Array.from({ length: count }, (_, i) => `person-${i}`);
    const file = join(folder, `identities-${count}.yaml`);
    writeFileSync(
      file,
      YAML.stringify({
        ...config,
        users: people.map(name => ({ name, user: { ...user.user, as: name, 'as-groups': ['system:masters'] } })),
        contexts: people.map(name => ({ name, context: { ...context.context, user: name } })),
        'current-context': 'person-0',
      }),
    );
    const lanthorn = await startLanthorn(file);
    const from = performance.now();
    const open = await openTabs(lanthorn, count, async (tab, i) => {
      await tab.openList(`person-${i}`, { namespaces: [cluster.namespace] });
    });
    const took = performance.now() - from;
    await sleep(1_200);
    await reportUpstream(
      `${cluster.label}, ${count} identities in one namespace, all open after ${ms(took)}`,
      must(open[0], 'one tab'),
      lanthorn,
    );
    for (const tab of open) tab.close();
    await stop(lanthorn.process);
  }
}
