import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { presetRequest, type PresetsQuery, presetsQuery } from '@lanthorn/protocol/http/preset-messages.ts';
import { MAX_PRESETS } from '@lanthorn/protocol/constants.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { PresetsOf } from '../../history/stores/presets-store.ts';
import type { Services } from '../../services/services.ts';

/** Values kept for a CronJob's next run. */
export function addPresetRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'history' | 'hub'>): void {
  const { identity, history, hub } = services;
  const keyed = (query: PresetsQuery): PresetsOf => ({ ...query, cluster: clusterKey(query.cluster, identity) });
  app.get('/api/presets', async (request, reply) => {
    const query = presetsQuery.safeParse(request.query);
    return query.success
      ? { presets: await history.presets.presets(keyed(query.data)) }
      : reply.code(400).send(problem('malformed', { detail: malformed(query.error) }));
  });
  app.post('/api/presets', async (request, reply) => {
    const parsed = presetRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { name, run, ...query } = parsed.data;
    if (hub.clusters.get(clusterKey(query.cluster, identity)) === undefined)
      return reply.code(404).send(problem('noCluster', { cluster: query.cluster }));
    const of = keyed(query);
    const known = Object.keys(await history.presets.presets(of));
    if (run !== null && known.length >= MAX_PRESETS && !known.includes(name))
      return reply.code(409).send(problem('tooManyPresets', { most: MAX_PRESETS }));
    await history.presets.savePreset(of, name, run);
    return { presets: await history.presets.presets(of) };
  });
}
