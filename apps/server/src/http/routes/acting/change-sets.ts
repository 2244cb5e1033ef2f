import type { FastifyInstance } from 'fastify';
import {
  addStepRequest,
  arrangeRequest,
  type ChangeSetAnswer,
  changeSetQuery,
  decideStepRequest,
  type ExportAnswer,
  ofSetRequest,
  runSetRequest,
} from '@lanthorn/protocol/http/change-set-messages.ts';
import type { Services } from '../../../services/services.ts';
import { readRequest } from '../read-request.ts';

/** What is collected for a cluster, and what becomes of it. */
export function addChangeSetRoutes(
  app: FastifyInstance,
  { identity, changeSets }: Pick<Services, 'identity' | 'changeSets'>,
): void {
  app.get('/api/change-set', async ({ query }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.read(identity, readRequest(changeSetQuery, query).cluster) };
  });
  app.post('/api/change-set/add', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.add(identity, readRequest(addStepRequest, body)) };
  });
  app.post('/api/change-set/arrange', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.arrange(identity, readRequest(arrangeRequest, body)) };
  });
  app.post('/api/change-set/run', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.start(identity, readRequest(runSetRequest, body)) };
  });
  app.post('/api/change-set/decide', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.decide(identity, readRequest(decideStepRequest, body)) };
  });
  app.post('/api/change-set/stop', async ({ body }) => {
    await changeSets.stop(identity, readRequest(ofSetRequest, body).cluster);
    return {};
  });
  app.post('/api/change-set/export', async ({ body }): Promise<ExportAnswer> => {
    return { changes: await changeSets.plan(identity, readRequest(ofSetRequest, body).cluster) };
  });
}
