import type { Socket } from 'node:net';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { PodConnection } from './pod-connection.ts';

/** Whoever has said all it has to say, and that last, may be answered for so long. */
const ANSWER_MS = 60_000;
/** Where the pod had the last word nothing is awaited: that is how a connection ends of which nobody wants more. */
const LAST_WORD_MS = 1_000;

export interface CarriedTraffic {
  readonly onReceived: (bytes: number) => void;
  readonly onSent: (bytes: number) => void;
}

/**
 * Carries bytes both ways until one side is gone; whoever reads slowly is waited for. Rejects where the connection to the pod breaks. Otherwise
 * it says what the node said went wrong, '' where nothing did. `connection` is closed by whoever opened it.
 */
export async function carry(
  socket: Socket,
  connection: PodConnection,
  { clock, ...traffic }: CarriedTraffic & { readonly clock: Clock },
): Promise<string> {
  let isAsked = false;
  const onSent = (bytes: number) => {
    isAsked = true;
    traffic.onSent(bytes);
  };
  const onReceived = (bytes: number) => {
    isAsked = false;
    traffic.onReceived(bytes);
  };
  const giveUp = () => giveUpWhenSilent(socket, clock, () => (isAsked ? ANSWER_MS : LAST_WORD_MS));
  await Promise.all([
    sendAll(socket, connection, { onSent }).then(giveUp),
    receiveAll(socket, connection, { onReceived }),
  ]);
  return connection.failure;
}

async function receiveAll(
  socket: Socket,
  connection: PodConnection,
  { onReceived }: Pick<CarriedTraffic, 'onReceived'>,
): Promise<void> {
  for await (const bytes of connection.received()) {
    onReceived(bytes.length);
    if (socket.destroyed) return;
    if (!socket.write(bytes)) await drained(socket);
  }
  if (connection.failure === '') socket.end();
  else socket.resetAndDestroy();
}

async function sendAll(
  socket: Socket,
  connection: PodConnection,
  { onSent }: Pick<CarriedTraffic, 'onSent'>,
): Promise<void> {
  try {
    // Who has no more to say still listens.
    for await (const bytes of socket.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      onSent(bytes.length);
      await connection.send(bytes);
    }
  } catch (error) {
    // It was cut on this side: there is nobody left to be told.
    if (!socket.destroyed) throw error;
  }
}

/** That there will be no more cannot be said to a pod: its answer is awaited, for as long as some of it comes. */
function giveUpWhenSilent(socket: Socket, clock: Clock, patienceMs: () => number): void {
  if (socket.destroyed) return;
  const seen = socket.bytesWritten;
  const cancel = clock.schedule(patienceMs(), () => {
    socket.off('close', cancel);
    if (socket.bytesWritten === seen) socket.destroy();
    else giveUpWhenSilent(socket, clock, patienceMs);
  });
  socket.on('close', cancel);
}

/** When there is room for more, or nobody reads any more. */
function drained(socket: Socket): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      socket.off('drain', done);
      socket.off('close', done);
      resolve();
    };
    socket.on('drain', done);
    socket.on('close', done);
  });
}
