import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import {
  forgetRecordingRequest,
  keepRecordingQuery,
  MAX_RECORDING_BYTES,
  type RecordingsAnswer,
} from '@lanthorn/protocol/recordings/recording-messages.ts';
import { RequestProblem } from '../../../operations/request-problem.ts';
import type { Services } from '../../../services/services.ts';
import { readRequest } from '../read-request.ts';

// In threads of their own: nobody waits for it.
const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** Recordings of terminals that a person asked for; what is in one is only ever a file to that person. */
export function addRecordingRoutes(
  app: FastifyInstance,
  { identity: { key }, history, hub }: Pick<Services, 'identity' | 'history' | 'hub'>,
): void {
  const { recordings, status } = history;
  const answer = async (): Promise<RecordingsAnswer> => ({
    recordings: await recordings.recordings(key, hub.clock.now()),
    bounds: recordings.bounds,
    isLasting: status.state.isLasting,
  });
  app.get('/api/recordings', answer);

  app.post('/api/recordings', async ({ query, body }) => {
    const { startedAt, durationMs, ...place } = readRequest(keepRecordingQuery, query);
    const bytes = await wholeOf(body);
    const head = { ...place, startedAt: Number(startedAt), durationMs: Number(durationMs), length: bytes.length };
    await recordings.saveRecording(key, { head, packed: await pack(bytes) }, hub.clock.now());
    return answer();
  });

  app.post('/api/recordings/forget', async ({ body }) => {
    await recordings.dropRecording(key, readRequest(forgetRecordingRequest, body).id);
    return answer();
  });

  app.get<{ Params: { id: string } }>('/api/recordings/:id', async ({ params }, reply) => {
    const found = await recordings.recording(key, params.id, hub.clock.now());
    if (found === null) throw new RequestProblem(404, problem('lacks', { what: params.id }));
    return reply
      .header('cache-control', 'no-store')
      .type('application/x-asciicast')
      .header('content-disposition', `attachment; filename="terminal-${found.head.id.slice(0, 8)}.cast"`)
      .send(await unpack(found.packed, { maxOutputLength: MAX_RECORDING_BYTES }));
  });
}

async function wholeOf(body: unknown): Promise<Buffer> {
  if (!(body instanceof Readable)) throw new RequestProblem(400, problem('malformed', { detail: 'no bytes' }));
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += (chunk as Uint8Array).length;
    if (bytes > MAX_RECORDING_BYTES) throw new RequestProblem(413, problem('malformed', { detail: 'too long' }));
    chunks.push(chunk as Uint8Array);
  }
  return Buffer.concat(chunks);
}
