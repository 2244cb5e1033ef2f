import { createHash, randomBytes } from 'node:crypto';

export interface LoginsOptions {
  /** Milliseconds of a clock that is never set. */
  readonly now: () => number;
}

export interface CodeOptions {
  /** After how long it lets nobody in; null for as long as the process runs. */
  readonly lifeMs: number | null;
  /** Others on this machine may have seen it: it stands in a command line. */
  readonly isExposed: boolean;
}

/** What came of a code: a session or another code; or why it lets nobody in. */
export type Redeemed = { readonly token: string } | { readonly refused: 'used' | 'unknown' };

/** One permission to come in: codes that follow from each other, and the session that came of them. */
interface Grant {
  readonly isExposed: boolean;
  session: Session | null;
  isEnded: boolean;
}

interface Code {
  readonly grant: Grant;
  readonly endsAt: number;
  isUsed: boolean;
}

interface Session {
  readonly digest: string;
  readonly onEnd: Set<() => void>;
}

/** A person has a few browsers; the oldest give way. */
const MAX_SESSIONS = 64;
/** Those that were printed and not used, and the used ones that are recognised. The oldest are forgotten. */
const MAX_CODES = 256;
/** A code that a page hands to the next page is used at once. */
const NEXT_LIFE_MS = 60_000;

/**
 * Codes that let somebody in once, and the sessions that came of them. A code that others could see and that comes twice was taken by
 * somebody: what came of it ends. Only digests are kept, so that looking one up takes no time that depends on the secret.
 */
export class Logins {
  readonly #now: () => number;
  readonly #codes = new Map<string, Code>();
  readonly #sessions = new Map<string, Session>();

  constructor({ now }: LoginsOptions) {
    this.#now = now;
  }

  newCode({ lifeMs, isExposed }: CodeOptions): string {
    return this.#addCode({ isExposed, session: null, isEnded: false }, lifeMs ?? Number.POSITIVE_INFINITY);
  }

  /** Uses a code up for another one, which a page hands on to another host name. */
  exchange(code: string): Redeemed {
    const grant = this.#use(code);
    return 'refused' in grant ? grant : { token: this.#addCode(grant, NEXT_LIFE_MS) };
  }

  /** Uses a code up for a session. */
  redeem(code: string): Redeemed {
    const grant = this.#use(code);
    if ('refused' in grant) return grant;
    const token = newToken();
    const session = { digest: digestOf(token), onEnd: new Set<() => void>() };
    grant.session = session;
    this.#sessions.set(session.digest, session);
    const [oldest] = this.#sessions.values();
    if (oldest !== undefined && this.#sessions.size > MAX_SESSIONS) this.#end(oldest);
    return { token };
  }

  isSession(token: string): boolean {
    return this.#sessions.has(digestOf(token));
  }

  /** Calls `task` when the session ends; the returned function forgets it. */
  onEnd(token: string, task: () => void): () => void {
    const session = this.#sessions.get(digestOf(token));
    session?.onEnd.add(task);
    return () => session?.onEnd.delete(task);
  }

  #use(text: string): Grant | { readonly refused: 'used' | 'unknown' } {
    const code = this.#codes.get(digestOf(text));
    if (code === undefined) return { refused: 'unknown' };
    const isOver = code.endsAt < this.#now();
    if (code.isUsed && code.grant.isExposed && !isOver) this.#revoke(code.grant);
    if (code.isUsed || isOver || code.grant.isEnded) return { refused: 'used' };
    code.isUsed = true;
    return code.grant;
  }

  #revoke(grant: Grant): void {
    grant.isEnded = true;
    if (grant.session !== null) this.#end(grant.session);
  }

  #end(session: Session): void {
    this.#sessions.delete(session.digest);
    for (const task of session.onEnd) task();
    session.onEnd.clear();
  }

  #addCode(grant: Grant, lifeMs: number): string {
    const text = newToken();
    this.#codes.set(digestOf(text), { grant, endsAt: this.#now() + lifeMs, isUsed: false });
    const [oldest] = this.#codes.keys();
    if (oldest !== undefined && this.#codes.size > MAX_CODES) this.#codes.delete(oldest);
    return text;
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}

function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
