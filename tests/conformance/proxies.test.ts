import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, request as forward, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { environmentProxy } from '../../apps/server/src/upstream/kubeconfig/environment-proxy.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { hasKubectl } from './kubectl-runner.ts';

/** Empty: kubectl has a cache there. */
const HOME = mkdtempSync(join(tmpdir(), 'lanthorn-proxies-home-'));

// Names that nobody has and addresses that nobody uses (RFC 6761, RFC 5737): what is asked of them directly fails.
interface ProxyCase {
  readonly name: string;
  readonly server: string;
  /** PROXY stands for the address of a proxy. */
  readonly env: Readonly<Record<string, string>>;
  readonly isUsed: boolean;
}

const used = (name: string, server: string, env: ProxyCase['env']): ProxyCase => ({ name, server, env, isUsed: true });
const unused = (name: string, server: string, env: ProxyCase['env']): ProxyCase => ({
  ...used(name, server, env),
  isUsed: false,
});
const NAME = 'https://api.k8s.invalid:6443';
const ADDRESS = 'https://192.0.2.7:6443';
const PLAIN = 'http://api.k8s.invalid:8080';
const HTTPS = { HTTPS_PROXY: 'http://PROXY' };
const without = (NO_PROXY: string) => ({ ...HTTPS, NO_PROXY });

const CASES: readonly ProxyCase[] = [
  used('HTTPS_PROXY', NAME, HTTPS),
  used('https_proxy', NAME, { https_proxy: 'http://PROXY' }),
  used('capitals go first', NAME, { HTTPS_PROXY: 'http://PROXY', https_proxy: 'http://192.0.2.1:1' }),
  used('an empty one is none', NAME, { HTTPS_PROXY: '', https_proxy: 'http://PROXY' }),
  used('without a scheme', NAME, { HTTPS_PROXY: 'PROXY' }),
  used('with a password', NAME, { HTTPS_PROXY: 'http://jo:s3@PROXY' }),
  used('HTTP_PROXY for HTTP', PLAIN, { HTTP_PROXY: 'http://PROXY' }),
  used('an address', ADDRESS, HTTPS),
  unused('HTTP_PROXY for HTTPS', NAME, { HTTP_PROXY: 'http://PROXY' }),
  unused('HTTPS_PROXY for HTTP', PLAIN, HTTPS),
  unused('ALL_PROXY', NAME, { ALL_PROXY: 'http://PROXY' }),
  unused('this machine', 'https://127.0.0.1:9', HTTPS),
  unused('this machine by another address', 'https://127.9.9.9:9', HTTPS),
  unused('this machine by name', 'https://localhost:9', HTTPS),
  unused('this machine in IPv6', 'https://[::1]:9', HTTPS),
  unused('NO_PROXY=*', NAME, without('x, *')),
  unused('no_proxy', NAME, { ...HTTPS, no_proxy: 'api.k8s.invalid' }),
  unused('the name', NAME, without('x,api.k8s.invalid')),
  unused('the name in capitals, spaces around it', NAME, without('x, API.k8s.invalid ,y')),
  unused('a name above it', NAME, without('k8s.invalid')),
  unused('a name above it, with a dot', NAME, without('.k8s.invalid')),
  unused('a name above it, with a star', NAME, without('*.invalid')),
  unused('the name and its port', NAME, without('api.k8s.invalid:6443')),
  used('the name and another port', NAME, without('api.k8s.invalid:443')),
  used('the name with a dot is what is below it', NAME, without('.api.k8s.invalid')),
  used('an end that is no whole name', NAME, without('8s.invalid')),
  used('a name below it', NAME, without('x.api.k8s.invalid')),
  used('a port alone', NAME, without(':6443')),
  used('an address with a scheme', NAME, without('https://api.k8s.invalid')),
  unused('the address', ADDRESS, without('192.0.2.7')),
  unused('the address and its port', ADDRESS, without('192.0.2.7:6443')),
  unused('its range', ADDRESS, without('10.0.0.0/8,192.0.2.0/24')),
  used('another range', ADDRESS, without('192.0.2.128/25')),
  used('a range that is none', ADDRESS, without('192.0.2.0/99,192.0/16')),
  used('the beginning of an address', ADDRESS, without('192.0.2.')),
  used('the address and another port', ADDRESS, without('192.0.2.7:443')),
];

let servers: Server[] = [];
let proxyHost = '';
/** What the proxy was asked for, and by whom. */
let asked: { readonly target: string; readonly login: string }[] = [];

beforeAll(async () => {
  const certificate = await createCertificate(Date.now());
  const answer = '{"gitVersion":"v1.37.0"}';
  const secure = createHttps(certificate, (_request, response) => response.end(answer));
  const plain = createHttp((_request, response) => response.end(answer));
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  const proxy = createHttp((request, response) => {
    asked.push({ target: new URL(request.url ?? '').host, login: request.headers['proxy-authorization'] ?? '' });
    forward({ host: '127.0.0.1', port: portOf(plain), path: '/version' }, from => from.pipe(response)).end();
  });
  proxy.on('connect', (request, socket: Socket) => {
    asked.push({ target: request.url ?? '', login: request.headers['proxy-authorization'] ?? '' });
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    pipeline(socket, connect(portOf(secure), '127.0.0.1'), socket, () => {});
  });
  servers = [secure, plain, proxy];
  for (const server of servers)
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  proxyHost = `127.0.0.1:${portOf(proxy)}`;
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

function environment({ env }: ProxyCase): Record<string, string> {
  return Object.fromEntries(Object.entries(env).map(([name, value]) => [name, value.replace('PROXY', proxyHost)]));
}

function write(server: string, more = ''): string {
  const file = join(mkdtempSync(join(tmpdir(), 'lanthorn-proxies-')), 'config');
  const tls = server.startsWith('https') ? ', insecure-skip-tls-verify: true' : '';
  writeFileSync(
    file,
    `current-context: a
clusters: [{name: c, cluster: {server: "${server}"${tls}${more}}}]
users: [{name: u, user: {token: abc}}]
contexts: [{name: a, context: {cluster: c, user: u}}]
`,
  );
  return file;
}

describe('a proxy of the environment', () => {
  test.each(CASES)('$name: $server', async testCase => {
    asked = [];
    const env = environment(testCase);
    expect(environmentProxy(testCase.server, env) !== null).toBe(testCase.isUsed);
    if (!testCase.isUsed) return;
    const config = loadKubeconfig([write(testCase.server)], env).contexts[0]?.config;
    if (config == null) throw new Error('no config');
    const source = new UpstreamSource(config, systemClock);
    expect(await readBody(await source.send({ method: 'GET', path: '/version' }))).toContain('v1.37.0');
    await source.close();
    const login = testCase.env['HTTPS_PROXY']?.includes('@') === true ? `Basic ${btoa('jo:s3')}` : '';
    expect(asked).toEqual([{ target: new URL(testCase.server).host, login }]);
  });

  test('gives way to the one of the kubeconfig, and is named where it fails', async () => {
    const env = { HTTPS_PROXY: 'http://jo:s3cret@127.0.0.1:9' };
    const send = async (file: string) => {
      const config = loadKubeconfig([file], env).contexts[0]?.config;
      if (config == null) throw new Error('no config');
      const source = new UpstreamSource(config, systemClock);
      return source
        .send({ method: 'GET', path: '/version' })
        .then(readBody)
        .finally(() => source.close());
    };
    expect(await send(write(NAME, `, proxy-url: "http://${proxyHost}"`))).toContain('v1.37.0');
    await expect(send(write(NAME))).rejects.toThrow(
      /^https:\/\/api\.k8s\.invalid:6443 did not answer through the proxy 127\.0\.0\.1:9: (?!.*s3cret)/,
    );
  });
});

describe.runIf(hasKubectl)('kubectl asks the same proxy', () => {
  test.each(CASES)('$name: $server', async testCase => {
    asked = [];
    const file = write(testCase.server);
    const env = { PATH: process.env['PATH'], HOME, KUBECONFIG: file, ...environment(testCase) };
    await new Promise<void>(resolve => {
      const args = ['get', '--raw', '/version', '--request-timeout=2s'];
      execFile('kubectl', args, { env, timeout: 20_000 }, () => resolve()).stdin?.end();
    });
    // It tries again where it has no login.
    expect([...new Set(asked.map(({ target }) => target))]).toEqual(
      testCase.isUsed ? [new URL(testCase.server).host] : [],
    );
  });
});
