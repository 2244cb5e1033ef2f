import type { FastifyInstance } from 'fastify';
import { whatMayRequest, whoCanRequest } from '@lanthorn/protocol/http/role-messages.ts';
import { readWhoCan } from '../../access/read-access.ts';
import { readWhatMay } from '../../access/read-rights.ts';
import type { Services } from '../../services/services.ts';
import { readClusterRequest } from './read-request.ts';

/** Who may do something, and what somebody may do, as far as this person may know. */
export function addWhoCanRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/who-can', async ({ body }) => {
    const { cluster, asked } = readClusterRequest(whoCanRequest, body, services);
    return readWhoCan(cluster, asked);
  });
  app.post('/api/what-may', async ({ body }) => {
    const { cluster, asked } = readClusterRequest(whatMayRequest, body, services);
    return readWhatMay(cluster, asked.subject, asked.namespace);
  });
}
