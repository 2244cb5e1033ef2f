import type { FastifyInstance } from 'fastify';
import { usageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { readServicePlace } from '@lanthorn/protocol/service-place.ts';
import { PrometheusFinder } from '../../hub/usage/prometheus-finder.ts';
import { usageHistory } from '../../hub/usage/usage-history.ts';
import type { Services } from '../../services/services.ts';
import { readClusterRequest } from './read-request.ts';

/** What was used in the past, as the cluster's own Prometheus has it: the one that the person names, else the one that is found. */
export function addUsageHistoryRoute(
  app: FastifyInstance,
  services: Pick<Services, 'identity' | 'hub' | 'preferences'>,
): void {
  const { clock } = services.hub;
  const finder = new PrometheusFinder(clock);
  app.post('/api/usage-history', async ({ body }) => {
    const { cluster, asked } = readClusterRequest(usageHistoryRequest, body, services);
    const { chosen } = await services.preferences.read();
    const place = readServicePlace(chosen.clusters[cluster.info.name]?.prometheus ?? '');
    return usageHistory({ finder, clock, place }, cluster, asked);
  });
}
