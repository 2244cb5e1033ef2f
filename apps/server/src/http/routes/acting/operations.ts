import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { type LogAnswer, logQuery } from '@lanthorn/protocol/http/history-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { operationRequest, stopRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { refusalOf } from '../../../operations/acceptance.ts';
import type { Services } from '../../../services/services.ts';

type OperationServices = Pick<Services, 'identity' | 'operations' | 'hub' | 'access' | 'history'>;

/** Gone from the history, or never recorded. */
const NOTHING_TO_UNDO = problem('nothingToUndo', {});

/** The same value dry and for real. */
export function addOperationRoutes(app: FastifyInstance, services: OperationServices): void {
  const { identity, operations, hub, access, history } = services;
  const acceptance = { identity, clusters: hub.clusters, runner: operations, access };
  app.post('/api/preview', async (request, reply) => {
    const parsed = operationRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    return (await operations.preview(identity, parsed.data)) ?? reply.code(410).send(NOTHING_TO_UNDO);
  });
  app.get('/api/operations', async () => ({ operations: await operations.list(identity) }));
  app.get('/api/log', async (request, reply) => {
    const query = logQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    return { ...(await operations.log.search(identity, query.data)), state: history.status.state } satisfies LogAnswer;
  });
  app.post('/api/operations', async (request, reply) => {
    const parsed = operationRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    // Sent again it is the same operation, which was accepted before.
    const refusal = (await operations.isKnown(identity, parsed.data.id))
      ? null
      : await refusalOf(parsed.data, acceptance);
    if (refusal !== null) return reply.code(refusal.status).send(refusal.problem);
    const operation = await operations.start(identity, parsed.data);
    return operation === null ? reply.code(410).send(NOTHING_TO_UNDO) : { operation };
  });
  app.post('/api/operations/stop', async (request, reply) => {
    const parsed = stopRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    operations.stop(identity, parsed.data.id);
    return {};
  });
}
