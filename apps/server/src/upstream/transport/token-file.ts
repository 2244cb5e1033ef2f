import { readFileSync } from 'node:fs';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { ContextConfig } from '../kubeconfig/context-config.ts';
import { systemProblem } from '../kubeconfig/kubeconfig-file.ts';
import { unusableFile } from './upstream-problem.ts';

/** Token files are rewritten by whoever mounts them; kubelets do so within minutes of expiry. */
const TTL_MS = 60_000;

/** The token of a kubeconfig user, where there is one. */
export class BearerToken {
  readonly #user: Pick<ContextConfig['user'], 'token' | 'tokenFile'>;
  readonly #clock: Pick<Clock, 'elapsed'>;
  #read: { readonly token: string; readonly at: number } | null = null;

  constructor(user: Pick<ContextConfig['user'], 'token' | 'tokenFile'>, clock: Pick<Clock, 'elapsed'>) {
    this.#user = user;
    this.#clock = clock;
  }

  /** A token file beats a token in place while it can be read, as in client-go. */
  read(): string | null {
    const { token, tokenFile } = this.#user;
    if (tokenFile === null) return token;
    const now = this.#clock.elapsed();
    if (this.#read === null || now - this.#read.at > TTL_MS) {
      try {
        this.#read = { token: readFileSync(tokenFile, 'utf8').trim(), at: now };
      } catch (error) {
        if (token !== null) return token;
        throw unusableFile('tokenFile', tokenFile, systemProblem(error));
      }
    }
    return this.#read.token;
  }

  /** It was refused: the file is read again. */
  forget(): void {
    this.#read = null;
  }
}
