import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { matchingRequest } from '@lanthorn/protocol/http/matching-messages.ts';
import { packedViewOf } from '@lanthorn/views/packs/pack-view.ts';
import { matchingRows, matchingText } from '../../../operations/matching-rows.ts';
import type { Cluster } from '../../../upstream/cluster.ts';
import { clusterKey } from '../../../upstream/cluster-key.ts';
import type { Services } from '../../../services/services.ts';

/** What "all that match" means now. */
export function addMatchingRoutes(app: FastifyInstance, { identity, hub }: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/matching', async (request, reply) => {
    const parsed = matchingRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { cluster: name, others: otherNames = [], resource } = parsed.data;
    const clusters: Cluster[] = [];
    const absent: string[] = [];
    for (const each of new Set([name, ...otherNames])) {
      const found = hub.clusters.get(clusterKey(each, identity));
      if (found === undefined) absent.push(each);
      else clusters.push(found);
    }
    if (clusters.length === 0) return reply.code(400).send(problem('noCluster', { cluster: name }));
    const view = packedViewOf(resource);
    if (view === undefined) return reply.code(400).send(problem('noView', { kind: groupResource(resource) }));
    const matching = await matchingRows(hub, parsed.data, { clusters, absent, view });
    return reply.type('application/json').send(Readable.from(matchingText(matching, hub)));
  });
}
