import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
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
import { malformed } from '@lanthorn/protocol/http/malformed.ts';
import { RequestProblem } from '../../../operations/request-problem.ts';
import type { Services } from '../../../services/services.ts';

type Schema<T> = {
  safeParse(value: unknown): { success: true; data: T } | { success: false; error: Parameters<typeof malformed>[0] };
};

/** What is collected for a cluster, and what becomes of it. */
export function addChangeSetRoutes(
  app: FastifyInstance,
  { identity, changeSets }: Pick<Services, 'identity' | 'changeSets'>,
): void {
  app.get('/api/change-set', async ({ query }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.read(identity, read(changeSetQuery, query).cluster) };
  });
  app.post('/api/change-set/add', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.add(identity, read(addStepRequest, body)) };
  });
  app.post('/api/change-set/arrange', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.arrange(identity, read(arrangeRequest, body)) };
  });
  app.post('/api/change-set/run', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.start(identity, read(runSetRequest, body)) };
  });
  app.post('/api/change-set/decide', async ({ body }): Promise<ChangeSetAnswer> => {
    return { set: await changeSets.decide(identity, read(decideStepRequest, body)) };
  });
  app.post('/api/change-set/stop', async ({ body }) => {
    await changeSets.stop(identity, read(ofSetRequest, body).cluster);
    return {};
  });
  app.post('/api/change-set/export', async ({ body }): Promise<ExportAnswer> => {
    return { changes: await changeSets.plan(identity, read(ofSetRequest, body).cluster) };
  });
}

function read<T>(schema: Schema<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new RequestProblem(400, problem('malformed', { detail: malformed(parsed.error) }));
}
