import type { FastifyInstance } from 'fastify';
import { drainSteps } from '@lanthorn/actions/node/drain-plan.ts';
import { type DrainPlanAnswer, drainPlanRequest } from '@lanthorn/protocol/http/drain-plan-messages.ts';
import { readDrainFacts } from '../../../operations/drain-facts.ts';
import type { Services } from '../../../services/services.ts';
import { readClusterRequest } from '../read-request.ts';

/** What a drain of a node would do; nothing is changed. */
export function addDrainPlanRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub'>): void {
  const { clock } = services.hub;
  app.post('/api/drain-plan', async ({ body }): Promise<DrainPlanAnswer> => {
    const { cluster, asked } = readClusterRequest(drainPlanRequest, body, services);
    const steps = drainSteps(await readDrainFacts(cluster, asked.node, clock));
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return { plan: value };
      await clock.nextTurn();
    }
  });
}
