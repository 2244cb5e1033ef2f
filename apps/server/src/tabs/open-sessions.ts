import { randomUUID } from 'node:crypto';
import type { DownMessage } from '@lanthorn/protocol/down-messages.ts';
import type { Hub } from '../hub/hub.ts';
import type { Identity } from '../upstream/identity.ts';
import { Session, type SessionSocket } from './session.ts';

/** The tabs that are open now. */
export class OpenSessions {
  readonly #hub: Hub;
  /** Each with who looks. */
  readonly #sessions = new Map<Session, Identity>();

  constructor(hub: Hub) {
    this.#hub = hub;
  }

  get size(): number {
    return this.#sessions.size;
  }

  open(identity: Identity, socket: SessionSocket): Session {
    const session = new Session({ id: randomUUID(), identity, hub: this.#hub }, socket);
    this.#sessions.set(session, identity);
    return session;
  }

  /** To be called when the session's socket is closed. */
  end(session: Session): void {
    this.#sessions.delete(session);
    session.close();
  }

  /** Tells every tab of one person, and nobody else. */
  send({ key }: Identity, message: DownMessage): void {
    for (const [session, of] of this.#sessions) if (of.key === key) session.send(message);
  }

  /** Tells every tab what is of nobody alone. */
  sendAll(message: DownMessage): void {
    for (const session of this.#sessions.keys()) session.send(message);
  }

  close(): void {
    for (const session of this.#sessions.keys()) session.close();
  }
}
