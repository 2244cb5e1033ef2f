import type { FastifyInstance } from 'fastify';
import { accessRequest } from '@lanthorn/protocol/http-messages.ts';
import type { Services } from '../../services.ts';

/** What this identity may do. */
export function addAccessRoutes(app: FastifyInstance, { hub, access }: Pick<Services, 'hub' | 'access'>): void {
  app.post('/api/access', async (request, reply) => {
    const parsed = accessRequest.safeParse(request.body);
    const cluster = parsed.success ? hub.clusters.get(parsed.data.cluster) : undefined;
    if (!parsed.success || cluster === undefined)
      return reply.code(400).send({ message: 'no such cluster, or a malformed question' });
    return { allowed: await access.check(cluster, parsed.data.checks) };
  });
}
