import type { Duplex } from 'node:stream';
import type WebSocket from 'ws';
import type { PerMessageDeflateOptions } from 'ws';
import type { SessionSocket } from '../tabs/session.ts';
import { deflatedBlocks, SharedText } from '../hub/sharing/shared-text.ts';

/** What a server of page sockets is to agree on with a browser: no message refers to one before it, and may look back as far as DEFLATE can. */
export const PAGE_DEFLATE: PerMessageDeflateOptions = { serverNoContextTakeover: true, serverMaxWindowBits: 15 };

/** Shorter messages fit a packet as they are. */
const MIN_DEFLATED = 1_024;
/** What is longer goes as it is: to compress it would hold up everybody else for more than 5 ms. */
const MAX_DEFLATED = 256 * 1_024;
/** Text around what is shared is copied up to this length, and compressed above. A stored block has 65,535 bytes at most. */
const MAX_STORED = 256;

/** The end of a sync flush but for its last four bytes, which a message is sent without (RFC 7692 §7.2.1): an empty stored block. */
const END = Buffer.of(0);
const FINAL_TEXT = 0x81;
const FINAL_BINARY = 0x82;
/** "Per-message compressed" (RFC 7692 §6). */
const RSV1 = 0x40;

/**
 * The socket of a page. A message is put together of blocks that were compressed for all pages that are sent the same; the library
 * would compress each message for each socket, at ten times the price of everything else that a page costs.
 */
export class PageSocket implements SessionSocket {
  readonly #webSocket: WebSocket;
  readonly #raw: Duplex;
  readonly #takesDeflated: boolean;

  /** `raw` is the connection under the WebSocket, whose messages are sent by nobody else. */
  constructor(webSocket: WebSocket, raw: Duplex) {
    this.#webSocket = webSocket;
    this.#raw = raw;
    this.#takesDeflated = webSocket.extensions.includes('permessage-deflate');
  }

  get bufferedAmount(): number {
    return this.#webSocket.bufferedAmount;
  }

  send(...parts: readonly (string | SharedText)[]): void {
    const length = parts.reduce((sum, part) => sum + textOf(part).length, 0);
    if (this.#takesDeflated && length >= MIN_DEFLATED && length <= MAX_DEFLATED)
      this.#write(FINAL_TEXT, [...parts.flatMap(blocksOf), END]);
    else this.#webSocket.send(parts.map(textOf).join(''), { compress: false });
  }

  sendBytes(bytes: Uint8Array): void {
    if (this.#takesDeflated && bytes.length >= MIN_DEFLATED && bytes.length <= MAX_DEFLATED)
      this.#write(FINAL_BINARY, [deflatedBlocks(bytes), END]);
    else this.#webSocket.send(bytes, { binary: true, compress: false });
  }

  close(): void {
    this.#webSocket.close();
  }

  #write(kind: number, blocks: readonly Buffer[]): void {
    if (this.#webSocket.readyState !== this.#webSocket.OPEN) return;
    const head = header(
      kind,
      blocks.reduce((sum, block) => sum + block.length, 0),
    );
    // The library writes whole messages at once while it compresses none, so this one is never put into the middle of another.
    this.#raw.write(Buffer.concat([head, ...blocks]));
  }
}

function textOf(part: string | SharedText): string {
  return typeof part === 'string' ? part : part.text;
}

function blocksOf(part: string | SharedText): readonly Buffer[] {
  if (typeof part !== 'string') return [part.deflated];
  if (part.length > MAX_STORED) return [new SharedText(part).deflated];
  const bytes = Buffer.from(part);
  const head = Buffer.alloc(5);
  head.writeUInt16LE(bytes.length, 1);
  head.writeUInt16LE(bytes.length ^ 0xff_ff, 3);
  return [head, bytes];
}

/** Of a frame that is a whole message, from a server, which masks nothing (RFC 6455 §5.2). */
function header(kind: number, length: number): Buffer {
  const isShort = length < 126;
  const isMedium = length <= 0xff_ff;
  const bytes = Buffer.alloc(isShort ? 2 : isMedium ? 4 : 10);
  bytes[0] = kind | RSV1;
  bytes[1] = isShort ? length : isMedium ? 126 : 127;
  if (isMedium && !isShort) bytes.writeUInt16BE(length, 2);
  else if (!isShort) bytes.writeBigUInt64BE(BigInt(length), 2);
  return bytes;
}
