import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { usageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { PrometheusFinder } from '../../hub/usage/prometheus-finder.ts';
import { usageHistory } from '../../hub/usage/usage-history.ts';
import type { Services } from '../../services/services.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

/** What was used in the past, as the cluster's own Prometheus has it. */
export function addUsageHistoryRoute(
  app: FastifyInstance,
  { identity, hub }: Pick<Services, 'identity' | 'hub'>,
): void {
  const finder = new PrometheusFinder(hub.clock);
  app.post('/api/usage-history', async (request, reply) => {
    const parsed = usageHistoryRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, ...asked } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    return usageHistory({ finder, clock: hub.clock }, cluster, asked);
  });
}
