import { memoryHistory } from '../history/memory/memory-history.ts';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { runParametersOf } from '@lanthorn/actions/machinery/run-parameters.ts';
import { MAX_PRESETS } from '@lanthorn/protocol/constants.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { Faults } from '../faults/faults.ts';
import { Hub } from '../hub/hub.ts';
import { type Services, startServices } from '../services/services.ts';
import { systemClock } from '../system-clock.ts';
import { PackLibrary } from '../packs/pack-library.ts';
import { UpstreamMeter } from '../upstream/sources/upstream-meter.ts';
import { listPageFiles, type PageFile } from './routes/page-files.ts';
import { WebServer } from './web-server.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

// Attacks on the door (architecture §11): every one of them must fail, on every route.

let server: WebServer;
let services: Services;
let hub: Hub;
const OWN_NAME = 'lanthorn-abcdefghijkl.localhost';
let printed = 0;
let cookie: string;
let host: string;

beforeAll(async () => {
  const info = { name: 'known', isDemo: false, server: '', user: 'u', namespace: '', problem: null };
  const source = { send: () => Promise.reject(new Error('nobody there')) };
  const known = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: () => Promise.resolve(),
  };
  const clusters = { list: () => [], get: (name: string) => (name === 'known' ? known : undefined) };
  hub = new Hub({ clusters, clock: systemClock, random: seededRandom(1) });
  const page = {
    type: 'text/html; charset=utf-8',
    plain: async () =>
      Buffer.from(
        '<html lang="__LANGUAGE__" data-theme="__THEME__"><meta content="__NONCE__"><meta content="__COLOR_SCHEME__"><meta content="__PREFERENCES__"><meta content="__CLUSTERS__">__OTHER__ page',
      ),
    gzip: null,
    brotli: null,
  };
  const script = {
    type: 'text/javascript',
    plain: async () => Buffer.from('script'),
    gzip: async () => Buffer.from('gz'),
    brotli: null,
  };
  const font = { type: 'font/woff2', plain: async () => Buffer.from('font'), gzip: null, brotli: null };
  services = startServices({
    secretReader: () => undefined,
    hub,
    history: memoryHistory({ keepRuns: 10 }),
    identity: OWNER,
    runs: { readFirst: () => {}, spent: () => ({ runs: 0, requests: 0, size: 0 }) },
    logger: silentLogger,
    faults: new Faults(silentLogger),
    meter: new UpstreamMeter(),
    packs: new PackLibrary(join(import.meta.dirname, '../../../../packages/views/packs')),
    version: 'test',
    currentCluster: () => '',
    kubeconfigProblems: [],
    startDemo: null,
  });
  const files = new Map<string, PageFile>([
    ['/index.html', page],
    ['/assets/a.js', script],
    ['/assets/a.woff2', font],
  ]);
  const told = { onUsedAddress: () => printed++, onPage: () => {} };
  server = new WebServer({ host: '127.0.0.1', ownName: OWN_NAME, files, services, ...told });
  await server.listen(0);
  host = `127.0.0.1:${server.port}`;
  const launched = await send({ path: `${newCodePath()}?here` });
  cookie = String(launched.headers['set-cookie']).split(';')[0] ?? '';
});

afterAll(async () => {
  await services.close();
  hub.close();
  await server.close();
});

/** As the terminal prints it. */
function newCodePath(): string {
  return new URL(server.newAddress()).pathname;
}

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

function send({
  method = 'GET',
  path,
  headers = {},
  body,
}: Sent): Promise<{ status: number; headers: Record<string, unknown>; text: string }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: server.port, method, path, headers: { host, ...headers } },
      response => {
        let text = '';
        response.on('data', chunk => {
          text += String(chunk);
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

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

test('a taken port is said, and the same server listens on the next', async () => {
  const other = new WebServer({
    host: '127.0.0.1',
    ownName: OWN_NAME,
    files: new Map(),
    services,
    onUsedAddress: () => {},
    onPage: () => {},
  });
  await expect(other.listen(server.port)).rejects.toThrow('EADDRINUSE');
  await other.listen(0);
  const { pathname } = new URL(other.newAddress());
  const launched = await fetch(`${other.elsewhere(pathname)}?here`);
  expect([launched.status, launched.headers.get('set-cookie')]).toEqual([
    200,
    expect.stringContaining(`lanthorn-${other.port}=`),
  ]);
  await other.close();
});

test('metrics are read with the token of a session as a bearer token, and with no other', async () => {
  const secret = cookie.split('=')[1] ?? '';
  const read = (token: string) => send({ path: '/metrics', headers: { authorization: `Bearer ${token}` } });
  const { status, text } = await read(secret);
  expect(status).toBe(200);
  expect(text).toMatch(/^lanthorn_tabs 0$/m);
  expect(text).toMatch(/^lanthorn_uncaught_errors_total 0$/m);
  expect(text).toMatch(/^lanthorn_process_resident_memory_bytes \d+$/m);
  expect((await read('wrong')).status).toBe(401);
});

test('what is chosen for a cluster is answered with its state; nonsense and clusters that are not there are refused', async () => {
  const path = '/api/clusters/known/settings';
  const headers = { cookie, origin: `http://${host}`, 'content-type': 'application/json', 'x-lanthorn': '1' };
  const choose = async (body: unknown, at = path) => {
    const { status, text } = await send({ method: 'POST', path: at, headers, body: JSON.stringify(body) });
    return { status, answer: JSON.parse(text) as { recording: unknown } };
  };
  const read = async () => JSON.parse((await send({ path, headers: { cookie } })).text) as { recording: unknown };
  expect(await read()).toMatchObject({ recording: null, keepRuns: 10, history: { isLasting: false } });
  const { status, answer } = await choose({ recordRuns: true });
  expect(status).toBe(200);
  expect(answer.recording).toMatchObject({ scopes: [{ namespace: '', seenSince: null, jobs: 0 }] });
  expect(hub.openWatches).toBe(3);
  // The cluster is dead, and that is what it says.
  await vi.waitFor(async () =>
    expect((await read()).recording).toMatchObject({ scopes: [{ state: { kind: 'stale' } }] }),
  );
  for (const wrong of [{}, { recordRuns: 1 }, { recordRuns: true, more: 1 }, { recordRuns: true, namespaces: ['a/b'] }])
    expect((await choose(wrong)).status).toBe(400);
  expect((await choose({ recordRuns: true }, '/api/clusters/none/settings')).status).toBe(404);
  expect((await choose({ recordRuns: false })).answer.recording).toBeNull();
  expect(hub.openWatches).toBe(0);
});

const changeHeaders = () => ({
  cookie,
  origin: `http://${host}`,
  'content-type': 'application/json',
  'x-lanthorn': '1',
});
const prefer = async (body: unknown) => {
  const sent = { method: 'POST', path: '/api/preferences', headers: changeHeaders(), body: JSON.stringify(body) };
  const { status, text } = await send(sent);
  return { status, answer: JSON.parse(text) as unknown };
};

test('what a person prefers is answered, told to every open tab, and told to a tab that opens', async () => {
  const heard: unknown[][] = [[], []];
  const open = async (of: unknown[]) => {
    const socket = new WebSocket(`ws://${host}/socket`, { headers: { cookie, origin: `http://${host}` } });
    socket.on('message', (data: Buffer) => of.push(...(JSON.parse(data.toString('utf8')) as unknown[])));
    await new Promise(resolve => socket.on('open', resolve));
    return socket;
  };
  const [one = [], two = []] = heard;
  const first = await open(one);
  const { status, answer } = await prefer({ theme: 'dark', clusters: { 'a "b" <c>': { tier: 'production' } } });
  expect(status).toBe(200);
  expect(answer).toMatchObject({ chosen: { theme: 'dark', density: 'compact' }, isKept: false, problem: '' });
  await vi.waitFor(() => expect(one).toContainEqual({ type: 'preferences', preferences: answer }));
  const second = await open(two);
  await vi.waitFor(() => expect(two).toContainEqual({ type: 'preferences', preferences: answer }));
  first.close();
  second.close();
});

test('the page begins as the person prefers, and foreign names in it stay text', async () => {
  const pageNow = async () => (await send({ path: '/c/x/pods', headers: { cookie } })).text;
  await prefer({
    theme: 'dark',
    language: 'zh-CN',
    clusters: { 'a "b" <c> $& &lt; __NONCE__': { tier: 'production' } },
  });
  const page = await pageNow();
  expect(page).toContain('<html lang="zh-CN" data-theme="dark">');
  expect(page).toContain('<meta content="dark"><meta content="{&#34;theme');
  expect(page).toContain('a \\&#34;b\\&#34; &#60;c&#62; $&#38; &#38;lt; __NONCE__');
  expect(page).toContain('__OTHER__ page');
  await prefer({ theme: null, language: null, clusters: { 'a "b" <c> $& &lt; __NONCE__': null } });
  expect(await pageNow()).toContain('<html lang="en" data-theme="system">');
  expect(await pageNow()).toContain('<meta content="light dark">');
});

test('the page says which clusters there are, as it is told when it asks', async () => {
  const { text } = await send({ path: '/c/x/pods', headers: { cookie } });
  const [, written = ''] = /<meta content="(\{&#34;version[^"]*)">__OTHER__/.exec(text) ?? [];
  const told: unknown = JSON.parse(written.replaceAll('&#34;', '"'));
  expect(told).toEqual(JSON.parse((await send({ path: '/api/clusters', headers: { cookie } })).text));
});

test('what nobody can prefer is refused, and says why', async () => {
  const { status, answer } = await prefer({ theme: 'sepia' });
  expect([status, answer]).toEqual([400, expect.objectContaining({ code: 'malformed' })]);
  const clusters = Object.fromEntries(Array.from({ length: 130 }, (_, i) => [`${i}`.padEnd(1024, 'x'), {}]));
  const full = await prefer({ clusters });
  expect([full.status, full.answer]).toEqual([409, problem('tooManyPreferences', { most: 128 })]);
});

test('a question for names that cannot be one is refused as such', async () => {
  for (const path of ['/api/clusters/known/names', `/api/clusters/known/names?q=${'x'.repeat(300)}`]) {
    const { status, text } = await send({ path, headers: { cookie } });
    expect([status, text.includes('no such cluster')]).toEqual([400, false]);
  }
  expect((await send({ path: '/api/clusters/nope/names?q=a', headers: { cookie } })).status).toBe(404);
});

test('what there is nothing at is said as every refusal is, whatever is sent there', async () => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const headers = { cookie, 'x-lanthorn': '1', origin: `http://${host}` };
    const { status, text } = await send({ method, path: '/api/nothing?q=1', headers });
    expect([status, JSON.parse(text)]).toEqual([404, problem('noPath', { path: '/api/nothing' })]);
  }
});

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
    const path = newCodePath();
    const ownHost = { host: `${OWN_NAME}:${server.port}` };
    const first = await send({ path, headers: ownHost });
    const own = String(first.headers['set-cookie']);
    expect(own).toMatch(/; HttpOnly; SameSite=Strict; Path=\/$/);
    expect(first.text).toContain('content="0;url=/"');
    const before = printed;
    const again = await send({ path, headers: ownHost });
    expect([again.status, again.headers['set-cookie'], printed]).toEqual([401, undefined, before + 1]);
    expect(again.text).toContain('has let somebody in already');
    // Whoever is in already only goes on.
    const own2 = await send({ path, headers: { ...ownHost, cookie: own.split(';')[0] ?? '' } });
    expect([own2.status, printed]).toEqual([200, before + 1]);
  });

  test('at 127.0.0.1 it hands on to our own host name, which is told to nobody without a code', async () => {
    const hop = await send({ path: newCodePath() });
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
    const path = newCodePath();
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

  test('a font is one by its type, is kept as it is named, and may come from here alone', async () => {
    const { status, headers, text } = await send({ path: '/assets/a.woff2', headers: { cookie } });
    expect([status, headers['content-type'], text]).toEqual([200, 'font/woff2', 'font']);
    expect(headers['cache-control']).toBe('private, max-age=31536000, immutable');
    const page = await send({ path: '/', headers: { cookie } });
    expect(String(page.headers['content-security-policy'])).toContain("font-src 'self';");
  });

  test('a file of another build is said to be missing, and is not the page', async () => {
    const { status, headers } = await send({ path: '/assets/index-0f3c.js', headers: { cookie } });
    expect(status).toBe(404);
    expect(headers['content-type']).toContain('application/json');
  });

  test('the files of the built page have the types that browsers ask for, and are read when they are asked for', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'page-'));
    for (const name of ['a.woff2', 'b.js', 'b.js.br', 'c.txt']) writeFileSync(join(folder, name), 'then');
    const files = listPageFiles(folder);
    expect(Object.fromEntries([...files].map(([path, { type }]) => [path, type]))).toEqual({
      '/a.woff2': 'font/woff2',
      '/b.js': 'text/javascript; charset=utf-8',
    });
    for (const name of ['b.js', 'b.js.br']) writeFileSync(join(folder, name), `${name} now`);
    const script = files.get('/b.js');
    const texts = [script?.plain, script?.brotli].map(async read => String(await read?.()));
    expect([await Promise.all(texts), script?.gzip]).toEqual([['b.js now', 'b.js.br now'], null]);
    rmSync(folder, { recursive: true });
  });

  test('the page forbids inline scripts and gets a new nonce each time', async () => {
    const [first, second] = await Promise.all([
      send({ path: '/', headers: { cookie } }),
      send({ path: '/', headers: { cookie } }),
    ]);
    const nonce = /content="([^"]+)"/.exec(first.text)?.[1] ?? '';
    expect(String(first.headers['content-security-policy'])).toContain(`'nonce-${nonce}'`);
    expect(String(first.headers['content-security-policy'])).toContain("script-src 'self';");
    expect(first.text).not.toBe(second.text);
  });
});

describe('what is sent in', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/assets/../../package.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..\\..\\x',
    '//etc/passwd',
  ])('%s reaches no file', async path => {
    const { text } = await send({ path, headers: { cookie } });
    expect(text).not.toMatch(/root:|"workspaces"/);
  });

  test('presets are kept for known clusters alone, and no more than a person reads', async () => {
    const headers = { cookie, 'content-type': 'application/json', 'x-lanthorn': '1', origin: `http://${host}` };
    const keep = (cluster: string, name: string) => {
      const body = JSON.stringify({ cluster, namespace: 'n', cronJob: 'c', name, run: runParametersOf({}) });
      return send({ method: 'POST', path: '/api/presets', headers, body });
    };
    expect((await keep('nowhere', 'a')).status).toBe(404);
    for (let i = 0; i < MAX_PRESETS; i++) expect((await keep('known', `p${i}`)).status).toBe(200);
    const refused = await keep('known', 'one more');
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('drop one first')]);
    expect((await keep('known', 'p0')).status).toBe(200);
  });

  test('a filter that cannot be read is the fault of whoever asked', async () => {
    const headers = { cookie, 'content-type': 'application/json', 'x-lanthorn': '1', origin: `http://${host}` };
    const resource = { group: '', version: 'v1', resource: 'pods' };
    for (const filter of ['nope:1', 'restarts>x', 'constructor:1']) {
      const body = JSON.stringify({ cluster: 'known', resource, namespaces: [], filter });
      const { status, text } = await send({ method: 'POST', path: '/api/matching', headers, body });
      expect([status, text]).toEqual([400, expect.stringContaining('the filter cannot be read')]);
    }
  });

  test('a body that is too large, malformed or of the wrong shape is refused', async () => {
    const headers = { cookie, 'content-type': 'application/json', 'x-lanthorn': '1', origin: `http://${host}` };
    expect(
      (await send({ method: 'POST', path: '/api/operations', headers, body: `"${'x'.repeat(9_000_000)}"` })).status,
    ).toBe(413);
    expect((await send({ method: 'POST', path: '/api/operations', headers, body: '{' })).status).toBe(400);
    for (const body of [
      'null',
      '[]',
      '{"id":"x"}',
      '{"__proto__":{"a":1}}',
      JSON.stringify({ id: crypto.randomUUID(), kind: 'cronjob.run', suffix: '../x', targets: [] }),
    ]) {
      expect((await send({ method: 'POST', path: '/api/operations', headers, body })).status).toBe(400);
    }
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
