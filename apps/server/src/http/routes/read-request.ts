import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { RequestProblem } from '../../operations/request-problem.ts';
import type { Services } from '../../services/services.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

interface Schema<Value> {
  safeParse(
    value: unknown,
  ): { success: true; data: Value } | { success: false; error: Parameters<typeof malformed>[0] };
}

/** What a request says; what its schema refuses is answered with 400 and its places. */
export function readRequest<Value>(schema: Schema<Value>, value: unknown): Value {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new RequestProblem(400, problem('malformed', { detail: malformed(parsed.error) }));
  return parsed.data;
}

/** The same of a request about a cluster, with that cluster; 400 where there is none of its name. */
export function readClusterRequest<Value extends { readonly cluster: string }>(
  schema: Schema<Value>,
  value: unknown,
  { identity, hub }: Pick<Services, 'identity' | 'hub'>,
): { readonly cluster: Cluster; readonly asked: Value } {
  const asked = readRequest(schema, value);
  const cluster = hub.clusters.get(clusterKey(asked.cluster, identity));
  if (cluster === undefined) throw new RequestProblem(400, problem('noCluster', { cluster: asked.cluster }));
  return { cluster, asked };
}
