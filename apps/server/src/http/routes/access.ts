import type { FastifyInstance } from 'fastify';
import { accessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import type { Services } from '../../services/services.ts';
import { readClusterRequest } from './read-request.ts';

/** What this identity may do. */
export function addAccessRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub' | 'access'>): void {
  app.post('/api/access', async ({ body }) => {
    const { cluster, asked } = readClusterRequest(accessRequest, body, services);
    return { allowed: await services.access.check(cluster, asked.checks) };
  });
}
