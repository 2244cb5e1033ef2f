import type { IncomingHttpHeaders } from 'node:http';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import { REQUEST_HEADER } from '@lanthorn/protocol/constants.ts';
import type { Logins } from './logins.ts';

/** What the door looks at. */
export interface Knock {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** A WebSocket upgrade: browsers send no preflight for it, so its Origin must be there and be ours. */
  readonly isUpgrade: boolean;
}

export interface Refusal {
  readonly status: 401 | 403 | 421;
  readonly problem: Problem;
}

export interface DoorOptions {
  readonly port: number;
  /** The host name that sessions live at. */
  readonly ownName: string;
  readonly logins: Pick<Logins, 'isSession'>;
}

const SAFE_METHODS = new Set(['GET', 'HEAD']);

/** Browsers leave it out. */
const HTTP_PORT = 80;

/** Decides who may come in: the right host, our own origin, a session, and our header on what changes. */
export class Door {
  readonly cookieName: string;
  readonly ownOrigin: string;
  readonly #ownHost: string;
  readonly #logins: Pick<Logins, 'isSession'>;
  readonly #hosts: ReadonlySet<string>;

  constructor({ port, ownName, logins }: DoorOptions) {
    this.#logins = logins;
    // Cookies know no ports: two Lanthorns of one data folder must not overwrite each other's.
    this.cookieName = `lanthorn-${port}`;
    const hostOf = (name: string) => (port === HTTP_PORT ? name : `${name}:${port}`);
    this.#ownHost = hostOf(ownName);
    this.ownOrigin = `http://${this.#ownHost}`;
    const names = [ownName, '127.0.0.1', 'localhost', '[::1]'];
    this.#hosts = new Set(names.flatMap(name => [hostOf(name), `${name}:${port}`]));
  }

  /** Names that may be asked for by: anything else is DNS rebinding. */
  isOwnHost(headers: IncomingHttpHeaders): boolean {
    return this.#hosts.has(headers.host ?? '');
  }

  /** The name that no other program shares. */
  isOwnName(headers: IncomingHttpHeaders): boolean {
    return headers.host === this.#ownHost;
  }

  /** The session's token: in the cookie of a page, or as the bearer token of a program (a scraper of metrics). */
  sessionOf(headers: IncomingHttpHeaders): string | null {
    const bearer = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (bearer !== undefined && this.#logins.isSession(bearer)) return bearer;
    for (const pair of (headers.cookie ?? '').split(';')) {
      const [name = '', value = ''] = pair.trim().split('=');
      if (name === this.cookieName && this.#logins.isSession(value)) return value;
    }
    return null;
  }

  /** Host and Origin, on every route. */
  checkOrigin({ method, headers, isUpgrade }: Knock): Refusal | null {
    if (!this.isOwnHost(headers))
      return { status: 421, problem: problem('wrongHost', { host: headers.host ?? 'a named host' }) };
    const { origin } = headers;
    const isNeeded = isUpgrade || !SAFE_METHODS.has(method);
    if (origin === undefined ? isNeeded : origin !== `http://${headers.host}`)
      return { status: 403, problem: problem('otherOrigin', {}) };
    const site = headers['sec-fetch-site'];
    const isForeign = typeof site === 'string' && site !== 'same-origin' && site !== 'none';
    return isForeign && isNeeded ? { status: 403, problem: problem('otherSite', {}) } : null;
  }

  /** All of it, for the API and for upgrades. */
  check(knock: Knock): Refusal | null {
    const refusal = this.checkOrigin(knock);
    if (refusal !== null) return refusal;
    if (this.sessionOf(knock.headers) === null) return { status: 401, problem: problem('notLoggedIn', {}) };
    const isChange = !knock.isUpgrade && !SAFE_METHODS.has(knock.method);
    return isChange && knock.headers[REQUEST_HEADER] !== '1'
      ? { status: 403, problem: problem('noHeader', { header: REQUEST_HEADER }) }
      : null;
  }
}
