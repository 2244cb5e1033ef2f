import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { openWebServer, OWN_NAME, type TestWebServer } from './test-web-server.ts';

// Attacks on the door: every one of them must fail, on every route.

let stage: TestWebServer;
let server: TestWebServer['server'];
let send: TestWebServer['send'];
let cookie: string;
let host: string;

beforeAll(async () => {
  stage = await openWebServer();
  ({ server, send, cookie, host } = stage);
});
afterAll(() => stage.close());

const ROUTES = [
  '/',
  '/c/x/pods',
  '/assets/a.js',
  '/api/clusters',
  '/api/operations',
  '/api/clusters/x/health',
  '/api/clusters/x/schema',
  '/api/history',
  '/api/runs',
  '/api/presets',
  '/api/recordings',
  '/api/recordings/x',
  '/api/clusters/x/kinds',
  '/api/clusters/x/counts',
  '/api/clusters/x/names?q=a',
  '/api/clusters/x/settings',
  '/api/costs',
  '/metrics',
];
const CHANGES = [
  '/api/operations',
  '/api/preferences',
  '/api/presets',
  '/api/recordings',
  '/api/recordings/forget',
  '/api/operations/stop',
  '/api/preview',
  '/api/matching',
  '/api/drain-plan',
  '/api/data-readers',
  '/api/access',
  '/api/demo',
  '/api/clusters/x/settings',
];

describe('who may come in', () => {
  test.each(ROUTES)('%s without the launch secret is refused', async path => {
    expect((await send({ path })).status).toBe(401);
    expect((await send({ path, headers: { cookie: `lanthorn-${server.port}=wrong` } })).status).toBe(401);
  });

  test.each([...ROUTES, '/launch/x', '/%ff'])('%s under a foreign host (DNS rebinding) is refused', async path => {
    for (const foreign of [
      'evil.example',
      `evil.example:${server.port}`,
      '127.0.0.1',
      `127.0.0.1.evil.example:${server.port}`,
    ]) {
      expect((await send({ path, headers: { cookie, host: foreign } })).status).toBeGreaterThanOrEqual(400);
    }
  });

  test.each(ROUTES)('%s for a foreign origin is refused', async path => {
    expect((await send({ path, headers: { cookie, origin: 'https://evil.example' } })).status).toBe(403);
    expect((await send({ path, headers: { cookie, origin: 'null' } })).status).toBe(403);
  });

  test.each(CHANGES)('a POST to %s from another site, or without our header, is refused', async path => {
    const headers = { cookie, 'content-type': 'application/json', 'x-lanthorn': '1', origin: `http://${host}` };
    const attempts: Record<string, string>[] = [
      { ...headers, origin: 'https://evil.example' },
      { cookie, 'content-type': 'application/json', origin: `http://${host}` },
      { cookie, 'content-type': 'text/plain', 'x-lanthorn': '1' },
      { ...headers, 'sec-fetch-site': 'cross-site' },
      { ...headers, cookie: '' },
    ];
    for (const attempt of attempts)
      expect([401, 403]).toContain((await send({ method: 'POST', path, headers: attempt, body: '{}' })).status);
  });

  test('a launch address of an earlier start is refused, and says so', async () => {
    const answer = await send({ path: '/launch/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' });
    expect([answer.status, answer.headers['set-cookie']]).toEqual([401, undefined]);
    expect(answer.text).toContain('an earlier start');
  });

  test('a launch address lets in once; used again it lets nobody in, and a fresh one is printed', async () => {
    const path = stage.newCodePath();
    const ownHost = { host: `${OWN_NAME}:${server.port}` };
    const first = await send({ path, headers: ownHost });
    const own = String(first.headers['set-cookie']);
    expect(own).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(first.text).toContain('content="0;url=/"');
    const before = stage.printed();
    const again = await send({ path, headers: ownHost });
    expect([again.status, again.headers['set-cookie'], stage.printed()]).toEqual([401, undefined, before + 1]);
    expect(again.text).toContain('has let somebody in already');
    // Whoever is in already only goes on.
    const own2 = await send({ path, headers: { ...ownHost, cookie: own.split(';')[0] ?? '' } });
    expect([own2.status, stage.printed()]).toEqual([200, before + 1]);
  });

  test('at 127.0.0.1 it hands on to our own host name, which is told to nobody without a code', async () => {
    const hop = await send({ path: stage.newCodePath() });
    expect(hop.headers['set-cookie']).toBeUndefined();
    expect(String(hop.headers['content-security-policy'])).toContain(`connect-src http://${OWN_NAME}:${server.port};`);
    const next = /launch\/([\w-]{32})"/.exec(hop.text)?.[1] ?? '';
    const headers = { host: `${OWN_NAME}:${server.port}`, 'accept-language': 'zh-CN,en' };
    const arrived = await send({ path: `/launch/${next}`, headers });
    expect(String(arrived.headers['set-cookie'])).toContain(`lanthorn-${server.port}=`);
    expect(arrived.text).toContain('正在打开');
    for (const path of ['/', '/launch/x', '/launch/here', '/%ff', '/api/clusters', `/launch/${next}`]) {
      const { text, headers: told } = await send({ path });
      expect(JSON.stringify([text, told])).not.toContain(OWN_NAME);
    }
  });

  test('a code that others could see and that comes twice ends the session that came of it', async () => {
    const path = new URL(server.newOpenerAddress()).pathname;
    const thief = await send({ path: `${path}?here` });
    const stolen = String(thief.headers['set-cookie']).split(';')[0] ?? '';
    expect((await send({ path: '/api/clusters', headers: { cookie: stolen } })).status).toBe(200);
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { cookie: stolen, origin: `http://${host}` } });
    const closed = new Promise(resolve => socket.once('close', resolve));
    await new Promise(resolve => socket.once('open', resolve));
    expect((await send({ path })).status).toBe(401);
    expect((await send({ path: '/api/clusters', headers: { cookie: stolen } })).status).toBe(401);
    await closed;
  });

  test('a code is not used up by a guess, a question about it, or another host', async () => {
    const path = stage.newCodePath();
    expect((await send({ path, headers: { 'sec-purpose': 'prefetch;prerender' } })).status).toBe(503);
    expect((await send({ path, method: 'HEAD' })).status).toBe(401);
    expect((await send({ path, headers: { host: 'evil.example' } })).status).toBe(421);
    expect((await send({ path: `${path}?here` })).status).toBe(200);
  });

  test('what cannot be decoded, or only looks like a launch address, meets the door as everything does', async () => {
    for (const path of ['/%ff', '/launch/%ff', '/launch/../x', '/launch/a/b', '/launch/%2e%2e/x']) {
      const refused = await send({ path });
      expect([path, refused.status]).toEqual([path, 401]);
      expect(refused.headers['x-content-type-options']).toBe('nosniff');
      expect((await send({ path, headers: { host: 'evil.example' } })).status).toBe(421);
    }
    const known = await send({ path: '/%ff<b>', headers: { cookie } });
    expect([known.status, known.text.includes('<b>')]).toEqual([400, false]);
  });

  test('no answer allows another origin to read it', async () => {
    for (const path of ROUTES) {
      const { headers } = await send({ path, headers: { cookie } });
      expect(headers['access-control-allow-origin']).toBeUndefined();
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(String(headers['content-security-policy'])).toContain("frame-ancestors 'none'");
    }
    expect(
      (
        await send({
          method: 'OPTIONS',
          path: '/api/operations',
          headers: { cookie, origin: 'https://evil.example', 'access-control-request-method': 'POST' },
        })
      ).status,
    ).toBe(403);
  });
});

/** The status an upgrade is answered with; 101 when it is let in. */
function upgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => {
      const lines = {
        host,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
        ...headers,
      };
      socket.write(
        `GET ${path} HTTP/1.1\r\n${Object.entries(lines)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      );
    });
    socket.once('data', data => {
      resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1] ?? 0));
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

describe('the socket', () => {
  test('opens for our own page only', async () => {
    const origin = `http://${host}`;
    expect(await upgrade('/socket', { cookie, origin })).toBe(101);
    expect(await upgrade('/socket', { cookie, origin: 'https://evil.example' })).toBe(403);
    expect(await upgrade('/socket', { cookie })).toBe(403);
    expect(await upgrade('/socket', { origin })).toBe(401);
    expect(
      await upgrade('/socket', {
        cookie,
        origin: `http://evil.example:${server.port}`,
        host: `evil.example:${server.port}`,
      }),
    ).toBe(421);
    expect(await upgrade('/elsewhere', { cookie, origin })).toBe(404);
  });

  test('[PR2] malformed messages are refused one by one; an oversized one ends it', async () => {
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { cookie, origin: `http://${host}` } });
    const answers: string[] = [];
    // What every tab is told of the history and the preferences is no answer.
    const isAnswer = (text: string) => !/^\[\{"type":"(?:history|preferences)"/.test(text);
    socket.on('message', (data: Buffer) => answers.push(...[data.toString('utf8')].filter(isAnswer)));
    await new Promise(resolve => socket.once('open', resolve));
    const bad = [
      '{',
      'null',
      '[]',
      '{"type":"nope"}',
      '{"type":"subscribe","id":-1,"query":{}}',
      '{"type":"ack","id":2,"bytes":-1}',
      '{"type":"ack","id":2,"bytes":1e300}',
      '{"type":"open","id":2,"query":{"kind":"nope"}}',
      '{"type":"subscribe","id":1,"query":{"kind":"list","cluster":"x"}}',
      '{"type":"subscribe","id":1,"query":{"kind":"object","cluster":"nowhere","resource":{"group":"","version":"v1","resource":"pods"},"namespace":"","name":"x"}}',
    ];
    for (const text of bad) socket.send(text);
    socket.send('{"type":"ping"}');
    await new Promise<void>(resolve => {
      socket.on('message', () => {
        if (answers.length === bad.length + 1) resolve();
      });
    });
    expect(answers.slice(0, -1).every(answer => answer.includes('"refused"'))).toBe(true);
    const ids = answers.slice(0, -1).map(answer => (JSON.parse(answer) as { id: number | null }[])[0]?.id);
    expect(ids).toEqual([null, null, null, null, -1, 2, 2, 2, 1, 1]);
    expect(answers.at(-1)).toBe('[{"type":"pong"}]');
    const closed = new Promise<number>(resolve => {
      socket.once('close', resolve);
    });
    socket.send('x'.repeat(200_000));
    expect(await closed).toBe(1009);
  });
});
