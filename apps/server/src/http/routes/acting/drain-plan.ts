import type { FastifyInstance } from 'fastify';
import { drainSteps } from '@lanthorn/actions/node/drain-plan.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { type DrainPlanAnswer, drainPlanRequest } from '@lanthorn/protocol/http/drain-plan-messages.ts';
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { readDrainFacts } from '../../../operations/drain-facts.ts';
import { clusterKey } from '../../../upstream/cluster-key.ts';
import type { Services } from '../../../services/services.ts';

/** What a drain of a node would do; nothing is changed. */
export function addDrainPlanRoutes(app: FastifyInstance, { identity, hub }: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/drain-plan', async (request, reply) => {
    const parsed = drainPlanRequest.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send(problem('malformed', { detail: malformed(parsed.error) }));
    const cluster = hub.clusters.get(clusterKey(parsed.data.cluster, identity));
    if (cluster === undefined) return reply.code(400).send(problem('noCluster', { cluster: parsed.data.cluster }));
    const steps = drainSteps(await readDrainFacts(cluster, parsed.data.node, hub.clock));
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return reply.send({ plan: value } satisfies DrainPlanAnswer);
      await hub.clock.nextTurn();
    }
  });
}
