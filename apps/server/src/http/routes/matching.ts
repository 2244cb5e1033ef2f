import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed, matchingRequest } from '@lanthorn/protocol/http-messages.ts';
import { packedViewOf } from '@lanthorn/views/packs/pack-view.ts';
import { matchingRows, matchingText } from '../../operations/matching-rows.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Services } from '../../services/services.ts';

/** What "all that match" means now. */
export function addMatchingRoutes(app: FastifyInstance, { identity, hub }: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/matching', async (request, reply) => {
    const parsed = matchingRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, resource } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(name, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: name }));
    const view = packedViewOf(resource);
    if (view === undefined) return reply.code(400).send(problem('noView', { kind: groupResource(resource) }));
    const matching = await matchingRows(hub, parsed.data, { cluster, view });
    return reply.type('application/json').send(Readable.from(matchingText(matching, hub)));
  });
}
