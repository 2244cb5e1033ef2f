import { asNumber, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { TerminalSize } from '../container/system/process.ts';
import { ByteQueue } from '../container/system/byte-queue.ts';
import type { MessageSocket } from './message-socket.ts';
import { SpdyConnection, type SpdyStream } from './spdy-connection.ts';
import type { Duplex } from 'node:stream';

/** The streams of a command that runs elsewhere, whichever way they travel. */
export interface RemoteStreams {
  /** Null where the client sends nothing. */
  readonly stdin: AsyncIterable<Uint8Array> | null;
  readonly out: (bytes: Uint8Array) => void;
  readonly err: (bytes: Uint8Array) => void;
  /** When the client has taken enough of what was written. */
  readonly drained: () => Promise<void>;
  /** Of the client's terminal, as it said last. */
  readonly size: () => TerminalSize | null;
  readonly signal: AbortSignal;
}

export interface StreamOptions {
  readonly hasStdin: boolean;
  readonly hasStdout: boolean;
  readonly hasStderr: boolean;
  readonly isTerminal: boolean;
  readonly command: readonly string[];
}

/** How a command ended, in the words of the error channel (k8s.io/apimachinery remotecommand). */
export type Ending = { readonly exitCode: number } | { readonly error: string };

/** Channels of v4 and v5: the first byte of every message. */
const CHANNEL = { stdin: 0, stdout: 1, stderr: 2, error: 3, resize: 4, close: 255 } as const;
/** Streams of a command are opened together; one that does not come is waited for this long. */
const STREAMS_MS = 30_000;

const INTERNAL = 'Internal error occurred: ';

/** As a node says it (containerd); what comes through an API server, which alone speaks the fifth version, is in words of its own. */
function statusOf(
  ending: Ending,
  { command, protocol }: Pick<StreamOptions, 'command'> & { protocol: string },
): JsonObject {
  const isHandedOn = protocol === WITH_CLOSE;
  if ('error' in ending) {
    const cause = isHandedOn ? `${INTERNAL}${ending.error}` : ending.error;
    return {
      metadata: {},
      status: 'Failure',
      message: `${INTERNAL}${cause}`,
      reason: 'InternalError',
      details: { causes: [{ message: cause }] },
      code: 500,
    };
  }
  if (ending.exitCode === 0) return { metadata: {}, status: 'Success' };
  const why = isHandedOn
    ? `command terminated with exit code ${ending.exitCode}`
    : `error executing command [${command.join(' ')}], exit code ${ending.exitCode}`;
  return {
    metadata: {},
    status: 'Failure',
    message: `command terminated with non-zero exit code: ${why}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(ending.exitCode) }] },
  };
}

/** The newest protocol, the one in which a client can say that its input is over. */
const WITH_CLOSE = 'v5.channel.k8s.io';

/** Runs over messages of `v4.channel.k8s.io` or `v5.channel.k8s.io`. */
export async function overMessages(
  socket: MessageSocket,
  { hasStdin, hasStdout, hasStderr, command }: StreamOptions,
  run: (streams: RemoteStreams) => Promise<Ending>,
): Promise<void> {
  const abort = new AbortController();
  const inbox = new ByteQueue();
  let size: TerminalSize | null = null;
  const send = (channel: number, bytes: Uint8Array) => socket.send(Buffer.concat([Buffer.of(channel), bytes]));
  const take = (bytes: Uint8Array) => {
    try {
      inbox.push(bytes);
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      socket.cut();
    }
  };
  socket.listen({
    onMessage: message => {
      const channel = message[0];
      if (channel === CHANNEL.stdin) take(message.subarray(1));
      else if (channel === CHANNEL.resize) size = readSize(message.subarray(1)) ?? size;
      else if (channel === CHANNEL.close && socket.protocol === WITH_CLOSE && message[1] === CHANNEL.stdin) inbox.end();
    },
    onClose: () => {
      inbox.end();
      abort.abort();
    },
  });
  const ending = await run({
    stdin: hasStdin ? inbox : null,
    out: bytes => (hasStdout ? send(CHANNEL.stdout, bytes) : undefined),
    err: bytes => (hasStderr ? send(CHANNEL.stderr, bytes) : undefined),
    drained: socket.drained,
    size: () => size,
    signal: abort.signal,
  });
  const { protocol } = socket;
  send(CHANNEL.error, Buffer.from(JSON.stringify(statusOf(ending, { command, protocol }))));
  socket.close();
}

/** `{"Width":80,"Height":24}`; null where it is none. */
function readSize(bytes: Uint8Array): TerminalSize | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(bytes).toString());
    const [columns, rows] = [asNumber(getPath(value, 'Width')), asNumber(getPath(value, 'Height'))];
    return columns === undefined || rows === undefined ? null : { columns, rows };
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Runs over SPDY: a stream for each way, told apart by their `streamType`. */
export async function overSpdy(
  socket: Duplex,
  { hasStdin, hasStdout, hasStderr, isTerminal, command }: StreamOptions,
  run: (streams: RemoteStreams) => Promise<Ending>,
): Promise<void> {
  const wanted = [
    'error',
    ...(hasStdin ? ['stdin'] : []),
    ...(hasStdout ? ['stdout'] : []),
    ...(hasStderr && !isTerminal ? ['stderr'] : []),
    ...(isTerminal ? ['resize'] : []),
  ];
  const streams = new Map<string, SpdyStream>();
  let complete = () => {};
  const isComplete = new Promise<void>((resolve, reject) => {
    complete = resolve;
    setTimeout(() => reject(new Error('the streams of the command did not come')), STREAMS_MS).unref();
  });
  const connection = new SpdyConnection(socket, stream => {
    streams.set(stream.headers.get('streamtype') ?? '', stream);
    if (wanted.every(name => streams.has(name))) complete();
  });
  await isComplete;
  const abort = new AbortController();
  void connection.closed.then(() => abort.abort());
  let size: TerminalSize | null = null;
  const followSize = async (sizes: AsyncIterable<Uint8Array>) => {
    for await (const said of sizes) size = readSize(said) ?? size;
  };
  const sizes = streams.get('resize');
  if (sizes !== undefined) void followSize(sizes).catch(() => connection.close());
  const ending = await run({
    stdin: streams.get('stdin') ?? null,
    out: bytes => streams.get('stdout')?.write(bytes),
    err: bytes => streams.get('stderr')?.write(bytes),
    drained: () => connection.drained(),
    size: () => size,
    signal: abort.signal,
  });
  const error = streams.get('error');
  error?.write(Buffer.from(JSON.stringify(statusOf(ending, { command, protocol: '' }))));
  for (const stream of streams.values()) stream.end();
  connection.close();
}
