import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { type WholeLogQuery, wholeLogQuery } from '@lanthorn/protocol/logs/log-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { RequestProblem } from '../../../operations/request-problem.ts';
import type { Services } from '../../../services/services.ts';
import { wholeLog } from '../../../streams/logs/whole-log.ts';
import { readClusterRequest } from '../read-request.ts';

/** Each holds a connection to an API server. */
const MAX_DOWNLOADS = 4;

/** Whole logs as files: a browser writes them to its disk as they come, and nothing of them is kept here. */
export function addLogRoutes(app: FastifyInstance, services: Pick<Services, 'identity' | 'hub'>): void {
  let underWay = 0;
  app.get('/api/logs/whole', async ({ query }, reply) => {
    const { cluster, asked } = readClusterRequest(wholeLogQuery, query, services);
    if (underWay >= MAX_DOWNLOADS) throw new RequestProblem(429, problem('tooManyTransfers', { most: MAX_DOWNLOADS }));
    underWay++;
    const abort = new AbortController();
    reply.raw.on('close', () => {
      underWay--;
      abort.abort();
    });
    return reply
      .headers({ 'content-security-policy': "default-src 'none'; sandbox", 'cache-control': 'no-store' })
      .header('content-disposition', `attachment; filename="${fileName(asked)}"`)
      .type('text/plain; charset=utf-8')
      .send(Readable.from(wholeLog(cluster, asked, abort.signal), { objectMode: false }));
  });
}

function fileName({ name }: WholeLogQuery): string {
  return `${name.replace(/[^\w.-]/g, '_')}.log`;
}
