import type { FastifyInstance } from 'fastify';
import { historyQuery, runsQuery } from '@lanthorn/protocol/http-messages.ts';
import type { Services } from '../../services.ts';

/** What is kept: operations of an object, runs of a CronJob. */
export function addHistoryRoutes(
  app: FastifyInstance,
  { operations, history, runs }: Pick<Services, 'operations' | 'history' | 'runs'>,
): void {
  app.get('/api/history', async (request, reply) => {
    const query = historyQuery.safeParse(request.query);
    return query.success
      ? operations.ofObject(query.data)
      : reply.code(400).send({ message: 'cluster, group, resource, namespace and name are needed' });
  });
  app.get('/api/runs', async (request, reply) => {
    const query = runsQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send({ message: 'cluster and cronJobUid are needed' });
    runs.hurry(query.data.cluster, query.data.cronJobUid);
    return { runs: history.runsOf(query.data.cluster, query.data.cronJobUid) };
  });
}
