import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  type HistoryAnswer,
  historyQuery,
  type KeptEventsAnswer,
  keptEventsRequest,
  type RunsAnswer,
  runsQuery,
} from '@lanthorn/protocol/http/history-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { keptEventsOf } from '../../runs/kept-descendants.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Services } from '../../services/services.ts';

/** Of one object in one answer: a screen or two of them; older ones are asked for. */
const MAX_ENTRIES = 200;

/** Kept events in one answer: more than a page shows. */
const MAX_EVENTS = 500;

/** What is kept: operations of an object, runs of a CronJob, events. */
export function addHistoryRoutes(
  app: FastifyInstance,
  services: Pick<Services, 'identity' | 'history' | 'runs'>,
): void {
  const { identity, history, runs } = services;
  app.get('/api/history', async (request, reply) => {
    const query = historyQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    const { until, ...data } = query.data;
    const object = { ...data, cluster: clusterKey(data.cluster, identity) };
    const limit = { entries: MAX_ENTRIES + 1, until: until === undefined ? undefined : Number(until) };
    const found = await history.operations.ofObject(object, limit);
    const entries = found.slice(0, MAX_ENTRIES);
    return { entries, hasMore: found.length > MAX_ENTRIES, state: history.status.state } satisfies HistoryAnswer;
  });
  // As a body: the objects that an object made are more than an address holds.
  app.post('/api/kept-events', async (request, reply) => {
    const wanted = keptEventsRequest.safeParse(request.body);
    if (!wanted.success) return reply.code(400).send(problem('malformed', { detail: malformed(wanted.error) }));
    const { cluster, uids } = wanted.data;
    const asked = { uids, most: MAX_EVENTS + 1 };
    const found = await keptEventsOf(history.events, clusterKey(cluster, identity), asked);
    return { events: found.slice(0, MAX_EVENTS), hasMore: found.length > MAX_EVENTS } satisfies KeptEventsAnswer;
  });
  app.get('/api/runs', async (request, reply) => {
    const query = runsQuery.safeParse(request.query);
    if (!query.success) return reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
    const [cluster, { cronJobUid }] = [clusterKey(query.data.cluster, identity), query.data];
    runs.readFirst(cluster, cronJobUid);
    const [found, skips] = await Promise.all([
      history.runs.runsOf(cluster, cronJobUid),
      history.runs.skipsOf(cluster, cronJobUid),
    ]);
    return { runs: found, skips } satisfies RunsAnswer;
  });
}
