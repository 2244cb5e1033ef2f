import { Agent, createServer, request as forward } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { createCertificate } from '../../apps/cluster/src/certificate.ts';

/** What the door does with one request: lets it through, answers it itself, or lets it through and loses the answer. */
export type Fate =
  | { readonly type: 'pass' }
  | { readonly type: 'lose' }
  | {
      readonly type: 'answer';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body: object;
    };

export interface Door {
  readonly server: string;
  readonly certificate: string;
  /** Breaks every open connection. */
  cut(): void;
  /** Shows another certificate from now on, and returns it. */
  renew(): Promise<string>;
  /** Open connections pass nothing on any more, and say nothing about it, until they are cut. */
  freeze(): void;
  close(): void;
}

/** A door before an API server: all that Lanthorn says to it goes through here, and may be met by what networks and servers do. */
export async function openDoor(
  target: string,
  decide: (request: ApiRequest, headers: IncomingMessage['headers']) => Fate | Promise<Fate>,
): Promise<Door> {
  const agent = new Agent({ rejectUnauthorized: false, keepAlive: true });
  const certificate = await createCertificate(Date.now());
  const streams = new Set<IncomingMessage>();
  const door = createServer(certificate, (incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const fate = await decide(asRequest(incoming, body.toString('utf8')), incoming.headers);
    if (fate.type === 'answer') {
      outgoing.writeHead(fate.status, { 'content-type': 'application/json', ...fate.headers });
      outgoing.end(JSON.stringify(fate.body));
      return;
    }
    const { method, headers, url } = incoming;
    const onward = forward(`${target}${url ?? '/'}`, { method, headers, agent }, answer => {
      if (fate.type === 'lose') {
        answer.resume();
        door.closeAllConnections();
        return;
      }
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      // A watch says that it stands before it has anything to say.
      outgoing.flushHeaders();
      streams.add(answer);
      answer.on('close', () => streams.delete(answer));
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    onward.end(body);
  };
  await new Promise<void>(resolve => {
    door.listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `https://127.0.0.1:${(door.address() as AddressInfo).port}`,
    certificate: certificate.cert,
    cut: () => door.closeAllConnections(),
    renew: async () => {
      const next = await createCertificate(Date.now());
      door.setSecureContext(next);
      return next.cert;
    },
    freeze: () => {
      for (const stream of streams) stream.unpipe();
    },
    close: () => {
      door.closeAllConnections();
      door.close();
      agent.destroy();
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
