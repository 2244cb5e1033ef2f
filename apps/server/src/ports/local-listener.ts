import { createServer, type Server, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';

/** Nobody from another machine reaches what listens there. */
const LOOPBACK = '127.0.0.1';
/** Below these a system asks for rights that a console has no use for, or has services of its own. */
const FIRST_PORT = 1024;

/** Listens on this machine, for this machine. */
export class LocalListener {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** `port` 0 is any that is free. Connections are not read before somebody does. */
  static open(
    port: number,
    onConnection: (socket: Socket) => void,
  ): Promise<LocalListener | { readonly problem: Problem }> {
    if (port !== 0 && port < FIRST_PORT)
      return Promise.resolve({ problem: problem('portReserved', { first: FIRST_PORT }) });
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true }, onConnection);
    return new Promise(resolve => {
      const onError = (error: NodeJS.ErrnoException) => resolve({ problem: problemOf(port, error) });
      server.once('error', onError);
      server.listen({ host: LOOPBACK, port, exclusive: true }, () => {
        server.off('error', onError);
        // What it cannot accept (too many files are open) is not accepted; it goes on listening.
        server.on('error', () => undefined);
        resolve(new LocalListener(server));
      });
    });
  }

  get port(): number {
    return (this.#server.address() as AddressInfo | null)?.port ?? 0;
  }

  /** Who is connected stays so, until somebody ends that. */
  close(): void {
    this.#server.close();
  }
}

function problemOf(port: number, { code = '', message }: NodeJS.ErrnoException): Problem {
  return code === 'EADDRINUSE' ? problem('portInUse', { port }) : problem('portNotAllowed', { port, detail: message });
}
