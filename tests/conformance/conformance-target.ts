import { asObject } from '@lanthorn/base/json.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api-request.ts';
import { systemClock } from '../../apps/cluster/src/system-clock.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/upstream-source.ts';
import { startCluster } from '../e2e/harness.ts';

export interface ConformanceTarget {
  readonly source: UpstreamSource;
  /** Forgets the history, or null where only etcd could. */
  readonly compact: (() => void) | null;
  send(request: ApiRequest): Promise<{ status: number; body: Record<string, unknown> }>;
  stop(): Promise<void>;
}

/**
 * What the suite is asked of: the embedded cluster, or the real one that CONFORMANCE_KUBECONFIG's first context names (as an
 * administrator). The suite works in a namespace of its own there.
 */
export async function conformanceTarget({ isBare = false } = {}): Promise<ConformanceTarget> {
  const real = process.env['CONFORMANCE_KUBECONFIG'];
  const embedded = real === undefined ? await startCluster('wire', { seed: 6, isBare }) : null;
  const config = loadKubeconfig([real ?? embedded?.kubeconfig ?? '']).contexts[0]?.config;
  if (config === null || config === undefined) throw new Error('the kubeconfig has no usable context');
  const source = new UpstreamSource(config, systemClock);
  return {
    source,
    compact: embedded === null ? null : () => embedded.server.storage.compact(),
    async send(request) {
      const response = await source.send(request);
      return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
    },
    async stop() {
      await source.close();
      embedded?.stop();
    },
  };
}
