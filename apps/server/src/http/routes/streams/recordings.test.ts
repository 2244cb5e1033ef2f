import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MAX_RECORDING_BYTES } from '@lanthorn/protocol/recordings/recording-messages.ts';
import { memoryHistory } from '../../../history/memory/memory-history.ts';
import type { Services } from '../../../services/services.ts';
import { OWNER } from '../../../upstream/identity.ts';
import { addRecordingRoutes } from './recordings.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';
const STARTED = new FakeClock().now() - 1_000;
const QUERY = {
  id: ID,
  cluster: 'c',
  namespace: 'shop',
  pod: 'web-1',
  container: 'app',
  startedAt: String(STARTED),
  durationMs: '9',
};

function start() {
  const app = Fastify();
  // As uploads of files are taken.
  app.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload));
  const hub = { clock: new FakeClock() };
  addRecordingRoutes(app, { identity: OWNER, history: memoryHistory({ keepRuns: 1 }), hub } as unknown as Services);
  const keep = (query: Record<string, string>, payload: string | Buffer) =>
    app.inject({
      method: 'POST',
      url: '/api/recordings',
      query,
      payload,
      headers: { 'content-type': 'application/octet-stream' },
    });
  return { app, keep };
}

test('what was recorded is given back as it was, as a file and never as a page, and is gone once it was deleted', async () => {
  const { app, keep } = start();
  const text = '{"version":2}\n[1,"o","日 <script>"]\n'.repeat(1_000);
  const kept = (await keep(QUERY, text)).json();
  const { startedAt: _at, durationMs: _ms, ...place } = QUERY;
  expect(kept).toMatchObject({
    recordings: [{ ...place, startedAt: STARTED, durationMs: 9, length: Buffer.byteLength(text) }],
    isLasting: false,
  });
  expect((await app.inject({ url: '/api/recordings' })).json()).toEqual(kept);
  const found = await app.inject({ url: `/api/recordings/${ID}` });
  expect([found.body, found.headers['content-type']]).toEqual([text, 'application/x-asciicast']);
  expect(found.headers['content-disposition']).toBe('attachment; filename="terminal-01234567.cast"');
  const gone = await app.inject({ method: 'POST', url: '/api/recordings/forget', payload: { id: ID } });
  expect(gone.json()).toMatchObject({ recordings: [] });
  expect((await app.inject({ url: `/api/recordings/${ID}` })).statusCode).toBe(404);
});

test.each([
  ['an id that is none', { id: '../x' }, 'x'],
  ['a time that is none', { startedAt: '-1' }, 'x'],
  ['a name that is none', { pod: 'a/b' }, 'x'],
  ['more than may be', {}, Buffer.alloc(MAX_RECORDING_BYTES + 1)],
])('%s is refused, and nothing is kept', async (_what, wrong, payload) => {
  const { app, keep } = start();
  expect((await keep({ ...QUERY, ...wrong }, payload)).statusCode).toBeGreaterThanOrEqual(400);
  expect((await app.inject({ url: '/api/recordings' })).json()).toMatchObject({ recordings: [] });
});
