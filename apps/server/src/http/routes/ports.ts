import type { FastifyInstance } from 'fastify';
import { FORWARD_PORT } from '@lanthorn/actions/pod/forward-port.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { type ForwardAnswer, forwardRequest, stopForwardRequest } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { missingRight } from '../../operations/acceptance.ts';
import type { Services } from '../../services/services.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';

type PortServices = Pick<Services, 'identity' | 'hub' | 'access'>;

/** Ports of this machine that lead to pods: opened, again after they were stopped too, and stopped. Which there are a stream says. */
export function addPortRoutes(app: FastifyInstance, { identity, hub, access }: PortServices): void {
  app.post('/api/ports', async ({ body }, reply) => {
    const parsed = forwardRequest.safeParse(body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const { target } = parsed.data;
    const cluster = hub.clusters.get(clusterKey(target.cluster, identity));
    if (cluster === undefined) return reply.code(404).send(problem('noCluster', { cluster: target.cluster }));
    if (!FORWARD_PORT.appliesTo(target.resource)) {
      const kind = groupResource(target.resource);
      return reply.code(422).send(problem('notApplicable', { action: FORWARD_PORT.kind, kind }));
    }
    const right = FORWARD_PORT.right(target);
    // Unknown is not forbidden: the API server has the last word.
    const [isAllowed] = await access.check(cluster, [right]);
    if (isAllowed === false) return reply.code(403).send(missingRight(right));
    const opened = await hub.ports.open(cluster, identity.key, parsed.data);
    return 'code' in opened ? reply.code(409).send(opened) : ({ port: opened } satisfies ForwardAnswer);
  });
  app.post('/api/ports/stop', async ({ body }, reply) => {
    const parsed = stopForwardRequest.safeParse(body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    await hub.ports.stop(identity.key, parsed.data.id, parsed.data);
    return {};
  });
}
