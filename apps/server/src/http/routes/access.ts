import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { accessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Services } from '../../services/services.ts';

/** What this identity may do. */
export function addAccessRoutes(
  app: FastifyInstance,
  { identity, hub, access }: Pick<Services, 'identity' | 'hub' | 'access'>,
): void {
  app.post('/api/access', async (request, reply) => {
    const parsed = accessRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const cluster = hub.clusters.get(clusterKey(parsed.data.cluster, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: parsed.data.cluster }));
    return { allowed: await access.check(cluster, parsed.data.checks) };
  });
}
