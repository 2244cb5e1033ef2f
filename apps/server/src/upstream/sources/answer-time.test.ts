import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { UpstreamSource } from '../transport/upstream-source.ts';

const ends: (() => unknown)[] = [];
afterEach(() => Promise.all(ends.splice(0).map(end => end())));

/** A source of a server that begins each answer and never ends it. */
async function start(begin: (response: ServerResponse) => void) {
  const server = createServer((_request, response) => begin(response));
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const clock = new FakeClock();
  const source = new UpstreamSource(
    {
      name: 'c',
      server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      proxyUrl: null,
      environmentProxyUrl: null,
      userName: 'u',
      namespace: '',
      tls: { caData: null, caFile: null, insecure: false, serverName: null },
      user: {
        token: null,
        tokenFile: null,
        username: null,
        password: null,
        certData: null,
        certFile: null,
        keyData: null,
        keyFile: null,
        impersonate: null,
        exec: null,
      },
    },
    clock,
  );
  ends.push(
    () => source.close(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const read = async (request: Partial<ApiRequest>) => {
    const response = await source.send({ method: 'GET', path: '/x', ...request });
    const seen = { text: null as string | null, error: null as Error | null };
    void readBody(response).then(
      text => (seen.text = text),
      (error: Error) => (seen.error = error),
    );
    return seen;
  };
  /** Until the streams of the platform have said what they have to say. */
  const settled = () => new Promise(resolve => setTimeout(resolve, 50));
  return { clock, read, settled };
}

const begin = (status: number) => (response: ServerResponse) => {
  response.statusCode = status;
  response.write('{"a":');
};

test.each<[string, Partial<ApiRequest>, number]>([
  ['an object', {}, 120_000],
  ['what a change is answered', { method: 'PATCH', body: '{}' }, 120_000],
  ['a page of a list', { query: { limit: '500' } }, 600_000],
])('%s that comes in drops is given up in the end, and no sooner', async (_, request, limitMs) => {
  const { clock, read, settled } = await start(begin(200));
  const seen = await read(request);
  await clock.advance(limitMs - 1);
  await settled();
  expect(seen.error).toBeNull();
  await clock.advance(1);
  await settled();
  expect(seen.error?.message).toContain(`did not finish its answer within ${limitMs / 1_000} seconds`);
  expect(clock.pendingTimers).toBe(0);
});

test('one that is packed is given up as well', async () => {
  const { clock, read, settled } = await start(response => {
    response.setHeader('content-encoding', 'gzip');
    response.write(gzipSync('{"a":1}').subarray(0, 15));
  });
  const seen = await read({});
  await clock.advance(120_000);
  await settled();
  expect(seen.error?.message).toContain('did not finish its answer');
});

test('of a refusal that does not end, what has come is what it says', async () => {
  const { clock, read, settled } = await start(begin(403));
  const seen = await read({});
  await settled();
  await clock.advance(10_000);
  await settled();
  expect(seen).toEqual({ text: '{"a":', error: null });
});

test.each<[string, Partial<ApiRequest>]>([
  ['a watch', { query: { watch: '1' } }],
  ['a log', { path: '/api/v1/namespaces/a/pods/b/log' }],
])('%s lasts as long as it likes', async (_, request) => {
  const { clock, read, settled } = await start(begin(200));
  const seen = await read(request);
  await clock.advance(86_400_000);
  await settled();
  expect(seen).toEqual({ text: null, error: null });
});
