import { createServer, Agent, request as forward } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { asObject } from '@lanthorn/base/json.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api-request.ts';
import type { Binaries } from '../../tools/control-plane-binaries.mjs';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';
import { startControlPlane } from '../real-cluster/control-plane.ts';
import { startNodes } from '../real-cluster/nodes.ts';
import { type Arrived, isDryRun, type Witness, writeKubeconfig } from './harness.ts';

/** A real control plane behind a door that remembers every request, loses answers and cuts connections when asked. */
export async function startRealWitness(name: string, binaries: Binaries): Promise<Witness> {
  const plane = await startControlPlane(binaries);
  const nodes = await startNodes(plane.source, { nodes: 2, pods: 0 }).catch(async (error: unknown) => {
    await plane.stop();
    throw error;
  });
  const userOf = new Map(plane.users.map(user => [`Bearer ${user.token}`, user.name]));
  const arrived: Arrived[] = [];
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  let toLose: { readonly method: string; readonly path: RegExp } | null = null;
  const certificate = await createCertificate(Date.now());
  const door = createServer(certificate, (incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const request = asRequest(incoming, body.toString('utf8'));
    arrived.push({ user: userOf.get(incoming.headers.authorization ?? '') ?? '', request, at: Date.now() });
    const isLost = toLose?.method === request.method && toLose.path.test(request.path) && !isDryRun(request);
    const { method, headers, url } = incoming;
    const onward = forward(`${plane.server}${url ?? '/'}`, { method, headers, agent }, answer => {
      if (isLost) {
        toLose = null;
        answer.resume();
        door.closeAllConnections();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A watch says that it stands before it has anything to say.
      outgoing.flushHeaders();
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    onward.end(body);
  };
  await new Promise<void>(resolve => {
    door.listen(0, '127.0.0.1', resolve);
  });
  const server = `https://127.0.0.1:${(door.address() as AddressInfo).port}`;
  return {
    arrived,
    kubeconfig: writeKubeconfig(name, { server, certificate: certificate.cert }, plane.users),
    contexts: [name, ...plane.users.slice(1).map(user => `${name}-${user.name}`)],
    async other(method, path, body, contentType = 'application/json') {
      const response = await plane.source.send({
        method,
        path,
        headers: { 'content-type': contentType, 'user-agent': 'elsewhere' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: asObject(JSON.parse(await readBody(response))) };
    },
    loseAnswer: (method, path) => {
      toLose = { method, path };
      return () => toLose === null;
    },
    cut: () => door.closeAllConnections(),
    stop: () => {
      nodes.stop();
      door.closeAllConnections();
      door.close();
      agent.destroy();
      void plane.stop();
    },
  };
}

function asRequest(incoming: IncomingMessage, body: string): ApiRequest {
  const url = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: (incoming.method ?? 'GET') as ApiRequest['method'],
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    ...(body === '' ? {} : { body }),
  };
}
