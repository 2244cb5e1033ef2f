import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { type DataReadersAnswer, dataReadersRequest } from '@lanthorn/protocol/http/data-reader-messages.ts';
import { dataReaders } from '../../operations/data-readers.ts';
import type { Services } from '../../services/services.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

/** Who reads a ConfigMap or a Secret; nothing of what is in it. */
export function addDataReaderRoutes(app: FastifyInstance, { identity, hub }: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/data-readers', async (request, reply) => {
    const parsed = dataReadersRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, ...object } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    return reply.send((await dataReaders(cluster, object, hub.clock)) satisfies DataReadersAnswer);
  });
}
