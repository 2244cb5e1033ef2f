import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { FileKeeper } from '../../files/file-keeper.ts';
import { RequestProblem } from '../../operations/request-problem.ts';
import { OWNER } from '../../upstream/identity.ts';
import { addFileRoutes } from './files.ts';

const PLACE = { cluster: 'c', namespace: 'n', pod: 'p', uid: 'u', container: 'app' };
const SAVED = { ...PLACE, path: '/conf', was: 'f'.repeat(64), base64: '' };
const UPLOADED = { ...PLACE, path: '/srv', name: 'a', size: '0', replaces: 'no' };

/** A cluster that asks for reasons and in which no command is run; what is recorded is told. */
function stage() {
  const server = Fastify();
  const clock = new FakeClock();
  const files = new FileKeeper(clock);
  const reasons: string[] = [];
  files.recordIn({
    began: ({ how, reason }) => {
      reasons.push(`${how}: ${reason}`);
      return { ended: () => {} };
    },
  });
  const cluster = { info: { name: 'c', asksReason: true } };
  server.setErrorHandler((error, _request, reply) =>
    error instanceof RequestProblem ? reply.code(error.statusCode).send(error.problem) : reply.code(500).send(error),
  );
  addFileRoutes(server, {
    identity: OWNER,
    hub: { clusters: { get: () => cluster }, clock, files },
    access: { check: async () => [true] },
  } as unknown as Parameters<typeof addFileRoutes>[1]);
  const save = (more: object) =>
    server.inject({ method: 'POST', url: '/api/files/save', payload: { ...SAVED, ...more } });
  const upload = (more: object) =>
    server.inject({
      method: 'POST',
      url: `/api/files/upload?${new URLSearchParams({ ...UPLOADED, ...more }).toString()}`,
      headers: { 'content-type': 'application/octet-stream' },
      payload: Buffer.alloc(0),
    });
  return { save, upload, reasons };
}

test('where a cluster asks why, what writes without a word is refused before anything is done, and a word is recorded', async () => {
  const { save, upload, reasons } = stage();
  for (const write of [save, upload])
    for (const said of [{}, { reason: ' ' }]) {
      const { statusCode, body } = await write(said);
      expect([statusCode, JSON.parse(body).code]).toEqual([422, 'noReason']);
    }
  expect(reasons).toEqual([]);
  // Commands cannot be run there: that is another matter.
  for (const write of [save, upload]) expect((await write({ reason: 'ticket 7' })).body).toContain('noChannels');
  expect(reasons).toEqual(['save: ticket 7', 'put: ticket 7']);
});
