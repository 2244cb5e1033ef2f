import type { FastifyInstance } from 'fastify';
import { type DataReadersAnswer, dataReadersRequest } from '@lanthorn/protocol/http/data-reader-messages.ts';
import { dataReaders } from '../../operations/data-readers.ts';
import type { Services } from '../../services/services.ts';
import { readClusterRequest } from './read-request.ts';

/** Who reads a ConfigMap or a Secret; nothing of what is in it. */
export function addDataReaderRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub'>): void {
  app.post('/api/data-readers', async ({ body }): Promise<DataReadersAnswer> => {
    const { cluster, asked } = readClusterRequest(dataReadersRequest, body, services);
    return dataReaders(cluster, asked, services.hub.clock);
  });
}
