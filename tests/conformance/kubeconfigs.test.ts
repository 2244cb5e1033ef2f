import { execFile } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { placeOf } from '../../apps/server/src/upstream/kubeconfig/context-config.ts';
import { loadKubeconfig } from '../../apps/server/src/upstream/kubeconfig/kubeconfig.ts';
import { UpstreamSource } from '../../apps/server/src/upstream/transport/upstream-source.ts';
import { type Arrival, KUBECONFIG_CASES, type KubeconfigCase } from './kubeconfig-cases.ts';
import { hasKubectl } from './kubectl-runner.ts';

/** Empty: kubectl has a cache there. */
const HOME = mkdtempSync(join(tmpdir(), 'lanthorn-kubeconfig-home-'));

const base64 = (text: string) => Buffer.from(text).toString('base64');

let arrived: Arrival[] = [];
let servers: Server[] = [];
let provided: Readonly<Record<string, string>> = {};
let certificate: { readonly cert: string; readonly key: string };

beforeAll(async () => {
  certificate = await createCertificate(Date.now());
  const other = await createCertificate(Date.now() + 1);
  const answer = (request: IncomingMessage) => {
    const { authorization, 'impersonate-user': impersonate } = request.headers;
    const subject = request.socket instanceof TLSSocket ? request.socket.getPeerCertificate().subject : undefined;
    arrived.push({
      ...(authorization === undefined ? {} : { authorization }),
      ...(subject?.CN === undefined ? {} : { certificate: String(subject.CN) }),
      ...(typeof impersonate === 'string' ? { impersonate } : {}),
    });
    return '{"gitVersion":"v1.37.0"}';
  };
  const secure = createHttps({ ...certificate, requestCert: true, rejectUnauthorized: false }, (request, response) =>
    response.end(answer(request)),
  );
  const plain = createHttp((request, response) => response.end(answer(request)));
  servers = [secure, plain];
  for (const server of servers)
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  const [secureAt, plainAt] = servers.map(server => `127.0.0.1:${(server.address() as AddressInfo).port}`);
  provided = {
    CREDENTIALS: `"https://jo:s3@${secureAt}"`,
    HTTPS: `"https://${secureAt}"`,
    HTTP: `"http://${plainAt}"`,
    HOST: `"${plainAt}"`,
    CA: base64(certificate.cert),
    CERT: base64(certificate.cert),
    KEY: base64(certificate.key),
    OTHER: base64(other.key),
  };
});
afterAll(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
});

/** Writes the files of a case; the last one is called `kubeconfig`. */
function write({ files }: KubeconfigCase): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-kubeconfig-'));
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  writeFileSync(join(folder, 'token'), 'from-file');
  return files.map((text, index) => {
    const path = join(folder, index === files.length - 1 ? 'kubeconfig' : `before-${index}`);
    if (text !== 'GONE') writeFileSync(path, fill(text));
    return path;
  });
}

/** In JSON the place stands in quotes already; a path after an address goes inside them. */
function fill(text: string): string {
  return text.replace(
    /"?\b(CREDENTIALS|HTTPS|HTTP|HOST|CA|CERT|KEY|OTHER)\b"?(\/x?)?/g,
    (whole, word: string, path = '') => {
      if (/^[A-Z]+:/.test(whole)) return whole;
      const value = (provided[word] ?? '').replaceAll('"', '');
      return `"${value}${String(path)}"`;
    },
  );
}

/** What kubectl gets to the server; null where it refuses before. */
function byKubectl(files: readonly string[]): Promise<{ arrival: Arrival | null; words: string }> {
  arrived = [];
  const env = { PATH: process.env['PATH'], HOME, KUBECONFIG: files.join(delimiter) };
  return new Promise(resolve => {
    const child = execFile('kubectl', ['get', '--raw', '/version'], { env, timeout: 30_000 }, (_error, out, err) =>
      resolve({ arrival: arrived[0] ?? null, words: `${out}${err}` }),
    );
    // Where it would ask a person it gets no answer.
    child.stdin?.end();
  });
}

async function byLanthorn(files: readonly string[]): Promise<{ arrival: Arrival | null; words: string }> {
  arrived = [];
  const { contexts, current, problems } = loadKubeconfig(files);
  const entry = contexts.find(({ name }) => name === current);
  const words = [...problems.map(each => `${placeOf(each)}: ${each.message}`), entry?.problem?.message ?? '']
    .join('\n')
    .trim();
  if (entry?.config == null) return { arrival: null, words };
  const source = new UpstreamSource(entry.config, systemClock);
  try {
    await readBody(await source.send({ method: 'GET', path: '/version' }));
    return { arrival: arrived[0] ?? null, words };
  } catch (error) {
    return { arrival: arrived[0] ?? null, words: `${words}${error instanceof Error ? error.message : String(error)}` };
  } finally {
    await source.close();
  }
}

describe('a kubeconfig', () => {
  test.each(KUBECONFIG_CASES)('$name', async testCase => {
    const files = write(testCase);
    const ours = await byLanthorn(files);
    expect(ours.arrival, ours.words).toEqual(testCase.arrives);
    if (testCase.says !== undefined) expect(ours.words).toMatch(testCase.says);
  });
});

describe.runIf(hasKubectl)('kubectl says the same of a kubeconfig', () => {
  test.each(KUBECONFIG_CASES)('$name', async testCase => {
    const theirs = await byKubectl(write(testCase));
    expect(theirs.arrival, theirs.words).toEqual(testCase.arrives);
  });
});
