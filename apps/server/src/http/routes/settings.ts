import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { fromAddressName } from '@lanthorn/protocol/address-name.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { clusterSettings, type SettingsAnswer } from '@lanthorn/protocol/http/settings-messages.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Services } from '../../services/services.ts';

type SettingsServices = Pick<Services, 'identity' | 'hub' | 'history' | 'runs' | 'runKeeper'>;
type Named = FastifyRequest<{ Params: { name: string } }>;

const ROUTE = '/api/clusters/:name/settings';

/** What people chose for a cluster, and how that does. */
export function addSettingsRoutes(app: FastifyInstance, services: SettingsServices): void {
  const { identity, hub, runKeeper } = services;
  app.get(ROUTE, async ({ params }: Named, reply) => {
    const name = fromAddressName(params.name);
    return hub.clusters.get(clusterKey(name, identity)) === undefined
      ? reply.code(404).send(problem('noCluster', { cluster: name }))
      : answer(services, name);
  });
  app.post(ROUTE, async ({ params, body }: Named, reply) => {
    const name = fromAddressName(params.name);
    const parsed = clusterSettings.safeParse(body);
    if (hub.clusters.get(clusterKey(name, identity)) === undefined)
      return reply.code(404).send(problem('noCluster', { cluster: name }));
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    await runKeeper.choose(name, parsed.data);
    return answer(services, name);
  });
}

async function answer(services: SettingsServices, cluster: string): Promise<SettingsAnswer> {
  const { identity, history, runs, runKeeper } = services;
  return {
    recording: await runKeeper.recording(cluster),
    keepRuns: history.runs.keepRuns,
    keepEvents: history.events.bounds,
    spent: runs.spent(clusterKey(cluster, identity)),
    history: history.status.state,
  };
}
