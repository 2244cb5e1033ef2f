import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { chmodSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Clock } from '@lanthorn/base/clock.ts';
import { isLasting, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { systemClock } from '../system-clock.ts';
import { loadKubeconfig } from './kubeconfig/kubeconfig.ts';
import { UpstreamSource } from './transport/upstream-source.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    // There is no such process, which is the question.
    return false;
  }
}

const folder = mkdtempSync(join(tmpdir(), 'lanthorn-kubeconfig-'));
const NOWHERE = 'https://127.0.0.1:9';

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const cluster = (name: string, value: object = { server: NOWHERE }) => ({ name, cluster: value });
const user = (name: string, value: object = {}) => ({ name, user: value });
const context = (name: string, value: object) => ({ name, context: value });

describe('kubeconfig files', () => {
  test('the first file that names something wins; what is not used is said', () => {
    const first = file('first', {
      'current-context': 'b',
      clusters: [cluster('c', { server: 'https://one.example' })],
      users: [user('u')],
      contexts: [context('a', { cluster: 'c', user: 'u', namespace: 'x' })],
    });
    const second = file(
      'second',
      `current-context: a
users: [{name: u, user: {}}]
clusters:
- name: c
  cluster: {server: "https://two.example"}
contexts:
- {name: a, context: {cluster: other, user: u}}
- {name: b, context: {cluster: c, user: u}}
- context: {cluster: c}
`,
    );
    const { contexts, current, problems } = loadKubeconfig([join(folder, 'none'), first, second]);
    expect(current).toBe('b');
    expect(contexts.map(entry => [entry.name, entry.config?.server, entry.config?.namespace])).toEqual([
      ['a', 'https://one.example', 'x'],
      ['b', 'https://one.example', 'default'],
    ]);
    const unused = (entry: string, name: string) => problem('entryShadowed', { entry, name, place: `${first}:1` });
    expect(problems).toEqual([
      { file: second, line: 4, ...unused('cluster', 'c'), isFatal: false },
      { file: second, line: 7, ...unused('context', 'a'), isFatal: false },
      { file: second, line: 9, ...problem('entryNameless', { list: 'contexts', index: 2 }), isFatal: false },
    ]);
  });

  test('a file that is missing is skipped in a list that always stands there; one that was asked for must be there, and so must any', () => {
    const there = file('there', {
      clusters: [cluster('c')],
      users: [user('u')],
      contexts: [context('a', { cluster: 'c', user: 'u' })],
    });
    const none = join(folder, 'none');
    const missing = { file: none, line: null, ...problem('fileMissing', {}), isFatal: true };
    expect(loadKubeconfig([none, there]).problems).toEqual([]);
    expect(loadKubeconfig([none]).problems).toEqual([missing]);
    const asked = loadKubeconfig([none, there], {}, { isExplicit: true });
    expect(asked.problems).toEqual([missing]);
    expect(asked.contexts.map(({ name }) => name)).toEqual(['a']);
  });

  test('a current context that no file defines is said, where it stands, and stays what was asked for', () => {
    const path = file(
      'current',
      `clusters: []
current-context: gone
contexts: [{name: a, context: {cluster: c, user: u}}]
`,
    );
    const message = 'current-context names no context that is defined: choose one';
    expect(loadKubeconfig([path])).toMatchObject({
      current: 'gone',
      problems: [{ file: path, line: 2, message, isFatal: false }],
    });
  });

  test('files without any context are not passed over in silence', () => {
    const empty = file('empty', '');
    const comment = file('comment', '# nothing yet\n');
    const says = (path: string) => ({ file: path, line: null, ...problem('namesNoContext', {}), isFatal: false });
    expect(loadKubeconfig([empty, comment])).toEqual({
      contexts: [],
      current: '',
      problems: [says(empty), says(comment)],
    });
    expect(loadKubeconfig([])).toEqual({ contexts: [], current: '', problems: [] });
  });

  test('a broken context explains itself and leaves the others alone', () => {
    const path = file('broken', {
      clusters: [cluster('good'), cluster('bad', { server: 'not an address' })],
      users: [user('u')],
      contexts: [
        context('ok', { cluster: 'good', user: 'u' }),
        context('no-cluster', { cluster: 'nope', user: 'u' }),
        context('no-user', { cluster: 'good', user: 'nope' }),
        context('bad', { cluster: 'bad', user: 'u' }),
      ],
    });
    const { contexts } = loadKubeconfig([path]);
    expect(Object.fromEntries(contexts.map(entry => [entry.name, entry.problem?.message ?? null]))).toEqual({
      ok: null,
      'no-cluster': `context "no-cluster" names cluster "nope", which no kubeconfig file defines (${path}:1)`,
      'no-user': `context "no-user" names user "nope", which no kubeconfig file defines (${path}:1)`,
      bad: `cluster "bad" has a server address that is none: it must be a URL or host:port (${path}:1)`,
    });
  });

  test('paths are relative to the file that holds them', () => {
    const path = file('paths', {
      clusters: [cluster('c', { server: NOWHERE, 'certificate-authority': 'ca.pem' })],
      users: [
        user('u', { tokenFile: 'token' }),
        user('p', { exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', command: './plugin' } }),
      ],
      contexts: [context('x', { cluster: 'c', user: 'u' }), context('y', { cluster: 'c', user: 'p' })],
    });
    const [x, y] = loadKubeconfig([path]).contexts.map(({ config }) => config);
    expect([x?.tls.caFile, x?.user.tokenFile, y?.user.exec?.command]).toEqual([
      join(folder, 'ca.pem'),
      join(folder, 'token'),
      join(folder, 'plugin'),
    ]);
  });
});

describe('requests', () => {
  let server: Server;
  let address: string;
  const seen: IncomingMessage[] = [];
  /** One that is open has no end. */
  let answers: (() => {
    status: number;
    body?: string | Buffer;
    headers?: Record<string, string>;
    isOpen?: boolean;
  })[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      seen.push(request);
      const { status, body = '{}', headers = {}, isOpen = false } = answers.shift()?.() ?? { status: 200 };
      response.writeHead(status, headers);
      if (isOpen) response.flushHeaders();
      else response.end(body);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    seen.length = 0;
    answers = [];
  });

  function source(userValue: object, clock: Clock = new FakeClock()): UpstreamSource {
    const path = file(`u${Math.random()}`, {
      clusters: [cluster('c')],
      users: [user('u', userValue)],
      contexts: [context('x', { cluster: 'c', user: 'u' })],
    });
    const config = loadKubeconfig([path]).contexts[0]?.config;
    if (config === null || config === undefined) throw new Error('no config');
    return new UpstreamSource({ ...config, server: `${address}/prefix` }, clock);
  }

  const get = async (from: UpstreamSource) => {
    const response = await from.send({ method: 'GET', path: '/version', query: { a: 'b c' } });
    return { ...response, text: await readBody(response) };
  };

  test('where bytes are asked for the answer is its bytes, packed or not; a refusal is text all the same', async () => {
    const written = Buffer.concat([Buffer.from('ä€\0'), Buffer.from([0xff, 0xfe, 0x80, 0xc3, 0x0a])]);
    const gzip = { 'content-encoding': 'gzip' };
    answers = [
      () => ({ status: 200, body: written }),
      () => ({ status: 200, body: gzipSync(written), headers: gzip }),
      () => ({ status: 404, body: 'ä' }),
      () => ({ status: 200, body: written }),
    ];
    const from = source({});
    const read = async (asBytes: boolean) => {
      const response = await from.send({ method: 'GET', path: '/log', asBytes });
      return [response.isBytes ?? false, await readBody(response)];
    };
    const bytes = [true, written.toString('latin1')];
    expect([await read(true), await read(true), await read(true), await read(false)]).toEqual([
      ...[bytes, bytes, [false, 'ä']],
      [false, written.toString('utf8')],
    ]);
  });

  test('a token, our own name, and the path under the server address', async () => {
    await get(source({ token: 'abc' }));
    expect(seen[0]?.headers.authorization).toBe('Bearer abc');
    expect(seen[0]?.headers['user-agent']).toMatch(/^lanthorn\//);
    expect(seen[0]?.url).toBe('/prefix/version?a=b%20c');
  });

  test('a token file is read again after a while', async () => {
    const clock = new FakeClock();
    const tokenFile = file('token', 'one\n');
    const from = source({ tokenFile, token: 'ignored' }, clock);
    await get(from);
    writeFileSync(tokenFile, 'two');
    await get(from);
    await clock.advance(61_000);
    await get(from);
    expect(seen.map(request => request.headers.authorization)).toEqual(['Bearer one', 'Bearer one', 'Bearer two']);
  });

  test('a token file is read at once when the server knows its token no longer', async () => {
    const tokenFile = file('renewed', 'one');
    const from = source({ tokenFile });
    await get(from);
    writeFileSync(tokenFile, 'two');
    answers = [() => ({ status: 401 }), () => ({ status: 200 })];
    expect((await get(from)).status).toBe(200);
    expect(seen.map(request => request.headers.authorization)).toEqual(['Bearer one', 'Bearer one', 'Bearer two']);
    // Two that were refused at once: the second must not take the first one's new token for its own old one.
    writeFileSync(tokenFile, 'three');
    answers = [() => ({ status: 401 }), () => ({ status: 401 })];
    const both = await Promise.all([get(from), get(from)]);
    expect(both.map(({ status }) => status)).toEqual([200, 200]);
    answers = [() => ({ status: 401 })];
    seen.length = 3;
    // What the file said was refused: nothing is gained by saying it again.
    expect((await get(from)).status).toBe(401);
    expect(seen).toHaveLength(4);
  });

  test('basic authentication and impersonation', async () => {
    await get(
      source({
        username: 'u',
        password: 'p',
        as: 'jane',
        'as-groups': ['a', 'b'],
        'as-uid': '7',
        'as-user-extra': { 'example.com/scope': ['x'] },
      }),
    );
    expect(seen[0]?.headers).toMatchObject({
      authorization: `Basic ${Buffer.from('u:p').toString('base64')}`,
      'impersonate-user': 'jane',
      'impersonate-uid': '7',
      'impersonate-group': 'a, b',
      'impersonate-extra-example.com%2fscope': 'x',
    });
  });

  test('warnings are read', async () => {
    answers = [() => ({ status: 200, headers: { warning: '299 - "batch/v1beta1 is \\"old\\"", 299 - "second"' } })];
    expect((await get(source({}))).warnings).toEqual(['batch/v1beta1 is "old"', 'second']);
  });

  test('no action waits for a watch to end, however many there are', async () => {
    answers = Array.from({ length: 300 }, () => () => ({ status: 200, isOpen: true }));
    const from = source({});
    const watch = { method: 'GET', path: '/api/v1/pods', query: { watch: '1' } } as const;
    await Promise.all(Array.from({ length: 300 }, () => from.send(watch)));
    expect((await get(from)).status).toBe(200);
    await from.close();
  });

  test('an answer that is cut before anybody reads it is the trouble of whoever does', async () => {
    answers = [() => ({ status: 200, headers: { 'content-encoding': 'gzip' }, isOpen: true })];
    const response = await source({}).send({ method: 'GET', path: '/api/v1/pods' });
    const uncaught = vi.fn();
    process.once('uncaughtException', uncaught);
    server.closeAllConnections();
    await new Promise(resolve => setTimeout(resolve, 50));
    process.off('uncaughtException', uncaught);
    expect(uncaught).not.toHaveBeenCalled();
    await expect(readBody(response)).rejects.toThrow();
  });

  test('a server that does not answer is named', async () => {
    const path = file('dead', {
      clusters: [cluster('c')],
      users: [user('u')],
      contexts: [context('x', { cluster: 'c', user: 'u' })],
    });
    const config = loadKubeconfig([path]).contexts[0]?.config;
    if (config === null || config === undefined) throw new Error('no config');
    await expect(new UpstreamSource(config, new FakeClock()).send({ method: 'GET', path: '/version' })).rejects.toThrow(
      /^https:\/\/127\.0\.0\.1:9 did not answer: connect ECONNREFUSED/,
    );
  });

  describe('exec plugins', () => {
    let runs = 0;
    function plugin(script: string): string {
      runs++;
      const path = join(folder, `plugin-${runs}`);
      writeFileSync(path, `#!/bin/sh\necho run >> ${path}.runs\n${script}\n`);
      chmodSync(path, 0o755);
      return path;
    }
    const runsOf = (path: string) => readFileSync(`${path}.runs`, 'utf8').trim().split('\n').length;
    const credential = (status: object) =>
      `echo '${JSON.stringify({ apiVersion: 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status })}'`;
    const exec = (command: string, more: object = {}) => ({
      exec: { apiVersion: 'client.authentication.k8s.io/v1', command, interactiveMode: 'IfAvailable', ...more },
    });

    test('run once, kept until the expiry, told about the cluster when they ask', async () => {
      const clock = new FakeClock();
      const command = plugin(
        `printf '%s' "$KUBERNETES_EXEC_INFO" > ${folder}/info\n${credential({ token: 'tok', expirationTimestamp: new Date(clock.now() + 60_000).toISOString() })}`,
      );
      const from = source(exec(command, { provideClusterInfo: true, env: [{ name: 'A', value: 'b' }] }), clock);
      await Promise.all([get(from), get(from)]);
      await get(from);
      expect(runsOf(command)).toBe(1);
      await clock.advance(55_000);
      await get(from);
      expect(runsOf(command)).toBe(2);
      expect(seen.every(request => request.headers.authorization === 'Bearer tok')).toBe(true);
      const info = JSON.parse(readFileSync(`${folder}/info`, 'utf8')) as {
        spec: { interactive: boolean; cluster: { server: string } };
      };
      expect(info.spec).toMatchObject({ interactive: false, cluster: { server: `${address}/prefix` } });
    });

    test('run again after a 401, once', async () => {
      const command = plugin(credential({ token: 'tok' }));
      const from = source(exec(command));
      answers = [() => ({ status: 401 }), () => ({ status: 200, body: '{"ok":1}' })];
      expect((await get(from)).text).toBe('{"ok":1}');
      expect(runsOf(command)).toBe(2);
      answers = [() => ({ status: 401 }), () => ({ status: 401 })];
      expect((await get(from)).status).toBe(401);
    });

    test('not run again because a program behind the API server knows no login, and it is not asked once more', async () => {
      const command = plugin(credential({ token: 'tok' }));
      const from = source(exec(command));
      answers = [() => ({ status: 401 })];
      const response = await from.send({
        method: 'GET',
        path: '/api/v1/namespaces/a/services/b/proxy/x',
        isProxied: true,
      });
      await readBody(response);
      expect([response.status, runsOf(command)]).toEqual([401, 1]);
      expect(seen.map(({ headers }) => headers.authorization)).toEqual(['Bearer tok']);
    });

    test.each([
      ['one that fails', 'echo "login first" >&2; exit 3', /ended with exit code 3: login first/],
      ['one that says nonsense', 'echo nonsense', /did not answer JSON/],
      ['one without a credential', credential({}), /answered no credential/],
    ])('%s is named with its own words', async (_what, script, message) => {
      await expect(get(source(exec(plugin(script))))).rejects.toThrow(message);
    });

    test('not run for a request without credentials, which is not repeated with some either', async () => {
      const path = plugin(credential({ token: 'from-plugin' }));
      const from = source(exec(path));
      await get(from);
      seen.length = 0;
      answers = [() => ({ status: 401 })];
      const response = await from.send({ method: 'GET', path: '/livez', isAnonymous: true });
      await readBody(response);
      expect(response.status).toBe(401);
      expect(seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
      expect(runsOf(path)).toBe(1);
    });

    test('one that fails is run again after growing pauses, five times, and then when a person asks', async () => {
      const clock = new FakeClock();
      const command = plugin('exit 1');
      const from = source(exec(command), clock);
      const ask = (isAskedFor = false) => from.send({ method: 'GET', path: '/x', isAskedFor }).catch(isLasting);
      for (let i = 0; i < 30; i++) {
        await ask();
        await clock.advance(5_000);
      }
      expect(runsOf(command)).toBe(5);
      expect(await ask()).toBe(true);
      await Promise.all([ask(true), ask(true)]);
      await ask(true);
      expect(runsOf(command)).toBe(6);
    });

    test('one whose credential the server never takes is run no more often, whoever waits for it', async () => {
      const clock = new FakeClock();
      const command = plugin(credential({ token: 'tok' }));
      const from = source(exec(command), clock);
      answers = Array.from({ length: 1_000 }, () => () => ({ status: 401 }));
      for (let i = 0; i < 12; i++) {
        await Promise.all(Array.from({ length: 5 }, () => get(from)));
        await clock.advance(10_000);
      }
      expect(runsOf(command)).toBeLessThanOrEqual(6);
      // One that is taken is a fresh start.
      answers = [];
      await get(from);
      answers = [() => ({ status: 401 })];
      expect((await get(from)).status).toBe(200);
    });

    test('one that leaves a child behind has answered when it ends', async () => {
      const from = source(exec(plugin(`sleep 30 &\n${credential({ token: 'tok' })}`)), systemClock);
      const start = performance.now();
      await get(from);
      expect(performance.now() - start).toBeLessThan(5_000);
      expect(seen.at(-1)?.headers.authorization).toBe('Bearer tok');
    });

    test('one that hangs and ignores the word to end is ended for sure, with its children', async () => {
      const clock = new FakeClock();
      const command = plugin(`trap '' TERM\necho $$ > ${folder}/pid\nsleep 300 &\nwhile :; do sleep 1; done`);
      const asked = get(source(exec(command), clock)).catch((error: Error) => error.message);
      while (!existsSync(`${folder}/pid`)) await new Promise(resolve => setTimeout(resolve, 20));
      await clock.advance(60_000);
      await clock.advance(2_000);
      while (isAlive(-Number(readFileSync(`${folder}/pid`, 'utf8'))))
        await new Promise(resolve => setTimeout(resolve, 20));
      await clock.advance(500);
      expect(await asked).toMatch(/took too long and was stopped/);
    });

    test('one that never stops writing is ended', async () => {
      await expect(get(source(exec(plugin('exec yes'))))).rejects.toThrow(/wrote too much and was stopped/);
    });

    test('one that is not there gives its install hint; one that needs a terminal is not run', async () => {
      await expect(
        get(source(exec('/nonexistent/plugin', { installHint: 'Install it from example.com' }))),
      ).rejects.toThrow(/could not be started.*Install it from example\.com/s);
      await expect(get(source(exec('true', { interactiveMode: 'Always' })))).rejects.toThrow(/interactiveMode: Always/);
    });
  });
});
