import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { matchingRequest } from '@lanthorn/protocol/http-messages.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import { matchingRows, matchingText } from '../../operations/matching-rows.ts';
import type { Services } from '../../services.ts';

/** What "all that match" means now. */
export function addMatchingRoutes(app: FastifyInstance, { hub }: Pick<Services, 'hub'>): void {
  app.post('/api/matching', async (request, reply) => {
    const parsed = matchingRequest.safeParse(request.body);
    const cluster = parsed.success ? hub.clusters.get(parsed.data.cluster) : undefined;
    const view = parsed.success ? findKindView(parsed.data.resource) : undefined;
    if (!parsed.success || cluster === undefined || view === undefined)
      return reply.code(400).send({ message: 'no such cluster or kind, or a malformed question' });
    const matching = await matchingRows(hub, parsed.data, { cluster, view });
    return reply.type('application/json').send(Readable.from(matchingText(matching, hub)));
  });
}
