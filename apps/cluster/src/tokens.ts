import { randomBytes } from 'node:crypto';
import type { UserInfo } from '@lanthorn/apiserver/wire/user-info.ts';
import type { Clock } from '@lanthorn/base/clock.ts';

const TOKEN_BYTES = 16;

/** Bearer tokens and whose they are; those that were given out for a time are forgotten after it. */
export class Tokens {
  readonly #clock: Clock;
  readonly #known = new Map<string, { readonly user: UserInfo; readonly expiresAt: number }>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `expiresAt` in milliseconds since 1970; without it the token lives as long as the cluster. */
  issue(user: UserInfo, expiresAt = Infinity): string {
    const now = this.#clock.now();
    for (const [token, entry] of this.#known) if (entry.expiresAt <= now) this.#known.delete(token);
    const token = randomBytes(TOKEN_BYTES).toString('hex');
    this.#known.set(token, { user, expiresAt });
    return token;
  }

  find(token: string): UserInfo | null {
    const entry = this.#known.get(token);
    return entry !== undefined && entry.expiresAt > this.#clock.now() ? entry.user : null;
  }
}
