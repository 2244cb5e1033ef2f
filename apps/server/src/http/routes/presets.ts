import type { FastifyInstance } from 'fastify';
import { malformed, presetRequest, presetsQuery } from '@lanthorn/protocol/http-messages.ts';
import { MAX_PRESETS } from '@lanthorn/protocol/constants.ts';
import type { Services } from '../../services.ts';

/** Values kept for a CronJob's next run. */
export function addPresetRoutes(app: FastifyInstance, { history, hub }: Pick<Services, 'history' | 'hub'>): void {
  app.get('/api/presets', async (request, reply) => {
    const query = presetsQuery.safeParse(request.query);
    return query.success
      ? { presets: history.presets(query.data) }
      : reply.code(400).send({ message: 'cluster, namespace and cronJob are needed' });
  });
  app.post('/api/presets', async (request, reply) => {
    const parsed = presetRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ message: malformed(parsed.error) });
    if (hub.clusters.get(parsed.data.cluster) === undefined)
      return reply.code(404).send({ message: 'no such cluster' });
    const known = Object.keys(history.presets(parsed.data));
    if (parsed.data.run !== null && known.length >= MAX_PRESETS && !known.includes(parsed.data.name))
      return reply.code(409).send({ message: `a CronJob keeps at most ${MAX_PRESETS} presets: drop one first` });
    history.savePreset(parsed.data);
    return { presets: history.presets(parsed.data) };
  });
}
