import type { FastifyInstance } from 'fastify';
import { usageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { PrometheusFinder } from '../../hub/usage/prometheus-finder.ts';
import { usageHistory } from '../../hub/usage/usage-history.ts';
import type { Services } from '../../services/services.ts';
import { readClusterRequest } from './read-request.ts';

/** What was used in the past, as the cluster's own Prometheus has it. */
export function addUsageHistoryRoute(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub'>): void {
  const { clock } = services.hub;
  const finder = new PrometheusFinder(clock);
  app.post('/api/usage-history', async ({ body }) => {
    const { cluster, asked } = readClusterRequest(usageHistoryRequest, body, services);
    return usageHistory({ finder, clock }, cluster, asked);
  });
}
