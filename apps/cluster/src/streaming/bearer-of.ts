import type { IncomingMessage } from 'node:http';

/** A browser cannot send a header with a WebSocket, so its token is one of the subprotocols (k8s.io/apiserver, authentication/request/websocket). */
const BEARER = 'base64url.bearer.authorization.k8s.io.';
const PROTOCOLS = 'sec-websocket-protocol';

export function subprotocolsOf({ headers }: IncomingMessage): string[] {
  return (headers[PROTOCOLS] ?? '')
    .split(',')
    .map(protocol => protocol.trim())
    .filter(protocol => protocol !== '');
}

/** The token of a request, '' where it has none. One among the subprotocols is taken out of them: it is never echoed. */
export function takeBearer(request: IncomingMessage): string {
  const header = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  if (header !== undefined) return header;
  const all = subprotocolsOf(request);
  const others = all.filter(protocol => !protocol.startsWith(BEARER));
  const [token, ...more] = all.filter(protocol => protocol.startsWith(BEARER));
  // Somebody must be left to be echoed, and of several tokens none is the right one.
  if (token === undefined || more.length > 0 || others.length === 0) return '';
  request.headers[PROTOCOLS] = others.join(', ');
  return Buffer.from(token.slice(BEARER.length), 'base64url').toString('utf8');
}
