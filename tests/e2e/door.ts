import { Agent, createServer, request as forward } from 'node:https';
import { type IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
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
  const upgraded = new Set<Duplex>();
  const door = createServer(certificate, (incoming, outgoing) => {
    pass(incoming, outgoing).catch(() => outgoing.destroy());
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const fate = await decide(asRequest(incoming, body.toString('utf8')), incoming.headers);
    if (fate.type === 'answer') return answerBy(outgoing, fate);
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
  /** Terminals and ports: once both agree on another protocol, bytes pass both ways. */
  const passUpgrade = async (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    const { method, headers, url } = incoming;
    const outgoing = new ServerResponse(incoming);
    outgoing.assignSocket(socket as Socket);
    outgoing.on('finish', () => socket.end());
    const fate = await decide(asRequest(incoming, ''), headers);
    if (fate.type === 'answer') return answerBy(outgoing, fate);
    const onward = forward(`${target}${url ?? '/'}`, { method, headers, agent });
    onward.on('upgrade', (answer, behind, first) => {
      if (fate.type === 'lose') return socket.destroy();
      const lines = Object.entries(answer.headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      upgraded.add(socket);
      if (first.length > 0) behind.unshift(first);
      if (head.length > 0) behind.write(head);
      join(socket, behind);
      return undefined;
    });
    onward.on('response', answer => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => socket.destroy());
    socket.on('close', () => {
      upgraded.delete(socket);
      onward.destroy();
    });
    onward.end();
    return undefined;
  };
  door.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    passUpgrade(incoming, socket, head).catch(() => socket.destroy());
  });
  const cut = () => {
    door.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
  };
  await new Promise<void>(resolve => {
    door.listen(0, '127.0.0.1', resolve);
  });
  return {
    server: `https://127.0.0.1:${(door.address() as AddressInfo).port}`,
    certificate: certificate.cert,
    cut,
    renew: async () => {
      const next = await createCertificate(Date.now());
      door.setSecureContext(next);
      return next.cert;
    },
    freeze: () => {
      for (const stream of streams) stream.unpipe();
    },
    close: () => {
      cut();
      door.close();
      agent.destroy();
    },
  };
}

function answerBy(outgoing: ServerResponse, { status, headers, body }: Extract<Fate, { type: 'answer' }>): void {
  outgoing.writeHead(status, { 'content-type': 'application/json', ...headers });
  outgoing.end(JSON.stringify(body));
}

/** Either ends with the other. */
function join(one: Duplex, other: Duplex): void {
  one.pipe(other).pipe(one);
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
  }
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
