import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { must } from '@lanthorn/base/assert.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import type { BenchCluster } from '../instruments/bench-cluster.ts';
import { apiServerPid, cpuMs } from '../instruments/process-cpu.ts';
import { startLanthorn, stop } from '../instruments/processes.ts';
import { ProtocolTab } from '../instruments/protocol-tab.ts';
import { ms, report, sleep } from '../instruments/report.ts';

/** Few enough that the API server is not busy with the writes alone. */
const WRITES_PER_SECOND = 20;
const TABS = 10;
/** Of which the mean is told. */
const LISTS = 10;

/** What a list of all pods and its watch cost the API server: by Lanthorn with ten tabs, beside one `kubectl get pods -A -w`. */
export async function apiServerCost(cluster: BenchCluster, seconds: number): Promise<void> {
  const { label, kubeconfig } = cluster;
  const admin = must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'the administrator comes first');
  const pid = apiServerPid(cluster);
  const writing = async () => {
    await sleep(QUIET_MS);
    const from = cpuMs(pid);
    cluster.churn(WRITES_PER_SECOND);
    await sleep(seconds * 1000);
    cluster.churn(0);
    return (cpuMs(pid) - from) / seconds / 10;
  };
  const share = (percent: number) => `${percent.toFixed(1)} % of a core`;
  const quiet = async () => {
    await sleep(QUIET_MS);
    const from = cpuMs(pid);
    await sleep(QUIET_MS);
    return (cpuMs(pid) - from) / QUIET_MS;
  };
  /** What a list costs is what is spent while it is read, above what is spent in any case. */
  const listing = async (open: () => Promise<void>) => {
    const before = await quiet();
    const from = { cpu: cpuMs(pid), at: performance.now() };
    for (let i = 0; i < LISTS; i++) await open();
    const spent = { cpu: cpuMs(pid) - from.cpu, ms: performance.now() - from.at };
    const idle = (before + (await quiet())) / 2;
    return (spent.cpu - idle * spent.ms) / LISTS;
  };
  const kubectl = (...args: string[]) => spawn('kubectl', ['--kubeconfig', kubeconfig, 'get', 'pods', '-A', ...args]);
  const byKubectl = await listing(() => ended(kubectl()));
  const byLanthorn = await listing(async () => {
    const leave = await withTabs(kubeconfig, admin.name);
    await leave();
  });
  report(
    `${label}: CPU of the API server for a list of all pods, ${TABS} tabs of Lanthorn`,
    ms(byLanthorn),
    `${ms(byKubectl)} (one kubectl)`,
    (byLanthorn / byKubectl).toFixed(2),
  );

  const alone = await writing();
  const watching = kubectl('--watch-only');
  watching.stdout.resume();
  const withKubectl = await writing();
  await stop(watching);
  const leave = await withTabs(kubeconfig, admin.name);
  const withLanthorn = await writing();
  await leave();
  report(
    `${label}: CPU of the API server under ${WRITES_PER_SECOND} writes/s while ${TABS} tabs of Lanthorn watch`,
    share(withLanthorn),
    `${share(withKubectl)} while one kubectl does, ${share(alone)} while nobody does`,
  );
}

const QUIET_MS = 5_000;

/** Until the returned function is called. */
async function withTabs(kubeconfig: string, cluster: string): Promise<() => Promise<void>> {
  const lanthorn = await startLanthorn(kubeconfig);
  const tabs = await Promise.all(Array.from({ length: TABS }, () => ProtocolTab.open(lanthorn.url)));
  await Promise.all(tabs.map(tab => tab.openList(cluster)));
  return async () => {
    for (const tab of tabs) tab.close();
    await stop(lanthorn.process);
  };
}

function ended(child: ChildProcessWithoutNullStreams): Promise<void> {
  child.stdout.resume();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', code => (code === 0 ? resolve() : reject(new Error(`kubectl ended with ${code}`))));
  });
}
