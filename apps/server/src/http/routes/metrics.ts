import type { FastifyInstance } from 'fastify';
import type { CostsAnswer } from '@lanthorn/protocol/http/cost-messages.ts';
import type { Services } from '../../services/services.ts';

type MeteredServices = Pick<Services, 'meter' | 'faults' | 'hub' | 'sessions' | 'startedAt'>;

/** What it costs the API servers and this machine. */
export function addMetricsRoutes(app: FastifyInstance, services: MeteredServices): void {
  app.get('/api/costs', async () => costs(services));
  app.get('/metrics', async (_request, reply) => {
    // Most people never ask for them, and the library is large.
    const { metricsText } = await import('./metrics-text.ts');
    const { type, text } = await metricsText(costs(services), services.faults);
    return reply.type(type).send(text);
  });
}

function costs({ meter, hub, sessions, startedAt }: MeteredServices): CostsAnswer {
  return {
    upstream: meter.costs(),
    lists: hub.openLists(),
    tabs: sessions.size,
    memory: process.memoryUsage.rss(),
    startedAt,
    now: hub.clock.now(),
  };
}
