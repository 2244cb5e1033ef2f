import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { whatMayRequest, whoCanRequest } from '@lanthorn/protocol/http/role-messages.ts';
import { readWhoCan } from '../../access/read-access.ts';
import { readWhatMay } from '../../access/read-rights.ts';
import type { Services } from '../../services/services.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

/** Who may do something, and what somebody may do, as far as this person may know. */
export function addWhoCanRoutes(app: FastifyInstance, { identity, hub }: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/who-can', async (request, reply) => {
    const parsed = whoCanRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, ...right } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    return readWhoCan(cluster, right);
  });
  app.post('/api/what-may', async (request, reply) => {
    const parsed = whatMayRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, subject, namespace } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    return readWhatMay(cluster, subject, namespace);
  });
}
