import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import WebSocket from 'ws';
import { runParametersOf } from '@lanthorn/actions/machinery/run-parameters.ts';
import { MAX_PRESETS } from '@lanthorn/protocol/constants.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { listPageFiles } from './routes/page-files.ts';
import { openWebServer, OWN_NAME, type TestWebServer } from './test-web-server.ts';
import { WebServer } from './web-server.ts';

let stage: TestWebServer;
let server: WebServer;
let send: TestWebServer['send'];
let cookie: string;
let host: string;

beforeAll(async () => {
  stage = await openWebServer();
  ({ server, send, cookie, host } = stage);
});
afterAll(() => stage.close());

test('a taken port is said, and the same server listens on the next', async () => {
  const other = new WebServer({
    host: '127.0.0.1',
    ownName: OWN_NAME,
    files: new Map(),
    services: stage.services,
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
  expect(stage.hub.openWatches).toBe(3);
  // The cluster is dead, and that is what it says.
  await vi.waitFor(async () =>
    expect((await read()).recording).toMatchObject({ scopes: [{ state: { kind: 'stale' } }] }),
  );
  for (const wrong of [{}, { recordRuns: 1 }, { recordRuns: true, more: 1 }, { recordRuns: true, namespaces: ['a/b'] }])
    expect((await choose(wrong)).status).toBe(400);
  expect((await choose({ recordRuns: true }, '/api/clusters/none/settings')).status).toBe(404);
  expect((await choose({ recordRuns: false })).answer.recording).toBeNull();
  expect(stage.hub.openWatches).toBe(0);
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

describe('the page', () => {
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
