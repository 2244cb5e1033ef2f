import { asObject } from '@lanthorn/base/json.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api-request.ts';
import { systemClock } from '../../apps/cluster/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/upstream-source.ts';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { startCluster } from '../e2e/harness.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';

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
    await plane.compact();
    await plane.restartApiServer();
  };
  return { ...asTarget(plane.source), compact, stop: () => plane.stop() };
}

function sourceOf(kubeconfig: string): UpstreamSource {
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
