import { setMaxListeners } from 'node:events';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asObject } from '@lanthorn/base/json.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { scaledClock } from '@lanthorn/base/scaled-clock.ts';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { startCluster } from '../e2e/harness.ts';
import { createNodes, startNodes } from '../real-cluster/nodes.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import type { Theatre } from './scenario.ts';

export interface ConformanceTarget {
  readonly source: UpstreamSource;
  /** Forgets the history, or null where only etcd could. */
  readonly compact: (() => void | Promise<void>) | null;
  send(request: ApiRequest): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/** The real cluster to ask instead of one that is started: the first context of this kubeconfig, as an administrator. */
const given = process.env['CONFORMANCE_KUBECONFIG'];
const binaries = cachedBinaries();

/** Whom the suite is asked of, over HTTPS: the embedded server, and the real one where its programs were built or one is given. */
export const TARGETS: readonly (readonly [string, () => Promise<ConformanceTarget>])[] = [
  ['embedded, over HTTP', embeddedTarget],
  ...(given !== undefined || binaries !== null ? [['real', realTarget] as const] : []),
];

async function embeddedTarget(): Promise<ConformanceTarget> {
  const cluster = await startCluster('wire', { seed: 6, isBare: true });
  const source = sourceOf(cluster.kubeconfig);
  return {
    ...asTarget(source),
    compact: () => cluster.server.storage.compact(),
    stop: async () => {
      await source.close();
      cluster.stop();
    },
  };
}

/** As many as the lifecycles need to tell one node from another. */
const LIVE_NODES = 2;

export interface LiveTarget extends Required<Theatre> {
  stop(): Promise<void>;
}

/** The embedded server with its controllers and simulated nodes, and nothing else in it; its clock may run faster. */
export async function embeddedLiveTarget(speed = 1): Promise<LiveTarget> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const random = seededRandom(1);
  const clock = scaledClock(systemClock, speed);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP, AUTHENTICATED_GROUP] });
  const options = { source, clock, random, logger: silentLogger, signal: stop.signal };
  server.kubelet = await startControllers(options);
  await createNodes(new ApiClient(source, 'kubelet'), LIVE_NODES, 0);
  return {
    source,
    put: (resource, object) => Promise.resolve(server.load(resourceKey(resource), object)),
    stop: () => {
      stop.abort();
      return Promise.resolve();
    },
  };
}

/** Where lifecycles are played. */
export const LIVE_TARGETS: readonly (readonly [string, () => Promise<LiveTarget>])[] = [
  ['embedded', () => embeddedLiveTarget()],
  ...(binaries !== null ? [['real', realLiveTarget] as const] : []),
];

/** With controllers and two simulated nodes: what is written has consequences. */
export async function realLiveTarget(): Promise<LiveTarget> {
  if (binaries === null) throw new Error('no control plane was built here: npm run real-cluster');
  const plane = await startControlPlane(binaries, { hasControllers: true });
  const nodes = await startNodes(plane.source, { nodes: LIVE_NODES, pods: 0 });
  return {
    source: plane.source,
    put: ({ resource }, object) => plane.etcd.put(resource, object),
    stop: async () => {
      nodes.stop();
      await plane.stop();
    },
  };
}

/** Without controllers: what is written is all that changes. */
export async function realTarget(): Promise<ConformanceTarget> {
  if (given !== undefined) {
    const source = sourceOf(given);
    return { ...asTarget(source), compact: null, stop: () => source.close() };
  }
  if (binaries === null) throw new Error('no control plane was built here: npm run real-cluster');
  const plane = await startControlPlane(binaries, { hasControllers: false });
  // The API server's own cache reaches further back than etcd: only a new one has forgotten too.
  const compact = async () => {
    await plane.etcd.compact();
    await plane.restartApiServer();
  };
  return { ...asTarget(plane.source), compact, stop: () => plane.stop() };
}

/** Its first context. */
export function sourceOf(kubeconfig: string): UpstreamSource {
  const config = loadKubeconfig([kubeconfig]).contexts[0]?.config;
  if (config === null || config === undefined) throw new Error(`${kubeconfig} has no usable context`);
  return new UpstreamSource(config, systemClock);
}

function asTarget(source: UpstreamSource): Pick<ConformanceTarget, 'source' | 'send'> {
  return {
    source,
    async send(request) {
      const response = await source.send(request);
      return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
    },
  };
}
