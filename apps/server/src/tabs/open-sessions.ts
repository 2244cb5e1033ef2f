import { randomUUID } from 'node:crypto';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import type { Hub } from '../hub/hub.ts';
import { Session, type SessionSocket } from './session.ts';

/** The tabs that are open now. */
export class OpenSessions {
  readonly #hub: Hub;
  readonly #sessions = new Set<Session>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  get size(): number {
    return this.#sessions.size;
  }

  open(socket: SessionSocket): Session {
    const session = new Session(randomUUID(), this.#hub, socket);
    this.#sessions.add(session);
    return session;
  }

  /** To be called when the session's socket is closed. */
  end(session: Session): void {
    this.#sessions.delete(session);
    session.close();
  }

  /** Tells every tab. */
  send(message: DownMessage): void {
    for (const session of this.#sessions) session.send(message);
  }

  close(): void {
    for (const session of this.#sessions) session.close();
  }
}
