import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { Faults } from '../faults/faults.ts';
import { memoryHistory } from '../history/memory/memory-history.ts';
import { Hub } from '../hub/hub.ts';
import { PackLibrary } from '../packs/pack-library.ts';
import { startServices } from '../services/services.ts';
import { systemClock } from '../system-clock.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { UpstreamMeter } from '../upstream/sources/upstream-meter.ts';
import type { PageFile } from './routes/page-files.ts';
import { WebServer } from './web-server.ts';

export const OWN_NAME = 'lanthorn-abcdefghijkl.localhost';

interface Sent {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly text: string;
}

function answerOf(port: number, { method = 'GET', path, headers = {}, body }: Sent): Promise<Answer> {
  const place = { host: '127.0.0.1', port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } };
  return new Promise((resolve, reject) => {
    const request = httpRequest(place, response => {
      let text = '';
      response.on('data', chunk => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }));
    });
    request.on('error', reject);
    request.end(body);
  });
}

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
const FILES = new Map<string, PageFile>([
  ['/index.html', page],
  ['/assets/a.js', script],
  ['/assets/a.woff2', font],
]);

/** A server with one cluster, `known`, that never answers, and somebody who is let in. */
export async function openWebServer() {
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
  const hub = new Hub({ clusters, clock: systemClock, random: seededRandom(1) });
  const services = startServices({
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
  let printed = 0;
  const server = new WebServer({
    host: '127.0.0.1',
    ownName: OWN_NAME,
    files: FILES,
    services,
    onUsedAddress: () => printed++,
    onPage: () => {},
  });
  await server.listen(0);
  const host = `127.0.0.1:${server.port}`;
  const send = (sent: Sent) => answerOf(server.port, sent);
  /** As the terminal prints it. */
  const newCodePath = () => new URL(server.newAddress()).pathname;
  const launched = await send({ path: `${newCodePath()}?here` });
  const cookie = String(launched.headers['set-cookie']).split(';')[0] ?? '';
  return {
    ...{ server, services, hub, host, cookie, send, newCodePath },
    /** How many fresh addresses were shown in the terminal. */
    printed: () => printed,
    close: async () => {
      await services.close();
      hub.close();
      await server.close();
    },
  };
}

export type TestWebServer = Awaited<ReturnType<typeof openWebServer>>;
