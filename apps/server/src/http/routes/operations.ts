import type { FastifyInstance } from 'fastify';
import { malformed, operationRequest, stopRequest } from '@lanthorn/protocol/http-messages.ts';
import type { Services } from '../../services.ts';

/** Gone from the history, or never recorded. */
const NOTHING_TO_UNDO = { message: 'there is no record of it to take back' };

/** The same value dry and for real. */
export function addOperationRoutes(app: FastifyInstance, { operations }: Pick<Services, 'operations'>): void {
  app.post('/api/preview', async (request, reply) => {
    const parsed = operationRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
    return (await operations.preview(parsed.data)) ?? reply.code(410).send(NOTHING_TO_UNDO);
  });
  app.get('/api/operations', async () => ({ operations: operations.list() }));
  app.post('/api/operations', async (request, reply) => {
    const parsed = operationRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
    const operation = operations.start(parsed.data);
    return operation === null ? reply.code(410).send(NOTHING_TO_UNDO) : { operation };
  });
  app.post('/api/operations/stop', async (request, reply) => {
    const parsed = stopRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
    operations.stop(parsed.data.id);
    return {};
  });
}
