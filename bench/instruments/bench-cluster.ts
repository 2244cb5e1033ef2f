import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { must } from '@lanthorn/base/assert.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { folder, root, started } from './processes.ts';
import { sleep } from './report.ts';

/** A cluster with many pods, of which some are written to. */
export interface BenchCluster {
  readonly label: string;
  readonly kubeconfig: string;
  readonly namespace: string;
  readonly written: readonly string[];
  /** The written ones, as a person filters for them. */
  readonly filter: string;
  /** What many names of its pods contain. */
  readonly prefix: string;
  /** Other namespaces to change to. */
  readonly others: readonly string[];
  readonly process: ChildProcess;
  /** Steady writes to the written pods, each with the time it was made as their status: `at-` and milliseconds. */
  readonly churn: (perSecond: number) => void;
}

const WRITTEN = 40;
const SETTLE_MS = 10_000;

export async function embedded(pods: number): Promise<BenchCluster> {
  const kubeconfig = join(folder, `kc-${pods}.yaml`);
  const cluster = spawn(process.execPath, [
    '--max-old-space-size=8192',
    join(root, 'tools/cluster.mjs'),
    '--port',
    '0',
    '--kubeconfig',
    kubeconfig,
    '--pods',
    String(pods),
    '--seed',
    '1',
    // It makes the writes itself: over a connection they would cost more than what is measured.
    '--churn',
  ]);
  await started(cluster, /ready at/);
  // Its controllers look at all of it once.
  await sleep(SETTLE_MS);
  return {
    label: `${pods.toLocaleString('en')} pods`,
    kubeconfig,
    namespace: 'team-000',
    written: Array.from({ length: WRITTEN }, (_, i) => `app-0-${i}`),
    filter: 'ns:team-000 app-0-',
    prefix: 'app-1',
    others: ['team-001', 'team-002', 'team-003'],
    process: cluster,
    churn: perSecond => cluster.stdin.write(`${perSecond}\n`),
  };
}

/** Pods on simulated nodes of a real control plane, all running before anything is measured. */
export async function real(pods: number): Promise<BenchCluster> {
  const kubeconfig = join(folder, `kc-real-${pods}.yaml`);
  const main = [join(root, 'tools/run-ts.mjs'), join(root, 'tests/real-cluster/main.ts')];
  const nodes = String(Math.ceil(pods / PODS_PER_NODE));
  const child = spawn(process.execPath, [
    ...main,
    '--kubeconfig',
    kubeconfig,
    '--nodes',
    nodes,
    '--pods',
    String(pods),
  ]);
  await started(child, /Ready:/);
  const source = new UpstreamSource(must(loadKubeconfig([kubeconfig]).contexts[0]?.config, 'usable'), systemClock);
  const ask = async (method: 'GET' | 'POST', path: string, rest: { query?: Record<string, string>; body?: string }) =>
    JSON.parse(
      await readBody(await source.send({ method, path, headers: { 'content-type': 'application/json' }, ...rest })),
    ) as unknown;
  const pending = { limit: '1', fieldSelector: 'status.phase!=Running' };
  while (asArray(getPath(await ask('GET', '/api/v1/pods', { query: pending }), 'items')).length > 0)
    await new Promise(resolve => setTimeout(resolve, 1_000));
  const group = 'rbac.authorization.k8s.io';
  const binding = {
    metadata: { name: 'bench' },
    roleRef: { apiGroup: group, kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: group, kind: 'User', name: 'viewer' }],
  };
  await ask('POST', `/apis/${group}/v1/clusterrolebindings`, { body: JSON.stringify(binding) });
  const written = Array.from({ length: WRITTEN }, (_, i) => `filler-${String(i).padStart(6, '0')}`);
  return {
    label: `${pods.toLocaleString('en')} pods on a real control plane`,
    kubeconfig,
    namespace: 'default',
    written,
    filter: 'filler-0000',
    prefix: 'filler-0000',
    others: ['kube-system', 'default'],
    process: child,
    churn: churnBy(source, written),
  };
}

/** A real API server that cannot take more is given no more: a queue of writes would be measured as latency. */
export const MAX_ON_THEIR_WAY = 16;

function churnBy(source: ApiSource, names: readonly string[]): BenchCluster['churn'] {
  let timer: ReturnType<typeof setInterval> | undefined;
  let onTheirWay = 0;
  return perSecond => {
    clearInterval(timer);
    const from = performance.now();
    let count = 0;
    timer = setInterval(() => {
      for (const due = ((performance.now() - from) / 1000) * perSecond; count < due; count++) {
        if (onTheirWay >= MAX_ON_THEIR_WAY) continue;
        onTheirWay++;
        const path = `/api/v1/namespaces/default/pods/${names[count % names.length]}/status`;
        const body = JSON.stringify({ status: { reason: `at-${Date.now()}`, containerStatuses: [] } });
        const headers = { 'content-type': 'application/merge-patch+json' };
        void source
          .send({ method: 'PATCH', path, headers, body })
          .then(readBody)
          .catch(() => undefined)
          .finally(() => onTheirWay--);
      }
    }, 5);
  };
}

/** A kubelet takes 110; some room is left. */
const PODS_PER_NODE = 100;
