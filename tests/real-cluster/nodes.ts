import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setMaxListeners } from 'node:events';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { startKubelet } from '@lanthorn/controllers/controller-manager.ts';
import type { SimulatedKubelet } from '@lanthorn/controllers/node/kubelet.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ContainerRuntime } from '../../apps/cluster/src/container/container-runtime.ts';
import { followLog } from '../../apps/cluster/src/streaming/follow-log.ts';
import { readStreamOptions } from '../../apps/cluster/src/streaming/stream-options.ts';
import { upgradePortForward } from '../../apps/cluster/src/streaming/port-forward-upgrade.ts';
import { StreamUpgrade } from '../../apps/cluster/src/streaming/stream-upgrade.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';

/** Writes on their way at a time. */
const PARALLEL = 40;
/** As many pods as a kubelet takes by default. */
const MAX_PODS_PER_NODE = '110';

export interface Nodes {
  stop(): void;
}

/** Simulated nodes of a real cluster: their pods run, end and have logs, as those of the embedded cluster. */
export async function startNodes(
  source: ApiSource,
  { nodes, pods }: { readonly nodes: number; readonly pods: number },
): Promise<Nodes> {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const client = new ApiClient(source, 'kubelet');
  const names = new Set(Array.from({ length: nodes }, (_, i) => `node-${i}`));
  const runtime = new ContainerRuntime(systemClock);
  const kubelet = await startKubelet(
    { source, clock: systemClock, random: seededRandom(1), logger: silentLogger, signal: stop.signal },
    { isOwn: node => names.has(node), commands: runtime },
  );
  const logs = await serveLogs(client, { kubelet, runtime });
  await createNodes(client, nodes, logs.port);
  await inParallel(pods, i => client.create('pods.v1.', filler(i, nodes)).then(() => undefined));
  return {
    stop: () => {
      stop.abort();
      logs.close();
    },
  };
}

/** Nodes that are ready, and whose kubelet listens there. */
export function createNodes(client: ApiClient, nodes: number, port: number): Promise<void> {
  return inParallel(nodes, async i => {
    const node = { metadata: { name: `node-${i}`, labels: { 'kubernetes.io/hostname': `node-${i}` } } };
    const created = await client.create('nodes.v1.', node);
    // A patch, since the cluster's own controllers write to nodes too.
    await client.patch('nodes.v1.', created, { patch: { status: nodeStatus(port) }, subresource: 'status' });
  });
}

function filler(i: number, nodes: number): KubeObject {
  return {
    metadata: {
      name: `filler-${String(i).padStart(6, '0')}`,
      namespace: 'default',
      labels: { app: `filler-${i % 50}` },
    },
    spec: { nodeName: `node-${i % nodes}`, containers: [{ name: 'main', image: 'registry.example/filler:1' }] },
  };
}

function nodeStatus(logPort: number) {
  const now = new Date().toISOString().replace(/\.\d+/, '');
  const capacity = { cpu: '64', memory: '256Gi', pods: MAX_PODS_PER_NODE };
  return {
    capacity,
    allocatable: capacity,
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
    daemonEndpoints: { kubeletEndpoint: { Port: logPort } },
    conditions: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'KubeletReady',
        message: 'kubelet is posting ready status',
        lastHeartbeatTime: now,
        lastTransitionTime: now,
      },
    ],
  };
}

const STREAM_PATHS: Readonly<Record<string, 'exec' | 'attach' | 'portforward'>> = {
  exec: 'exec',
  attach: 'attach',
  portForward: 'portforward',
};

/** The part of a kubelet's own API that the API server asks for logs: `/containerLogs/namespace/pod/container`. */
async function serveLogs(
  client: ApiClient,
  { kubelet, runtime }: { readonly kubelet: SimulatedKubelet; readonly runtime: ContainerRuntime },
): Promise<{ port: number; close: () => void }> {
  const server = createServer(await createCertificate(Date.now()), (request, response) => {
    const url = new URL(request.url ?? '/', 'https://localhost');
    const [, what, namespace = '', name = '', container = ''] = url.pathname.split('/');
    const abort = new AbortController();
    response.on('close', () => abort.abort());
    const read = async () => {
      if (what !== 'containerLogs') return response.writeHead(404).end();
      const found = await client.get('pods.v1.', { namespace, name });
      const flag = (key: string) => url.searchParams.get(key) === 'true';
      const number = (key: string) => (url.searchParams.has(key) ? Number(url.searchParams.get(key)) : null);
      const log = kubelet.containerLog(
        found,
        {
          container,
          follow: flag('follow'),
          previous: flag('previous'),
          timestamps: flag('timestamps'),
          tailLines: number('tailLines'),
          since: sinceOf(url.searchParams),
          limitBytes: number('limitBytes'),
        },
        abort.signal,
      );
      if ('error' in log) return response.writeHead(400).end(log.error);
      response.writeHead(200, { 'content-type': 'text/plain' });
      for await (const chunk of log.chunks) response.write(chunk);
      return response.end();
    };
    read().catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(500);
      response.end(error instanceof Error ? error.message : String(error));
    });
  });
  const streams = new StreamUpgrade({
    runtime,
    follow: (pod, container, signal) => followLog(kubelet, { pod, container, signal }),
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    // `/exec/namespace/pod/container`, and as much for attach and portForward.
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
    const [, what = '', namespace = '', name = '', container = ''] = pathname.split('/');
    const kind = STREAM_PATHS[what];
    if (kind === undefined) return socket.destroy();
    client.get('pods.v1.', { namespace, name }).then(
      pod =>
        kind === 'portforward'
          ? upgradePortForward(request, socket, { head, pod })
          : streams.serve(request, socket, { kind, pod, ...readStreamOptions(searchParams), container, head }),
      () => socket.destroy(),
    );
    return undefined;
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function inParallel(count: number, work: (i: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async () => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: Math.min(PARALLEL, count) }, worker));
}

/** The API server hands on either of the two. */
function sinceOf(query: URLSearchParams): number | null {
  const [seconds, time] = [query.get('sinceSeconds'), query.get('sinceTime')];
  return time === null ? (seconds === null ? null : Date.now() - Number(seconds) * 1000) : Date.parse(time);
}
