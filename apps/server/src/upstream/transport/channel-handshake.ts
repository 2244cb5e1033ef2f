import { createHash, randomBytes } from 'node:crypto';
import type { Duplex } from 'node:stream';
import type { CancelSignal } from '@lanthorn/base/clock.ts';
import type { ChannelAnswer } from '@lanthorn/kube/api/channel-source.ts';
import type { Dispatcher } from './undici-parts.ts';

/** What a server adds to the key of a handshake (RFC 6455 §1.3). */
const HANDSHAKE_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** A refusal is a Status; of a proxy's page the beginning says enough. */
const MAX_REFUSAL_BYTES = 128 * 1024;
/** An API server asks the node before it answers; one that says nothing for so long will not. */
const HANDSHAKE_TIMEOUT_MS = 35_000;

export interface Handshake {
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly protocols: readonly string[];
}

export type HandshakeAnswer =
  | { readonly raw: Duplex; readonly protocol: string }
  | Extract<ChannelAnswer, { readonly refusal: unknown }>;

/**
 * Asks for a WebSocket over a dispatcher, and so with the certificates and through the proxies of every other request. A refusal is read, which
 * says more than that there was one.
 */
export function shakeHands(
  dispatcher: Dispatcher,
  { origin, path, headers, protocols }: Handshake,
  signal?: CancelSignal,
): Promise<HandshakeAnswer> {
  const key = randomBytes(16).toString('base64');
  return new Promise((resolve, reject) => {
    let abort = () => {};
    const onAbort = () => abort();
    const settle = <T>(done: (value: T) => void, value: T) => {
      signal?.removeEventListener('abort', onAbort);
      done(value);
    };
    signal?.addEventListener('abort', onAbort);
    let status = 0;
    let body = '';
    const refuse = () => settle(resolve, { refusal: { status, body } });
    dispatcher.dispatch(
      {
        origin,
        path,
        method: 'GET',
        upgrade: 'websocket',
        headersTimeout: HANDSHAKE_TIMEOUT_MS,
        bodyTimeout: HANDSHAKE_TIMEOUT_MS,
        headers: {
          ...headers,
          'sec-websocket-version': '13',
          'sec-websocket-key': key,
          'sec-websocket-protocol': protocols.join(', '),
        },
      },
      {
        onRequestStart(controller) {
          abort = () => controller.abort(new Error('given up'));
          if (signal?.aborted === true) abort();
        },
        // oxlint-disable-next-line max-params -- the library calls it so
        onRequestUpgrade(_controller, _status, answered, socket) {
          // Whoever takes a raw socket listens first.
          socket.on('error', () => socket.destroy());
          const protocol = String(answered['sec-websocket-protocol'] ?? '');
          if (answered['sec-websocket-accept'] === acceptOf(key) && protocols.includes(protocol))
            return settle(resolve, { raw: socket, protocol });
          socket.destroy();
          return settle(reject, new Error(`it agreed on no protocol of ${protocols.join(', ')}`));
        },
        onResponseStart(_controller, code) {
          status = code;
        },
        onResponseData(controller, chunk) {
          body += chunk.toString('utf8');
          if (body.length <= MAX_REFUSAL_BYTES) return;
          body = body.slice(0, MAX_REFUSAL_BYTES);
          refuse();
          controller.abort(new Error('a refusal is short'));
        },
        onResponseEnd: refuse,
        onResponseError: (_controller, error) => settle(reject, error),
      },
    );
  });
}

function acceptOf(key: string): string {
  return createHash('sha1')
    .update(key + HANDSHAKE_GUID)
    .digest('base64');
}
